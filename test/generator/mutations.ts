import type { Draft, Manifest, ManifestRule } from '../../src/model/proposal.ts';

/** One step away from a manifest: something dropped, added or moved; undefined where there is nothing of the kind. */
export type Mutation = (manifest: Manifest, pick: number) => Manifest | undefined;

export function onRule(change: (rule: ManifestRule, pick: number) => ManifestRule | undefined): Mutation {
  return (manifest, pick) => {
    if (!('rules' in manifest) || manifest.rules.length === 0) return undefined;
    const place = pick % manifest.rules.length;
    const changed = manifest.rules[place] && change(manifest.rules[place], pick);
    return changed && { ...manifest, rules: manifest.rules.map((one, index) => (index === place ? changed : one)) };
  };
}

export function without(list: readonly string[], pick: number): string[] {
  return list.filter((_, index) => index !== pick % list.length);
}

/** What can be done to any role. */
export const roleMutations: Record<string, Mutation> = {
  'a rule dropped': (manifest, pick) =>
    'rules' in manifest ? { ...manifest, rules: manifest.rules.filter((_, index) => index !== pick % manifest.rules.length) } : undefined,
  'a verb dropped': onRule((one, pick) => ({ ...one, verbs: without(one.verbs, pick) })),
  'a verb added': onRule((one) => ({ ...one, verbs: [...one.verbs, 'chart'] })),
  'a name added': onRule((one) => (one.resourceNames ? { ...one, resourceNames: [...one.resourceNames, 'ledger'] } : undefined)),
  'a wildcard verb': onRule((one) => ({ ...one, verbs: ['*'] })),
  'a wildcard resource': onRule((one) => (one.resources ? { ...one, resources: ['*'] } : undefined)),
  'a wildcard group': onRule((one) => (one.apiGroups ? { ...one, apiGroups: ['*'] } : undefined)),
  'a wider URL': onRule((one) => (one.nonResourceURLs ? { ...one, nonResourceURLs: ['*'] } : undefined)),
};

/** The manifest in the other of two namespaces. */
export const inAnotherNamespace: Mutation = ({ metadata, ...manifest }) =>
  metadata.namespace === undefined
    ? undefined
    : { ...manifest, metadata: { ...metadata, namespace: metadata.namespace === 'shop' ? 'clinic' : 'shop' } };

/** The drafts with one object mutated; undefined where the mutation applies to none of them. */
export function mutate(drafts: readonly Draft[], mutation: Mutation, pick: number): Draft[] | undefined {
  const mutants = drafts.flatMap((draft) => draft.creates.map((original) => ({ original, mutant: mutation(original, pick) })));
  const applicable = mutants.filter(({ mutant }) => mutant !== undefined);
  const chosen = applicable[pick % applicable.length];
  if (!chosen?.mutant) return undefined;
  const { original, mutant } = chosen;
  return drafts.map((draft) => ({ ...draft, creates: draft.creates.map((one) => (one === original ? mutant : one)) }));
}
