import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckEntry, checks } from '../analyzer/checks/index.ts';
import { knownCheck } from './check-options.ts';

/** The check of an id, or the checks that share a page of that name. Throws a UserError with the nearest id for anything else. */
export function checksNamed(name: string): readonly CheckEntry[] {
  const ofPage = checks.filter(({ page }) => page === name);
  return ofPage.length > 1 ? ofPage : checks.filter(({ id }) => id === knownCheck(name));
}

/** The page of a check, as Markdown; `root` is the folder of the package. Undefined for a check that is not in the catalogue. */
export function pageOf(id: string, root: string): string | undefined {
  const page = checks.find((check) => check.id === id)?.page;
  return page === undefined ? undefined : readFileSync(join(root, 'docs/checks', `${page}.md`), 'utf8');
}
