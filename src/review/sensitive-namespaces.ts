import { globMatcher } from '../facts/pattern.ts';
import type { Limitation } from '../model/gap.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Config } from './config.ts';

/**
 * The namespaces of the input that a configuration, read from `file`, calls sensitive. A name that none of them has makes nothing
 * worse, which is said: whoever mistyped it thinks that it does.
 */
export function sensitiveNamespacesOf(
  { sensitiveNamespaces: globs }: Pick<Config, 'sensitiveNamespaces'>,
  { namespaces, bindings, roles, serviceAccounts }: Snapshot,
  file: string,
): { namespaces: Set<string>; limitations: Limitation[] } {
  const known = new Set(namespaces.map(({ name }) => name));
  for (const { namespace } of [...bindings, ...roles, ...serviceAccounts]) if (namespace !== undefined) known.add(namespace);
  const meant = new Set<string>();
  const limitations: Limitation[] = [];
  for (const glob of globs) {
    const names = [...known].filter(globMatcher(glob));
    for (const name of names) meant.add(name);
    if (names.length > 0) continue;
    const message = `${file}: sensitiveNamespaces: the input has no namespace ${glob}`;
    limitations.push({ code: 'sensitive-namespace-unknown', source: file, message });
  }
  return { namespaces: meant, limitations };
}
