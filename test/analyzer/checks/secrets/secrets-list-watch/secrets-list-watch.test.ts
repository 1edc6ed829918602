import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'secrets-list-watch';
const secrets = { apiGroups: [''], resources: ['secrets'] };

describe('secrets-list-watch', () => {
  it.each(['list', 'watch'])('finds %s alone', (verb) => {
    const reader = clusterRole('reader', { ...secrets, verbs: [verb] });
    expect(findingsOf(check, [reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines')])).toHaveLength(1);
  });

  it('finds who can read Secrets in bulk', () => {
    expect(titlesIn(check, 'fires')).toEqual(['SA certificates/controller can read every Secret in all namespaces']);
  });

  it('passes over get and over the ClusterRole view', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('is critical cluster-wide, high in a namespace, critical in a sensitive one', () => {
    const reader = clusterRole('reader', { ...secrets, verbs: ['list'] });
    const severityIn = (namespace: string) =>
      findingOf(check, [reader, roleBinding(namespace, 'reader', 'ClusterRole/reader', 'user:ines')]).severity;
    expect(findingOf(check, [reader, clusterRoleBinding('reader', 'ClusterRole/reader', 'user:ines')]).severity).toBe('critical');
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['high', 'critical']);
  });

  it('takes an empty name for all Secrets, since a list has no name', () => {
    const named = (resourceNames: string[]) =>
      findingOf(check, [
        role('shop', 'reader', { ...secrets, verbs: ['list'], resourceNames }),
        roleBinding('shop', 'reader', 'Role/reader', 'user:ines'),
      ]);
    expect([named(['database']).severity, named(['', 'database']).severity]).toEqual(['medium', 'high']);
    expect(named(['', 'database']).statement).toBe('can read every Secret');
  });

  it('names a rule once that allows both', () => {
    const reader = role('shop', 'reader', { ...secrets, verbs: ['list', 'watch'] });
    expect(findingOf(check, [reader, roleBinding('shop', 'reader', 'Role/reader', 'user:ines')]).evidence).toHaveLength(1);
  });

  it('cluster-wide implies the same in a namespace', () => {
    const reader = clusterRole('reader', { ...secrets, verbs: ['list'] });
    const bindings = [
      clusterRoleBinding('everywhere', 'ClusterRole/reader', 'user:ines'),
      roleBinding('shop', 'local', 'ClusterRole/reader', 'user:ines'),
    ];
    const [everywhere, local] = findingsOf(check, [reader, ...bindings]);
    expect([everywhere?.scope, local?.scope]).toEqual(['*', 'shop']);
    expect(everywhere?.implied).toContain(local?.id);
  });

  it('implies get by the same rule', () => {
    const reader = role('shop', 'reader', { ...secrets, verbs: ['get', 'list'] });
    const bound = roleBinding('shop', 'reader', 'Role/reader', 'user:ines');
    const [get] = findingsOf('secrets-read', [reader, bound]);
    expect(findingOf(check, [reader, bound]).implied).toEqual([get?.id]);
  });

  it('does not imply get of other Secrets', () => {
    const reader = role('shop', 'reader', { ...secrets, verbs: ['list'], resourceNames: ['database'] }, { ...secrets, verbs: ['get'] });
    expect(findingOf(check, [reader, roleBinding('shop', 'reader', 'Role/reader', 'user:ines')]).implied).toEqual([]);
  });
});
