import type { BindingRef, BoundSubject } from '../../model/binding.ts';
import type { Identity, Subject } from '../../model/subject.ts';

const serviceAccountPrefix = 'system:serviceaccount:';
/** The group of all ServiceAccounts; those of one namespace are in this name, a colon and the namespace besides. */
export const allServiceAccounts = 'system:serviceaccounts';
export const authenticated = 'system:authenticated';
export const unauthenticated = 'system:unauthenticated';
export const anonymous = 'system:anonymous';

/** The group that passes before any authorizer is asked (privilegedGroupAuthorizer in the API server). */
export const superuserGroup = 'system:masters';

/** The user name under which a ServiceAccount asks (serviceaccount/util.go MakeUsername). */
export function serviceAccountUser(namespace: string, name: string): string {
  return `${serviceAccountPrefix}${namespace}:${name}`;
}

/** The one normal form of a user: a name of the ServiceAccount form is that ServiceAccount, because RBAC compares user names only. */
export function subjectOfUser(user: string): Subject {
  if (user.startsWith(serviceAccountPrefix)) {
    const rest = user.slice(serviceAccountPrefix.length);
    const colon = rest.indexOf(':');
    if (colon > 0) return { kind: 'ServiceAccount', namespace: rest.slice(0, colon), name: rest.slice(colon + 1) };
  }
  return { kind: 'User', name: user };
}

/**
 * The subject that a binding names, in normal form, or undefined where it can match nobody: a kind that RBAC does not
 * know, or a ServiceAccount without namespace in a ClusterRoleBinding (rule.go appliesToUser). In a RoleBinding such a
 * ServiceAccount is one of the binding's own namespace.
 */
export function normaliseSubject(subject: BoundSubject, binding: BindingRef): Subject | undefined {
  switch (subject.kind) {
    case 'User':
      return subjectOfUser(subject.name);
    case 'Group':
      return { kind: 'Group', name: subject.name };
    case 'ServiceAccount': {
      const namespace = subject.namespace || binding.namespace || '';
      return namespace === '' ? undefined : subjectOfUser(serviceAccountUser(namespace, subject.name));
    }
    default:
      return undefined;
  }
}

/** The user name of a User or ServiceAccount subject; undefined for a Group. */
export function userOf(subject: Subject): string | undefined {
  if (subject.kind === 'Group') return undefined;
  return subject.kind === 'User' ? subject.name : serviceAccountUser(subject.namespace ?? '', subject.name);
}

/**
 * The groups that an authenticator adds to a user by itself: the ServiceAccount groups (MakeGroupNames) and
 * system:authenticated, or system:unauthenticated for the anonymous user (authenticated_group_adder.go).
 */
export function impliedGroups(user: string, groups: readonly string[] = []): string[] {
  if (user === anonymous) return [unauthenticated];
  const subject = subjectOfUser(user);
  const implied = subject.kind === 'ServiceAccount' ? [allServiceAccounts, `${allServiceAccounts}:${subject.namespace}`] : [];
  return groups.includes(unauthenticated) ? implied : [...implied, authenticated];
}

/** The groups that every member of a group is in as well. */
function impliedByGroup(group: string): string[] {
  if (group === unauthenticated || group === authenticated) return [];
  return group.startsWith(`${allServiceAccounts}:`) ? [allServiceAccounts, authenticated] : [authenticated];
}

/**
 * A subject as it asks requests, with all implied groups and the given further ones. A Group becomes some member of it
 * of whom nothing else is known: a user with an empty name, which no binding can name.
 */
export function identityOf(subject: Subject, groups: readonly string[] = []): Identity {
  const user = userOf(subject);
  const own = user === undefined ? [subject.name, ...impliedByGroup(subject.name)] : impliedGroups(user, groups);
  return { user: user ?? '', groups: [...new Set([...groups, ...own])] };
}
