import type { Access } from '../analyzer/access/access.ts';
import { isBindingRef } from '../model/binding.ts';
import { type ObjectRef, objectKey } from '../model/gap.ts';
import { sortedByKey } from '../model/order.ts';
import { type Draft, type Manifest, type ProposalKind, proposalKinds } from '../model/proposal.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { type Change, refOfManifest, type Toll } from './change.ts';

/** A draft, and what its proof may show as lost. */
export interface Composed {
  draft: Draft;
  toll: Toll;
}

/**
 * Puts the changes of one step after the other together into drafts that can be applied at once to the cluster as it was.
 * Each step sees the cluster that the steps before it leave; changes that touch the same objects become one draft, in which what
 * was made on the way and changed again does not appear. So no object is touched by two drafts.
 */
export class Composition {
  private readonly existing: ReadonlySet<string>;
  private readonly origins = new Map<string, ObjectRef>();
  private readonly entries = new Map<string, Entry>();

  constructor({ roles, bindings }: Pick<Access, 'roles' | 'bindings'>) {
    this.existing = new Set([...roles, ...bindings].map(objectKey));
  }

  /** True for what an earlier step has made: it is nowhere yet, so that all of it can still be changed. */
  isNew(ref: ObjectRef): boolean {
    return !this.existing.has(objectKey(ref));
  }

  /** The object of the cluster from which one was made on the way, or else itself. */
  originOf(ref: ObjectRef): ObjectRef {
    return this.origins.get(objectKey(ref)) ?? ref;
  }

  add(step: ProposalKind, change: Change): void {
    const keys = [...change.replaces, ...change.removes, ...change.makes.map(({ manifest }) => refOfManifest(manifest))].map(objectKey);
    const entry = this.entryFor([...keys, ...rolesOf(change)]);
    for (const { manifest, from } of change.makes) {
      const ref = refOfManifest(manifest);
      if (this.isNew(ref)) this.origins.set(objectKey(ref), this.originOf(from));
    }
    entry.absorb(step, change, (ref) => this.isNew(ref));
    for (const key of keys) {
      entry.keys.add(key);
      this.entries.set(key, entry);
    }
  }

  /** Sorted by the object that each is about; what replaces nothing, by whom it is for. */
  drafts(): Composed[] {
    const entries = [...new Set(this.entries.values())];
    return sortedByKey(
      entries.map((entry) => ({ draft: entry.draft(), toll: entry.toll })),
      ({ draft }) => [...draft.replaces, ...draft.subjects].map(objectKey).join('\u0000'),
    );
  }

  /** The one entry of all that is touched, put together from several where needed. */
  private entryFor(keys: readonly string[]): Entry {
    const touched = [...new Set(keys.flatMap((key) => this.entries.get(key) ?? []))];
    // The smaller ones move, so that no object moves often.
    const [entry = new Entry(), ...others] = touched.sort((a, b) => b.keys.size - a.keys.size);
    for (const other of others) {
      entry.merge(other);
      for (const key of other.keys) this.entries.set(key, entry);
    }
    return entry;
  }
}

/** All that was done to a set of objects that nothing else touches. */
class Entry {
  readonly keys = new Set<string>();
  toll: Toll = 'nothing';
  private readonly steps = new Set<ProposalKind>();
  private readonly subjects = new Map<string, Subject>();
  private readonly replaces = new Map<string, ObjectRef>();
  private readonly makes = new Map<string, Manifest>();
  private readonly removes = new Map<string, ObjectRef>();
  private readonly why = new Set<string>();

  absorb(step: ProposalKind, change: Change, isNew: (ref: ObjectRef) => boolean): void {
    this.steps.add(step);
    this.toll = higher(this.toll, change.toll);
    for (const subject of change.subjects) this.subjects.set(subjectKey(subject), subject);
    for (const ref of change.replaces) if (!isNew(ref)) this.replaces.set(objectKey(ref), ref);
    for (const ref of change.removes) {
      this.makes.delete(objectKey(ref));
      if (!isNew(ref)) this.removes.set(objectKey(ref), ref);
    }
    for (const { manifest } of change.makes) this.makes.set(objectKey(refOfManifest(manifest)), manifest);
    for (const reason of change.why) this.why.add(reason);
  }

  merge(other: Entry): void {
    this.toll = higher(this.toll, other.toll);
    for (const key of other.keys) this.keys.add(key);
    for (const step of other.steps) this.steps.add(step);
    for (const [key, subject] of other.subjects) this.subjects.set(key, subject);
    for (const [key, ref] of other.replaces) this.replaces.set(key, ref);
    for (const [key, manifest] of other.makes) this.makes.set(key, manifest);
    for (const [key, ref] of other.removes) this.removes.set(key, ref);
    for (const reason of other.why) this.why.add(reason);
  }

  /** Roles come before bindings, but for what is deleted. */
  draft(): Draft {
    const steps = proposalKinds.filter((one) => this.steps.has(one));
    const [kind = 'drop'] = steps;
    const replaces = sortedByKey([...this.replaces.values()], (ref) => (isBindingRef(ref) ? '1' : '0') + objectKey(ref));
    const subjects = sortedByKey([...this.subjects.values()], subjectKey);
    const about = kind === 'usage' ? subjects[0] : replaces[0];
    const made = [...this.makes.values()];
    return {
      id: [kind, about?.kind, about?.namespace, about?.name].filter((part) => part !== undefined).join('/'),
      kind,
      steps,
      subjects,
      replaces,
      creates: [...made.filter((one) => 'rules' in one), ...made.filter((one) => !('rules' in one))],
      removes: sortedByKey([...this.removes.values()], (ref) => (isBindingRef(ref) ? '0' : '1') + objectKey(ref)),
      why: [...this.why],
    };
  }
}

/** The keys of the roles that new bindings refer to: who made or edited them belongs to the same draft. */
function rolesOf({ makes }: Change): string[] {
  return makes.flatMap(({ manifest }) => {
    if ('rules' in manifest) return [];
    const { roleRef, metadata } = manifest;
    return [
      objectKey(roleRef.kind === 'Role' && metadata.namespace !== undefined ? { ...roleRef, namespace: metadata.namespace } : roleRef),
    ];
  });
}

const tolls: readonly Toll[] = ['nothing', 'inert', 'rights'];

function higher(a: Toll, b: Toll): Toll {
  return tolls.indexOf(a) > tolls.indexOf(b) ? a : b;
}
