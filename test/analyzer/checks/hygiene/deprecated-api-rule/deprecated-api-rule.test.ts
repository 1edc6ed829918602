import { describe, expect, it } from 'vitest';
import { role, roleBinding } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

describe('deprecated-api-rule', () => {
  const check = 'deprecated-api-rule';
  const release = [
    role('shop', 'release', { apiGroups: ['extensions', 'policy'], resources: ['deployments', 'podsecuritypolicies'], verbs: ['get'] }),
    roleBinding('shop', 'release', 'Role/release', 'user:ines'),
  ];

  it('finds the group that is gone', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Role shop/release names API group extensions, which Kubernetes no longer serves']);
  });

  it('goes by the version of the cluster', () => {
    const statementIn = (kubernetesVersion: string) => findingsOf(check, release, { kubernetesVersion }).map(({ statement }) => statement);
    expect(statementIn('1.20')).toEqual([]);
    expect(statementIn('1.24')).toEqual(['names API group extensions, which Kubernetes no longer serves']);
    expect(statementIn('1.25')).toEqual(['names API group extensions and podsecuritypolicies.policy, which Kubernetes no longer serves']);
  });
});
