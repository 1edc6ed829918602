import { isBefore } from '../../../facts/kubernetes.ts';
import type { HopKind } from '../../../model/path.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Holder, namesIn, type Right, together } from '../holder.ts';
import { everyNamespace, inNamespaces } from '../reach.ts';
import type { RightId } from '../rights.ts';
import type { Step, World } from '../step.ts';
import { asPlaced } from './pods.ts';

/** Commands in pods that run: as a shell, in a container added to the pod, on its main process, or by another image. */
export function* exec(holder: Holder, world: World): Generator<Step> {
  const byGet: (id: RightId) => RightId[] = (id) => (isGetEnough(world.snapshot) ? [id] : []);
  yield* intoPods('exec', ['exec', ...byGet('exec-by-get')], holder, world);
  yield* intoPods('debug', ['debug'], holder, world);
  yield* intoPods('attach', ['attach', ...byGet('attach-by-get')], holder, world);
  yield* intoPods('change-pods', ['change-pods'], holder, world);
  yield* ontoNodes(holder, world);
}

/** From 1.35 on, a WebSocket needs `create` as well (AuthorizePodWebsocketUpgradeCreatePermission). A version that nobody told may be older. */
function isGetEnough({ kubernetesVersion, isVersionAssumed }: Snapshot): boolean {
  return isVersionAssumed === true || isBefore(kubernetesVersion, '1.35') !== false;
}

function* intoPods(kind: HopKind, ids: readonly RightId[], holder: Holder, world: World): Generator<Step> {
  const rights = ids.flatMap((id) => holder.own(id));
  for (const { reach, needs } of together(
    holder,
    rights.filter(({ names }) => names === undefined),
  )) {
    yield { kind, to: world.places.accountsInUse(reach), needs };
  }
  for (const right of rights) yield* intoNamedPods(kind, right, world);
}

function* intoNamedPods(kind: HopKind, right: Right, { inventory, places }: World): Generator<Step> {
  for (const name of namesIn([right])) {
    const reach = inNamespaces(right.reach);
    const placed = inventory.workloadsNamed({ group: '', resource: 'pods' }, name, reach);
    if (placed === undefined) yield { kind, to: places.accountsInUse(reach), needs: [[right]] };
    for (const { namespace, serviceAccount } of placed ?? []) {
      yield { kind, to: places.subject({ kind: 'ServiceAccount', namespace, name: serviceAccount }), needs: [[right]] };
    }
  }
}

/** An ephemeral container is judged by the namespace's Pod Security level as others are; a privileged one is root on the pod's node. */
function* ontoNodes(holder: Holder, { inventory, places }: World): Generator<Step> {
  const debugging = holder.all('debug');
  const hasPods = (reach: string) => reach === everyNamespace || inventory.inUseIn(reach).length > 0;
  for (const { reach, needs } of together(holder, debugging)) {
    const isLetThrough =
      reach === everyNamespace ? inventory.hasNamespaceBelow('baseline') : inventory.podSecurityOf(reach) === 'privileged';
    if (isLetThrough && hasPods(reach)) yield { kind: 'debug-node', to: places.someNode(), needs };
  }
  for (const { reach, needs } of together(holder, debugging, holder.all('label-namespaces').flatMap(asPlaced))) {
    const isNeeded = reach === everyNamespace || inventory.podSecurityOf(reach) !== 'privileged';
    if (isNeeded && hasPods(reach)) yield { kind: 'relax-namespace', to: places.someNode(), needs };
  }
}
