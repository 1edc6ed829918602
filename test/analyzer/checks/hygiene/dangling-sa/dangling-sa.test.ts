import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, namespace, roleBinding, serviceAccount } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'dangling-sa';
const wholeCluster = { input: 'cluster' } as const;
const clusterObjects = [namespace('shop'), serviceAccount('shop', 'default')];
const reader = (resource: string) => clusterRole('reader', { apiGroups: [''], resources: [resource], verbs: ['list'] });
const bound = clusterRoleBinding('reader', 'ClusterRole/reader', 'sa:shop/chekout');

describe('dangling-sa', () => {
  it('finds ServiceAccounts that are missing among their like', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/chekout would, if it existed, hold ClusterRole/view in shop']);
  });

  it('passes over those that are there or may be elsewhere', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is low in a whole cluster, and medium where the role holds something high', () => {
    expect(findingOf(check, [...clusterObjects, reader('configmaps'), bound], wholeCluster).severity).toBe('low');
    expect(findingOf(check, [...clusterObjects, reader('secrets'), bound], wholeCluster).severity).toBe('medium');
  });

  it('is a note for manifests, whatever the role holds', () => {
    expect(findingOf(check, [serviceAccount('shop', 'checkout'), reader('secrets'), bound]).severity).toBe('info');
  });

  it('counts default in a whole cluster, where it would be listed', () => {
    const roleBindings = [reader('configmaps'), roleBinding('clinic', 'reader', 'ClusterRole/reader', 'sa:clinic/default')];
    const finding = findingOf(check, [...clusterObjects, ...roleBindings], wholeCluster);
    expect(finding.detail).toContain('Its namespace clinic does not exist either.');
  });

  it('says nothing where ServiceAccounts were not read', () => {
    expect(findingsOf(check, [reader('secrets'), bound], wholeCluster)).toEqual([]);
  });
});
