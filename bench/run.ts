/** Measures everything, prints what was found, and fails where something is far from its limit. `--full` also writes docs/performance.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columns } from '../src/report/columns.ts';
import { auditLogFigures } from './audit-log.ts';
import { decisionFigures } from './decisions.ts';
import { type Figure, limitText, ratioText, verdictOf } from './figure.ts';
import { growthFigures } from './growth.ts';
import { performancePage } from './page.ts';
import { full, reduced } from './sizes.ts';
import { startFigures } from './start.ts';
import { yamlFigures } from './yaml.ts';

const isFull = process.argv.includes('--full');
const sizes = isFull ? full : reduced;
const folder = mkdtempSync(join(tmpdir(), 'rbac-audit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const notice = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const benchmarks: readonly { name: string; run(): Figure[] }[] = [
  { name: 'starting the installed command', run: () => startFigures(sizes.starts, folder) },
  { name: 'decisions', run: () => decisionFigures(sizes.decisions, notice) },
  { name: 'growth with the cluster', run: () => growthFigures(sizes, folder) },
  { name: 'reading YAML', run: () => yamlFigures(sizes.yamlReads, folder) },
  { name: 'reading audit logs', run: () => auditLogFigures(sizes, folder) },
];
const figures = benchmarks.flatMap(({ name, run }) => {
  notice(`measuring: ${name}`);
  return run();
});

const rows = figures.map((figure) => [figure.what, figure.comparedWith, ratioText(figure.ratio), limitText(figure), verdictOf(figure)]);
process.stdout.write(`${columns(['WHAT', 'COMPARED WITH', 'RATIO', 'LIMIT', 'VERDICT'], rows, { width: undefined, color: false })}\n`);
if (isFull) writeFileSync(fileURLToPath(new URL('../docs/performance.md', import.meta.url)), performancePage(figures));
if (figures.some((figure) => verdictOf(figure) === 'failed')) process.exitCode = 1;
