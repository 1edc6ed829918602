import { describe, expect, it } from 'vitest';
import { inertRules } from '../../src/analyzer/checks/hygiene/inert.ts';
import { propose } from '../../src/generator/propose.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { ManifestRule, Proposal } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { accessTo, binding, role, rule, urlRule, whole } from './snapshot.ts';
import { titles } from './titles.ts';

interface Told {
  proposals: Proposal[];
  told: string[];
}

function expanded(roles: readonly Role[], bindings: readonly Binding[], discovery = whole.discovery): Told {
  const access = accessTo(roles, bindings, { ...whole, ...(discovery ? { discovery } : {}) });
  const whyInert = inertRules(access.snapshot.discovery);
  const told: string[] = [];
  const proposals = propose(
    access,
    {},
    {
      isExpected: () => false,
      isAdmin: ({ name }) => name === 'root',
      only: new Set(['expand']),
      whyInert,
      verify: verifierFor(access, whyInert),
      passedOver: (_, kind, reason) => told.push(`${kind}: ${reason}`),
    },
  );
  return { proposals, told };
}

/** A Role in namespace clinic, or a ClusterRole that is bound everywhere. */
function expandedRule(one: Rule, place: 'clinic' | 'everywhere' = 'clinic'): Proposal | undefined {
  const namespace = place === 'clinic' ? place : undefined;
  const to = namespace === undefined ? 'ClusterRole/nurse' : 'Role/nurse';
  return expanded([role(namespace, 'nurse', [one])], [binding(namespace, 'ward', to, 'user:kim')]).proposals[0];
}

const rulesOf = (proposal: Proposal | undefined, name: string): ManifestRule[] =>
  (proposal?.creates ?? []).flatMap((one) => ('rules' in one && one.metadata.name === name ? one.rules : []));

describe('a wildcard', () => {
  it('for verbs becomes those that the resource has, read and write apart', () => {
    const proposal = expandedRule(rule('*', 'pods/log configmaps'));
    expect(rulesOf(proposal, 'nurse-read')).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    ]);
    expect(rulesOf(proposal, 'nurse-write')).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'] },
    ]);
    expect(proposal).toMatchObject({ id: 'expand/Role/clinic/nurse', steps: ['expand'] });
  });

  it('for resources becomes those of the group that have the verb, what is sensitive apart', () => {
    const proposal = expandedRule(rule('list', '*'));
    const read = rulesOf(proposal, 'nurse-read').flatMap(({ resources }) => resources);
    expect(read).toEqual(expect.arrayContaining(['pods', 'configmaps', 'services']));
    expect(read).not.toContain('secrets');
    expect(read).not.toContain('pods/log');
    expect(read).not.toContain('nodes');
    expect(rulesOf(proposal, 'nurse-privileged')).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }]);
  });

  it('for resources covers, in the whole cluster, what lives outside namespaces', () => {
    expect(rulesOf(expandedRule(rule('list', '*'), 'everywhere'), 'nurse-read').flatMap(({ resources }) => resources)).toContain('nodes');
  });

  it('for subresources becomes those that there are', () => {
    const proposal = expandedRule(rule('get patch', '*/scale', { groups: '*' }));
    expect(rulesOf(proposal, 'nurse-read')).toEqual([
      { apiGroups: [''], resources: ['replicationcontrollers/scale'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'], verbs: ['get'] },
    ]);
  });

  it('for groups becomes those that have the resource', () => {
    const proposal = expandedRule(rule('get', 'events', { groups: '*' }));
    expect(rulesOf(proposal, 'nurse')).toEqual([{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['get'] }]);
  });

  it('for everything covers what RBAC is asked about besides: impersonating, binding, escalating, the kubelet', () => {
    const privileged = rulesOf(expandedRule(rule('*', '*', { groups: '*' }), 'everywhere'), 'nurse-privileged');
    const verbs = (resource: string) => privileged.filter(({ resources }) => resources?.includes(resource)).flatMap((one) => one.verbs);
    expect(verbs('users')).toContain('impersonate');
    expect(verbs('clusterroles')).toEqual(expect.arrayContaining(['bind', 'escalate']));
    expect(verbs('nodes/proxy')).toContain('get');
    expect(verbs('secrets')).toContain('list');
  });

  it('for verbs on URLs becomes the HTTP methods', () => {
    const proposal = expandedRule(urlRule('*', '/metrics/*'), 'everywhere');
    expect(rulesOf(proposal, 'nurse-read')).toEqual([{ nonResourceURLs: ['/metrics/*'], verbs: ['get', 'head', 'options'] }]);
  });

  it('keeps the names that a rule is limited to', () => {
    expect(rulesOf(expandedRule(rule('*', 'pods/log', { names: 'web' })), 'nurse')).toEqual([
      { apiGroups: [''], resourceNames: ['web'], resources: ['pods/log'], verbs: ['get'] },
    ]);
  });
});

