import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('crd-write', () => {
  const rule = { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['delete'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('crd-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('crd-write', 'fires')).toEqual(['SA tools/controller can change definitions of custom resources']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('crd-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], [], []]);
  });

  it('says what of creating, changing and deleting it is', () => {
    const statement = (...verbs: string[]) =>
      findingOf('crd-write', [clusterRole('tool', { ...rule, verbs }), clusterRoleBinding('tool', 'ClusterRole/tool', 'user:ines')])
        .statement;
    expect([statement('create'), statement('create', 'patch', 'delete')]).toEqual([
      'can create definitions of custom resources',
      'can create, change and delete definitions of custom resources',
    ]);
  });
});
