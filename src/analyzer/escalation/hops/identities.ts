import { subjectOfUser, superuserGroup } from '../../access/identity.ts';
import { creations } from '../creations.ts';
import { clusterWide, forName, type Holder, namesIn, together, unnamed } from '../holder.ts';
import { reaches } from '../reach.ts';
import type { Step, World } from '../step.ts';

/** Impersonate-User is asked outside namespaces; a name that is a ServiceAccount's is asked as such, never as a user (impersonation.go). */
export function* impersonatedUsers(holder: Holder, { places }: World): Generator<Step> {
  for (const right of clusterWide(holder.own('impersonate-users'))) {
    const needs = [[right]];
    if (right.names === undefined) yield { kind: 'impersonate-user', to: places.users(), needs };
    for (const name of right.names ?? []) {
      const user = subjectOfUser(name);
      const to = user.kind === 'User' ? places.usefulSubject(user) : undefined;
      if (to) yield { kind: 'impersonate-user', to, needs };
    }
  }
}

/** Groups can only be claimed together with a user or a ServiceAccount (impersonation.go: "requested impersonation without a user"). */
export function* impersonatedGroups(holder: Holder, { places }: World): Generator<Step> {
  const groups = clusterWide(holder.all('impersonate-groups'));
  const someone = [...clusterWide(holder.all('impersonate-users')), ...holder.all('impersonate-accounts')];
  if (groups.length === 0 || someone.length === 0 || ![...groups, ...someone].some((right) => holder.isOwn(right))) return;
  const masters = forName(groups, superuserGroup);
  const superusers = places.subject({ kind: 'Group', name: superuserGroup });
  if (masters.length > 0) yield { kind: 'impersonate-group', to: superusers, needs: [masters, someone] };
  const free = groups.filter(({ names }) => names === undefined);
  if (free.length > 0) yield { kind: 'impersonate-group', to: places.groups(), needs: [free, someone] };
  for (const name of namesIn(groups)) {
    const to = name === superuserGroup ? undefined : places.usefulSubject({ kind: 'Group', name });
    if (to) yield { kind: 'impersonate-group', to, needs: [forName(groups, name), someone] };
  }
}

const clientSigners = ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/*'];
const kubeletSigners = ['kubernetes.io/kube-apiserver-client-kubelet', 'kubernetes.io/*'];

/**
 * A client certificate for any name and group but system:masters: request it, and approve it for its signer
 * (certauthorization.IsAuthorizedForSignerName); the controller manager then signs, and the answer to an approval holds the certificate.
 */
export function* certificates(holder: Holder, { places }: World): Generator<Step> {
  const making = clusterWide(unnamed(holder.all('create-csrs')));
  if (making.length === 0) return;
  const approving = clusterWide(holder.all('approve-csrs'));
  const signers = clusterWide(holder.all('approve-signers'));
  const ofSigner = (names: readonly string[]) =>
    signers.filter((right) => right.names === undefined || names.some((name) => right.names?.includes(name)));
  for (const { needs } of together(holder, making, approving, ofSigner(clientSigners))) {
    yield { kind: 'client-certificate', to: places.identities(), needs };
  }
  for (const { needs } of together(holder, making, approving, ofSigner(kubeletSigners))) {
    yield { kind: 'node-certificate', to: places.kubelet(), needs };
  }
  // Requests of those who hold this right are approved by themselves (certificates/approver/sarapprove.go).
  for (const { needs } of together(holder, making, clusterWide(unnamed(holder.all('request-node-certificates'))))) {
    yield { kind: 'node-certificate', to: places.kubelet(), needs };
  }
}

/** A Secret of type bootstrap.kubernetes.io/token in kube-system is a token for joining nodes, of groups that it names itself. */
export function* bootstrapTokens(holder: Holder, { places }: World): Generator<Step> {
  for (const { name, needs: making } of creations(holder, 'create-secrets', 'change-secrets')) {
    if (name !== undefined && !name.startsWith('bootstrap-token-')) continue;
    for (const { reach, needs } of together(holder, ...making)) {
      if (reaches(reach, 'kube-system')) yield { kind: 'bootstrap-token', to: places.bootstrappers(), needs };
    }
  }
}
