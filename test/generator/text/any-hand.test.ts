import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { isSame } from '../../../src/generator/text/same.ts';
import { edited } from './edited.ts';
import { hands, roles, successorsOf, written } from './written.ts';

const cases = roles.chain((role) => fc.record({ role: fc.constant(role), hand: hands, successors: successorsOf(role) }));

function commentsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/# (?:above|behind) \d+/g)].map(([comment]) => comment));
}

describe('a role in any hand becomes what it shall, and keeps its comments and its line ends', () => {
  it('as a document', () => {
    fc.assert(
      fc.property(cases, ({ role, hand, successors }) => {
        const before = written(role, hand);
        const after = edited(before, successors) ?? '';
        expect(isSame(loadAll(after), successors), after).toBe(true);
        expect(commentsIn(after), after).toEqual(commentsIn(before));
        expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
        if (hand.lineEnd === '\r\n') expect(after).not.toMatch(/[^\r]\n/);
      }),
      { numRuns: 300 },
    );
  });

  it('as an item of a List, between others that stay', () => {
    fc.assert(
      fc.property(cases, ({ role, hand, successors }) => {
        const { lineEnd } = hand;
        const lines = written(role, { ...hand, finalLineEnd: true }).replaceAll(/^(?=.)/gm, '    ');
        const first = `kind: List${lineEnd}items:${lineEnd}  - kind: Service # first${lineEnd}`;
        const last = `  # last${lineEnd}  - {kind: Secret}${lineEnd}`;
        const before = `${first}  -${lineEnd}${lines}${last}`;
        const after = edited(before, successors, { path: ['items', 1] }) ?? '';
        const items = [{ kind: 'Service' }, ...successors, { kind: 'Secret' }];
        expect(isSame(loadAll(after), [{ kind: 'List', items }]), after).toBe(true);
        expect(after.startsWith(first) && after.endsWith(last), after).toBe(true);
        expect(commentsIn(after), after).toEqual(commentsIn(before));
      }),
      { numRuns: 300 },
    );
  });

  it('as JSON, alone or in a List', () => {
    const layouts = fc.constantFrom(undefined, 2, 3, 4, '\t');
    fc.assert(
      fc.property(cases, layouts, fc.boolean(), ({ role, successors }, step, isItem) => {
        const whole = isItem ? { kind: 'List', items: [{ kind: 'Service' }, role] } : role;
        const after = edited(JSON.stringify(whole, null, step), successors, { format: 'json', path: isItem ? ['items', 1] : [] }) ?? '';
        const list = { apiVersion: 'v1', kind: 'List', items: successors };
        const wanted = isItem
          ? { kind: 'List', items: [{ kind: 'Service' }, ...successors] }
          : successors.length === 1
            ? successors[0]
            : list;
        expect(isSame(JSON.parse(after), wanted), after).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
