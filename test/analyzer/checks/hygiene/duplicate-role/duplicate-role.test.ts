import { describe, expect, it } from 'vitest';
import { clusterRole } from '../../../snapshot.ts';
import { findingOf, titlesIn } from '../../judge.ts';

describe('duplicate-role', () => {
  it('finds the copy, however it is written', () => {
    expect(titlesIn('duplicate-role', 'fires')).toEqual(['Role shop/viewer grants exactly what Role shop/reader grants']);
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
