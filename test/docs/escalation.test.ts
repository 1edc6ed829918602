import { describe, expect, it } from 'vitest';
import { conditionalHops, goals, hopKinds } from '../../src/model/path.ts';
import { readPage, textOf } from './markdown.ts';

const rows = readPage(textOf('docs/escalation.md')).prose.filter((line) => line.startsWith('| `'));
const first = (row: string): string => /^\| `([^`]+)` \|/.exec(row)?.[1] ?? '';

describe('docs/escalation.md', () => {
  it('explains each kind of hop and each goal once, and nothing else', () => {
    expect(rows.map(first).sort()).toEqual([...hopKinds, ...goals].sort());
  });

  it('says of which hops it depends on the cluster whether they work', () => {
    expect(
      rows
        .filter((row) => /\bconditional\b/.test(row))
        .map(first)
        .sort(),
    ).toEqual([...conditionalHops].sort());
  });
});
