import { describe, expect, it } from 'vitest';
import { type KubernetesObject, role, roleBinding, serviceAccount } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('sa-token-automount', () => {
  const check = 'sa-token-automount';
  const pod = (namespace: string, spec: object): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name: 'app-0' },
    spec,
  });
  const powerful = (account: string) => [
    role('shop', 'reader', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }),
    roleBinding('shop', 'reader', 'Role/reader', `sa:shop/${account}`),
  ];

  it('finds a powerful ServiceAccount whose pods mount the token unasked', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/release is mounted without being asked for, by Pod release-0']);
  });

  it('lets the pod’s word count before the ServiceAccount’s', () => {
    const found = (ofPod: boolean | undefined, ofAccount: boolean | undefined) =>
      findingsOf(check, [
        ...powerful('release'),
        { ...serviceAccount('shop', 'release'), ...(ofAccount === undefined ? {} : { automountServiceAccountToken: ofAccount }) },
        pod('shop', { serviceAccountName: 'release', ...(ofPod === undefined ? {} : { automountServiceAccountToken: ofPod }) }),
      ]).length;
    expect([found(undefined, undefined), found(undefined, true), found(undefined, false)]).toEqual([1, 1, 0]);
    expect([found(true, false), found(false, undefined), found(false, true)]).toEqual([0, 0, 0]);
  });

  it.each([
    ['system:serviceaccounts:shop', 'Pod shop/app-0'],
    ['system:serviceaccounts', 'Pod clinic/app-0 and Pod shop/app-0'],
  ])('finds the pods whose ServiceAccounts are powerful as members of %s', (group, pods) => {
    const objects = [
      role('shop', 'reader', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }),
      roleBinding('shop', 'reader', 'Role/reader', `group:${group}`),
      pod('shop', { serviceAccountName: 'release' }),
      pod('clinic', { serviceAccountName: 'records' }),
      pod('tools', { serviceAccountName: 'agent', automountServiceAccountToken: false }),
    ];
    expect(findingOf(check, objects).statement).toBe(`has members whose tokens are mounted without being asked for, by ${pods}`);
  });

  it('is medium for default, which pods get without naming it', () => {
    expect(findingOf(check, [...powerful('default'), pod('shop', { containers: [] })]).severity).toBe('medium');
    expect(findingOf(check, [...powerful('release'), pod('shop', { serviceAccountName: 'release' })]).severity).toBe('low');
  });
});
