import { describe, expect, it } from 'vitest';
import { selects } from '../../src/analyzer/access/selector.ts';
import { parseLabelSelector } from '../../src/cli/label-selector.ts';
import { UserError } from '../../src/model/error.ts';

const shop = new Map([
  ['app.kubernetes.io/name', 'shop'],
  ['tier', 'front'],
]);

describe('a label selector', () => {
  it.each([
    ['app.kubernetes.io/name=shop', true],
    ['app.kubernetes.io/name==shop', true],
    ['app.kubernetes.io/name = clinic', false],
    ['tier!=back', true],
    ['tier!=front', false],
    ['team!=desk', true],
    ['tier in (front,back)', true],
    ['tier in (back)', false],
    ['tier notin (back, middle)', true],
    ['tier notin (front)', false],
    ['tier', true],
    ['team', false],
    ['!team', true],
    ['!tier', false],
    ['tier in (front,back),app.kubernetes.io/name=shop,!team', true],
    ['tier in (front,back),team', false],
  ])('%s on the shop: %s', (text, selected) => {
    expect(selects(parseLabelSelector(text), shop)).toBe(selected);
  });

  it.each(['', 'tier in (front', 'tier=front,', 'a b', 'tier in front'])('is refused as %j', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(UserError);
  });
});
