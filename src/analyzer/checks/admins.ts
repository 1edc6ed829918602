import type { Grant } from '../../model/grant.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import type { Access } from '../access/access.ts';
import { identityOf, superuserGroup } from '../access/identity.ts';
import { isExpected } from './expected.ts';
import { fullControlGrants } from './full-control.ts';

/**
 * Tells admin identities from all others: system:masters, whoever may do everything on all resources and all URLs in the
 * whole cluster (by themselves or through a group that they are in for certain), and the users and ServiceAccounts that
 * Kubernetes itself gives rights to.
 */
export function adminIdentities(access: Access): (subject: Subject) => boolean {
  const resources = holders(fullControlGrants(access));
  const urls = holders(access.grantsMatching({ verb: '*', path: '*' }));
  const components = componentIdentities(access);
  return (subject) => {
    const identities = [subjectKey(subject), ...identityOf(subject).groups.map((name) => subjectKey({ kind: 'Group', name }))];
    if (identities.includes(subjectKey({ kind: 'Group', name: superuserGroup })) || components.has(subjectKey(subject))) return true;
    return identities.some((key) => resources.has(key)) && identities.some((key) => urls.has(key));
  };
}

function holders(grants: readonly Grant[]): Set<string> {
  return new Set(grants.filter(({ scope }) => scope === '*').map(({ subject }) => subjectKey(subject)));
}

/** The control plane's own users and ServiceAccounts. The groups of default bindings are everybody, and no admins. */
function componentIdentities(access: Access): Set<string> {
  const components = new Set<string>();
  for (const binding of access.bindings) {
    const role = access.roleOf(binding);
    if (!role) continue;
    for (const subject of access.subjectsOf(binding)) {
      if (subject.kind !== 'Group' && isExpected({ binding, role }, subject)) components.add(subjectKey(subject));
    }
  }
  return components;
}
