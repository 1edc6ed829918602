import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn, way } from '../../judge.ts';

const check = 'secrets-read';
const getSecrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };

describe('secrets-read', () => {
  it('finds who can get Secrets', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA shop/checkout can read every Secret whose name it knows in shop']);
  });

  it('passes over other groups, writing, subresources and roles that nobody holds', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is critical cluster-wide, high in a namespace, critical in a sensitive one', () => {
    const reader = clusterRole('reader', getSecrets);
    const severityIn = (namespace: string) =>
      findingOf(check, [reader, roleBinding(namespace, 'reader', 'ClusterRole/reader', 'user:ines')]).severity;
    expect(findingOf(check, [reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines')]).severity).toBe('critical');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['high', 'critical']);
  });

  it('is medium for named Secrets, unless the name is that of a token', () => {
    const named = (name: string) => [
      role('shop', 'reader', { ...getSecrets, resourceNames: [name] }),
      roleBinding('shop', 'reader', 'Role/reader', 'user:ines'),
    ];
    const database = findingOf(check, named('database'));
    expect(database.title).toBe('User ines can read Secret database in shop');
    expect(way(database)).toEqual(['namespace: critical -> high', 'resource-names: high -> medium']);
    expect(findingOf(check, named('default-token-x7k2p')).severity).toBe('high');
    expect(findingOf(check, named('bootstrap-token-07401b')).severity).toBe('high');
  });

  it.each([
    ['user:system:anonymous', 'critical'],
    ['group:system:unauthenticated', 'critical'],
    ['group:system:authenticated', 'high'],
    ['group:system:serviceaccounts', 'high'],
    ['group:system:serviceaccounts:shop', 'high'],
    ['sa:shop/default', 'high'],
    ['sa:shop/checkout', 'medium'],
  ])('by name for %s is %s', (subject, severity) => {
    const reader = role('shop', 'reader', { ...getSecrets, resourceNames: ['database'] });
    expect(findingOf(check, [reader, roleBinding('shop', 'reader', 'Role/reader', subject)]).severity).toBe(severity);
  });

  it('comes through wildcards and aggregated roles', () => {
    const wild = role('shop', 'wild', { apiGroups: ['*'], resources: ['*'], verbs: ['get'] });
    expect(findingsOf(check, [wild, roleBinding('shop', 'wild', 'Role/wild', 'user:ines')])).toHaveLength(1);
    expect(findingOf(check, [roleBinding('shop', 'edit', 'ClusterRole/edit', 'user:ines')]).evidence[0]).toMatchObject({
      role: { kind: 'ClusterRole', name: 'edit' },
      source: { kind: 'ClusterRole', name: 'system:aggregate-to-edit' },
    });
    expect(findingOf(check, [roleBinding('shop', 'admin', 'ClusterRole/admin', 'user:ines')]).evidence[0]).toMatchObject({
      role: { kind: 'ClusterRole', name: 'admin' },
      source: { kind: 'ClusterRole', name: 'system:aggregate-to-edit' },
    });
  });

  it('is one finding for a subject, role and scope, however many bindings there are', () => {
    const objects = [
      role('shop', 'reader', getSecrets),
      roleBinding('shop', 'first', 'Role/reader', 'sa:shop/checkout'),
      roleBinding('shop', 'second', 'Role/reader', 'user:system:serviceaccount:shop:checkout'),
    ];
    expect(findingOf(check, objects).evidence.map(({ binding }) => binding?.name)).toEqual(['first', 'second']);
  });

  it('does not take an empty name for every name: get is asked with one, list without', () => {
    const severitiesOf = (check: string, ...verbs: string[]) =>
      findingsOf(check, [
        clusterRole('reader', { apiGroups: [''], resources: ['secrets'], verbs, resourceNames: [''] }),
        clusterRoleBinding('reader', 'ClusterRole/reader', 'user:mara'),
      ]).map(({ severity }) => severity);
    expect(severitiesOf('secrets-read', 'get')).toEqual([]);
    expect(severitiesOf('secrets-read', 'get', 'list')).toEqual([]);
    expect(severitiesOf('secrets-write', '*')).toEqual([]);
    expect(severitiesOf('secrets-list-watch', 'get', 'list')).toEqual(['critical']);
  });
});
