import { describe, expect, it } from 'vitest';
import { role } from '../../../snapshot.ts';
import { findingsOf, titlesIn } from '../../judge.ts';

const check = 'resourcenames-illusion';

describe('resourcenames-illusion', () => {
  it('finds verbs that names do not limit in the way that they look', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Role shop/flags limits list to names', 'Role shop/flags limits create to names']);
  });

  it('passes over verbs that name an object', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });

  it('leaves rules that grant nothing at all to dead-rule', () => {
    const rule = { apiGroups: [''], resources: ['configmaps'], verbs: ['create'], resourceNames: ['flags'] };
    expect(findingsOf(check, [role('shop', 'flags', rule)])).toEqual([]);
    expect(findingsOf('dead-rule', [role('shop', 'flags', rule)])).toHaveLength(1);
  });
});
