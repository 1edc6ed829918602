import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

const check = 'aggregation-broad-selector';
const aggregating = (...clusterRoleSelectors: object[]) => ({ ...clusterRole('monitoring'), aggregationRule: { clusterRoleSelectors } });
const bound = clusterRoleBinding('monitoring', 'ClusterRole/monitoring', 'sa:monitoring/prometheus');
const key = 'shop.example.com/tier';

describe(check, () => {
  it('finds a role that takes in all others', () => {
    expect(titlesIn(check, 'fires')).toEqual(['ClusterRole monitoring aggregates every ClusterRole']);
  });

  it.each([
    [{}, 1],
    [{ matchExpressions: [{ key, operator: 'Exists' }] }, 1],
    [{ matchExpressions: [{ key, operator: 'NotIn', values: ['cluster'] }] }, 1],
    [
      {
        matchExpressions: [
          { key, operator: 'Exists' },
          { key, operator: 'In', values: ['metrics'] },
        ],
      },
      0,
    ],
    [{ matchLabels: { [key]: 'metrics' }, matchExpressions: [{ key: 'other', operator: 'Exists' }] }, 0],
  ])('%j: %i', (selector, count) => {
    expect(findingsOf(check, [aggregating(selector), bound])).toHaveLength(count);
  });

  it('is high, low while nobody holds the role', () => {
    expect(findingOf(check, [aggregating({}), bound]).severity).toBe('high');
    expect(findingOf(check, [aggregating({})]).severity).toBe('low');
  });

  it('finds one broad selector among others', () => {
    expect(findingsOf(check, [aggregating({ matchLabels: { [key]: 'metrics' } }, {}), bound])).toHaveLength(1);
  });
});
