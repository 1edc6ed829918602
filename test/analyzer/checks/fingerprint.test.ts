import { describe, expect, it } from 'vitest';
import { fingerprint, fnv1a64 } from '../../../src/analyzer/checks/fingerprint.ts';

describe('a fingerprint', () => {
  // Test vectors that the authors of FNV publish.
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['b', 'af63df4c8601f1a5'],
    ['foobar', '85944171f73967e8'],
  ])('of %j is FNV-1a with 64 bits', (text, hash) => {
    expect(fnv1a64(text)).toBe(hash);
  });

  it('agrees with arithmetic on large integers, also beyond ASCII', () => {
    for (const text of ['ServiceAccount\u0000shop\u0000checkout', 'Bürgeramt', '診療所', '\uffff'.repeat(50)]) {
      let hash = 0xcbf29ce484222325n;
      for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
      expect(fnv1a64(text)).toBe(hash.toString(16).padStart(16, '0'));
    }
  });

  it('keeps the parts apart', () => {
    expect(fingerprint(['shop', 'checkout'])).not.toBe(fingerprint(['shopcheckout']));
    expect(fingerprint(['shop', 'checkout'])).not.toBe(fingerprint(['checkout', 'shop']));
  });
});
