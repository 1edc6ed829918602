import { describe, expect, it } from 'vitest';
import { clusterRole } from '../../../snapshot.ts';
import { findingOf, findingsOf, titlesIn } from '../../judge.ts';

describe('duplicate-role', () => {
  it('finds the copy, however it is written', () => {
    expect(titlesIn('duplicate-role', 'fires')).toEqual(['Role shop/viewer grants exactly what Role shop/reader grants']);
  });

  const pods = { apiGroups: [''], resources: ['pods'] };

  it.each([
    ['a verb beside "*"', { ...pods, verbs: ['*'] }, { ...pods, verbs: ['get'] }],
    ['a resource beside "*"', { apiGroups: [''], resources: ['*'], verbs: ['get'] }, { ...pods, verbs: ['get'] }],
    ['names beside all', { ...pods, verbs: ['get'] }, { ...pods, verbs: ['get'], resourceNames: ['till-0'] }],
    ['a path beside its tree', { nonResourceURLs: ['/api*'], verbs: ['get'] }, { nonResourceURLs: ['/api/v1'], verbs: ['get'] }],
  ])('does not count what is superfluous: %s', (_what, wide, superfluous) => {
    const objects = [clusterRole('till', wide), clusterRole('till-copy', wide, superfluous)];
    expect(findingOf('duplicate-role', objects).object?.name).toBe('till-copy');
    expect(findingsOf('duplicate-role', [clusterRole('till', wide), clusterRole('till-copy', superfluous)])).toEqual([]);
  });

  it('takes the default role for the original', () => {
    const objects = [
      clusterRole('discovery', { nonResourceURLs: ['/api'], verbs: ['get'] }),
      clusterRole('other', { nonResourceURLs: ['/api'], verbs: ['get'] }),
    ];
    expect(findingOf('duplicate-role', objects).object?.name).toBe('other');
  });

  it('passes over equal roles of different namespaces and aggregated ones', () => {
    expect(titlesIn('duplicate-role', 'quiet')).toEqual([]);
  });
});
