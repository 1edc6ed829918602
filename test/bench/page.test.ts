import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Figure } from '../../bench/figure.ts';
import { performancePage } from '../../bench/page.ts';

const figures: Figure[] = [
  { what: '`rbac-audit --version`', comparedWith: '`node -e 0`', ratio: 1.04, limit: { atMost: 3 } },
  { what: 'Decisions per second', comparedWith: 'the plain loop', ratio: 31.6 },
];

it('the page has a row for each figure, with its limit if it has one', () => {
  const page = performancePage(figures);
  expect(page).toContain('\n| `rbac-audit --version` | `node -e 0` | 1.0 | at most 3 |\n');
  expect(page).toContain('\n| Decisions per second | the plain loop | 32 |  |\n');
});

it('docs/performance.md is what the benchmarks write, figures apart', () => {
  const withoutRows = (page: string) => page.replace(/^\|.*\n/gm, '');
  expect(withoutRows(readFileSync('docs/performance.md', 'utf8'))).toBe(withoutRows(performancePage(figures)));
});
