import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn } from '../cast.ts';
import { chain, cluster, may, reached, runs } from '../chains.ts';

const boss = clusterRoleBinding('boss', 'ClusterRole/cluster-admin', 'user:boss');
const bosses = clusterRoleBinding('bosses', 'ClusterRole/cluster-admin', 'group:bosses');
const everywhere = (...rights: string[]) => [admin, boss, bosses, ...rightsEverywhere('wide', ...rights)];
const toAdmin = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'cluster-admin', cluster);

describe('impersonation of users', () => {
  it.each(['impersonate users', 'impersonate users [boss]', '* users'])('%s', (right) => {
    expect(toAdmin(everywhere(right))).toEqual(['impersonate-user: user:boss', 'everything: cluster-admin']);
  });

  it.each([
    ['of others', 'impersonate users [jonas]'],
    ['by the names of ServiceAccounts, which are asked as such', 'impersonate users [system:serviceaccount:shop:till]'],
    ['in the API group of constrained impersonation', 'impersonate users.authentication.k8s.io'],
  ])('not %s', (_, right) => {
    const till = clusterRoleBinding('till', 'ClusterRole/cluster-admin', 'sa:shop/till');
    expect(toAdmin([...everywhere(right), till])).toBeUndefined();
  });

  it('not by a RoleBinding: users are asked outside namespaces', () => {
    expect(toAdmin([admin, boss, ...rightsIn('shop', 'desk', 'impersonate users')])).toBeUndefined();
  });

  it('includes the users that Kubernetes is made of', () => {
    const hops = chain(rightsEverywhere('wide', 'impersonate users'), 'user:ines');
    expect(hops?.[0]).toBe('impersonate-user: user:system:kube-controller-manager');
    expect(hops?.at(-1)).toBe('escalate: cluster-admin');
  });
});

describe('impersonation of groups', () => {
  it('with a user: system:masters', () => {
    const objects = [admin, ...rightsEverywhere('wide', 'impersonate groups', 'impersonate users [jonas]')];
    expect(toAdmin(objects)).toEqual(['impersonate-group: group:system:masters', 'superuser: cluster-admin']);
    const byName = [admin, ...rightsEverywhere('wide', 'impersonate groups [system:masters]', 'impersonate users [jonas]')];
    expect(toAdmin(byName)).toEqual(['impersonate-group: group:system:masters', 'superuser: cluster-admin']);
  });

  it('with a ServiceAccount, of one namespace too', () => {
    const objects = [
      admin,
      ...rightsEverywhere('wide', 'impersonate groups'),
      ...rightsIn('shop', 'desk', 'impersonate serviceaccounts [till]'),
    ];
    expect(toAdmin(objects)).toEqual(['impersonate-group: group:system:masters', 'superuser: cluster-admin']);
  });

  it('by name', () => {
    const right = 'impersonate groups [bosses]';
    expect(toAdmin(everywhere(right, 'impersonate users [jonas]'))).toEqual([
      'impersonate-group: group:bosses',
      'everything: cluster-admin',
    ]);
    expect(toAdmin(everywhere('impersonate groups [nurses]', 'impersonate users [jonas]'))).toBeUndefined();
  });

  it('not alone: a request that claims groups has to claim a user', () => {
    expect(toAdmin([admin, ...rightsEverywhere('wide', 'impersonate groups')])).toBeUndefined();
  });

  it('not by a RoleBinding', () => {
    expect(toAdmin([admin, ...rightsIn('shop', 'desk', 'impersonate groups,users,serviceaccounts')])).toBeUndefined();
  });
});

describe('client certificates', () => {
  const request = 'create certificatesigningrequests.certificates.k8s.io';
  const approval = 'update certificatesigningrequests.certificates.k8s.io/approval';
  const approve = (signer: string) => `approve signers.certificates.k8s.io${signer}`;

  it.each(['', ' [kubernetes.io/kube-apiserver-client]', ' [kubernetes.io/*]'])('of any user or group, for signers%s', (signer) => {
    expect(toAdmin(everywhere(request, approval, approve(signer)))).toEqual([
      'client-certificate: group:bosses',
      'everything: cluster-admin',
    ]);
  });

  it.each([
    ['without a request', [approval, approve('')]],
    ['without approval', [request, approve('')]],
    ['without the right to approve for the signer', [request, approval]],
    ['of another signer', [request, approval, approve(' [example.com/client]')]],
    ['with the right to sign in its place', [request, approval, 'sign signers.certificates.k8s.io']],
  ])('not %s', (_, rights) => {
    expect(toAdmin(everywhere(...rights))).toBeUndefined();
  });

  it('not of system:masters', () => {
    const objects = [admin, ...rightsEverywhere('wide', request, approval, approve(''))];
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('of kubelets give the ServiceAccounts of pods, but not root', () => {
    const nodes = ['kubernetes.io/kube-apiserver-client-kubelet'];
    const objects = [...rightsEverywhere('wide', request, approval, approve(` [${nodes}]`)), runs('shop', 'web', 'web')];
    expect(chain(objects, 'user:ines', 'other-namespaces', cluster)).toEqual(['node-certificate: kubelet', 'node-accounts: any of shop']);
    expect(reached(objects, 'user:ines', cluster)).toEqual(['other-namespaces']);
  });

  it('of kubelets are approved by themselves for those who may ask so', () => {
    const objects = [
      ...rightsEverywhere('wide', request, 'create certificatesigningrequests.certificates.k8s.io/nodeclient'),
      runs('shop', 'web', 'web'),
    ];
    expect(chain(objects, 'user:ines', 'other-namespaces', cluster)).toEqual(['node-certificate: kubelet', 'node-accounts: any of shop']);
  });
});

describe('bootstrap tokens', () => {
  const joining = [
    clusterRole(
      'joiner',
      may('create certificatesigningrequests.certificates.k8s.io'),
      may('create certificatesigningrequests.certificates.k8s.io/nodeclient'),
    ),
    clusterRoleBinding('joiner', 'ClusterRole/joiner', 'group:system:bootstrappers:kubeadm:default-node-token'),
    runs('shop', 'web', 'web'),
  ];
  const way = [
    'bootstrap-token: group:system:bootstrappers:kubeadm:default-node-token',
    'node-certificate: kubelet',
    'node-accounts: any of shop',
  ];

  it('are Secrets in kube-system', () => {
    const objects = [...joining, ...rightsIn('kube-system', 'desk', 'create secrets')];
    expect(chain(objects, 'user:ines', 'other-namespaces', cluster)).toEqual(way);
  });

  it('not elsewhere, and not under another name', () => {
    for (const rights of [rightsIn('shop', 'desk', 'create secrets'), rightsIn('kube-system', 'desk', 'create,patch secrets [mine]')]) {
      expect(chain([...joining, ...rights], 'user:ines', 'other-namespaces', cluster)).toBeUndefined();
    }
  });
});
