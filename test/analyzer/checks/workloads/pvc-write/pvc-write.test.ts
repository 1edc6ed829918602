import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, inBothOrders, titlesIn } from '../../judge.ts';

const check = 'pvc-write';

describe('pvc-write', () => {
  it('finds who can make or delete claims', () => {
    expect(titlesIn(check, 'fires')).toEqual(['User ines can make or delete PersistentVolumeClaims in shop']);
  });

  it.each(['create', 'delete', 'deletecollection'])('%s is low in a namespace, medium in a sensitive one and cluster-wide', (verb) => {
    const storage = clusterRole('storage', { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: [verb] });
    const severityIn = (namespace: string) =>
      findingOf(check, [storage, roleBinding(namespace, 'storage', 'ClusterRole/storage', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['low', 'medium']);
    expect(findingOf(check, [storage, clusterRoleBinding('storage', 'ClusterRole/storage', 'user:ines')]).severity).toBe('medium');
  });

  it('counts what server-side apply makes, from whatever roles', () => {
    const rule = (verb: string) => ({ apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: [verb], resourceNames: ['till'] });
    const [ofGroup, own] = inBothOrders(check, [rule('create')], [rule('patch')]);
    expect([ofGroup, own]).toEqual([['low'], ['low']]);
  });
});
