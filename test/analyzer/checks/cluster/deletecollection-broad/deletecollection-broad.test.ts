import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('deletecollection-broad', () => {
  const rule = { apiGroups: [''], resources: ['secrets'], verbs: ['deletecollection'] };
  const severityIn = (namespace?: string, resourceNames: string[] = []) =>
    findingsOf('deletecollection-broad', [
      clusterRole('tool', { ...rule, resourceNames }),
      namespace === undefined
        ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
        : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
    ]).map(({ severity }) => severity);

  it('finds who can', () => {
    expect(titlesIn('deletecollection-broad', 'fires')).toEqual(['SA tools/controller can delete data in bulk in shop']);
  });

  it('passes over what looks like it', () => {
    expect(titlesIn('deletecollection-broad', 'quiet')).toEqual([]);
  });

  it('is judged by where it holds', () => {
    expect([severityIn(), severityIn('shop'), severityIn('kube-system')]).toEqual([['high'], ['medium'], ['high']]);
  });

  it('counts deleting one by one where it is everywhere, or everything', () => {
    const severity = (resource: string, namespace?: string) =>
      findingsOf('deletecollection-broad', [
        clusterRole('tool', { apiGroups: ['*'], resources: [resource], verbs: ['delete'] }),
        namespace === undefined
          ? clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller')
          : roleBinding(namespace, 'tool', 'ClusterRole/tool', 'sa:tools/controller'),
      ]).map((finding) => finding.severity);
    expect([severity('configmaps'), severity('configmaps', 'shop'), severity('*', 'shop'), severity('pods')]).toEqual([
      ['high'],
      [],
      ['medium'],
      [],
    ]);
  });

  it('says what is deleted one by one', () => {
    const statement = (resources: string[], ...verbs: string[]) =>
      findingOf('deletecollection-broad', [
        clusterRole('tool', { apiGroups: ['*'], resources, verbs }),
        clusterRoleBinding('tool', 'ClusterRole/tool', 'sa:tools/controller'),
      ]).statement;
    expect(statement(['pods', 'secrets', 'persistentvolumeclaims'], 'delete')).toBe('can delete Secrets and PersistentVolumeClaims');
    expect(statement(['*'], 'delete')).toBe('can delete objects of every kind');
    expect(statement(['secrets'], 'delete', 'deletecollection')).toBe('can delete data in bulk');
  });
});
