import type { Link } from '../analyzer/checks/check.ts';
import { globMatcher, objectMatcher, subjectMatcher } from '../facts/pattern.ts';
import type { Subject } from '../model/subject.ts';
import type { Config } from './config.ts';

/** Tells whom the configuration calls admins. */
export function adminsOf({ admins }: Pick<Config, 'admins'>): (subject: Subject) => boolean {
  const matchers = admins.map(subjectMatcher);
  return (subject) => matchers.some((isMeant) => isMeant(subject));
}

/** Tells what the configuration expects: all that admins hold, and what its `expected` entries name. */
export function expectationsOf(config: Pick<Config, 'admins' | 'expected'>): (link: Link, subject: Subject | undefined) => boolean {
  const isAdmin = adminsOf(config);
  const entries = config.expected.map((entry) => {
    const subject = entry.subject === undefined ? undefined : subjectMatcher(entry.subject);
    const role = entry.role === undefined ? undefined : objectMatcher(entry.role);
    const binding = entry.binding === undefined ? undefined : objectMatcher(entry.binding);
    return (link: Link, holder: Subject | undefined) =>
      (!subject || (holder !== undefined && subject(holder))) &&
      (!role || (link.role !== undefined && role(link.role))) &&
      (!binding || (link.binding !== undefined && binding(link.binding)));
  });
  return (link, subject) => (subject !== undefined && isAdmin(subject)) || entries.some((isMeant) => isMeant(link, subject));
}

/** Tells which users and groups exist, as far as the configuration says; undefined where it does not say at all. */
export function identitiesOf({ inventory }: Pick<Config, 'inventory'>): ((subject: Subject) => boolean) | undefined {
  if (!inventory) return undefined;
  const users = inventory.users?.map(globMatcher);
  const groups = inventory.groups?.map(globMatcher);
  return ({ kind, name }) => {
    const known = kind === 'User' ? users : kind === 'Group' ? groups : undefined;
    return known?.some((isMeant) => isMeant(name)) ?? true;
  };
}
