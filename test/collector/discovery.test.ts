import { describe, expect, it } from 'vitest';
import { parseDiscovery } from '../../src/collector/discovery.ts';

const pods = { name: 'pods', singularName: '', namespaced: true, kind: 'Pod', verbs: ['list', 'get', 'create'], shortNames: ['po'] };
const podLog = { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] };
const core = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [pods, podLog, { name: 'nodes', kind: 'Node', namespaced: false, verbs: ['get'] }],
};

const group = (name: string, ...versions: string[]) => ({
  name,
  versions: versions.map((version) => ({ groupVersion: `${name}/${version}`, version })),
  preferredVersion: { groupVersion: `${name}/${versions[0]}`, version: versions[0] },
});

const resourceList = (groupVersion: string, ...resources: object[]) => ({ kind: 'APIResourceList', groupVersion, resources });

const aggregatedCore = {
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  items: [
    {
      metadata: { creationTimestamp: null },
      versions: [
        {
          version: 'v1',
          freshness: 'Current',
          resources: [
            {
              resource: 'pods',
              responseKind: { group: '', version: 'v1', kind: 'Pod' },
              scope: 'Namespaced',
              singularResource: 'pod',
              verbs: ['list', 'get', 'create'],
              shortNames: ['po'],
              subresources: [{ subresource: 'log', responseKind: { group: '', version: 'v1', kind: 'Pod' }, verbs: ['get'] }],
            },
            { resource: 'nodes', responseKind: { kind: 'Node' }, scope: 'Cluster', singularResource: 'node', verbs: ['get'] },
          ],
        },
      ],
    },
  ],
};

const aggregatedGroup = (name: string, ...versions: object[]) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2beta1',
  items: [{ metadata: { name }, versions }],
});

const bothWays = [
  {
    group: '',
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    verbs: ['get'],
    singular: 'node',
    shortNames: [],
    subresources: [],
  },
  {
    group: '',
    resource: 'pods',
    kind: 'Pod',
    namespaced: true,
    verbs: ['create', 'get', 'list'],
    singular: 'pod',
    shortNames: ['po'],
    subresources: [{ name: 'log', verbs: ['get'] }],
  },
];

describe('parseDiscovery', () => {
  it('reads the same from lists by version and from aggregated documents', () => {
    expect(parseDiscovery([core], '1.20.2')?.resources).toEqual(bothWays);
    expect(parseDiscovery([aggregatedCore], '1.31.2')?.resources).toEqual(bothWays);
  });

  it('sorts by group and resource, in whatever order the documents come', () => {
    const apps = resourceList('apps/v1', { name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['get'] });
    const forward = parseDiscovery([core, apps], '1.20.2');
    expect(forward).toEqual(parseDiscovery([apps, core], '1.20.2'));
    expect(forward?.resources.map(({ group, resource }) => `${resource}.${group}`)).toEqual(['nodes.', 'pods.', 'deployments.apps']);
  });

  it('carries the version of the cluster', () => {
    expect(parseDiscovery([core], '1.20.2')?.version).toBe('1.20.2');
  });

  it('is undefined where nothing is served or known', () => {
    expect(parseDiscovery([], '1.20.2')).toBeUndefined();
    expect(parseDiscovery([null, 7, [], { kind: 'APIGroupList', groups: [] }, { kind: 'Role' }], '1.20.2')).toBeUndefined();
  });

  it('passes over what makes no sense', () => {
    const odd = {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      resources: [null, 'pods', { name: 7 }, { name: '/log' }, { ...pods, verbs: ['get', 7] }],
    };
    expect(parseDiscovery([odd], '1.20.2')?.resources).toMatchObject([{ resource: 'pods', verbs: ['get'] }]);
    expect(parseDiscovery([{ kind: 'APIResourceList', resources: {} }], '1.20.2')).toBeUndefined();
  });

  it('takes names from the API for names, whatever they are', () => {
    const resources = parseDiscovery(
      [resourceList('__proto__/v1', { name: '__proto__', kind: 'Constructor', namespaced: true, verbs: ['get'] })],
      '',
    )?.resources;
    expect(resources).toMatchObject([{ group: '__proto__', resource: '__proto__', kind: 'Constructor' }]);
  });
});

