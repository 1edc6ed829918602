import { describe, expect, it } from 'vitest';
import { namespace } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, guarded, runs } from '../chains.ts';

const inShop = (right: string) => [admin, till, ...rightsIn('shop', 'desk', right), guarded('shop', 'restricted')];
const tillRuns = runs('shop', 'till-0', 'till');
const cartRuns = runs('shop', 'cart-0', 'cart');
const asTill = (kind: string) => [`${kind}: sa:shop/till`, 'everything: cluster-admin'];
const toAdmin = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'cluster-admin', cluster);

describe('whoever gets into a pod is its ServiceAccount', () => {
  it.each([
    ['exec', 'create pods/exec'],
    ['exec', 'create pods/exec [till-0]'],
    ['attach', 'create pods/attach'],
    ['debug', 'patch pods/ephemeralcontainers'],
    ['change-pods', 'update pods'],
    ['change-pods', 'patch pods [till-0]'],
  ])('%s: %s', (kind, right) => {
    expect(toAdmin([...inShop(right), tillRuns])).toEqual(asTill(kind));
  });

  it.each([
    ['where no pod runs as it', 'create pods/exec', cartRuns],
    ['in another pod', 'create pods/exec [cart-0]', tillRuns],
    ['by reading pods', 'get pods', tillRuns],
    ['by logs', 'get pods/log', tillRuns],
    ['by the status of pods', 'patch pods/status', tillRuns],
    ['by a name with a star', 'create pods/exec [till-*]', tillRuns],
  ])('not %s: %s', (_, right, pod) => {
    expect(toAdmin([...inShop(right), pod])).toBeUndefined();
  });

  it('not from another namespace', () => {
    const objects = [admin, till, ...rightsIn('clinic', 'desk', 'create pods/exec'), tillRuns, runs('clinic', 'web-0', 'web')];
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('in every namespace, by the name of a pod', () => {
    const objects = [admin, till, ...rightsEverywhere('wide', 'create pods/exec [till-0]'), tillRuns];
    expect(toAdmin(objects)).toEqual(asTill('exec'));
  });

  it('is any ServiceAccount of the namespace where the input does not tell of workloads', () => {
    expect(toAdmin(inShop('create pods/exec'))).toEqual(asTill('exec'));
    expect(toAdmin(inShop('create pods/exec [somebody]'))).toEqual(asTill('exec'));
  });

  it('is not one of the controllers in kube-controller-manager, whose ServiceAccounts no pod uses', () => {
    const objects = [...rightsIn('kube-system', 'desk', 'create pods/exec')];
    expect(chain(objects, 'user:ines')).toBeUndefined();
    const creating = [...rightsIn('kube-system', 'desk', 'create pods'), guarded('kube-system', 'restricted')];
    expect(chain(creating, 'user:ines')).toEqual([
      'run-pods: sa:kube-system/clusterrole-aggregation-controller',
      'escalate: cluster-admin',
    ]);
  });
});

describe('a WebSocket asks for get', () => {
  const objects = [...inShop('get pods/exec'), tillRuns];
  const served = (version: string) => {
    const pods = { group: '', resource: 'pods', kind: 'Pod', namespaced: true, verbs: ['get'], singular: 'pod', shortNames: [] };
    return { ...cluster, kubernetesVersion: version, discovery: { resources: [{ ...pods, subresources: [] }], complete: true, version } };
  };

  it('and for create from 1.35 on', () => {
    expect(chain(objects, 'user:ines', 'cluster-admin', served('1.34'))).toEqual(asTill('exec'));
    expect(chain(objects, 'user:ines', 'cluster-admin', served('1.35'))).toBeUndefined();
  });

  it('where the version of the cluster is not known, get may be enough', () => {
    expect(chain(objects, 'user:ines', 'cluster-admin', { ...cluster, kubernetesVersion: '1.36' })).toBeUndefined();
    expect(toAdmin(objects)).toEqual(asTill('exec'));
    expect(toAdmin([...inShop('get pods/attach'), tillRuns])).toEqual(asTill('attach'));
  });
});

describe('a privileged container in a pod that runs', () => {
  const debugging = (level: string, ...more: string[]) => [
    ...rightsIn('shop', 'desk', 'update pods/ephemeralcontainers', ...more),
    level === '' ? namespace('shop') : guarded('shop', level),
    cartRuns,
  ];
  const toNode = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'node-root', cluster);

  it('is root on its node', () => {
    expect(toNode(debugging(''))).toEqual(['debug-node: node one']);
  });

  it('is refused by the level of the namespace, unless that can be lifted', () => {
    expect(toNode(debugging('baseline'))).toBeUndefined();
    expect(toNode(debugging('baseline', 'patch namespaces'))).toEqual(['relax-namespace: node one']);
  });

  it('has the tokens of what runs on every node, and no others', () => {
    const objects = [admin, till, ...debugging('')];
    expect(chain([...objects, runs('shop', 'till', 'till', 'DaemonSet')], 'user:ines', 'cluster-admin', cluster)).toEqual(asTill('debug'));
    const elsewhere = [admin, ...debugging(''), ...rightsEverywhere('agent', 'get nodes')];
    const agent = [...elsewhere.filter((one) => one.kind !== 'ClusterRoleBinding'), runs('agents', 'agent', 'agent', 'DaemonSet')];
    expect(chain(agent, 'user:ines', 'other-namespaces', cluster)).toEqual(['debug-node: node one', 'node-accounts: sa:agents/agent']);
    expect(chain([...elsewhere, runs('agents', 'agent', 'agent', 'Deployment')], 'user:ines', 'other-namespaces', cluster)).toBeUndefined();
  });
});
