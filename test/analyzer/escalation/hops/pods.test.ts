import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../../src/model/path.ts';
import { clusterRoleBinding, type KubernetesObject, namespace, role } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, guarded, may, reached, runs } from '../chains.ts';

const inShop = (...rights: string[]) => [...rightsIn('shop', 'desk', ...rights), till];
const everywhere = (...rights: string[]) => rightsEverywhere('wide', ...rights);
const asTill = ['run-pods: sa:shop/till', 'everything: cluster-admin'];

describe('whoever runs pods runs them as any ServiceAccount of the namespace', () => {
  it.each([
    'create pods',
    'create,patch pods [mine]',
    'create deployments.apps',
    'update daemonsets.apps',
    'patch statefulsets.apps [web]',
    'patch cronjobs.batch',
    'create jobs.batch',
    'create replicationcontrollers',
    'create workflows.argoproj.io',
    'patch rollouts.argoproj.io',
    'create taskruns.tekton.dev',
    'create rayclusters.ray.io',
    '* *.*',
  ])('by %s', (right) => {
    const hops = chain(inShop(right), 'user:ines');
    expect(hops?.at(-1)).toBe('everything: cluster-admin');
    expect(hops?.[0]).toMatch(/: sa:shop\/till$/);
  });

  it.each([
    ['by name, which a request to create does not have', 'create pods [mine]'],
    ['by patching pods, whose ServiceAccount is fixed', 'patch pods [mine]'],
    ['by changing a Job, whose template is fixed', 'update,patch jobs.batch'],
    ['by deployments in an API group where there are none', 'create deployments'],
    ['by scaling', 'update,patch deployments.apps/scale'],
    ['by reading', 'get,list,watch pods'],
    ['by a TaskRun, which cannot be changed', 'patch taskruns.tekton.dev'],
  ])('not %s', (_, right) => {
    expect(chain([...inShop(right), runs('shop', 'web', 'web')], 'user:ines')).toBeUndefined();
  });

  it('not in another namespace, and not by a role of the same name there', () => {
    const objects = [...rightsIn('clinic', 'desk', 'get pods'), role('shop', 'desk', may('create pods')), till];
    expect(chain(objects, 'user:ines')).toBeUndefined();
    expect(chain([...rightsIn('clinic', 'desk', 'create pods'), guarded('clinic', 'baseline'), till], 'user:ines')).toBeUndefined();
  });

  it('by name where there is such a workload, in a dump that tells of workloads', () => {
    const objects = [admin, ...inShop('patch deployments.apps [web]')];
    expect(chain([...objects, runs('shop', 'web', 'web', 'Deployment')], 'user:ines', 'cluster-admin', cluster)).toEqual(asTill);
    expect(chain([...objects, runs('shop', 'cart', 'cart', 'Deployment')], 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
    expect(chain([...objects, runs('clinic', 'web', 'web', 'Deployment')], 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
  });

  it('everywhere by name: in the namespaces where there is such a workload', () => {
    const objects = [admin, ...everywhere('patch deployments.apps [web]'), till];
    expect(chain([...objects, runs('shop', 'web', 'web', 'Deployment')], 'user:ines', 'cluster-admin', cluster)).toEqual(asTill);
    expect(chain([...objects, runs('clinic', 'web', 'web', 'Deployment')], 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
  });

  it('templates outside namespaces count for those who may write them there', () => {
    const right = 'patch clusterworkflowtemplates.argoproj.io';
    expect(chain([admin, ...everywhere(right), till], 'user:ines', 'cluster-admin', cluster)).toEqual(asTill);
    expect(chain([admin, ...inShop(right)], 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
  });

  it('a wildcard does not say that an operator is there, its group does', () => {
    const restricted = guarded('shop', 'restricted');
    const rights = ['create helmcharts.helm.cattle.io', '* helmcharts.*'].map((right) => [...inShop(right), restricted]);
    expect(rights.map((objects) => chain(objects, 'user:ines'))).toEqual([['deploy: cluster-admin'], undefined]);
  });

  it('by what the cluster serves: a resource that it does not serve runs nothing', () => {
    const resource = { kind: 'Pod', namespaced: true, verbs: ['create'], singular: 'pod', shortNames: [], subresources: [] };
    const discovery = { resources: [{ group: '', resource: 'pods', ...resource }], complete: true, version: '1.36' };
    expect(chain(inShop('create workflows.argoproj.io'), 'user:ines', 'cluster-admin', { discovery })).toBeUndefined();
    expect(chain(inShop('create pods'), 'user:ines', 'cluster-admin', { discovery })).toEqual(asTill);
  });
});

describe('root on nodes', () => {
  const toNode = (objects: KubernetesObject[]) => chain(objects, 'user:ines', 'node-root');

  it('is a pod away where the namespace enforces no level, or privileged', () => {
    const objects = rightsIn('shop', 'desk', 'create pods');
    expect(toNode(objects)).toEqual(['node-pods: node any']);
    expect(toNode([...objects, namespace('shop')])).toEqual(['node-pods: node any']);
    expect(toNode([...objects, guarded('shop', 'privileged')])).toEqual(['node-pods: node any']);
  });

  it.each(['baseline', 'restricted', 'nonsense'])('is not where it enforces %s', (level) => {
    expect(toNode([...rightsIn('shop', 'desk', 'create pods'), guarded('shop', level)])).toBeUndefined();
  });

  it('the level of another namespace does not count', () => {
    expect(
      toNode([...rightsIn('shop', 'desk', 'create pods'), guarded('shop', 'restricted'), guarded('clinic', 'privileged')]),
    ).toBeUndefined();
  });

  it('is where the level can be lifted: the Namespace by a RoleBinding in it, or by its name', () => {
    const restricted = guarded('shop', 'restricted');
    expect(toNode([...rightsIn('shop', 'desk', 'create pods', 'patch namespaces'), restricted])).toEqual(['relax-namespace: node any']);
    const byName = [...rightsIn('shop', 'desk', 'create pods'), ...everywhere('update namespaces [shop]')];
    expect(toNode([...byName, restricted])).toEqual(['relax-namespace: node any']);
  });

  it.each([
    ['the label of another namespace', [...rightsIn('shop', 'desk', 'create pods'), ...everywhere('update namespaces [clinic]')]],
    [
      'the right on the Namespace from a RoleBinding in another one',
      [...rightsIn('shop', 'desk', 'create pods'), ...rightsIn('clinic', 'desk', 'patch namespaces')],
    ],
    ['only reading it', rightsIn('shop', 'desk', 'create pods', 'get namespaces')],
    ['only its status', rightsIn('shop', 'desk', 'create pods', 'patch namespaces/status')],
    ['no pods to run', rightsIn('shop', 'desk', 'patch namespaces')],
  ])('is not by %s', (_, objects) => {
    expect(toNode([...objects, guarded('shop', 'restricted')])).toBeUndefined();
  });

  it('is through a PersistentVolume of the host, which baseline lets pods mount and restricted makes useless', () => {
    const objects = [...rightsIn('shop', 'desk', 'create pods'), ...everywhere('create persistentvolumes')];
    expect(toNode([...objects, guarded('shop', 'baseline')])).toEqual(['host-volume: node any']);
    expect(toNode([...objects, guarded('shop', 'restricted')])).toBeUndefined();
    const inRole = [...rightsIn('shop', 'desk', 'create pods', 'create persistentvolumes'), guarded('shop', 'baseline')];
    expect(toNode(inRole)).toBeUndefined();
  });

  it('from a right in every namespace is where one of them lets it', () => {
    const told = { ...cluster, complete: new Set(['Namespace']) };
    const objects = [...everywhere('create pods'), guarded('shop', 'restricted'), guarded('clinic', 'baseline')];
    expect(chain(objects, 'user:ines', 'node-root', told)).toBeUndefined();
    expect(chain([...objects, namespace('attic')], 'user:ines', 'node-root', told)).toEqual(['node-pods: node any']);
    // What is not a whole cluster may have more namespaces than are shown.
    expect(chain(objects, 'user:ines', 'node-root')).toEqual(['node-pods: node any']);
  });

  it('gives the ServiceAccounts whose pods run on nodes', () => {
    const objects = [admin, till, ...rightsIn('clinic', 'desk', 'create pods'), runs('shop', 'till', 'till')];
    expect(chain(objects, 'user:ines', 'cluster-admin', cluster)).toEqual([
      'node-pods: node any',
      'node-accounts: sa:shop/till',
      'everything: cluster-admin',
    ]);
    const elsewhere = [admin, till, ...rightsIn('clinic', 'desk', 'create pods'), runs('shop', 'cart', 'cart')];
    expect(chain(elsewhere, 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
  });

  it('gives the rights of kubelets, where bindings give them some', () => {
    const legacy = clusterRoleBinding('nodes', 'ClusterRole/cluster-admin', 'group:system:nodes');
    const objects = [admin, legacy, ...rightsIn('clinic', 'desk', 'create pods'), runs('clinic', 'web', 'web')];
    expect(chain(objects, 'user:ines', 'cluster-admin', cluster)).toEqual([
      'node-pods: node any',
      'kubelet: group:system:nodes',
      'everything: cluster-admin',
    ]);
  });
});

it('pods in every namespace mount any Secret', () => {
  const goals: Goal[] = ['cluster-admin', 'node-root', 'all-secrets', 'other-namespaces'];
  expect(reached(everywhere('create pods'), 'user:ines')).toEqual(goals);
  expect(chain(everywhere('create pods'), 'user:ines', 'all-secrets')).toEqual(['mount-secrets: all-secrets']);
  expect(reached(rightsIn('shop', 'desk', 'create pods'), 'user:ines')).not.toContain('all-secrets');
});