describe('the versions of a group', () => {
  const beta = resourceList(
    'batch/v1beta1',
    { name: 'cronjobs', kind: 'OldCronJob', namespaced: true, verbs: ['get', 'deletecollection'], shortNames: ['old'] },
    { name: 'cronjobs/status', kind: 'OldCronJob', namespaced: true, verbs: ['patch'] },
    { name: 'queues', kind: 'Queue', namespaced: false, verbs: ['list'] },
  );
  const stable = resourceList(
    'batch/v1',
    { name: 'cronjobs', kind: 'CronJob', namespaced: true, verbs: ['get', 'list'], shortNames: ['cj'] },
    { name: 'cronjobs/status', kind: 'CronJob', namespaced: true, verbs: ['get'] },
  );
  const merged = {
    resource: 'cronjobs',
    verbs: ['deletecollection', 'get', 'list'],
    subresources: [{ name: 'status', verbs: ['get', 'patch'] }],
  };

  it('merge: what any version serves counts, names are those of the preferred one', () => {
    const groups = { kind: 'APIGroupList', groups: [group('batch', 'v1', 'v1beta1')] };
    const resources = parseDiscovery([groups, beta, stable], '1.24.0')?.resources;
    expect(resources).toMatchObject([
      { ...merged, kind: 'CronJob', shortNames: ['cj'] },
      { resource: 'queues', kind: 'Queue', namespaced: false },
    ]);
  });

  it('follow the preference that the server announces, even for an older one', () => {
    const groups = { kind: 'APIGroupList', groups: [group('batch', 'v1beta1', 'v1')] };
    expect(parseDiscovery([stable, beta, groups], '1.24.0')?.resources).toMatchObject([
      { ...merged, kind: 'OldCronJob', shortNames: ['old'] },
      {},
    ]);
  });

  it('follow the order of an aggregated document', () => {
    const version = (name: string, kind: string) => ({
      version: name,
      resources: [{ resource: 'cronjobs', responseKind: { kind }, scope: 'Namespaced', verbs: ['get'] }],
    });
    const resources = (...versions: object[]) => parseDiscovery([aggregatedGroup('batch', ...versions)], '1.31.2')?.resources;
    expect(resources(version('v1beta1', 'OldCronJob'), version('v1', 'CronJob'))).toMatchObject([{ kind: 'OldCronJob' }]);
    expect(resources(version('v1', 'CronJob'), version('v1beta1', 'OldCronJob'))).toMatchObject([{ kind: 'CronJob' }]);
  });

  it("follow Kubernetes' own order where nobody says: GA, beta, alpha, the newer first", () => {
    const newestFirst = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'ward1'];
    for (const [index, best] of newestFirst.entries()) {
      const documents = newestFirst
        .slice(index)
        .map((version) => resourceList(`ward.test/${version}`, { name: 'beds', kind: version, namespaced: true, verbs: [] }));
      expect(parseDiscovery(documents.reverse(), '')?.resources[0]?.kind).toBe(best);
    }
  });
});

describe('a resource served by its subresources only', () => {
  it('is there, without kind and verbs of its own', () => {
    const metrics = resourceList('custom.metrics.k8s.io/v1beta2', {
      name: 'pods/http_requests',
      kind: 'MetricValueList',
      namespaced: true,
      verbs: ['get'],
    });
    expect(parseDiscovery([metrics], '')?.resources).toMatchObject([
      { resource: 'pods', kind: '', namespaced: true, verbs: [], subresources: [{ name: 'http_requests', verbs: ['get'] }] },
    ]);
  });
});

describe('complete', () => {
  const deployments = { name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['get'] };
  const apps = resourceList('apps/v1', deployments);
  const groups = { kind: 'APIGroupList', groups: [group('apps', 'v1')] };
  const aggregatedApps = (freshness: string) =>
    aggregatedGroup('apps', {
      version: 'v1',
      freshness,
      resources: [{ resource: 'deployments', responseKind: { kind: 'Deployment' }, scope: 'Namespaced', verbs: ['get'] }],
    });

  it.each([
    ['the core group, the list of groups and each of them', [core, groups, apps], true],
    ['two aggregated documents', [aggregatedCore, aggregatedApps('Current')], true],
    ['an aggregated document and the core group by itself', [core, aggregatedApps('Current')], true],
    ['a group that is announced and not there', [core, groups], false],
    ['a version that is announced and not there', [core, { kind: 'APIGroupList', groups: [group('apps', 'v1', 'v2')] }, apps], false],
    ['a core version that is announced and not there', [{ kind: 'APIVersions', versions: ['v1', 'v2'] }, core, groups, apps], false],
    ['no core group', [groups, apps], false],
    ['nobody to say which groups there are', [core, apps], false],
    ['only the aggregated core group', [aggregatedCore], false],
    ['an aggregated API that did not answer', [aggregatedCore, aggregatedApps('Stale')], false],
  ])('with %s', (_what, documents, complete) => {
    expect(parseDiscovery(documents, '')?.complete).toBe(complete);
  });

  it('keeps what an aggregated API that did not answer once served', () => {
    expect(parseDiscovery([aggregatedApps('Stale')], '')?.resources).toMatchObject([{ resource: 'deployments' }]);
  });
});
