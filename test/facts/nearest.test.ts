import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/facts/nearest.ts';

describe('the nearest name', () => {
  it('is the one with the fewest slips', () => {
    expect(nearest('rolse.yaml', ['rules.yaml', 'roles.yaml', 'readme.md'])).toBe('roles.yaml');
  });

  it('is the first of equals', () => {
    expect(nearest('shop-c', ['shop-a', 'shop-b'])).toBe('shop-a');
  });

  it('does not depend on case', () => {
    expect(nearest('CHECKOUT', ['checkout'])).toBe('checkout');
  });

  it('is nothing if a slip of the keys does not explain it', () => {
    expect(nearest('clinic', ['checkout', 'shop'])).toBeUndefined();
    expect(nearest('checkout', [])).toBeUndefined();
  });

  it('forgives two neighbours that changed places, in short names too', () => {
    expect(nearest('shpo', ['clinic', 'shop'])).toBe('shop');
    expect(nearest('exce', ['exec', 'attach'])).toBe('exec');
    expect(nearest('shoe', ['ship', 'shown'])).toBeUndefined();
  });

  it('is nothing among very short names', () => {
    expect(nearest('ns', ['no', 'rs', 'cs'])).toBeUndefined();
  });
});
