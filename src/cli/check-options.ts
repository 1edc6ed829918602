import { type CheckOptions, checks } from '../analyzer/checks/index.ts';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';
import { parseLabelSelector } from './label-selector.ts';

export interface CheckFlags {
  check?: string[] | undefined;
  'skip-check'?: string[] | undefined;
  namespace?: string | undefined;
  selector?: string | undefined;
}

/** What to report, from the flags. Throws a UserError for a check that does not exist, with the nearest name. */
export function checkOptions({ check, 'skip-check': skip, namespace, selector }: CheckFlags): CheckOptions {
  return {
    only: check && new Set(check.map(knownCheck)),
    skip: skip && new Set(skip.map(knownCheck)),
    namespace,
    selector: selector === undefined ? undefined : parseLabelSelector(selector),
  };
}

/** The id, if there is such a check. Throws a UserError with the nearest one otherwise. */
export function knownCheck(id: string): string {
  const ids = checks.map((known) => known.id);
  if (ids.includes(id)) return id;
  const meant = nearest(id, ids);
  throw new UserError(`there is no check ${id}`, meant === undefined ? 'rbac-audit checks lists them' : `did you mean ${meant}?`);
}
