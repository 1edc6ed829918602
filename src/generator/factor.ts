import type { Binding } from '../model/binding.ts';
import { refOf } from '../model/ref.ts';
import type { Role, RoleRef } from '../model/role.ts';
import type { Change, Made } from './change.ts';
import { newBinding, newRole } from './manifests.ts';
import { objectLabel } from './object-label.ts';
import { ResourceGrid } from './resource-grid.ts';
import { isEditable, listed, type RoleUse, subjectsOf, useOf } from './role-use.ts';
import type { Stage } from './stage.ts';
import { UrlGrid } from './url-grid.ts';

/** From so many namespaces on, one ClusterRole takes the place of Roles that are alike. */
const enough = 3;

/**
 * Makes one role of those that hold the same rules, bound where each of them was: of several in one place the first stays, and
 * Roles of three or more namespaces become a ClusterRole with RoleBindings, never a ClusterRoleBinding. That ties together what
 * different people may own, so it is done on request only.
 */
export function factor(stage: Stage): Change[] {
  const uses = stage.access.roles.flatMap((role) => candidate(role, stage) ?? []);
  const alike = Map.groupBy(uses, ({ role }) => contentOf(role));
  return [...alike.values()].flatMap((some) => (some.length > 1 ? factorAlike(some, stage) : []));
}

function candidate(role: Role, stage: Stage): RoleUse | undefined {
  if (role.rules.length === 0 || !isEditable(role, stage)) return undefined;
  const use = useOf(role, stage);
  return use.chosen.length > 0 && use.others.length === 0 && !use.chosen.some(stage.hasCopies) ? use : undefined;
}

/** The same for roles that grant the same, however their rules are written. URLs in a Role grant nothing. */
function contentOf({ rules, kind }: Role): string {
  const resources = new ResourceGrid();
  const urls = new UrlGrid();
  for (const { verbs, apiGroups, resources: named, resourceNames, nonResourceURLs } of rules) {
    for (const verb of verbs) {
      for (const group of apiGroups) for (const resource of named) resources.add(group, resource, verb, resourceNames);
      if (kind === 'ClusterRole') for (const url of nonResourceURLs) urls.add(url, verb);
    }
  }
  return JSON.stringify([resources.rules(), urls.rules()]);
}

function factorAlike(uses: readonly RoleUse[], stage: Stage): Change[] {
  const clusterRoles = uses.filter(({ role }) => role.kind === 'ClusterRole');
  const roles = uses.filter(({ role }) => role.kind === 'Role');
  const namespaces = new Set(uses.flatMap(({ chosen }) => chosen.flatMap(({ namespace }) => namespace ?? [])));
  if (roles.length > 0 && namespaces.size >= enough) {
    const [first] = clusterRoles;
    const change = first ? onto(first, uses, stage) : intoClusterRole(roles, stage);
    return change ? [change] : [];
  }
  const places = [clusterRoles, ...Map.groupBy(roles, ({ role }) => role.namespace).values()];
  return places.flatMap(([first, ...others]) => (first && others.length > 0 ? [onto(first, [first, ...others], stage)] : []));
}

/** Binds one of the roles wherever the others were bound. */
function onto(kept: RoleUse, uses: readonly RoleUse[], stage: Stage): Change {
  const others = uses.filter((use) => use !== kept);
  const label = objectLabel(stage.originOf(kept.role));
  return {
    ...replaced(others, kept.role, stage),
    why: [`${listed(others.map(({ role }) => stage.originOf(role)))} ${others.length === 1 ? 'holds' : 'hold'} the same rules as ${label}`],
  };
}

function intoClusterRole(uses: readonly RoleUse[], stage: Stage): Change | undefined {
  const [first] = uses;
  if (!first) return undefined;
  const { names, aggregation, originOf } = stage;
  const ref: RoleRef = { kind: 'ClusterRole', name: names.takeOne({ kind: 'ClusterRole', name: first.role.name }, 'shared') };
  const roles = uses.map(({ role }) => role);
  const original = { ...common(roles), name: originOf(first.role).name };
  const rules = first.role.rules.map((rule) => ({ ...rule, nonResourceURLs: [] }));
  const manifest = newRole('factor', ref, rules, original, aggregation.labelKeys);
  if (aggregation.isWidenedBy(manifest, first.role)) {
    stage.passedOver(originOf(first.role), 'factor', 'an aggregated ClusterRole would collect the new role too');
    return undefined;
  }
  const change = replaced(uses, ref, stage);
  return {
    ...change,
    makes: [{ manifest, from: refOf(first.role) }, ...change.makes],
    why: [`${listed(roles.map(originOf))} hold the same rules: one ClusterRole, bound in each namespace, is reviewed once`],
  };
}

/** All bindings of some roles bound to another one, and those roles gone. */
function replaced(uses: readonly RoleUse[], target: RoleRef, stage: Stage): Omit<Change, 'why'> {
  const bindings = uses.flatMap(({ chosen }) => chosen);
  const refs = bindings.map((binding) => refOf(binding));
  const roles = uses.map(({ role }) => refOf(role));
  return {
    replaces: [...roles, ...refs],
    subjects: subjectsOf(bindings, stage),
    makes: bindings.map((binding) => rebound(binding, target, stage)),
    removes: [...refs, ...roles],
    toll: 'nothing',
  };
}

function rebound(binding: Binding, target: RoleRef, { names, originOf, isNew }: Stage): Made {
  const name = isNew(binding) ? binding.name : names.take(refOf(binding), ['shared'])('shared');
  const original = { ...binding, name: originOf(binding).name };
  return { manifest: newBinding('factor', refOf(binding, name), target, binding.subjects, original), from: refOf(binding) };
}

/** The labels and annotations that all of the roles have. */
function common(roles: readonly Role[]): Pick<Role, 'labels' | 'annotations'> {
  const shared = (field: 'labels' | 'annotations') => {
    const [first, ...others] = roles.map((role) => role[field]);
    return new Map([...(first ?? [])].filter(([key, value]) => others.every((other) => other.get(key) === value)));
  };
  return { labels: shared('labels'), annotations: shared('annotations') };
}
