import { findPodCreator } from '../../../facts/pod-creators.ts';
import { creations } from '../creations.ts';
import { type Holder, type Need, type Right, together, unnamed } from '../holder.ts';
import { everyNamespace, everywhere, inNamespaces, isWide, reaches } from '../reach.ts';
import type { Step, World } from '../step.ts';

/** A way to have pods run as one likes; `namespaces` are those where the workload is that has to be changed for it, if that is known. */
export interface PodRun {
  needs: readonly Need[];
  namespaces?: ReadonlySet<string>;
}

/** All ways of a holder to run pods that it describes: as pods, and as workloads and operators' objects that it makes or changes. */
export function podRuns(holder: Holder, world: World): PodRun[] {
  const workloads = [...holder.all('create-workloads'), ...holder.all('change-workloads')].filter(countsAtReach);
  const free = [
    ...unnamed(holder.all('create-pods')),
    ...unnamed(workloads.filter(({ id }) => id === 'create-workloads')),
    ...workloads.filter(({ id, names }) => id === 'change-workloads' && names === undefined),
  ];
  return [
    ...(free.length === 0 ? [] : [{ needs: [free] }]),
    ...[...creations(holder, 'create-pods', 'change-pods'), ...creations(holder, 'create-workloads', 'change-workloads')].flatMap(
      ({ name, needs }) => (name === undefined ? [] : [{ needs }]),
    ),
    ...workloads
      .filter(({ id, names }) => id === 'change-workloads' && names !== undefined)
      .flatMap((right) => changesByName(right, world)),
  ];
}

/** Templates outside namespaces are used in all of them, and a RoleBinding says nothing about them. */
function countsAtReach({ request, reach }: Right): boolean {
  return reach === everywhere || findPodCreator(request.group, request.resource)?.namespaced !== false;
}

function changesByName(right: Right, { inventory }: World): PodRun[] {
  return (right.names ?? []).flatMap((name) => {
    const placed = inventory.workloadsNamed(right.request, name, inNamespaces(right.reach));
    if (placed === undefined) return [{ needs: [[right]] }];
    return placed.length === 0 ? [] : [{ needs: [[right]], namespaces: new Set(placed.map(({ namespace }) => namespace)) }];
  });
}

/**
 * A pod runs as any ServiceAccount of its namespace that it names, mounts any Secret there, and is root on its node where the
 * namespace's Pod Security level lets it, or can be made to let it.
 */
export function* pods(holder: Holder, world: World): Generator<Step> {
  for (const { needs: running, namespaces } of podRuns(holder, world)) {
    for (const { reach, needs } of together(holder, ...running)) {
      for (const place of namespaces && isWide(reach) ? namespaces : [reach]) {
        yield { kind: 'run-pods', to: world.places.accounts(place), needs };
        if (place === everyNamespace) yield { kind: 'mount-secrets', to: world.places.allSecrets(), needs };
        if (letsRootThrough(place, world)) yield { kind: 'node-pods', to: world.places.anyNode(), needs };
      }
    }
    yield* pastPodSecurity(holder, running, world);
  }
}

function letsRootThrough(place: string, { inventory }: World): boolean {
  return place === everyNamespace ? inventory.hasNamespaceBelow('baseline') : inventory.podSecurityOf(place) === 'privileged';
}

/** Root on nodes from namespaces that forbid privileged pods: relabel the namespace, or bring the host in as a volume. */
function* pastPodSecurity(holder: Holder, running: readonly Need[], { places, inventory }: World): Generator<Step> {
  const labels = holder.all('label-namespaces').flatMap(asPlaced);
  for (const { reach, needs } of together(holder, ...running, labels)) {
    if (reach === everyNamespace || inventory.podSecurityOf(reach) !== 'privileged') {
      yield { kind: 'relax-namespace', to: places.anyNode(), needs };
    }
  }
  const volumes = unnamed(holder.all('create-volumes')).filter(({ reach }) => reach === everywhere);
  for (const { reach, needs } of together(holder, ...running, volumes)) {
    // A restricted pod is not root, and so does not get far on a host path.
    const isLetThrough =
      reach === everyNamespace ? inventory.hasNamespaceBelow('restricted') : inventory.podSecurityOf(reach) !== 'restricted';
    if (isLetThrough) yield { kind: 'host-volume', to: places.anyNode(), needs };
  }
}

/** The right to change Namespaces, in the namespaces that it is for: a RoleBinding counts for its own (requestinfo.go), names for theirs. */
export function asPlaced(right: Right): Right[] {
  if (right.names === undefined) return [right];
  return right.names.filter((name) => reaches(right.reach, name)).map((reach) => ({ ...right, reach }));
}
