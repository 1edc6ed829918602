import { describe, expect, it } from 'vitest';
import { accessTo, clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'dead-rule';

/** What is said about a rule of a ClusterRole, or of a Role where a namespace is given. */
function said(rule: PolicyRule, namespace?: string): string[] {
  const written = namespace === undefined ? clusterRole('written', rule) : role(namespace, 'written', rule);
  return findingsOf(check, [written]).map(({ statement, detail }) => `${statement} (${detail})`);
}

describe('dead-rule', () => {
  it('finds parts of rules that match nothing', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'Role clinic/restarter names resource deployments, which matches nothing',
      'Role clinic/restarter names resource pods/*, which matches nothing',
    ]);
  });

  it('passes over what only looks odd', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  it.each<[string, PolicyRule, string]>([
    ['no verbs', { ...pods, verbs: [] }, 'without verbs'],
    ['no API groups', { ...pods, apiGroups: [] }, 'the core group is ""'],
    ['no resources', { ...pods, resources: [] }, 'without resources'],
    ['a verb in upper case', { ...pods, verbs: ['GET'] }, 'write get'],
    ['a HTTP method', { ...pods, verbs: ['post'] }, 'HTTP methods count for URLs only'],
    ['a slip in a verb', { ...pods, verbs: ['crate'] }, 'perhaps create is meant'],
    ['a group with version', { ...pods, apiGroups: ['apps/v1'], resources: ['deployments'] }, 'write apps'],
    ['the core group by version', { ...pods, apiGroups: ['v1'] }, 'write ""'],
    ['the core group by name', { ...pods, apiGroups: ['core'] }, 'the core group is written ""'],
    ['a pattern of groups', { ...pods, apiGroups: ['*.k8s.io'] }, 'groups are no patterns'],
    ['a pattern of subresources', { ...pods, resources: ['pods/*'] }, '"/*" is no pattern'],
    ['a pattern of resources', { ...pods, resources: ['pod*'] }, 'resources are no patterns'],
    ['a kind', { ...pods, resources: ['Pod'] }, 'perhaps pods is meant'],
    ['a short name', { ...pods, apiGroups: ['apps'], resources: ['deploy'] }, 'perhaps deployments.apps is meant'],
    ['a resource of another group', { ...pods, resources: ['ingresses'] }, 'perhaps ingresses.networking.k8s.io is meant'],
    ['a subresource that is not there', { ...pods, resources: ['configmaps/status'] }, 'configmaps has no subresource status'],
    ['verbs that are not served', { ...pods, resources: ['pods/log'], verbs: ['delete'] }, 'pods/log can be asked for with get only'],
    ['create limited to names', { ...pods, verbs: ['create'], resourceNames: ['web'] }, 'carry no name'],
    ['a pattern of names', { ...pods, resourceNames: ['web-*'] }, 'resourceNames are no patterns'],
    ['an asterisk within a URL', { nonResourceURLs: ['/api/*/pods'], verbs: ['get'] }, 'only asterisks at the end'],
    ['a URL without slash', { nonResourceURLs: ['metrics'], verbs: ['get'] }, 'paths begin with /'],
    ['list on a URL', { nonResourceURLs: ['/metrics'], verbs: ['list'] }, 'HTTP methods in lower case'],
  ])('finds %s', (_, rule, words) => {
    expect(said(rule)).toEqual([expect.stringContaining(words)]);
  });

  it.each<[string, PolicyRule]>([
    ['URLs', { nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    ['cluster-scoped resources', { ...pods, resources: ['nodes'] }],
    ['lists of namespaces', { ...pods, resources: ['namespaces'], verbs: ['list'] }],
  ])('finds %s in a Role, and in a ClusterRole that only RoleBindings use', (_, rule) => {
    expect(said(rule)).toEqual([]);
    expect(said(rule, 'shop')).toHaveLength(1);
    const written = clusterRole('written', rule);
    const local = roleBinding('shop', 'local', 'ClusterRole/written', 'user:ines');
    expect(findingsOf(check, [written, local])).toHaveLength(1);
    expect(findingsOf(check, [written, local, clusterRoleBinding('everywhere', 'ClusterRole/written', 'user:ines')])).toEqual([]);
  });

  it('judges the rules of an aggregated role where they are written', () => {
    const labelled = (rule: PolicyRule) => ({
      ...clusterRole('reports', rule),
      metadata: { name: 'reports', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    });
    expect(findingOf(check, [labelled({ ...pods, resources: ['pods/*'] })]).object?.name).toBe('reports');
    const clusterScoped = [labelled({ ...pods, resources: ['nodes'] }), roleBinding('shop', 'reports', 'ClusterRole/reports', 'user:ines')];
    expect(findingsOf(check, clusterScoped)).toEqual([]);
    const own = {
      ...clusterRole('collected'),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }] },
    };
    expect(findingsOf(check, [labelled({ ...pods, resources: ['pods/*'] }), own])).toHaveLength(1);
  });

  it('judges unknown groups and resources only where the API told all that it serves', () => {
    const rules = [
      { apiGroups: ['shop.example.org'], resources: ['orders'], verbs: ['get'] },
      { apiGroups: [''], resources: ['podz'], verbs: ['get'] },
    ];
    const discovery = { ...accessTo([]).snapshot.discovery, complete: true };
    const titles = (options: object) => findingsOf(check, [clusterRole('written', ...rules)], options).map(({ statement }) => statement);
    expect(titles({})).toEqual(['names resource podz, which matches nothing']);
    expect(titles({ discovery })).toEqual([
      'names API group shop.example.org, which matches nothing',
      'names resource podz, which matches nothing',
    ]);
  });

  it('is medium where a name with an asterisk stands beside a rule for all names', () => {
    const named = { ...pods, resourceNames: ['web-*'] };
    expect(findingOf(check, [clusterRole('written', named)]).severity).toBe('info');
    expect(findingOf(check, [clusterRole('written', named, { ...pods, verbs: ['get', 'list'] })]).severity).toBe('medium');
    expect(findingOf(check, [clusterRole('written', named, { ...pods, verbs: ['list'] })]).severity).toBe('info');
  });

  it('keeps its id when rules move', () => {
    const dead = { ...pods, resources: ['pods/*'] };
    const [first, moved] = [[dead], [pods, dead]].map((rules) => findingOf(check, [clusterRole('written', ...rules)]));
    expect(moved?.evidence[0]?.rule).toBe(1);
    expect(moved?.id).toBe(first?.id);
  });
});
