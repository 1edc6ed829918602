import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, reached, runs } from '../chains.ts';

const everywhere = (...rights: string[]) => [admin, ...rightsEverywhere('wide', ...rights)];
const toAdmin = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'cluster-admin', cluster);

describe('goals that are held', () => {
  it('cluster-admin, under any name', () => {
    expect(toAdmin([admin, clusterRoleBinding('x', 'ClusterRole/cluster-admin', 'user:ines')])).toEqual(['everything: cluster-admin']);
    const chief = [
      clusterRole('chief', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
      clusterRoleBinding('x', 'ClusterRole/chief', 'user:ines'),
    ];
    expect(toAdmin(chief)).toEqual(['everything: cluster-admin']);
    expect(reached(chief, 'user:ines', cluster)).toEqual(['cluster-admin', 'node-root', 'all-secrets', 'other-namespaces']);
  });

  it('not in one namespace', () => {
    expect(toAdmin([admin, roleBinding('shop', 'x', 'ClusterRole/cluster-admin', 'user:ines')])).toBeUndefined();
  });

  it('system:masters, which no binding makes', () => {
    expect(chain([], 'group:system:masters')).toEqual(['superuser: cluster-admin']);
  });

  it.each(['get', 'list', 'watch'])('all Secrets: %s in the whole cluster', (verb) => {
    expect(reached(everywhere(`${verb} secrets`), 'user:ines', cluster)).toEqual(['all-secrets']);
    expect(reached([admin, ...rightsIn('shop', 'desk', `${verb} secrets`)], 'user:ines', cluster)).toEqual([]);
    expect(reached(everywhere(`${verb} secrets [tls]`), 'user:ines', cluster)).toEqual([]);
  });
});

describe('the API of kubelets', () => {
  it.each(['get nodes/proxy', 'create nodes/proxy', 'get */proxy'])('%s runs commands in any container', (right) => {
    const objects = [...everywhere(right), till, runs('shop', 'till', 'till')];
    expect(toAdmin(objects)).toEqual(['node-proxy: node any', 'node-accounts: sa:shop/till', 'everything: cluster-admin']);
    expect(chain(objects, 'user:ines', 'node-root', cluster)).toEqual(['node-proxy: node any']);
  });

  it('of one node in those that run there: who is on every node is', () => {
    const objects = [...everywhere('get nodes/proxy [n1]'), till];
    expect(toAdmin([...objects, runs('shop', 'till', 'till', 'DaemonSet')])).toEqual([
      'node-proxy: node one',
      'node-accounts: sa:shop/till',
      'everything: cluster-admin',
    ]);
    expect(toAdmin([...objects, runs('shop', 'till', 'till', 'Deployment')])).toBeUndefined();
  });

  it.each(['get nodes', 'get nodes/metrics', 'get nodes/log', 'update nodes/proxy'])('not %s', (right) => {
    expect(reached([...everywhere(right), till, runs('shop', 'till', 'till')], 'user:ines', cluster)).toEqual([]);
  });

  it('not by a RoleBinding', () => {
    expect(
      reached([admin, till, ...rightsIn('shop', 'desk', 'get nodes/proxy'), runs('shop', 'till', 'till')], 'user:ines', cluster),
    ).toEqual([]);
  });
});

const webhooks = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';
const policies = 'mutatingadmissionpolicies.admissionregistration.k8s.io';
const policyBindings = 'mutatingadmissionpolicybindings.admissionregistration.k8s.io';

describe('mutating admission', () => {
  it.each([[`create ${webhooks}`], [`update ${webhooks}`], [`patch ${webhooks} [injector]`]])('%s', (right) => {
    expect(toAdmin(everywhere(right))).toEqual(['mutating-webhook: cluster-admin']);
  });

  it('policies need a binding too', () => {
    expect(toAdmin(everywhere(`create ${policies}`, `create ${policyBindings}`))).toEqual(['mutating-policy: cluster-admin']);
    expect(toAdmin(everywhere(`create ${policies}`))).toBeUndefined();
    expect(toAdmin(everywhere(`create ${policyBindings}`))).toBeUndefined();
  });

  it('policies are not there in old versions', () => {
    const objects = [admin, ...rightsEverywhere('wide', `create ${policies}`, `create ${policyBindings}`)];
    expect(chain(objects, 'user:ines', 'cluster-admin', { ...cluster, kubernetesVersion: '1.20' })).toBeUndefined();
  });

  it.each([
    `create ${webhooks} [injector]`,
    `get ${webhooks}`,
    `delete ${webhooks}`,
    'create validatingwebhookconfigurations.admissionregistration.k8s.io',
  ])('not %s', (right) => {
    expect(toAdmin(everywhere(right))).toBeUndefined();
  });
});

describe('ConfigMaps in kube-system', () => {
  const inSystem = (right: string) => [admin, ...rightsIn('kube-system', 'desk', right)];

  it.each([
    ['aws-auth', 'update configmaps'],
    ['aws-auth', 'create configmaps'],
    ['aws-auth', 'patch configmaps [aws-auth]'],
    ['front-proxy', 'update configmaps [extension-apiserver-authentication]'],
  ])('%s: %s', (kind, right) => {
    expect(toAdmin(inSystem(right))).toEqual([`${kind}: cluster-admin`]);
  });

  it.each([
    ['another one', inSystem('update configmaps [coredns]')],
    ['another namespace', [admin, ...rightsIn('shop', 'desk', 'update configmaps')]],
    ['reading', inSystem('get configmaps')],
  ])('not %s', (_, objects) => {
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('aws-auth counts on EKS, and where it may be EKS', () => {
    const on = (kubernetesVersion: string) =>
      chain(inSystem('patch configmaps [aws-auth]'), 'user:ines', 'cluster-admin', { ...cluster, kubernetesVersion });
    expect(on('1.29.1-eks-508b6b3')).toEqual(['aws-auth: cluster-admin']);
    expect(on('1.29.1')).toEqual(['aws-auth: cluster-admin']);
    expect(on('1.29.1-gke.1589017')).toBeUndefined();
    expect(on('1.29.1+k3s2')).toBeUndefined();
    const gke = clusterRoleBinding('system:gke-master-resourcequota', 'ClusterRole/x', 'user:system:gke-controller-manager');
    expect(toAdmin([...inSystem('patch configmaps [aws-auth]'), gke])).toBeUndefined();
  });
});
