import { describe, expect, it } from 'vitest';
import { nearestMisses } from '../../../src/analyzer/questions/nearest.ts';
import type { Request, ResourceRequest } from '../../../src/model/request.ts';
import { accessTo, clusterRole, clusterRoleBinding, type PolicyRule, roleBinding } from '../snapshot.ts';

const getDeployment: ResourceRequest = {
  verb: 'get',
  group: 'apps',
  resource: 'deployments',
  subresource: '',
  name: 'cart',
  namespace: 'shop',
};
const readDeployments: PolicyRule = { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] };

/** What keeps ines from a request, if all she holds is this rule in one namespace (or everywhere). */
function misses(rule: PolicyRule, request: Request = getDeployment, scope = 'shop') {
  const binding =
    scope === '*'
      ? clusterRoleBinding('team', 'ClusterRole/team', 'user:ines')
      : roleBinding(scope, 'team', 'ClusterRole/team', 'user:ines');
  const access = accessTo([clusterRole('team', rule), binding], { input: 'cluster' });
  return nearestMisses(access, { user: 'ines', groups: [] }, request).map(({ differs, detail }) => `${differs}: ${detail}`);
}

describe('a rule that misses a request by one thing', () => {
  it.each<[string, PolicyRule, Partial<ResourceRequest>, string]>([
    ['the verb', { ...readDeployments, verbs: ['list', 'watch'] }, {}, 'verb: has deployments, but only list, watch'],
    ['the verb, with none at all', { ...readDeployments, verbs: [] }, {}, 'verb: has deployments, but only nothing'],
    ['the group', { ...readDeployments, apiGroups: [''] }, {}, 'apiGroup: names deployments in API group ""; they are in apps'],
    [
      'the core group',
      { verbs: ['get'], apiGroups: ['core', 'v1'], resources: ['pods'] },
      { group: '', resource: 'pods' },
      'apiGroup: names pods in API group "core", "v1"; they are in the core group ""',
    ],
    [
      'the subresource',
      { ...readDeployments, resources: ['deployments/scale'] },
      {},
      'subresource: has deployments/scale, not deployments',
    ],
    ['a subresource', readDeployments, { subresource: 'scale' }, 'subresource: has deployments, not deployments/scale'],
    [
      'a subresource, by what looks like a wildcard',
      { ...readDeployments, resources: ['deployments/*'] },
      { subresource: 'scale' },
      'subresource: names deployments/*, which is no wildcard and never matches; deployments/scale has to be named',
    ],
    ['the case', { ...readDeployments, resources: ['Deployments'] }, {}, 'resource: names Deployments; resources are spelled deployments'],
    ['the name', { ...readDeployments, resourceNames: ['ward'] }, {}, 'resourceNames: allows it, but only for ward, not for cart'],
    [
      'the name, which is missing',
      { ...readDeployments, verbs: ['list'], resourceNames: ['ward'] },
      { verb: 'list', name: '' },
      'resourceNames: allows it, but only for ward, not for a list without a name',
    ],
  ])('says so: %s', (_what, rule, request, expected) => {
    expect(misses(rule, { ...getDeployment, ...request })).toEqual([expected]);
  });

  it('says so: the namespace', () => {
    expect(misses(readDeployments, getDeployment, 'clinic')).toEqual(['namespace: allows it, but only in namespace clinic']);
    expect(misses(readDeployments, { ...getDeployment, namespace: '' }, 'clinic')).toEqual([
      'namespace: allows it, but only in namespace clinic; the request lies outside namespaces or spans them all',
    ]);
  });

  it('says so: the namespace of a URL, which has none', () => {
    expect(misses({ verbs: ['get'], nonResourceURLs: ['/metrics'] }, { verb: 'get', path: '/metrics' }, 'shop')).toEqual([
      'namespace: allows it, but URLs lie outside namespaces: only a ClusterRoleBinding can grant them',
    ]);
  });

  it.each([
    ['the path', { verbs: ['get'], nonResourceURLs: ['/healthz'] }, 'path: has /healthz, which does not cover /healthz/etcd'],
    ['the verb', { verbs: ['post'], nonResourceURLs: ['/healthz/*'] }, 'verb: has /healthz/etcd, but only post'],
  ])('says so: %s of a URL', (_what, rule, expected) => {
    expect(misses(rule, { verb: 'get', path: '/healthz/etcd' }, '*')).toEqual([expected]);
  });

  it('names eight of a long list', () => {
    const verbs = Array.from({ length: 12 }, (_, i) => `verb-${i}`);
    expect(misses({ ...readDeployments, verbs })[0]).toMatch(/verb-7 and 4 more$/);
  });
});

describe('what is not near', () => {
  it.each<[string, PolicyRule]>([
    ['another resource', { ...readDeployments, resources: ['pods'] }],
    ['the resource with another verb and another group', { verbs: ['list'], apiGroups: [''], resources: ['deployments'] }],
    ['a URL', { verbs: ['get'], nonResourceURLs: ['*'] }],
    ['nothing', {}],
  ])('is left out: %s', (_what, rule) => {
    expect(misses(rule)).toEqual([]);
  });

  it('is left out: the right rule with another verb, in another namespace', () => {
    expect(misses({ ...readDeployments, verbs: ['list'] }, getDeployment, 'clinic')).toEqual([]);
  });

  it.each(['/', '/metrics', '/health'])('is left out: the URL %s', (url) => {
    const request = { verb: 'get', path: '/version' };
    expect(misses({ verbs: ['get'], nonResourceURLs: [url] }, request, '*')).toEqual([]);
  });
});

describe('the misses together', () => {
  it('are of the user and of the groups, the most telling first, each once', () => {
    const access = accessTo(
      [
        clusterRole('reader', readDeployments),
        clusterRole('lister', { ...readDeployments, verbs: ['list'] }),
        roleBinding('shop', 'listers', 'ClusterRole/lister', 'group:nurses'),
        roleBinding('shop', 'gone', 'Role/gone', 'user:ines', 'group:nurses'),
        roleBinding('clinic', 'readers', 'ClusterRole/reader', 'user:ines'),
        clusterRoleBinding('strangers', 'ClusterRole/lister', 'user:wen'),
      ],
      { input: 'cluster' },
    );
    const found = nearestMisses(access, { user: 'ines', groups: ['nurses'] }, getDeployment);
    expect(found.map(({ binding, role, rule, differs }) => ({ binding: binding.name, role: role.name, rule, differs }))).toEqual([
      { binding: 'readers', role: 'reader', rule: 0, differs: 'namespace' },
      { binding: 'gone', role: 'gone', rule: undefined, differs: 'role' },
      { binding: 'listers', role: 'lister', rule: 0, differs: 'verb' },
    ]);
    expect(found[1]).toMatchObject({ role: { kind: 'Role', namespace: 'shop', name: 'gone' }, detail: 'Role gone does not exist' });
  });

  it('stay possible where a role has more rules than a call takes arguments', () => {
    const rules = Array.from({ length: 200_000 }, () => ({ ...readDeployments, verbs: ['list'] }));
    const access = accessTo([{ ...clusterRole('team'), rules }, clusterRoleBinding('team', 'ClusterRole/team', 'user:ines')], {
      input: 'cluster',
    });
    expect(nearestMisses(access, { user: 'ines', groups: [] }, getDeployment)).toHaveLength(200_000);
  });
});
