import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { peakMemory } from './peak-memory.ts';

/** What reading a log took: milliseconds, and kilobytes at the peak of the process. */
export interface LogCost {
  time: number;
  memory: number;
}

/** A process of its own: reads the log that the second argument names as the first says, and prints what that cost. */
const [reader, path = ''] = process.argv.slice(2);

/** As it is installed: threads start faster out of the bundle. */
const { readAuditLogs }: typeof import('../src/index.ts') = await import(new URL('../dist/index.js', import.meta.url).href);

const start = performance.now();
const events = reader === 'readline' ? await parseLines(path) : (await readAuditLogs([path])).usage.log.counts.events;
const cost: LogCost = { time: performance.now() - start, memory: peakMemory() };
if (events === 0) throw new Error('a log without events is no log');
process.stdout.write(JSON.stringify(cost));

/** What every script does that reads JSON lines. */
async function parseLines(file: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (JSON.parse(line).kind === 'Event') count++;
  }
  return count;
}
