import type { Manifest } from '../../src/model/proposal.ts';

/** Objects by kind and name: `Role clinic/nurse-read`. */
export function titles(manifests: readonly Manifest[]): string[] {
  return manifests.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
}
