import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, roleBinding } from '../../../snapshot.ts';
import { findingOf, inBothOrders, titlesIn } from '../../judge.ts';

const check = 'hpa-pdb-write';

describe('hpa-pdb-write', () => {
  it('finds who can write autoscalers or budgets', () => {
    expect(titlesIn(check, 'fires')).toEqual([
      'SA shop/tuner can decide how many pods run, and which may not be evicted in shop',
      'User ines can decide how many pods run, and which may not be evicted in shop',
    ]);
  });

  it('is low in a namespace, medium in a sensitive one and cluster-wide', () => {
    const budgets = clusterRole('budgets', { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['delete'] });
    const severityIn = (namespace: string) =>
      findingOf(check, [budgets, roleBinding(namespace, 'budgets', 'ClusterRole/budgets', 'user:ines')]).severity;
    expect([severityIn('shop'), severityIn('kube-system')]).toEqual(['low', 'medium']);
    expect(findingOf(check, [budgets, clusterRoleBinding('budgets', 'ClusterRole/budgets', 'user:ines')]).severity).toBe('medium');
  });

  it('counts what server-side apply makes, from whatever roles', () => {
    const rule = (verb: string) => ({ apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: [verb], resourceNames: ['till'] });
    const [ofGroup, own] = inBothOrders(check, [rule('create')], [rule('patch')]);
    expect([ofGroup, own]).toEqual([['low', 'low'], ['low']]);
  });
});
