import { findPodCreator } from '../../../facts/pod-creators.ts';
import type { Subject } from '../../../model/subject.ts';
import { identityOf } from '../../access/identity.ts';
import { verbMatches } from '../../access/match.ts';
import type { Holder, Right } from '../holder.ts';
import { everywhere, inNamespaces, isWide } from '../reach.ts';
import type { Step, World } from '../step.ts';

/** Operators that make whatever objects one describes, with rights of their own: Argo CD, Flux, Helm controllers and their kind. */
export function* deployments(holder: Holder, world: World): Generator<Step> {
  for (const right of holder.own('deploy').filter(allowsSome)) {
    const creator = findPodCreator(right.request.group, right.request.resource);
    if (!creator?.runsAs || (!creator.namespaced && right.reach !== everywhere)) continue;
    const needs = [[right]];
    if (creator.runsAs === 'cluster-admin') {
      yield { kind: 'deploy', to: world.places.clusterAdmin(), needs };
      continue;
    }
    const acting = controllers(creator.runsAs, right, creator.ownNamespace === true, world);
    const key = `deploy\u0000${right.request.group}/${right.request.resource}\u0000${inNamespaces(right.reach)}`;
    if (acting.length > 0) yield { kind: 'deploy', to: world.places.oneOf(key, acting), needs };
  }
}

/** The ServiceAccounts of that name, or whose names end so, that may watch the resource where the right holds. */
function controllers(runsAs: string, { request, reach }: Right, ownNamespace: boolean, { access, inventory }: World): Subject[] {
  return inventory.accountsEndingIn(runsAs).filter((account) => {
    const namespace = isWide(reach) ? (account.namespace ?? '') : reach;
    if (ownNamespace && namespace !== account.namespace) return false;
    const { group, resource } = request;
    return access.allows(identityOf(account), { verb: 'watch', group, resource, subresource: '', name: '', namespace });
  });
}

/** A rule with names allows changes only; a request to create has no name. */
function allowsSome({ names, rule }: Right): boolean {
  return names === undefined || (rule !== undefined && (verbMatches(rule, 'patch') || verbMatches(rule, 'update')));
}
