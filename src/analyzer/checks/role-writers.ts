import type { Grant } from '../../model/grant.ts';
import type { Role, RoleKind } from '../../model/role.ts';
import type { Subject } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { covers } from '../access/covers.ts';
import type { RuleBody } from '../access/match.ts';
import { identitiesOf } from './holdings.ts';
import { grantsOfNamedCreation, reaches, requestsFor } from './requests.ts';

const group = 'rbac.authorization.k8s.io';

/** Tells who (admins apart) may make a role of a kind in a namespace, and so claim a name that a binding already refers to. */
export function roleMakers(
  access: Access,
  isAdmin: (subject: Subject) => boolean,
): (kind: RoleKind, namespace: string | undefined, name: string) => Grant | undefined {
  // A request to create has no name, so a rule with resourceNames does not allow it.
  const makersOf = (resource: string) =>
    access
      .grantsMatching({ verb: 'create', group, resource, subresource: '' })
      .filter(({ subject, rule }) => rule.resourceNames.length === 0 && !isAdmin(subject));
  const ofRoles = new Map(makersOf('roles').map((grant) => [grant.scope, grant]));
  const ofClusterRoles = makersOf('clusterroles').find(({ scope }) => scope === '*');
  // Update and server-side apply make a role of a name that is not there yet, and ask for create with the name.
  const namedMakersOf = (resource: string) => {
    const grants = grantsOfNamedCreation(access, requestsFor('create', group, resource), 'update patch');
    const named = grants
      .filter(({ subject }) => !isAdmin(subject))
      .flatMap((grant) => grant.rule.resourceNames.map((name) => ({ name, grant })));
    return Map.groupBy(named, ({ name }) => name);
  };
  const named = { ClusterRole: namedMakersOf('clusterroles'), Role: namedMakersOf('roles') };
  return (kind, namespace, name) => {
    const unlimited = kind === 'ClusterRole' ? ofClusterRoles : (ofRoles.get('*') ?? ofRoles.get(namespace ?? '*'));
    return unlimited ?? named[kind].get(name)?.find(({ grant }) => reaches(grant, namespace ?? '*'))?.grant;
  };
}

/**
 * Finds somebody who may change a certain ClusterRole, by its name, and does not hold, cluster-wide, all that it
 * grants. Who may change every ClusterRole is a risk of its own, and says nothing about one of them.
 */
export function weakerEditors(access: Access): (role: Role) => Grant | undefined {
  const editors = new Map<string, Grant[]>();
  for (const verb of ['update', 'patch']) {
    for (const grant of access.grantsMatching({ verb, group, resource: 'clusterroles', subresource: '' })) {
      if (grant.scope !== '*') continue;
      for (const name of grant.rule.resourceNames) {
        const known = editors.get(name);
        if (known) known.push(grant);
        else editors.set(name, [grant]);
      }
    }
  }
  return (role) => editors.get(role.name)?.find(({ subject }) => !covers(rulesEverywhere(subject, access), role.rules));
}

/** The rules that a subject holds everywhere, by itself or through a group that it is in for certain. */
export function rulesEverywhere(subject: Subject, access: Access): RuleBody[] {
  const grants = identitiesOf(subject).flatMap((identity) => access.grantsOf(identity));
  return grants.filter(({ scope }) => scope === '*').map(({ rule }) => rule);
}
