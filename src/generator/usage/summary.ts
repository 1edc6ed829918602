import type { Access } from '../../analyzer/access/access.ts';
import { atomsOf } from '../../analyzer/access/covers.ts';
import { userOf } from '../../analyzer/access/identity.ts';
import { type Box, permissionsOf } from '../../analyzer/access/permission-set.ts';
import type { SubjectUse } from '../../analyzer/usage/by-subject.ts';
import { isDefaultBindingName, isExpectedSubject } from '../../facts/expected.ts';
import type { Binding } from '../../model/binding.ts';
import type { WhyInert } from '../../model/inert.ts';
import { byCodeUnit, sortedByKey } from '../../model/order.ts';
import type { Rights } from '../../model/proposal.ts';
import { isPathRequest, type Request } from '../../model/request.ts';
import type { Role } from '../../model/role.ts';
import { type Identity, type Subject, subjectKey } from '../../model/subject.ts';
import type { SeenRight, SubjectUsage, UsageBasis, UsedRight } from '../../model/usage.ts';
import { classOfPath, classOfResource, type RuleClass } from '../classes.ts';
import { Wildcards } from '../wildcards.ts';
import { boxOfRequest, compactList, without } from './boxes.ts';
import type { Evidence } from './evidence.ts';

/** What each subject did, of those that hold something by somebody's choice or, where that does not matter, of all users. */
export function summariseUsage(
  access: Access,
  evidence: Evidence,
  bases: ReadonlyMap<string, UsageBasis>,
  { isNew, whyInert }: { isNew: boolean; whyInert: WhyInert },
): { subjects: SubjectUsage[]; unseen: Subject[] } {
  const wildcards = new Wildcards(access.snapshot.discovery);
  const chosen = access.subjects.filter((subject) => holdsByChoice(subject, access));
  const holders = new Set(chosen.map(subjectKey));
  const isMeant = (subject: Subject): boolean => !evidence.subject || subjectKey(evidence.subject) === subjectKey(subject);
  const isShown = (subject: Subject): boolean =>
    isMeant(subject) && (evidence.subject !== undefined || holders.has(subjectKey(subject)) || (isNew && subject.kind !== 'Group'));
  const seen = evidence.uses.filter(({ subject, requests }) => isShown(subject) && requests > 0);
  const active = new Set(seen.map(({ subject }) => subjectKey(subject)));
  return {
    subjects: seen.map((use) => subjectUsage(use, access, evidence, bases.get(subjectKey(use.subject)), wildcards, whyInert)),
    unseen: isNew ? [] : sortedByKey(chosen, subjectKey).filter((subject) => isMeant(subject) && !active.has(subjectKey(subject))),
  };
}

function holdsByChoice(subject: Subject, access: Access): boolean {
  return access.bindingsFor(subject).some((binding) => {
    const role = access.roleOf(binding);
    return role !== undefined && isByChoice(binding, role, subject);
  });
}

/** True for what Kubernetes has not given by itself. */
function isByChoice(binding: Binding, role: Role, subject: Subject): boolean {
  return !isDefaultBindingName(binding) && !isExpectedSubject(binding, role, subject);
}

