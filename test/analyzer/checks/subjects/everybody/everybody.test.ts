import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../src/analyzer/checks/index.ts';
import { accessTo, clusterRole, clusterRoleBinding, type PolicyRule, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

describe('everybody', () => {
  it.each([
    ['anonymous-binding', 'Group system:unauthenticated can, without logging in, use ClusterRole/pod-reader in all namespaces'],
    ['authenticated-binding', 'Group system:authenticated can use ClusterRole/pod-reader in all namespaces'],
    ['all-serviceaccounts-binding', 'Group system:serviceaccounts can use ClusterRole/pod-reader in all namespaces'],
  ])('%s finds the group', (id, title) => {
    expect(titlesIn(id, 'fires')).toEqual([title]);
  });

  const bound = (subject: string, ...rules: object[]) => [
    clusterRole('broad', ...rules),
    clusterRoleBinding('broad', 'ClusterRole/broad', subject),
  ];
  const reading = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
  const writing = { apiGroups: [''], resources: ['configmaps'], verbs: ['update'] };
  const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['list'] };
  const urls = { nonResourceURLs: ['/version'], verbs: ['get'] };

  it('is critical for anonymous users that change something or read Secrets, high for other objects, medium for URLs', () => {
    const severityOf = (rule: object) => findingOf('anonymous-binding', bound('user:system:anonymous', rule)).severity;
    expect([writing, secrets, reading, urls].map(severityOf)).toEqual(['critical', 'critical', 'high', 'medium']);
  });

  it.each([
    ['volumes, which lie outside namespaces', { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] }],
    ['pods/*, which is no resource', { apiGroups: [''], resources: ['pods/*'], verbs: ['*'] }],
    ['URLs, which lie outside namespaces', { nonResourceURLs: ['*'], verbs: ['*'] }],
    ['the Namespace of somebody else', { apiGroups: [''], resources: ['namespaces'], verbs: ['patch'], resourceNames: ['clinic'] }],
  ])('is info for anonymous users where a RoleBinding grants nothing: %s', (_what, rule) => {
    const local = (...rules: PolicyRule[]) => [
      clusterRole('broad', ...rules),
      roleBinding('shop', 'broad', 'ClusterRole/broad', 'group:system:unauthenticated'),
    ];
    expect(findingOf('anonymous-binding', local(rule)).severity).toBe('info');
    expect(findingOf('anonymous-binding', local(rule, reading)).severity).toBe('high');
    expect(findingOf('anonymous-binding', local(rule, writing)).severity).toBe('critical');
  });

  it('is at least medium for everybody who is logged in, and as bad as what the role grants', () => {
    const severityOf = (rule: object) => findingOf('authenticated-binding', bound('group:system:authenticated', rule)).severity;
    expect([urls, secrets].map(severityOf)).toEqual(['medium', 'critical']);
  });

  it('is at least high where anybody in the world can be logged in', () => {
    const finding = findingOf('authenticated-binding', bound('group:system:authenticated', urls), { anyoneCanLogIn: true });
    expect(way(finding)).toEqual(['platform: low -> medium', 'anonymous: medium -> high']);
  });

  it('tells the ServiceAccounts of one namespace from those of all', () => {
    const finding = findingOf('all-serviceaccounts-binding', bound('group:system:serviceaccounts:shop', urls));
    expect([finding.severity, finding.subject?.name]).toEqual(['medium', 'system:serviceaccounts:shop']);
    expect(finding.detail).toContain('Every pod of the namespace');
  });

  describe('anonymous-binding of what reads by its verb only', () => {
    const severityOf = (rule: PolicyRule) =>
      findingOf('anonymous-binding', [
        clusterRole('open', rule),
        clusterRoleBinding('open', 'ClusterRole/open', 'group:system:unauthenticated'),
      ]).severity;

    it.each(['pods/exec', 'pods/attach', 'nodes/proxy', 'services/proxy'])('is critical for get on %s', (resource) => {
      expect(severityOf({ apiGroups: [''], resources: [resource], verbs: ['get'] })).toBe('critical');
    });

    it('is critical for writing to a URL, and not for reading one', () => {
      expect(severityOf({ nonResourceURLs: ['/hooks'], verbs: ['post'] })).toBe('critical');
      expect(severityOf({ nonResourceURLs: ['/hooks'], verbs: ['get'] })).toBe('medium');
    });

    it('is high for reading what is no secret', () => {
      expect(severityOf({ apiGroups: [''], resources: ['pods'], verbs: ['get'] })).toBe('high');
    });
  });

  describe('the ConfigMap that a cluster shows to those who want to join it', () => {
    const name = 'kubeadm:bootstrap-signer-clusterinfo';
    const found = (...resourceNames: string[]) =>
      findingsOf('anonymous-binding', [
        role('kube-public', name, { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames }),
        roleBinding('kube-public', name, `Role/${name}`, 'user:system:anonymous'),
      ]);

    it('is as it should be', () => {
      expect(found('cluster-info')).toEqual([]);
    });

    it('is shown with what is expected', () => {
      const objects = [
        role('kube-public', name, { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['cluster-info'] }),
        roleBinding('kube-public', name, `Role/${name}`, 'user:system:anonymous'),
      ];
      const { expected } = runChecks(accessTo(objects), {});
      expect(expected.filter(({ subject }) => subject?.name === 'system:anonymous').map(({ check }) => check)).toContain(
        'anonymous-binding',
      );
    });

    it('is not by its name alone', () => {
      expect(found('cluster-info', 'passwords')).toHaveLength(1);
      expect(found()).toHaveLength(1);
    });
  });
});
