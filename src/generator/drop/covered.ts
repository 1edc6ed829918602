import type { Access } from '../../analyzer/access/access.ts';
import { atomCovered, atomsOf } from '../../analyzer/access/covers.ts';
import { identityOf, normaliseSubject, superuserGroup } from '../../analyzer/access/identity.ts';
import { isDefaultBindingName } from '../../facts/expected.ts';
import { type Binding, bindingKey } from '../../model/binding.ts';
import { byCodeUnit } from '../../model/order.ts';
import { refOf } from '../../model/ref.ts';
import type { Role } from '../../model/role.ts';
import { type Subject, subjectKey, subjectLabel } from '../../model/subject.ts';
import type { Change } from '../change.ts';
import { editedBinding } from '../manifests.ts';
import { objectLabel } from '../object-label.ts';
import { isEditable, listed } from '../role-use.ts';
import type { Stage } from '../stage.ts';

/** A binding with its role, as far as one subject is concerned. */
interface Holding {
  binding: Binding;
  role: Role;
}

/** A subject that needs a binding no more, and what gives it the same. */
interface Spare {
  subject: Subject;
  covers: Binding[];
}

/**
 * Takes subjects out of bindings that give them only what other bindings of theirs give; a binding that is left without subjects
 * goes. The narrower binding gives way, of equals the later. What groups have counts only where dropping is asked for: what
 * everybody has may be too much, and go one day.
 */
export function dropCovered(stage: Stage): Change[] {
  const { access } = stage;
  const spares = new Map<Binding, Spare[]>();
  const ofGroup = groupHoldings(access);
  for (const subject of access.subjects) {
    for (const { binding, covers } of spareHoldings(subject, ofGroup, stage)) {
      const list = spares.get(binding);
      if (list) list.push({ subject, covers });
      else spares.set(binding, [{ subject, covers }]);
    }
  }
  const byRole = Map.groupBy(spares, ([binding]) => access.roleOf(binding));
  return [...byRole].flatMap(([role, some]) => (role ? [changeOf(role, new Map(some), stage)] : []));
}

type ByScope = ReadonlyMap<string, readonly Holding[]>;

function* spareHoldings(
  subject: Subject,
  ofGroup: (name: string) => ByScope,
  stage: Stage,
): Generator<{ binding: Binding; covers: Binding[] }> {
  if (subject.kind === 'Group' && subject.name === superuserGroup) return;
  const own = holdingsOf(subject, stage.access);
  const byScopes = [Map.groupBy(own, scopeOf), ...groupsOf(subject, stage).map(ofGroup)];
  const dropped = new Set<Binding>();
  for (const candidate of own.sort(byReach)) {
    if (!mayGo(candidate, subject, stage)) continue;
    const { binding } = candidate;
    const scopes = new Set(['*', scopeOf(candidate)]);
    const reaching = byScopes.flatMap((byScope) => [...scopes].flatMap((scope) => byScope.get(scope) ?? []));
    const others = reaching.filter((other) => other.binding !== binding && !dropped.has(other.binding));
    const covers = coverage(candidate, others, stage);
    if (!covers) continue;
    dropped.add(binding);
    yield { binding, covers };
  }
}

function holdingsOf(subject: Subject, access: Access): Holding[] {
  return access.bindingsFor(subject).flatMap((binding) => {
    const role = access.roleOf(binding);
    return role ? [{ binding, role }] : [];
  });
}

function scopeOf({ binding }: Holding): string {
  return binding.namespace ?? '*';
}

/** The groups whose grants count as a subject's own: those that it is in for certain. */
function groupsOf(subject: Subject, { isAskedFor }: Stage): string[] {
  if (!isAskedFor('drop')) return [];
  return identityOf(subject).groups.filter((name) => subject.kind !== 'Group' || name !== subject.name);
}

/** What groups hold, looked up once for all of their members. */
function groupHoldings(access: Access): (name: string) => ByScope {
  const known = new Map<string, ByScope>();
  return (name) => {
    const holdings = known.get(name) ?? Map.groupBy(holdingsOf({ kind: 'Group', name }, access), scopeOf);
    known.set(name, holdings);
    return holdings;
  };
}

/** RoleBindings before ClusterRoleBindings, and later ones before earlier ones, so that what stays is what reaches further. */
function byReach(a: Holding, b: Holding): number {
  const isWide = ({ binding }: Holding): number => Number(binding.namespace === undefined);
  return isWide(a) - isWide(b) || byCodeUnit(bindingKey(b.binding), bindingKey(a.binding));
}

function mayGo({ binding, role }: Holding, subject: Subject, { isExpected, hasCopies }: Stage): boolean {
  return !binding.builtin && !isDefaultBindingName(binding) && !hasCopies(binding) && !isExpected(binding, role, subject);
}

/** The bindings that together give what one gives; undefined where something would be missing. */
function coverage({ binding, role }: Holding, others: readonly Holding[], { whyInert }: Stage): Binding[] | undefined {
  // Its rules come from others, and may come yet.
  if (role.aggregation && role.rules.length === 0) return undefined;
  const isWide = binding.namespace === undefined;
  const used = new Set<Binding>();
  for (const rule of role.rules) {
    for (const atom of atomsOf(isWide ? rule : { ...rule, nonResourceURLs: [] })) {
      const cover = others.find((other) => other.role.rules.some((own) => atomCovered(own, atom)));
      if (cover) used.add(cover.binding);
      else if (whyInert(atom, isWide ? 'anywhere' : 'in a namespace') === undefined) return undefined;
    }
  }
  return [...used];
}

function changeOf(role: Role, spares: ReadonlyMap<Binding, readonly Spare[]>, stage: Stage): Change {
  const edited = [...spares].filter(([binding, some]) => some.length < stage.access.subjectsOf(binding).length);
  const isRoleLeft = !isEditable(role, stage) || edited.length > 0 || stage.access.bindingsOf(role).some((binding) => !spares.has(binding));
  return {
    replaces: [refOf(role), ...[...spares.keys()].map((binding) => refOf(binding))],
    subjects: [...spares.values()].flat().map(({ subject }) => subject),
    makes: edited.map(([binding, some]) => ({ manifest: editedBinding(binding, role, othersIn(binding, some)), from: refOf(binding) })),
    removes: [...[...spares.keys()].map((binding) => refOf(binding)), ...(isRoleLeft ? [] : [refOf(role)])],
    why: [...spares].flatMap(([binding, some]) => reasons(binding, some)),
    toll: 'inert',
  };
}

function othersIn(binding: Binding, spares: readonly Spare[]): Binding['subjects'] {
  const keys = new Set(spares.map(({ subject }) => subjectKey(subject)));
  return binding.subjects.filter((bound) => {
    const subject = normaliseSubject(bound, binding);
    return subject !== undefined && !keys.has(subjectKey(subject));
  });
}

function reasons(binding: Binding, spares: readonly Spare[]): string[] {
  const label = objectLabel(binding);
  const byCovers = Map.groupBy(spares, ({ covers }) => listed(covers));
  return [...byCovers].map(([covers, some]) => {
    const who = some.map(({ subject }) => subjectLabel(subject));
    const more = who.length > 3 ? ` and ${who.length - 3} more` : '';
    const subjects = who.slice(0, 3).join(', ') + more;
    return covers === '' ? `${label} gives nothing to ${subjects}` : `what ${label} gives to ${subjects} is given by ${covers} too`;
  });
}
