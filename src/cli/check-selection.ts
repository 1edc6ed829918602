import { checks } from '../analyzer/checks/index.ts';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';

/** Which checks to run: only those named, or all but those named. */
export interface CheckSelection {
  only: ReadonlySet<string> | undefined;
  skip: ReadonlySet<string>;
}

/** Reads --check and --skip-check. Throws a UserError for a check that does not exist, with the nearest name. */
export function checkSelection(only: readonly string[] | undefined, skip: readonly string[] = []): CheckSelection {
  const ids = checks.map((check) => check.id);
  for (const id of [...(only ?? []), ...skip]) {
    if (ids.includes(id)) continue;
    const meant = nearest(id, ids);
    throw new UserError(`there is no check ${id}`, meant === undefined ? `checks: ${ids.join(', ')}` : `did you mean ${meant}?`);
  }
  return { only: only && new Set(only), skip: new Set(skip) };
}
