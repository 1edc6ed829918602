import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syntheticCluster } from './cluster.ts';
import type { Figure } from './figure.ts';
import { median } from './measure.ts';
import type { Cost } from './report-once.ts';
import type { Sizes } from './sizes.ts';

const reportOnce = fileURLToPath(new URL('report-once.ts', import.meta.url));

/**
 * What reading a dump and reporting on it costs per binding, in time and in memory at its peak, as a multiple of what it costs
 * per binding with a tenth of the bindings. Each run is a process of its own; what Node and the loaded sources take is not counted.
 */
export function growthFigures({ clusters, clusterRuns }: Pick<Sizes, 'clusters' | 'clusterRuns'>, folder: string): Figure[] {
  const dumps = clusters.map((bindings) => {
    const file = join(folder, `cluster-${bindings}.json`);
    writeFileSync(file, JSON.stringify(syntheticCluster(bindings)));
    return file;
  });
  const idle = costOf([]).memory;
  const costs = clusters.map((): Cost[] => []);
  for (let run = 0; run < clusterRuns.measured; run++) {
    dumps.forEach((file, index) => {
      costs[index]?.push(costOf([file]));
    });
  }
  const perBinding = clusters.map((bindings, index) => ({
    bindings,
    time: median((costs[index] ?? []).map(({ time }) => time / bindings)),
    memory: median((costs[index] ?? []).map(({ memory }) => (memory - idle) / bindings)),
  }));
  return perBinding.slice(1).flatMap((larger, index) => {
    const smaller = perBinding[index] ?? larger;
    const comparedWith = `with ${smaller.bindings.toLocaleString('en')}`;
    // Ten times the cluster, at most eleven times the cost.
    const limit = { atMost: 1.1 };
    const what = `per binding of reading and reporting ${larger.bindings.toLocaleString('en')} bindings`;
    return [
      { what: `Time ${what}`, comparedWith, ratio: larger.time / smaller.time, limit },
      { what: `Memory ${what}`, comparedWith, ratio: larger.memory / smaller.memory, limit },
    ];
  });
}

function costOf(files: readonly string[]): Cost {
  return JSON.parse(execFileSync(process.execPath, [reportOnce, ...files], { encoding: 'utf8' }));
}
