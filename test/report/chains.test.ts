import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/finding.ts';
import { chainsOf, someOf } from '../../src/report/chains.ts';
import { evidence, finding, fingerprint } from './clinic.ts';

const entry = (...findings: ReturnType<typeof finding>[]) => ({ worst: findings[0] ?? finding(), findings });
const at = (line: number) => ({ file: 'roles.yaml', line, column: 3 });

describe('the chains behind an entry', () => {
  it('begin with what the severity follows from, however many there are', () => {
    const rules = [7, 0, 1, 2, 3, 4, 5].map((rule) => evidence({ rule, position: at(10 + rule) }));
    const { roles, places } = chainsOf(entry(finding({ evidence: rules })));
    expect(roles).toEqual({ shown: ['Role clinic/records-reader rules[7]', 'rules[0]', 'rules[1]', 'rules[2]'], more: 'and 3 more' });
    expect(places.shown[0]).toBe('roles.yaml:17');
  });

  it('begin with the decisive one of each finding', () => {
    const of = (number: number, lines: number[]) =>
      finding({ id: fingerprint(number), evidence: lines.map((line) => evidence({ rule: line, position: at(line) })) });
    expect(chainsOf(entry(of(1, [9, 1, 2]), of(2, [8, 3, 4]))).places).toEqual({
      shown: ['roles.yaml:9', 'roles.yaml:8', 'roles.yaml:1', 'roles.yaml:2'],
      more: 'and 2 more',
    });
  });

  it('say one role, one rule and one place once, whatever binds them', () => {
    const bindings = ['day', 'night'].map((name) => evidence({ binding: { kind: 'RoleBinding', namespace: 'clinic', name } }));
    expect(chainsOf(entry(finding({ evidence: bindings })))).toEqual({
      bindings: { shown: ['RoleBinding clinic/day', 'RoleBinding clinic/night'], more: '' },
      roles: { shown: ['Role clinic/records-reader rules[0]'], more: '' },
      places: { shown: ['clinic/records.yaml:7'], more: '' },
    });
  });

  it('say where an aggregated rule was written', () => {
    const role = { kind: 'ClusterRole', name: 'edit' } as const;
    const source = { kind: 'ClusterRole', name: 'system:aggregate-to-edit' } as const;
    expect(chainsOf(entry(finding({ evidence: [evidence({ role, rule: 1, source })] }))).roles.shown).toEqual([
      'ClusterRole edit rules[1], aggregated from ClusterRole system:aggregate-to-edit',
    ]);
  });

  it('have only the parts that exist', () => {
    expect(chainsOf(entry(finding({ evidence: [{ binding: { kind: 'RoleBinding', namespace: 'shop', name: 'campaign' } }] })))).toEqual({
      bindings: { shown: ['RoleBinding shop/campaign'], more: '' },
      roles: { shown: [], more: '' },
      places: { shown: [], more: '' },
    });
  });

  it('look for no more lines than anybody reads', () => {
    let looked = 0;
    const many = Array.from({ length: 5_000 }, (_, rule): Evidence => {
      const chain: Evidence = { role: { kind: 'ClusterRole', name: 'all' }, rule };
      return Object.defineProperty(chain, 'position', { enumerable: true, get: () => at(++looked) });
    });
    expect(chainsOf(entry(finding({ evidence: many }))).places).toMatchObject({ more: 'and others' });
    expect(looked).toBeLessThanOrEqual(500);
  });
});

describe('some of many', () => {
  it.each([
    [0, '', 0],
    [4, '', 4],
    [5, 'and 1 more', 4],
    [40, 'and 36 more', 4],
  ])('of %d texts', (length, more, shown) => {
    const some = someOf(Array.from({ length }, (_, index) => String(index)));
    expect(some.more).toBe(more);
    expect(some.shown).toHaveLength(shown);
  });
});
