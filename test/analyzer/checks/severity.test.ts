import { describe, expect, it } from 'vitest';
import { always, assess, type Situation } from '../../../src/analyzer/checks/severity.ts';
import type { Subject } from '../../../src/model/subject.ts';

const levels = { everywhere: 'critical', namespace: 'high', sensitive: 'critical' } as const;
const checkout: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'checkout' };
const situation: Situation = { levels, scope: '*', subject: checkout, circumstances: [] };

function way(parts: Partial<Situation>): string[] {
  const { base, severity, modifiers } = assess({ ...situation, ...parts });
  expect(modifiers[0]?.from ?? severity).toBe(base);
  expect(modifiers.at(-1)?.to ?? base).toBe(severity);
  return modifiers.map(({ id, to }) => `${id}: ${to}`);
}

describe('a severity', () => {
  it('is the base where something holds cluster-wide', () => {
    expect(assess(situation)).toEqual({ base: 'critical', severity: 'critical', modifiers: [] });
  });

  it('takes every step in a fixed order and shows each that changes something', () => {
    const circumstances = [{ id: 'claimable', to: 'high', reason: '' }] as const;
    expect(way({ scope: 'shop' })).toEqual(['namespace: high']);
    expect(way({ scope: 'kube-system', isSensitive: true })).toEqual(['namespace: high', 'sensitive-namespace: critical']);
    expect(way({ scope: 'shop', isNamed: true, subject: { ...checkout, name: 'default' } })).toEqual([
      'namespace: high',
      'resource-names: medium',
      'default-service-account: high',
    ]);
    expect(way({ levels: always('low'), scope: 'shop', circumstances, isNamed: true })).toEqual([
      'claimable: high',
      'resource-names: medium',
    ]);
  });

  it('says why at every step', () => {
    const { modifiers } = assess({ ...situation, scope: 'shop' });
    expect(modifiers).toEqual([{ id: 'namespace', from: 'critical', to: 'high', reason: 'only in namespace shop' }]);
  });

  it('is never made milder by a circumstance, nor worse by names', () => {
    expect(way({ circumstances: [{ id: 'claimable', to: 'low', reason: '' }] })).toEqual([]);
    expect(way({ levels: { ...always('low'), names: 'medium' }, isNamed: true })).toEqual([]);
  });

  it('stays between info and critical', () => {
    expect(way({ subject: { kind: 'Group', name: 'system:authenticated' } })).toEqual([]);
    expect(way({ levels: always('info'), isNamed: true })).toEqual([]);
  });

  it.each<[string, Subject, string[]]>([
    ['anonymous', { kind: 'User', name: 'system:anonymous' }, ['anonymous: medium']],
    ['unauthenticated', { kind: 'Group', name: 'system:unauthenticated' }, ['anonymous: medium']],
    ['authenticated', { kind: 'Group', name: 'system:authenticated' }, ['everyone: medium']],
    ['all ServiceAccounts', { kind: 'Group', name: 'system:serviceaccounts' }, ['everyone: medium']],
    ['all ServiceAccounts of a namespace', { kind: 'Group', name: 'system:serviceaccounts:shop' }, ['everyone: medium']],
    ['a default ServiceAccount', { kind: 'ServiceAccount', namespace: 'shop', name: 'default' }, ['default-service-account: medium']],
    ['a group called like the anonymous user', { kind: 'Group', name: 'system:anonymous' }, []],
    ['a user called like a group', { kind: 'User', name: 'system:authenticated' }, []],
    ['a user called default', { kind: 'User', name: 'default' }, []],
  ])('for %s', (_, subject, steps) => {
    expect(way({ levels: always('low'), subject })).toEqual(steps);
  });

  it('is critical where anybody may change objects or read Secrets without logging in', () => {
    expect(way({ levels: always('low'), subject: { kind: 'User', name: 'system:anonymous' }, isExposing: () => true })).toEqual([
      'anonymous: critical',
    ]);
    expect(way({ levels: always('low'), isExposing: () => true })).toEqual([]);
  });
});
