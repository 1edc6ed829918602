import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/collector/cluster/api-error.ts';
import { discover } from '../../../src/collector/cluster/discover.ts';
import type { Get } from '../../../src/collector/cluster/get.ts';

const outage = new ApiError('503 Service Unavailable', { status: 503 });

function serving(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const accepts = new Set<string | undefined>();
  const get: Get = async (path, options) => {
    asked.push(path);
    accepts.add(options?.accept);
    const answer = answers[path] ?? new ApiError('404 Not Found', { status: 404 });
    if (answer instanceof ApiError) throw answer;
    return answer;
  };
  return { get, asked, accepts };
}

const resources = (groupVersion: string, name: string) => ({
  kind: 'APIResourceList',
  groupVersion,
  resources: [{ name, kind: name, namespaced: true, verbs: ['get'] }],
});

const byGroup = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': resources('v1', 'pods'),
  '/apis': {
    kind: 'APIGroupList',
    groups: [
      { name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }] },
      { name: 'metrics.k8s.io', versions: [{ groupVersion: 'metrics.k8s.io/v1beta1', version: 'v1beta1' }] },
    ],
  },
  '/apis/apps/v1': resources('apps/v1', 'deployments'),
  '/apis/metrics.k8s.io/v1beta1': resources('metrics.k8s.io/v1beta1', 'nodes'),
};

const aggregated = (name: string, resource: string, freshness = 'Current') => ({
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: { name },
      versions: [
        { version: 'v1', freshness, resources: [{ resource, responseKind: { kind: resource }, scope: 'Namespaced', verbs: ['get'] }] },
      ],
    },
  ],
});

describe('discovery of a live cluster', () => {
  it('is two requests where the server aggregates it', async () => {
    const { get, asked, accepts } = serving({ '/api': aggregated('', 'pods'), '/apis': aggregated('apps', 'deployments') });
    const { discovery, limitations } = await discover(get, '1.31.2');
    expect(discovery).toMatchObject({ complete: true, version: '1.31.2', resources: [{ resource: 'pods' }, { resource: 'deployments' }] });
    expect(limitations).toEqual([]);
    expect(asked).toEqual(['/api', '/apis']);
    expect([...accepts]).toEqual([
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json',
    ]);
  });

  it('goes group by group where it does not', async () => {
    const { get } = serving(byGroup);
    const { discovery, limitations } = await discover(get, '1.20.2');
    expect(discovery?.complete).toBe(true);
    expect(discovery?.resources.map(({ resource }) => resource)).toEqual(['pods', 'deployments', 'nodes']);
    expect(limitations).toEqual([]);
  });

  it('goes on without an aggregated API that does not answer, and is not complete then', async () => {
    const { get } = serving({ ...byGroup, '/apis/metrics.k8s.io/v1beta1': outage });
    const { discovery, limitations } = await discover(get, '1.20.2');
    expect(discovery).toMatchObject({ complete: false, resources: [{ resource: 'pods' }, { resource: 'deployments' }] });
    expect(limitations).toEqual([
      {
        code: 'discovery-failed',
        source: '/apis/metrics.k8s.io/v1beta1',
        message: 'what /apis/metrics.k8s.io/v1beta1 serves is not known: 503 Service Unavailable',
      },
    ]);
  });

  it('says which aggregated API did not answer the server', async () => {
    const { get } = serving({ '/api': aggregated('', 'pods'), '/apis': aggregated('metrics.k8s.io', 'nodes', 'Stale') });
    const { discovery, limitations } = await discover(get, '1.31.2');
    expect(discovery?.complete).toBe(false);
    expect(limitations).toMatchObject([{ code: 'discovery-failed', source: '/apis/metrics.k8s.io/v1' }]);
  });

  it('is undefined where all of it is refused', async () => {
    const { discovery, limitations } = await discover(serving({}).get, '1.31.2');
    expect(discovery).toBeUndefined();
    expect(limitations.map(({ source }) => source)).toEqual(['/api', '/apis']);
  });

  it('asks for no path that a group name makes up', async () => {
    const groups = ['../api/v1', 'a/../../api', '..', 'apps/v1?x', '/v1', ''].map((groupVersion) => ({
      name: 'x',
      versions: [{ groupVersion, version: 'v1' }],
    }));
    const { get, asked } = serving({
      '/api': { kind: 'APIVersions', versions: ['../v1', 'v1/secrets'] },
      '/apis': { kind: 'APIGroupList', groups },
    });
    await discover(get, '1.31.2');
    expect(asked).toEqual(['/api', '/apis']);
  });
});
