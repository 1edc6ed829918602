import type { Access } from '../analyzer/access/access.ts';
import { identityOf, normaliseSubject } from '../analyzer/access/identity.ts';
import { servedResources } from '../facts/served.ts';
import { bindingKey } from '../model/binding.ts';
import type { WhyInert } from '../model/inert.ts';
import { byCodeUnit, sortedByKey } from '../model/order.ts';
import type { Draft, Loss, Proof, Verify } from '../model/proposal.ts';
import { type Subject, subjectKey, subjectLabel } from '../model/subject.ts';
import { applierNeeds } from './applier.ts';
import { boxesOf, type Held } from './box.ts';
import { compareBoxes, type World } from './compare.ts';
import { refusedOf } from './refused.ts';
import { Replacements } from './replacements.ts';
import { arrange, type Before, type Touched, touchedBy } from './touched.ts';

/**
 * Prepares proofs about one snapshot. A proof re-computes, for every subject that a touched binding names, what is allowed
 * before and after, with the real matcher and all implied groups; it shares nothing with the generator but that matcher
 * and the index. A subject that no touched binding names, directly or by group, keeps its grants and is not looked at, so a
 * proof costs what the touched subjects hold, not what the cluster holds. `whyInert` tells what no request can be.
 */
export function verifierFor(access: Access, whyInert: WhyInert = () => undefined): Verify {
  const before = arrange(access);
  const world = { whyInert, served: servedResources(access.snapshot.discovery) };
  return (drafts) => prove(drafts, before, world);
}

function prove(drafts: readonly Draft[], before: Before, world: World): Proof {
  const touched = touchedBy(drafts, before);
  const gone = new Holdings();
  const come = new Holdings();
  for (const sides of touched.values()) {
    for (const held of sides.before) gone.add(held);
    for (const held of sides.after) come.add(held);
  }

  const meant = new Set(drafts.flatMap((draft) => draft.subjects).map(subjectKey));
  const replacements = new Replacements();
  const unchanged = new Map<string, boolean>();
  const isUnchanged = (holder: Subject): boolean => {
    const key = subjectKey(holder);
    const is = unchanged.get(key) ?? replacements.areEqual(gone.of(holder), come.of(holder));
    unchanged.set(key, is);
    return is;
  };
  const lost = new Map<string, boolean>();
  const losers: Loss[] = [];
  const gained = new Set<string>();
  const othersChanged = new Set<string>();
  for (const [key, subject] of new Map([...gone.subjects, ...come.subjects])) {
    const holders = holdersOf(subject);
    // What a group is meant to lose or keep is told of the group, not of everybody who is in it.
    const isMeant = meant.has(key);
    const [own, meantGroups] = isMeant ? [holders, []] : parted(holders, meant);
    // Who keeps what each of these gives keeps it all; a group is looked at once for all its members.
    if (own.every((holder) => isUnchanged(holder))) continue;
    const old = own.flatMap((holder) => gone.of(holder));
    const now = own.flatMap((holder) => come.of(holder));
    if (replacements.areEqual(old, now)) continue;
    const kept = [...keptBy(holders, touched, before.access), ...meantGroups.flatMap((group) => come.of(group))];
    const { lost: losses, inert, gained: gains } = compareBoxes(boxesOf(old), boxesOf(now), boxesOf(kept), world);
    if (isMeant) {
      const harmless = new Set(inert);
      if (losses.length > 0) losers.push({ subjects: [subject], lost: losses });
      for (const request of losses) lost.set(request, harmless.has(request) && lost.get(request) !== false);
      for (const request of gains) gained.add(request);
    } else {
      for (const request of losses) othersChanged.add(`${subjectLabel(subject)} loses ${request}`);
      for (const request of gains) othersChanged.add(`${subjectLabel(subject)} gains ${request}`);
    }
  }
  return {
    equivalent: lost.size + gained.size + othersChanged.size === 0,
    lost: [...lost.keys()].sort(byCodeUnit),
    inert: [...lost.keys()].filter((request) => lost.get(request)).sort(byCodeUnit),
    losses: together(losers),
    gained: [...gained].sort(byCodeUnit),
    othersChanged: [...othersChanged].sort(byCodeUnit),
    refused: refusedOf(drafts, before),
    applier: applierNeeds(drafts),
  };
}

/** Subjects that lose the same, together. */
function together(losers: readonly Loss[]): Loss[] {
  const alike = Map.groupBy(
    sortedByKey(losers, ({ subjects }) => subjects.map(subjectKey).join()),
    ({ lost }) => lost.join('\n'),
  );
  return [...alike.values()].map((some) => ({ subjects: some.flatMap(({ subjects }) => subjects), lost: some[0]?.lost ?? [] }));
}

/** What touched bindings give on one side of the change, by the subjects that they name. */
class Holdings {
  readonly subjects = new Map<string, Subject>();
  private readonly held = new Map<string, Held[]>();

  add(item: Held): void {
    const named = item.binding.subjects.flatMap((bound) => normaliseSubject(bound, item.binding) ?? []);
    for (const [key, subject] of new Map(named.map((subject) => [subjectKey(subject), subject]))) {
      this.subjects.set(key, subject);
      const list = this.held.get(key);
      if (list) list.push(item);
      else this.held.set(key, [item]);
    }
  }

  of(subject: Subject): readonly Held[] {
    return this.held.get(subjectKey(subject)) ?? [];
  }
}

/** The subjects through which a subject holds grants: itself, and the groups that it is in without anybody saying so. */
function holdersOf(subject: Subject): Subject[] {
  const groups = identityOf(subject).groups.map((name): Subject => ({ kind: 'Group', name }));
  return subject.kind === 'Group' ? groups : [subject, ...groups];
}

function parted(holders: readonly Subject[], meant: ReadonlySet<string>): [others: Subject[], meant: Subject[]] {
  const isMeant = (holder: Subject): boolean => meant.has(subjectKey(holder));
  return [holders.filter((holder) => !isMeant(holder)), holders.filter(isMeant)];
}

/** What the holders have through bindings that the change does not touch. */
function keptBy(holders: readonly Subject[], touched: ReadonlyMap<string, Touched>, access: Access): Held[] {
  return holders
    .flatMap((holder) => access.bindingsFor(holder))
    .filter((binding) => !touched.has(bindingKey(binding)))
    .map((binding) => ({ binding, role: access.roleOf(binding) }));
}
