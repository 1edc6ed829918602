import { describe, expect, it } from 'vitest';
import { titlesIn } from '../../judge.ts';

describe('stale-user', () => {
  const isKnownIdentity = ({ name }: { name: string }) => name === 'ines';

  it('finds who is in no inventory', () => {
    expect(titlesIn('stale-user', 'fires', { isKnownIdentity })).toEqual(['User jonas holds Role/reader and is in no inventory in shop']);
  });

  it('says nothing without an inventory', () => {
    expect(titlesIn('stale-user', 'fires')).toEqual([]);
  });

  it('passes over ServiceAccounts and Kubernetes’ own names', () => {
    expect(titlesIn('stale-user', 'quiet', { isKnownIdentity })).toEqual([]);
  });
});
