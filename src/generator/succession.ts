import type { ObjectRef } from '../model/gap.ts';
import { objectKey } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Manifest, Proposal } from '../model/proposal.ts';
import { refOfManifest } from './change.ts';

/** What becomes of one old object. */
export interface Successors {
  ref: ObjectRef;
  /** True where the object stays as it is. */
  stays: boolean;
  /** Made of it, first the object itself where it is edited. */
  made: Manifest[];
  /** All old objects of its proposals. */
  near: ObjectRef[];
}

/** What proposals, carried out together, do to one another's objects. */
export interface Succession {
  /** The old objects, in the order of the proposals. */
  old: Successors[];
  /** New objects that are made of none in particular, such as a role that two old ones share, each with the old ones of its proposal. */
  others: { manifest: Manifest; near: readonly ObjectRef[] }[];
  /** Objects that go and do not come back under their name, in the order in which to delete them: bindings before roles. */
  gone: ObjectRef[];
  /** Objects that are edited: new content under the old name. */
  edited: Manifest[];
  /** Objects under names that are new. */
  created: Manifest[];
}

/** Tells of each object of some proposals whether it stays, goes or is edited, and what is made of it. */
export function successionOf(proposals: readonly Proposal[]): Succession {
  const removed = new Map(proposals.flatMap(({ removes }) => removes).map((ref) => [objectKey(ref), ref]));
  const creates = proposals.flatMap((proposal) => proposal.creates);
  const remade = new Set(creates.map((manifest) => objectKey(refOfManifest(manifest))));
  const old = new Map<string, Successors>();
  for (const { replaces, removes } of proposals) {
    for (const ref of [...replaces, ...removes]) {
      const key = objectKey(ref);
      const one = old.get(key) ?? { ref, stays: !(removed.has(key) || remade.has(key)), made: [], near: [] };
      one.near.push(...replaces);
      old.set(key, one);
    }
  }
  const others: Succession['others'] = [];
  for (const { creates: manifests, replaces } of proposals) {
    for (const manifest of manifests) {
      const own = old.get(objectKey(refOfManifest(manifest)));
      const parent = parentOf(manifest, replaces);
      if (own) own.made.unshift(manifest);
      else if (parent) old.get(objectKey(parent))?.made.push(manifest);
      else others.push({ manifest, near: replaces });
    }
  }
  return {
    old: [...old.values()],
    others,
    gone: [...removed]
      .filter(([key]) => !remade.has(key))
      .map(([, ref]) => ref)
      .sort(byDeletion),
    edited: creates.filter((manifest) => old.has(objectKey(refOfManifest(manifest)))),
    created: creates.filter((manifest) => !old.has(objectKey(refOfManifest(manifest)))),
  };
}

const byDeletion = byKeys((ref: ObjectRef) => [ref.kind.endsWith('Binding') ? '0' : '1', ref.kind, ref.namespace ?? '', ref.name]);

/** The old object that a new one was made from: of its name, if possible of its kind and in its namespace. */
function parentOf(manifest: Manifest, replaces: readonly ObjectRef[]): ObjectRef | undefined {
  const { labels, annotations } = manifest.metadata;
  const marks = Object.entries({ ...annotations, ...labels }).filter(([key]) => key.startsWith('rbac-audit/'));
  const names = new Set(marks.map(([, name]) => name));
  const named = replaces.filter(({ kind, name }) => names.has(name) && isRole(kind) === isRole(manifest.kind));
  const { kind, metadata } = manifest;
  return (
    named.find((ref) => ref.kind === kind && ref.namespace === metadata.namespace) ?? named.find((ref) => ref.kind === kind) ?? named[0]
  );
}

function isRole(kind: string): boolean {
  return kind.endsWith('Role');
}
