import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syntheticCluster } from './cluster.ts';
import type { Figure } from './figure.ts';
import { median } from './measure.ts';
import type { ObjectList } from './objects.ts';
import type { Cost } from './report-once.ts';
import type { Sizes } from './sizes.ts';
import { tenantCluster } from './tenants.ts';

const reportOnce = fileURLToPath(new URL('report-once.ts', import.meta.url));

/** Clusters of one make and of several sizes, each ten times the one before. */
interface Shape {
  sizes: readonly number[];
  /** What is counted, and a size in words, such as `1,000 bindings`. */
  per: string;
  words(size: string): string;
  make(size: number): ObjectList;
}

/**
 * What reading a dump and reporting on it costs for its size, in time and in memory at its peak, as a multiple of what it costs
 * with a tenth of that. Each run is a process of its own; what Node and the loaded sources take is not counted.
 */
export function growthFigures(
  { clusters, tenants, clusterRuns }: Pick<Sizes, 'clusters' | 'tenants' | 'clusterRuns'>,
  folder: string,
): Figure[] {
  const shapes: readonly Shape[] = [
    { sizes: clusters, per: 'per binding', words: (size) => `${size} bindings`, make: syntheticCluster },
    { sizes: tenants, per: 'per namespace', words: (size) => `${size} namespaces with a role for everybody in each`, make: tenantCluster },
  ];
  const idle = costOf([]).memory;
  return shapes.flatMap((shape, index) => growthOf(shape, join(folder, `cluster-${index}`), clusterRuns.measured, idle));
}

function growthOf({ sizes, per, words, make }: Shape, stem: string, runs: number, idle: number): Figure[] {
  const dumps = sizes.map((size) => {
    const file = `${stem}-${size}.json`;
    writeFileSync(file, JSON.stringify(make(size)));
    return file;
  });
  const costs = sizes.map((): Cost[] => []);
  for (let run = 0; run < runs; run++) {
    dumps.forEach((file, index) => {
      costs[index]?.push(costOf([file]));
    });
  }
  const perUnit = sizes.map((size, index) => ({
    size,
    time: median((costs[index] ?? []).map(({ time }) => time / size)),
    memory: median((costs[index] ?? []).map(({ memory }) => (memory - idle) / size)),
  }));
  return perUnit.slice(1).flatMap((larger, index) => {
    const smaller = perUnit[index] ?? larger;
    const comparedWith = `with ${smaller.size.toLocaleString('en')}`;
    // Ten times the cluster, at most eleven times the cost.
    const limit = { atMost: 1.1 };
    const what = `${per} of reading and reporting ${words(larger.size.toLocaleString('en'))}`;
    return [
      { what: `Time ${what}`, comparedWith, ratio: larger.time / smaller.time, limit },
      { what: `Memory ${what}`, comparedWith, ratio: larger.memory / smaller.memory, limit },
    ];
  });
}

function costOf(files: readonly string[]): Cost {
  return JSON.parse(execFileSync(process.execPath, [reportOnce, ...files], { encoding: 'utf8' }));
}
