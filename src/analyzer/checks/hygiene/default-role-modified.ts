import { defaultBindingsNamed, defaultRolesNamed } from '../../../facts/expected.ts';
import type { Binding } from '../../../model/binding.ts';
import { refOf } from '../../../model/ref.ts';
import { kindAndName, type Role } from '../../../model/role.ts';
import type { Rule } from '../../../model/rule.ts';
import { type Subject, subjectKey, subjectLabel } from '../../../model/subject.ts';
import type { Access } from '../../access/access.ts';
import { isAnonymous, isAuthenticated } from '../../access/audience.ts';
import { type Atom, atomsOf, covers, uncovered } from '../../access/covers.ts';
import { normaliseSubject } from '../../access/identity.ts';
import type { Check, Circumstance, Fact } from '../check.ts';
import { scopeOf } from '../grants.ts';
import { attack, docs } from '../references.ts';
import { list, resourceName } from '../wording.ts';

export const defaultRoleModified: Check = {
  id: 'default-role-modified',
  title: "One of Kubernetes' own roles or bindings was changed",
  kind: 'lint',
  base: 'medium',
  references: [docs.autoReconciliation, docs.periodicReview, attack('T1098.006')],
  impliedBy: ['cluster-admin-binding', 'cluster-admin-equivalent'],
  judgesDefaults: true,
  remediation:
    'Grant what is needed by a role and a binding of your own, and delete the changed one: the API server makes it anew when it starts (annotation rbac.authorization.kubernetes.io/autoupdate: "true").',
  run: facts,
  say: ({ notes: [statement = '', ...details] = [] }) => ({ statement, where: '', detail: details.join(' ') }),
};

function* facts(access: Access): Generator<Fact> {
  for (const role of access.roles) {
    const known = role.builtin ? [] : defaultRolesNamed(role);
    const fact = known.length > 0 ? changedRole(role, known) : undefined;
    if (fact) yield fact;
  }
  for (const binding of access.bindings) {
    const known = binding.builtin ? [] : defaultBindingsNamed(binding);
    if (known.length === 0) continue;
    const fact = changedBinding(binding, known, access);
    if (fact) yield fact;
    if (bindsTheSame(binding, known)) yield* addedSubjects(binding, known, access);
  }
}

/** The API server leaves an object with this annotation as it is (clusterrole reconciliation). */
const autoupdate = 'rbac.authorization.kubernetes.io/autoupdate';
const pinned = `Its annotation ${autoupdate} is "false": the API server does not repair it, and it misses what later versions mend.`;

function isPinned({ annotations }: Role | Binding): boolean {
  return annotations.get(autoupdate) === 'false';
}

function changedRole(role: Role, known: readonly Role[]): Fact | undefined {
  const about: Fact = { object: refOf(role), role, scope: role.namespace ?? '*', because: [{ role }] };
  const keeps = isPinned(role) ? [pinned] : [];
  if (!known.some((one) => aggregationText(one) === aggregationText(role))) {
    const notes = ["aggregates other roles than Kubernetes' own does", 'Its aggregationRule is that of no known version.', ...keeps];
    return { ...about, notes };
  }
  // What an aggregated role grants is the business of the roles that it takes it from.
  const more = role.aggregation ? [] : role.rules.filter((rule) => !covers(rulesOf(known), [rule]));
  // A role that one version only is known to have may have begun with less.
  const less = role.aggregation || known.length === 1 ? [] : uncovered(role.rules, commonRules(known));
  if (more.length > 0) {
    const added = list(more.flatMap((rule) => uncovered(rulesOf(known), [rule])).map(atomText));
    const because = more.map((rule) => ({ role, rule }));
    return {
      ...about,
      because,
      notes: ["grants more than Kubernetes' own", `No known version of Kubernetes has in it: ${added}.`, ...keeps],
    };
  }
  if (less.length > 0) {
    const missing = `Every known version of Kubernetes has in it, but not this one: ${list(less.map(atomText))}.`;
    const notes = ["grants less than Kubernetes' own", missing, ...keeps];
    return keeps.length > 0 ? { ...about, notes } : { ...about, base: 'low', notes };
  }
  return keeps.length > 0 ? { ...about, notes: ['is kept from being repaired', ...keeps] } : undefined;
}

