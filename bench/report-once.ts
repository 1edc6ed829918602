import { buildAccess } from '../src/analyzer/access/build.ts';
import { runChecks } from '../src/analyzer/checks/index.ts';
import { Escalation } from '../src/analyzer/escalation/escalation.ts';
import { linkPaths } from '../src/cli/finding-paths.ts';
import { assemble } from '../src/collector/assemble.ts';
import { readManifests } from '../src/collector/manifests.ts';
import { millisecondsOf } from './measure.ts';
import { peakMemory } from './peak-memory.ts';

/** What a process took: milliseconds of work, and kilobytes of memory at its peak. */
export interface Cost {
  time: number;
  memory: number;
}

/** A process of its own: reads the dump that the first argument names, if any, reports on it, and prints what that cost. */
const [dump] = process.argv.slice(2);
const cost: Cost = { time: dump === undefined ? 0 : millisecondsOf(() => report(dump)), memory: peakMemory() };
process.stdout.write(JSON.stringify(cost));

function report(path: string): void {
  const admitted = readManifests({ paths: [path], recursive: false, exclude: [], defaultNamespace: 'default' });
  const access = buildAccess(assemble(admitted, { sources: [path] }));
  const { findings } = runChecks(access);
  linkPaths(findings, new Escalation(access));
  if (findings.length === 0) throw new Error('a report without findings has not done the work');
}