function subjectUsage(
  use: SubjectUse,
  access: Access,
  { outcomes }: Evidence,
  basis: UsageBasis | undefined,
  wildcards: Wildcards,
  whyInert: WhyInert,
): SubjectUsage {
  const { subject, requests, first, last, rights } = use;
  const user = userOf(subject);
  const own: Identity = user === undefined ? { user: '', groups: [subject.name] } : { user, groups: [] };
  const allowed = rights.filter(({ outcome }) => outcome !== 'denied');
  const held = allowed.filter((right) => outcomes.has(right.outcome) && isHeld(right, (request) => access.allows(own, request)));
  const grants = access.grantsOf(subject);
  const granted = writtenOut(permissionsOf(grants), wildcards, whyInert);
  const others = permissionsOf(grants.filter(({ binding, role }) => !isByChoice(binding, role, subject)));
  const used = held.map(({ request, names }) => boxOfRequest(request, names?.includes('') ? [] : (names ?? [])));
  const unused = granted.filter((atom) => !used.some((box) => touches(box, atom)));
  const all = new Set(granted.map(rightOf));
  const never = new Set(unused.map(rightOf));
  for (const atom of granted) if (!unused.includes(atom)) never.delete(rightOf(atom));
  const after = basis ? writtenOut([...others, ...basis.used, ...basis.generalised, ...basis.kept], wildcards, whyInert) : granted;
  return {
    subject,
    requests,
    first,
    last,
    rights: { granted: all.size, used: all.size - never.size, before: countRights(granted), after: countRights(after) },
    used: held.map(seen),
    unused: compactList(unused),
    elsewhere: allowed.filter((right) => !held.includes(right)).map(seen),
    denied: rights.filter(({ outcome }) => outcome === 'denied').map(seen),
    ...(basis ? { basis: { generalised: basis.generalised, kept: basis.kept } } : {}),
  };
}

/** True if it was asked for at least one name for which the subject itself may do it. */
function isHeld({ request, names }: UsedRight, allows: (request: Request) => boolean): boolean {
  if (isPathRequest(request)) return allows(request);
  return (names ?? ['']).some((name) => allows({ ...request, name }));
}

/** Permissions atom by atom, wildcards written out, without what the API does not serve. */
function writtenOut(boxes: readonly Box[], wildcards: Wildcards, whyInert: WhyInert): Box[] {
  return boxes.flatMap(({ scope, rule }) => {
    const { rules, left } = wildcards.expand(rule);
    const atoms = [...rules, ...left].flatMap((one) => [...atomsOf(one)]);
    const place = scope === '*' ? 'anywhere' : 'in a namespace';
    return atoms.filter((atom) => whyInert(atom, place) === undefined).map((atom) => ({ scope, rule: atom }));
  });
}

/** True if what was used needed the permission, or a part of it. */
function touches(used: Box, granted: Box): boolean {
  if (granted.scope !== '*' && granted.scope !== used.scope) return false;
  const open = { ...granted, scope: '*', rule: { ...granted.rule, resourceNames: [] } };
  if (without([{ ...used, rule: { ...used.rule, resourceNames: [] } }], [open]).length > 0) return false;
  const { resourceNames } = granted.rule;
  return (
    resourceNames.length === 0 ||
    used.rule.resourceNames.length === 0 ||
    resourceNames.some((name) => used.rule.resourceNames.includes(name))
  );
}

function countRights(atoms: readonly Box[]): Rights {
  const classes = new Map(atoms.map((atom) => [rightOf(atom), classOf(atom)]));
  const number = (name: RuleClass): number => [...classes.values()].filter((found) => found === name).length;
  const scopes = [...new Set(atoms.map(({ scope }) => scope))].sort(byCodeUnit);
  return { scopes, read: number('read'), write: number('write'), privileged: number('privileged') };
}

function classOf({ rule: { verbs, apiGroups, resources } }: Box): RuleClass {
  const [verb = ''] = verbs;
  const [resource] = resources;
  return (resource === undefined ? classOfPath(verb) : classOfResource(verb, apiGroups[0] ?? '', resource)).class;
}

/** Verb and resource or URL, wherever and for whatever name. */
function rightOf({ rule }: Box): string {
  return JSON.stringify([rule.verbs, rule.apiGroups, rule.resources, rule.nonResourceURLs]);
}

function seen({ request, names, outcome, count, first, last }: UsedRight): SeenRight {
  if (isPathRequest(request)) return { ...request, outcome, count, first, last };
  const { name: _, ...asked } = request;
  return { ...asked, ...(names === undefined ? {} : { names }), outcome, count, first, last };
}