/** What every known version grants: what one grants, and all others too. */
function commonRules([first, ...others]: readonly Role[]): Atom[] {
  const atoms = (first?.rules ?? []).flatMap((rule) => [...atomsOf(rule)]);
  return atoms.filter((atom) => others.every(({ rules }) => covers(rules, [atom])));
}

function rulesOf(roles: readonly Role[]): Rule[] {
  return roles.flatMap(({ rules }) => rules);
}

/** What a role aggregates, as a text that is the same for the same; the defaults select by one label each. */
function aggregationText({ aggregation }: Role): string {
  return JSON.stringify(aggregation?.map(({ matchLabels, matchExpressions }) => [[...matchLabels], matchExpressions]));
}

function atomText({ verbs, apiGroups, resources, nonResourceURLs }: Atom): string {
  const target = nonResourceURLs[0] ?? resourceName(apiGroups[0] ?? '', resources[0] ?? '');
  return `${verbs[0] ?? ''} ${target}`;
}

function changedBinding(binding: Binding, known: readonly Binding[], access: Access): Fact | undefined {
  const about: Fact = { object: refOf(binding), scope: scopeOf(binding), because: [{ binding }] };
  const keeps = isPinned(binding) ? [pinned] : [];
  if (!bindsTheSame(binding, known)) {
    const usual = `Known versions bind ${list(known.map(({ roleRef }) => kindAndName(roleRef)))}.`;
    return { ...about, notes: [`binds ${kindAndName(binding.roleRef)}, which Kubernetes' own does not`, usual, ...keeps] };
  }
  const missing = missingSubjects(binding, known, access);
  if (missing.length > 0) {
    const notes = ["leaves out subjects of Kubernetes' own", `Not in it: ${list(missing.map(subjectLabel))}.`, ...keeps];
    // Taking rights from everybody is how clusters are hardened, and lasts only with the annotation.
    if (missing.every(isEverybody)) return { ...about, base: 'info', notes };
    return keeps.length > 0 ? { ...about, notes } : { ...about, base: 'low', notes };
  }
  return keeps.length > 0 ? { ...about, notes: ['is kept from being repaired', ...keeps] } : undefined;
}

function bindsTheSame({ roleRef }: Binding, known: readonly Binding[]): boolean {
  return known.some((one) => one.roleRef.kind === roleRef.kind && one.roleRef.name === roleRef.name);
}

function missingSubjects(binding: Binding, [first, ...others]: readonly Binding[], access: Access): Subject[] {
  const present = new Set(access.subjectsOf(binding).map(subjectKey));
  const common = (first ? subjectsIn(first) : []).filter((subject) => others.every((other) => isIn(subject, subjectsIn(other))));
  return common.filter((subject) => !present.has(subjectKey(subject)));
}

function subjectsIn(binding: Binding): Subject[] {
  return binding.subjects.flatMap((subject) => normaliseSubject(subject, binding) ?? []);
}

function isIn(subject: Subject, subjects: readonly Subject[]): boolean {
  return subjects.some((one) => subjectKey(one) === subjectKey(subject));
}

function isEverybody(subject: Subject): boolean {
  return isAnonymous(subject) || isAuthenticated(subject);
}

const adminAdded: Circumstance = {
  id: 'cluster-admin',
  to: 'critical',
  reason: 'the binding gives everything to whoever is in it, and looks like one that is always there',
};

function* addedSubjects(binding: Binding, known: readonly Binding[], access: Access): Generator<Fact> {
  const own = known.flatMap(subjectsIn);
  const role = access.roleOf(binding);
  const circumstances = binding.kind === 'ClusterRoleBinding' && binding.name === 'cluster-admin' ? [adminAdded] : [];
  for (const subject of access.subjectsOf(binding)) {
    if (isIn(subject, own)) continue;
    const notes = [
      `was added to Kubernetes' own ${binding.kind} ${binding.name}`,
      'No known version of Kubernetes has that subject in it.',
    ];
    yield {
      subject,
      scope: scopeOf(binding),
      because: [role ? { binding, role } : { binding }],
      ...(role && { role }),
      circumstances,
      notes,
      args: [binding.name],
    };
  }
}
