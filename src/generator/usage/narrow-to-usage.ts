import { identityOf, normaliseSubject, superuserGroup, userOf } from '../../analyzer/access/identity.ts';
import { type Box, permissionsOf } from '../../analyzer/access/permission-set.ts';
import type { SubjectUse } from '../../analyzer/usage/by-subject.ts';
import { isDefaultBindingName } from '../../facts/expected.ts';
import { type Binding, bindingKey } from '../../model/binding.ts';
import { sortedByKey } from '../../model/order.ts';
import { refOf } from '../../model/ref.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import { type Role, roleKey } from '../../model/role.ts';
import { type Identity, type Subject, subjectKey, subjectLabel } from '../../model/subject.ts';
import type { UsageBasis, UsedRight } from '../../model/usage.ts';
import type { Change } from '../change.ts';
import { editedBinding } from '../manifests.ts';
import { objectLabel } from '../object-label.ts';
import { isEditable, type RoleUse, stillNeededBy } from '../role-use.ts';
import type { Stage, Step } from '../stage.ts';
import { Wildcards } from '../wildcards.ts';
import { boxOfRequest, compactList, within, without } from './boxes.ts';
import { type Evidence, usedRights } from './evidence.ts';
import { generalise } from './generalise.ts';
import { reasonsFor } from './reasons.ts';
import { feedsAnother, rolesFor } from './roles-for.ts';
import { givesWhatItHolds, keptUnseen } from './unseen.ts';

/** A subject whose bindings are to hold what it used and no more. */
interface Narrowing {
  use: SubjectUse;
  bindings: readonly Binding[];
  permissions: Box[];
  basis: UsageBasis;
}

/**
 * Puts roles that hold what was used in the place of what each subject holds through bindings of its own that Kubernetes has not
 * made. Only subjects that the log has seen are narrowed: whoever did nothing may not have run. Rights that no log shows in use stay.
 */
export function narrowToUsage(evidence: Evidence): Step {
  return (stage) => {
    const narrowings = evidence.uses.flatMap((use) => {
      const isMeant = !evidence.subject || subjectKey(evidence.subject) === subjectKey(use.subject);
      return isMeant ? (narrowingOf(use, evidence, stage) ?? []) : [];
    });
    return together(narrowings).flatMap((some) => {
      const change = changeOf(some, stage);
      const [about] = change.replaces;
      if (about && feedsAnother(change.makes, about, stage)) return [];
      for (const { basis } of some) evidence.report(basis);
      return [change];
    });
  };
}

function narrowingOf(use: SubjectUse, evidence: Evidence, stage: Stage): Narrowing | undefined {
  const { access } = stage;
  const { subject } = use;
  const bindings = access.bindingsFor(subject).filter((binding) => isInQuestion(binding, subject, stage));
  const [first] = bindings;
  if (!first || !use.complete || (subject.kind === 'Group' && !isJudgeable(subject, evidence, stage, first))) return undefined;
  const old = permissionsOf(
    bindings.flatMap((binding) => {
      const role = access.roleOf(binding);
      return role?.rules.map((rule) => ({ rule, scope: binding.namespace ?? '*' })) ?? [];
    }),
  );
  const used = usedBoxes(use, old, evidence, stage);
  if (givesWhatItHolds(old, used) && !evidence.dropUnseen.has('delegation')) {
    stage.passedOver(refOf(first), 'usage', `${subjectLabel(subject)} writes roles or bindings and needs whatever it gives to others`);
    return undefined;
  }
  const wildcards = new Wildcards(access.snapshot.discovery);
  const generalised = generalise(used, evidence.generalise, access.snapshot.discovery).flatMap(({ box, by }) =>
    without(within(old, box), used).map((part) => ({ box: part, by })),
  );
  const kept = keptUnseen(old, used, evidence, { wildcards, whyInert: stage.whyInert }).flatMap(({ box, by }) =>
    without([box], used).map((part) => ({ box: part, by })),
  );
  const permissions = [...used, ...generalised.map(({ box }) => box), ...kept.map(({ box }) => box)];
  if (without(old, permissions).length === 0) return undefined;
  return { use, bindings, permissions, basis: basisOf(subject, used, generalised, kept) };
}

/** A binding of this subject that is somebody's choice, with a role that is there. */
function isInQuestion(binding: Binding, subject: Subject, stage: Stage): boolean {
  const role = stage.access.roleOf(binding);
  if (!role || binding.builtin || isDefaultBindingName(binding) || stage.isExpected(binding, role, subject)) return false;
  if (!stage.hasCopies(binding)) return true;
  stage.passedOver(refOf(binding), 'usage', 'it is there more than once with differing content');
  return false;
}

function isJudgeable({ name }: Subject, { knowsGroups }: Evidence, stage: Stage, binding: Binding): boolean {
  if (name === superuserGroup) return false;
  if (!knowsGroups) stage.passedOver(refOf(binding), 'usage', `the log does not say who is in group ${name}`);
  return knowsGroups;
}