describe('what is lost', () => {
  it('is what the wildcard stood for beyond what the API serves, and nothing of that', () => {
    expect(expandedRule(rule('*', '*', { groups: '*' }), 'everywhere')?.proof).toMatchObject({
      equivalent: false,
      lost: ['* *.* everywhere beyond what the API serves'],
      inert: [],
    });
    expect(expandedRule(rule('*', 'pods'))?.proof.lost).toEqual(['* pods in clinic beyond what the API serves']);
  });

  it('leaves as many rights as there were', () => {
    const proposal = expandedRule(rule('*', 'pods secrets'));
    expect(proposal?.rights.after).toEqual(proposal?.rights.before);
    expect(proposal?.rights.before).toEqual({ scopes: ['clinic'], read: 3, write: 5, privileged: 8 });
  });
});

describe('a role of one class', () => {
  it('is edited under its name', () => {
    const proposal = expandedRule(rule('get', '*', { groups: 'batch' }));
    expect(titles(proposal?.creates ?? [])).toEqual(['Role clinic/nurse']);
    expect(proposal?.removes).toEqual([{ kind: 'Role', namespace: 'clinic', name: 'nurse' }]);
  });

  it('is replaced where admins have it too, who keep the wildcards', () => {
    const wide = role(undefined, 'nurse', [rule('get', '*', { groups: 'batch' })]);
    const { proposals } = expanded(
      [wide],
      [binding(undefined, 'ops', 'ClusterRole/nurse', 'user:root'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim')],
    );
    expect(titles(proposals[0]?.creates ?? [])).toEqual(['ClusterRole nurse-read', 'RoleBinding clinic/ward-read']);
    expect(proposals[0]?.removes).toEqual([{ kind: 'RoleBinding', namespace: 'clinic', name: 'ward' }]);
  });
});

describe('what nobody knows', () => {
  const charts = rule('*', '*', { groups: 'charts.example.com' });

  it('keeps its wildcards, and that is said', () => {
    const { proposals, told } = expanded([role('clinic', 'nurse', [charts])], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]);
    expect(proposals).toEqual([]);
    expect(told).toEqual(['expand: the API serves nothing that its wildcards stand for']);
    const both = expanded([role('clinic', 'nurse', [charts, rule('*', 'pods')])], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')])
      .proposals[0];
    expect(both?.why).toContain('Role/nurse in clinic rules[0]: wildcards stay where it is not known what they stand for');
    expect(rulesOf(both, 'nurse-privileged')).toEqual([{ apiGroups: ['charts.example.com'], resources: ['*'], verbs: ['*'] }]);
  });

  it('is told of the table that stands in for what the API serves', () => {
    const table = { resources: [], version: '1.36', ...whole.discovery, complete: false };
    const { proposals } = expanded(
      [role('clinic', 'nurse', [rule('*', 'pods')])],
      [binding('clinic', 'ward', 'Role/nurse', 'user:kim')],
      table,
    );
    expect(proposals[0]?.why[0]).toContain('by the built-in table of Kubernetes 1.36 and the CRDs of the input');
  });
});

describe('what stays', () => {
  it('is what only admins hold, and what has no wildcards', () => {
    const all = role(undefined, 'ops', [rule('*', '*', { groups: '*' })]);
    expect(expanded([all], [binding(undefined, 'ops', 'ClusterRole/ops', 'user:root')]).proposals).toEqual([]);
    expect(expandedRule(rule('get', 'pods'))).toBeUndefined();
  });

  it('is all of it unless it is asked for', () => {
    const access = accessTo([role('clinic', 'nurse', [rule('*', 'pods')])], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')], whole);
    expect(propose(access, {}, { isExpected: () => false, verify: verifierFor(access) })).toEqual([]);
  });
});
