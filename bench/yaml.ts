import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { syntheticCluster } from './cluster.ts';
import type { Figure } from './figure.ts';
import { mediansInTurns, type Rounds } from './measure.ts';

const readOnce = fileURLToPath(new URL('read-once.ts', import.meta.url));

/** Enough for 20 MB of YAML. */
const bindings = 12_000;

/**
 * The time in which a dump is read, validated and taken in, as a multiple of the time in which js-yaml alone loads the file.
 * Each in a process of its own, so that neither clears away what the other left in memory.
 */
export function yamlFigures(rounds: Rounds, folder: string): Figure[] {
  const file = join(folder, 'cluster.yaml');
  writeFileSync(file, dump(syntheticCluster(bindings)));
  const [loaded = 0, collected = 0] = mediansInTurns(
    ['js-yaml', 'rbac-audit'].map((reader) => () => Number(execFileSync(process.execPath, [readOnce, reader, file], { encoding: 'utf8' }))),
    rounds,
  );
  return [
    { what: 'Reading a YAML dump of 20 MB', comparedWith: "js-yaml's `load` of it", ratio: collected / loaded, limit: { atMost: 1.5 } },
  ];
}
