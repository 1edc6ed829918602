import type { Box } from '../../analyzer/access/permission-set.ts';
import type { BindingKind, BoundSubject } from '../../model/binding.ts';
import type { ObjectRef } from '../../model/gap.ts';
import type { Role, RoleKind, RoleRef } from '../../model/role.ts';
import { type Subject, subjectArgument } from '../../model/subject.ts';
import type { Made } from '../change.ts';
import type { RuleClass } from '../classes.ts';
import { type Cut, cutRules } from '../cut.ts';
import { newBinding, newRole, type Original } from '../manifests.ts';
import type { Stage } from '../stage.ts';
import { compact } from './boxes.ts';

/** From so many namespaces on, the same rules become one ClusterRole with RoleBindings, never a ClusterRoleBinding. */
const enough = 3;

type Part = Cut['parts'][number];

/** Rules of one class, and where they are to hold. */
interface Placed {
  class: RuleClass;
  rules: Part['rules'];
  scopes: string[];
}

/** New roles that together hold just these permissions, and their bindings to one subject: reads, writes and privileged rights apart. */
export function rolesFor(subject: Subject, permissions: readonly Box[], from: ObjectRef, stage: Stage): Made[] {
  const parts = [...compact(permissions)].flatMap(([scope, rules]) =>
    cutRules(
      // One index, so that what comes apart is joined again wherever it fits.
      rules.map((rule) => ({ ...rule, index: 0 })),
      { urls: scope === '*' },
    ).parts.map((part): Placed => ({ class: part.class, rules: part.rules, scopes: [scope] })),
  );
  const made = shared(parts).flatMap((part) => objectsFor(subject, part, stage));
  return [...made.filter((one) => 'rules' in one), ...made.filter((one) => !('rules' in one))].map((manifest) => ({ manifest, from }));
}

/** True, and said, if an aggregated ClusterRole that takes whatever it finds would take the new roles too. */
export function feedsAnother(makes: readonly Made[], about: ObjectRef, { aggregation, passedOver }: Stage): boolean {
  const isFed = makes.some(({ manifest }) => 'rules' in manifest && aggregation.isWidenedBy(manifest, nothing));
  if (isFed) passedOver(about, 'usage', 'an aggregated ClusterRole would collect the new roles too');
  return isFed;
}

/** What new roles are made from: no role at all. */
const nothing: Role = { kind: 'ClusterRole', name: '', labels: new Map(), annotations: new Map(), rules: [], origins: [] };

/** Brings together what is the same in several namespaces. */
function shared(parts: readonly Placed[]): Placed[] {
  const alike = Map.groupBy(parts, (part) => JSON.stringify([part.class, part.rules, part.scopes[0] === '*']));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first && same.length >= enough ? [{ ...first, scopes: same.flatMap(({ scopes }) => scopes) }] : same;
  });
}

function objectsFor(subject: Subject, part: Placed, { names, aggregation }: Stage): Made['manifest'][] {
  const [scope = '*'] = part.scopes;
  const isLocal = scope !== '*' && part.scopes.length === 1;
  const kind: RoleKind = isLocal ? 'Role' : 'ClusterRole';
  const name = nameFor(subject, part.class);
  const role: RoleRef = {
    ...placed(kind, isLocal ? scope : '*'),
    name: names.takeOne({ ...placed(kind, isLocal ? scope : '*'), name }, '2'),
  };
  const bindingKind: BindingKind = scope === '*' ? 'ClusterRoleBinding' : 'RoleBinding';
  const bindings = part.scopes.map((place) => {
    const ref = placed(bindingKind, place);
    return newBinding('usage', { ...ref, name: names.takeOne({ ...ref, name }, '2') }, role, [boundSubject(subject)], originalOf(subject));
  });
  return [newRole('usage', role, part.rules, originalOf(subject), aggregation.labelKeys), ...bindings];
}

function placed<Kind extends string>(kind: Kind, scope: string): { kind: Kind; namespace?: string } {
  return scope === '*' ? { kind } : { kind, namespace: scope };
}

/** `ci-deployer-used-read`: RBAC objects may be called anything that is a path segment. */
function nameFor({ kind, namespace, name }: Subject, suffix: RuleClass): string {
  const who = kind === 'ServiceAccount' ? `${namespace}-${name}` : name;
  return `${who.replace(/[/%]/g, '-').slice(0, 200)}-used-${suffix}`;
}

function boundSubject({ kind, namespace, name }: Subject): BoundSubject {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** New objects tell whose use they were made from. */
function originalOf(subject: Subject): Original {
  return { labels: new Map(), annotations: new Map(), name: subjectArgument(subject) };
}
