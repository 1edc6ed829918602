import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/analyzer/checks/check.ts';
import { findings } from '../../../src/analyzer/checks/findings.ts';
import { isAskedInNamespaces } from '../../../src/analyzer/checks/reach.ts';
import { registry } from '../../../src/analyzer/checks/registry.ts';
import { builtinDiscovery } from '../../../src/facts/kubernetes.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { severities } from '../../../src/model/finding.ts';
import { accessTo, clusterRole, clusterRoleBinding, type KubernetesObject, type PolicyRule, roleBinding } from '../snapshot.ts';

/** Every request that some check asks about: what a role with just that right amounts to follows from the semantics alone. */
const asked = registry.flatMap((check) =>
  (check.requests ?? []).map((request) => {
    const resource = request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
    return {
      check,
      id: check.id,
      ...request,
      combined: resource,
      rule: { apiGroups: [request.group], resources: [resource], verbs: [request.verb] },
    };
  }),
);

const everywhere = clusterRoleBinding('right', 'ClusterRole/right', 'sa:clinic/records');

function found(check: Check, rule: PolicyRule, binding: KubernetesObject = everywhere): Finding | undefined {
  const judgement = findings(accessTo([clusterRole('right', rule), binding]), [check]);
  return judgement.findings.find((finding) => finding.subject?.kind === 'ServiceAccount');
}

const rankOf = (finding: Finding | undefined) => (finding ? severities.indexOf(finding.severity) : severities.length);

describe.each(asked)('$id asks for $verb $combined in $group', ({ check, verb, group, resource, subresource, combined, rule }) => {
  const namesNothing = subresource === '' && ['create', 'deletecollection'].includes(verb);
  const inNamespaces = isAskedInNamespaces(builtinDiscovery(undefined), group, combined, [verb]);

  it('and fires on it cluster-wide, as bad as it gets for somebody who is nothing special', () => {
    expect(rankOf(found(check, rule))).toBeLessThan(severities.length);
  });

  it('and on wildcards that cover it', () => {
    expect(found(check, { ...rule, verbs: ['*'] })).toBeDefined();
    expect(found(check, { ...rule, apiGroups: ['*'] })).toBeDefined();
    expect(found(check, { ...rule, resources: ['*'] })).toBeDefined();
    if (subresource !== '') expect(found(check, { ...rule, resources: [`*/${subresource}`] })).toBeDefined();
  });

  it('not on another verb, group, resource or subresource, nor on what only looks like a wildcard', () => {
    expect(found(check, { ...rule, verbs: ['ogle', verb.toUpperCase()] })).toBeUndefined();
    expect(found(check, { ...rule, apiGroups: ['elsewhere.k8s.io'] })).toBeUndefined();
    expect(found(check, { ...rule, resources: ['elsewhere', `${resource}/*`, `${combined}/elsewhere`] })).toBeUndefined();
  });

  it('in a namespace where such requests have one, and no worse there', () => {
    const inShop = found(check, rule, roleBinding('shop', 'right', 'ClusterRole/right', 'sa:clinic/records'));
    expect(inShop !== undefined).toBe(inNamespaces);
    expect(rankOf(inShop)).toBeGreaterThanOrEqual(rankOf(found(check, rule)));
  });

  it('no milder in a sensitive namespace than in another', () => {
    const [shop, system] = ['shop', 'kube-system'].map((namespace) =>
      found(check, rule, roleBinding(namespace, 'right', 'ClusterRole/right', 'sa:clinic/records')),
    );
    expect(rankOf(system)).toBeLessThanOrEqual(rankOf(shop));
  });

  it('with names only where such requests have one, and no worse for it', () => {
    const named = found(check, { ...rule, resourceNames: ['records'] });
    expect(named !== undefined).toBe(!namesNothing);
    expect(rankOf(named)).toBeGreaterThanOrEqual(rankOf(found(check, rule)));
  });

  it('not where nobody holds it', () => {
    expect(findings(accessTo([clusterRole('right', rule)]), [check]).findings).toEqual([]);
  });
});
