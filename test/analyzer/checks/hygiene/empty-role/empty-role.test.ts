import { describe, expect, it } from 'vitest';
import { titlesIn } from '../../judge.ts';

const check = 'empty-role';

describe('empty-role', () => {
  it('finds roles without rules', () => {
    expect(titlesIn(check, 'fires')).toEqual(['Role clinic/reception has no rules']);
  });

  it('passes over aggregated roles', () => {
    expect(titlesIn(check, 'quiet')).toEqual([]);
  });
});
