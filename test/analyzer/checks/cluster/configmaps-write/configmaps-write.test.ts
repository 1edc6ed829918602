import { describe, expect, it } from 'vitest';
import type { Platform } from '../../../../../src/facts/platform.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('configmaps-write', () => {
  const rule = { apiGroups: [''], resources: ['configmaps'], verbs: ['update'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('configmaps-kube-system-write', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('configmaps-kube-system-write', 'fires')).toEqual([
      'SA tools/controller can change how the cluster is run through its ConfigMaps in all namespaces',
    ]);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('configmaps-kube-system-write', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['critical'], [], ['critical']]);
  });

  it('is as bad as the ConfigMaps that are named', () => {
    const named = (name: string) => severityIn('kube-system', [name]);
    expect([named('aws-auth'), named('extension-apiserver-authentication'), named('coredns'), named('shop-settings')]).toEqual([
      ['critical'],
      ['critical'],
      ['high'],
      [],
    ]);
    expect(severityIn('shop', ['aws-auth'])).toEqual([]);
  });

  it('is high without names where the platform is known to have no aws-auth', () => {
    const objects = [clusterRole('tool', rule), roleBinding('kube-system', 'tool', 'ClusterRole/tool', 'sa:tools/controller')];
    const severityOn = (platform: Platform) => findingOf('configmaps-kube-system-write', objects, { platform }).severity;
    expect([severityOn('gke'), severityOn('eks')]).toEqual(['high', 'critical']);
  });

  it('is milder elsewhere', () => {
    const severity = (namespace: string) =>
      findingOf('configmaps-write', [clusterRole('tool', rule), roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller')])
        .severity;
    expect([severity('shop'), severity('openshift-config')]).toEqual(['low', 'high']);
  });

  it('is milder with create alone: what the cluster is run by is there already, aws-auth perhaps excepted', () => {
    const objects = [
      clusterRole('tool', { ...rule, verbs: ['create'] }),
      roleBinding('kube-system', 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ];
    const onPlatform = (platform?: Platform) => findingOf('configmaps-kube-system-write', objects, { platform });
    expect([onPlatform().severity, onPlatform('eks').severity, onPlatform('gke').severity]).toEqual(['high', 'high', 'medium']);
    expect(onPlatform().statement).toBe('can add ConfigMaps that the cluster is run by, where they are missing');
  });

  it('does not say of kube-system again what is said of its own ConfigMaps', () => {
    const bound = roleBinding('kube-system', 'tool', 'ClusterRole/tool', 'sa:tools/controller');
    expect(findingsOf('configmaps-write', [clusterRole('tool', rule), bound])).toEqual([]);
    const election = [
      { ...rule, verbs: ['create'] },
      { ...rule, resourceNames: ['tool-leader'] },
    ];
    const finding = findingOf('configmaps-write', [clusterRole('tool', ...election), bound]);
    expect(finding.statement).toBe('can change the configuration of applications (only tool-leader)');
    expect(finding.severity).toBe('medium');
  });

  it('adds to applications with create alone', () => {
    const objects = [
      clusterRole('tool', { ...rule, verbs: ['create'] }),
      roleBinding('openshift-config', 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ];
    const { severity, statement } = findingOf('configmaps-write', objects);
    expect([severity, statement]).toEqual(['medium', 'can add to the configuration of applications']);
  });

  it.each(['kubelet-config', 'kubelet-config-1.23'])('knows %s', (name) => {
    const objects = [
      role('kube-system', 'tool', { apiGroups: [''], resources: ['configmaps'], verbs: ['update'], resourceNames: [name] }),
      roleBinding('kube-system', 'tool', 'Role/tool', 'user:mara'),
    ];
    expect(findingOf('configmaps-kube-system-write', objects).severity).toBe('high');
  });
});
