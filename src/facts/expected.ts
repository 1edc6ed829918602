import { type Binding, type BindingRef, bindingKey } from '../model/binding.ts';
import { type Role, type RoleRef, roleKey } from '../model/role.ts';
import type { Rule } from '../model/rule.ts';
import type { Subject } from '../model/subject.ts';
import { builtinVersions, defaultBindings, defaultRoles } from './kubernetes.ts';

/**
 * True if what the binding gives to this subject is Kubernetes' own doing, by name and by content (never by label, which
 * anyone may write): some known version has a binding of this name, to this role, with this subject, and the role grants no
 * more than the known versions together grant in the role of that name.
 *
 * `subject` is one of the binding's subjects in normal form, `role` the role that the binding refers to. A binding without
 * its role is never expected, since Kubernetes makes both.
 */
export function isExpectedSubject(binding: Binding, role: Role | undefined, subject: Subject): boolean {
  return role !== undefined && isDefaultSubject(binding, subject) && grantsDefaultsOnly(role);
}

/** True if a known version has a role of this kind, namespace and name; its content does not count. */
export function isDefaultRoleName(ref: RoleRef): boolean {
  return defaultRolesNamed(ref).length > 0;
}

/** True if a known version has a binding of this kind, namespace and name; its content does not count. */
export function isDefaultBindingName(ref: BindingRef): boolean {
  return defaultBindingsNamed(ref).length > 0;
}

/** The default role of this kind, namespace and name, once for each known version that has it, oldest first. */
export function defaultRolesNamed(ref: RoleRef): readonly Role[] {
  return defaults().roles.get(roleKey(ref)) ?? [];
}

/** The default binding of this kind, namespace and name, once for each known version that has it, oldest first. */
export function defaultBindingsNamed(ref: BindingRef): readonly Binding[] {
  return defaults().bindings.get(bindingKey(ref)) ?? [];
}

function isDefaultSubject(binding: Binding, subject: Subject): boolean {
  return defaultBindingsNamed(binding).some(
    ({ roleRef, subjects }) =>
      roleRef.kind === binding.roleRef.kind &&
      roleRef.name === binding.roleRef.name &&
      subjects.some(
        ({ kind, namespace, name }) => kind === subject.kind && name === subject.name && (namespace ?? '') === (subject.namespace ?? ''),
      ),
  );
}

/** True if a role grants no more than the known versions together grant in the role of that name. */
export function grantsDefaultsOnly(role: Role): boolean {
  const known = defaultRolesNamed(role).flatMap(({ rules }) => rules);
  return grantsNoMore(role.rules, known);
}

/** True if all that the rules grant stands in the known ones. */
export function grantsNoMore(rules: readonly Rule[], known: readonly Rule[]): boolean {
  return rules.every((rule) => isGranted(rule, known));
}

/**
 * True if each verb on each resource or URL of the rule stands in one of the known rules. Only `*` alone is a wildcard here:
 * a rule that covers another one by a pattern (`*`+`/scale`, `/healthz/*`) is not looked into, so that in doubt a
 * changed role is not taken for a default one. analyzer/access has the exact inclusion.
 */
function isGranted(rule: Rule, known: readonly Rule[]): boolean {
  const names = rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames;
  const onResources = rule.apiGroups.every((group) =>
    rule.resources.every((resource) =>
      rule.verbs.every((verb) =>
        names.every((name) =>
          known.some(
            (own) =>
              holds(own.verbs, verb) &&
              holds(own.apiGroups, group) &&
              holds(own.resources, resource) &&
              (own.resourceNames.length === 0 || (name !== undefined && own.resourceNames.includes(name))),
          ),
        ),
      ),
    ),
  );
  return (
    onResources &&
    rule.nonResourceURLs.every((url) =>
      rule.verbs.every((verb) => known.some((own) => holds(own.verbs, verb) && holds(own.nonResourceURLs, url))),
    )
  );
}

function holds(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

/** By name, for each known version. */
interface Defaults {
  roles: ReadonlyMap<string, readonly Role[]>;
  bindings: ReadonlyMap<string, readonly Binding[]>;
}

let cached: Defaults | undefined;

function defaults(): Defaults {
  cached ??= {
    roles: Map.groupBy(
      builtinVersions.flatMap((version) => defaultRoles(version)),
      roleKey,
    ),
    bindings: Map.groupBy(
      builtinVersions.flatMap((version) => defaultBindings(version)),
      bindingKey,
    ),
  };
  return cached;
}
