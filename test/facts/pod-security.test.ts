import { expect, it } from 'vitest';
import { podSecurityOf } from '../../src/facts/pod-security.ts';

const labelled = (level: string) => podSecurityOf({ labels: new Map([['pod-security.kubernetes.io/enforce', level]]) });

it.each(['privileged', 'baseline', 'restricted'])('%s is enforced as it says', (level) => {
  expect(labelled(level)).toBe(level);
});

it('no label is privileged, whatever else is labelled', () => {
  expect(podSecurityOf({ labels: new Map([['pod-security.kubernetes.io/warn', 'restricted']]) })).toBe('privileged');
});

it.each(['Baseline', '', 'strict'])('a level that there is not, %j, is enforced as restricted', (level) => {
  expect(labelled(level)).toBe('restricted');
});