/** What of the subject's own rights was used. What everybody may do by Kubernetes' defaults needs no role. */
function usedBoxes(use: SubjectUse, old: readonly Box[], evidence: Evidence, stage: Stage): Box[] {
  const { subject } = use;
  const user = userOf(subject);
  const own: Identity = user === undefined ? { user: '', groups: [subject.name] } : { user, groups: [] };
  const everybody: Identity = { user: '', groups: identityOf(subject).groups };
  const isNeeded = (request: Request): boolean =>
    stage.access.allows(own, request) &&
    !stage.access
      .reasons(everybody, request)
      .some((grant) => grant.binding.builtin || stage.isExpected(grant.binding, grant.role, grant.subject));
  return usedRights(use, evidence)
    .flatMap((right) => usedBoxesOf(right, isNeeded))
    .flatMap((box) => within(old, box));
}

/** What was used of one right, for the names for which it is needed. */
export function usedBoxesOf({ request, names }: UsedRight, isNeeded: (request: Request) => boolean): Box[] {
  if (isPathRequest(request)) return isNeeded(request) ? [boxOfRequest(request, [])] : [];
  // Too many names to remember: whatever of it is held was used.
  if (names === undefined) return [boxOfRequest(request, [])];
  const needed = names.filter((name) => isNeeded({ ...request, name }));
  if (needed.length === 0) return [];
  return [boxOfRequest(request, needed.includes('') ? [] : needed)];
}

/** What a proposal rests on, in few rules. */
export function basisOf(
  subject: Subject,
  used: readonly Box[],
  generalised: readonly { box: Box; by: UsageBasis['generalised'][number]['by'] }[],
  kept: readonly { box: Box; by: UsageBasis['kept'][number]['by'] }[],
): UsageBasis {
  const byReason = <By extends string>(some: readonly { box: Box; by: By }[]) =>
    sortedByKey([...Map.groupBy(some, ({ by }) => by)], ([by]) => by).flatMap(([by, same]) =>
      compactList(same.map(({ box }) => box)).map((box) => ({ ...box, by })),
    );
  return { subject, used: compactList(used), generalised: byReason(generalised), kept: byReason(kept) };
}

/** Subjects that share a binding are narrowed in one change, since that binding is edited once. */
function together(narrowings: readonly Narrowing[]): Narrowing[][] {
  const byBinding = new Map<string, Set<Narrowing>>();
  for (const narrowing of narrowings) {
    const group = new Set([narrowing]);
    for (const binding of narrowing.bindings) for (const other of byBinding.get(bindingKey(binding)) ?? []) group.add(other);
    for (const one of group) for (const binding of one.bindings) byBinding.set(bindingKey(binding), group);
  }
  return [...new Set(byBinding.values())].map((group) => sortedByKey([...group], ({ use }) => subjectKey(use.subject)));
}

function changeOf(narrowings: readonly Narrowing[], stage: Stage): Change {
  const { access, originOf } = stage;
  const bindings = [...new Map(narrowings.flatMap((one) => one.bindings).map((binding) => [bindingKey(binding), binding])).values()];
  const leaving = new Set(narrowings.flatMap((one) => one.bindings.map((binding) => seatOf(binding, one.use.subject))));
  const edited = bindings.flatMap((binding) => {
    const role = access.roleOf(binding);
    const rest = binding.subjects.filter((bound) => {
      const subject = normaliseSubject(bound, binding);
      return subject !== undefined && !leaving.has(seatOf(binding, subject));
    });
    return role && rest.length > 0 ? [{ binding, manifest: editedBinding(binding, role, rest) }] : [];
  });
  const staying = new Set(edited.map(({ binding }) => bindingKey(binding)));
  const gone = new Set(bindings.map(bindingKey).filter((key) => !staying.has(key)));
  const roles = [...new Map(bindings.flatMap((binding) => access.roleOf(binding) ?? []).map((role) => [roleKey(role), role])).values()];
  const needs = roles.map((role) => ({ role, reasons: stillNeededBy(useAfter(role, gone, stage), stage) }));
  const dropped = needs.filter(({ role, reasons }) => reasons.length === 0 && isEditable(role, stage)).map(({ role }) => refOf(role));
  return {
    replaces: [...dropped, ...bindings.map((binding) => refOf(binding))],
    subjects: narrowings.map(({ use }) => use.subject),
    makes: [
      ...narrowings.flatMap(({ use, bindings: [first], permissions }) =>
        first ? rolesFor(use.subject, permissions, refOf(first), stage) : [],
      ),
      ...edited.map(({ binding, manifest }) => ({ manifest, from: refOf(binding) })),
    ],
    removes: [...bindings.map((binding) => refOf(binding)), ...dropped],
    why: [
      ...narrowings.flatMap(({ use, basis }) => reasonsFor(use, basis)),
      ...needs.flatMap(({ role, reasons }) => reasons.map((reason) => `${objectLabel(originOf(role))} stays: ${reason}`)),
    ],
    toll: 'rights',
  };
}

/** One subject in one binding. */
function seatOf(binding: Binding, subject: Subject): string {
  return `${bindingKey(binding)}\u0000${subjectKey(subject)}`;
}

/** Who is still bound to a role once some bindings are gone. */
function useAfter(role: Role, gone: ReadonlySet<string>, { access }: Stage): RoleUse {
  return { role, chosen: [], others: access.bindingsOf(role).filter((binding) => !gone.has(bindingKey(binding))) };
}
