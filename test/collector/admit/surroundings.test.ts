import { describe, expect, it } from 'vitest';
import { admitted } from './doorway.ts';

const metadata = { name: 'records', namespace: 'clinic' };

describe('a ServiceAccount', () => {
  it('keeps whether its token is mounted, where it says so', () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    expect(admitted(account).serviceAccounts[0]).not.toHaveProperty('automountToken');
    expect(admitted({ ...account, automountServiceAccountToken: false }).serviceAccounts).toMatchObject([{ automountToken: false }]);
    expect(admitted({ ...account, automountServiceAccountToken: 'no' }).serviceAccounts[0]).not.toHaveProperty('automountToken');
  });
});

describe('a Namespace', () => {
  it('keeps its labels, which hold the Pod Security level', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const { namespaces } = admitted({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'clinic', labels } });
    expect(namespaces).toMatchObject([{ name: 'clinic', labels: new Map(Object.entries(labels)) }]);
  });
});

describe('a workload', () => {
  const inTemplate = (spec: object) => ({ template: { spec } });

  it.each([
    ['v1', 'Pod', (spec: object) => spec],
    ['v1', 'ReplicationController', inTemplate],
    ['apps/v1', 'Deployment', inTemplate],
    ['apps/v1', 'DaemonSet', inTemplate],
    ['apps/v1', 'StatefulSet', inTemplate],
    ['apps/v1', 'ReplicaSet', inTemplate],
    ['extensions/v1beta1', 'Deployment', inTemplate],
    ['batch/v1', 'Job', inTemplate],
    ['batch/v1', 'CronJob', (spec: object) => ({ jobTemplate: { spec: inTemplate(spec) } })],
  ])('of %s %s runs as the ServiceAccount of its pods', (apiVersion, kind, specOf) => {
    const spec = specOf({ serviceAccountName: 'records-reader', automountServiceAccountToken: false });
    expect(admitted({ apiVersion, kind, metadata, spec }).workloads).toMatchObject([
      { kind, namespace: 'clinic', name: 'records', serviceAccount: 'records-reader', automountToken: false },
    ]);
  });

  it.each([
    [{ serviceAccount: 'old-name-of-the-field' }, 'old-name-of-the-field'],
    [{ serviceAccountName: '', serviceAccount: '' }, 'default'],
    [{}, 'default'],
  ])('with the pod spec %j runs as %s', (spec, serviceAccount) => {
    expect(admitted({ apiVersion: 'v1', kind: 'Pod', metadata, spec }).workloads).toMatchObject([{ serviceAccount }]);
  });

  it('without a pod spec runs no pods', () => {
    expect(admitted({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: 7 } })).toMatchObject({
      workloads: [],
      gaps: [],
    });
  });

  it('of another group is no workload', () => {
    expect(admitted({ apiVersion: 'shop.example.com/v1', kind: 'Job', metadata, spec: inTemplate({}) }).workloads).toEqual([]);
  });
});

describe('a CustomResourceDefinition', () => {
  const definition = (spec: object) => admitted({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', spec });
  const names = { plural: 'wards', kind: 'Ward', singular: 'ward', shortNames: ['wd', 7] };

  it('adds a resource to what the API serves', () => {
    const versions = [{ subresources: { status: {} } }, { subresources: { scale: {}, status: {} } }];
    expect(definition({ group: 'clinic.example.com', scope: 'Cluster', names, versions }).customResources).toMatchObject([
      {
        group: 'clinic.example.com',
        resource: 'wards',
        kind: 'Ward',
        namespaced: false,
        singular: 'ward',
        shortNames: ['wd'],
        subresources: [{ name: 'scale' }, { name: 'status' }],
      },
    ]);
  });

  it('lives in namespaces and has its kind for a singular name unless it says otherwise', () => {
    expect(definition({ group: 'clinic.example.com', names: { plural: 'wards', kind: 'Ward' } }).customResources).toMatchObject([
      { namespaced: true, singular: 'ward', shortNames: [], subresources: [] },
    ]);
  });

  it('that cannot be read is no gap', () => {
    expect(definition({ group: 'clinic.example.com', names: 7 })).toMatchObject({ customResources: [], gaps: [] });
  });
});
