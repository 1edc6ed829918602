import type { Grant } from '../../model/grant.ts';
import type { Access, ResourcePattern } from '../access/access.ts';
import type { Fact, Levels } from './check.ts';

const everything: ResourcePattern = { verb: '*', group: '*', resource: '*', subresource: '' };

/** The grants of every verb on every resource. URLs may be missing: whoever changes every object can give themselves the rest. */
export function fullControlGrants(access: Access): Grant[] {
  return access.grantsMatching(everything).filter(({ rule }) => rule.resourceNames.length === 0);
}

/** All of the cluster is as bad as it gets; all of a namespace is bad, unless what lives there rules the cluster. */
export const fullControlLevels: Levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' };

/** What full control means in the scope of the fact. */
export function consequence({ scope }: Fact): string {
  return scope === '*'
    ? 'Every object in the cluster can be read, changed and deleted, and every identity taken over.'
    : `In ${scope} every Secret can be read, code can run as any ServiceAccount, the same rights can be given to anyone, and the Pod Security labels of the namespace can be changed.`;
}

/** The end of a title about full control. */
export function controlled({ scope }: Fact): string {
  return scope === '*' ? 'in the whole cluster' : `in ${scope}`;
}
