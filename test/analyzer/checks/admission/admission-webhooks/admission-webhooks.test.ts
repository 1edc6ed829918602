import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('admission-webhooks', () => {
  const rule = { apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingwebhookconfigurations'], verbs: ['patch'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('mutatingwebhook-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('mutatingwebhook-write', 'fires')).toEqual([
      'SA tools/controller can read and rewrite everything that is written to the API server',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('mutatingwebhook-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['critical'], [], []]);
  });

  it('is a step milder for a webhook of a certain name', () => {
    expect(severityIn(undefined, ['shop-injector'])).toEqual(['high']);
  });

  it('counts deleting either kind as switching off', () => {
    const found = (resource: string) =>
      findingsOf('validatingwebhook-write', [
        clusterRole('tool', { apiGroups: ['admissionregistration.k8s.io'], resources: [resource], verbs: ['delete'] }),
        clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller'),
      ]).map(({ severity }) => severity);
    expect([found('validatingwebhookconfigurations'), found('mutatingwebhookconfigurations')]).toEqual([['high'], ['high']]);
  });

  it('says of validating webhooks what the verbs lead to', () => {
    const statement = (...verbs: string[]) =>
      findingOf('validatingwebhook-write', [
        clusterRole('tool', { ...rule, resources: ['validatingwebhookconfigurations'], verbs }),
        clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller'),
      ]).statement;
    expect([statement('create'), statement('patch'), statement('delete')]).toEqual([
      'can read what is written to the API server',
      'can read what is written to the API server and switch policy engines off',
      'can switch policy engines off',
    ]);
  });
});
