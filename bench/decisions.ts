import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildAccess } from '../src/analyzer/access/build.ts';
import { admit } from '../src/collector/admit/admit.ts';
import { nothingAdmitted } from '../src/collector/admit/admitted.ts';
import { assemble } from '../src/collector/assemble.ts';
import type { Snapshot } from '../src/model/snapshot.ts';
import { type IdentifiedRequest, plainAuthorizer } from './baseline.ts';
import { syntheticCluster } from './cluster.ts';
import type { Figure } from './figure.ts';
import { mediansInTurns, millisecondsOf, type Rounds } from './measure.ts';
import type { ObjectList } from './objects.ts';
import { readAnswers, readCluster } from './oracle.ts';
import { randomRequests } from './requests.ts';

const realCluster = fileURLToPath(new URL('../../shared/oracle/real', import.meta.url));
const loop = "the API server's plain loop over bindings and rules";

/** How many requests are decided in the time in which the plain loop decides one; both include their preparation of the parsed objects. */
export function decisionFigures(rounds: Rounds, notice: (line: string) => void): Figure[] {
  const synthetic = syntheticCluster(10_000);
  const figures: Figure[] = [
    {
      what: 'Decisions per second on a cluster of 10,000 bindings',
      comparedWith: loop,
      ratio: speedUp(synthetic, randomRequests(synthetic, 30_000), rounds),
      limit: { atLeast: 20 },
    },
  ];
  if (existsSync(realCluster)) {
    const requests = readAnswers(realCluster).map((answer) => answer.request);
    const ratio = speedUp(readCluster(realCluster), requests, rounds);
    figures.push({ what: 'The same on the RBAC of 82 public projects (588 bindings)', comparedWith: loop, ratio });
  } else notice('decisions on a real cluster are not measured: ../shared/oracle/real is not here');
  return figures;
}

function speedUp(cluster: ObjectList, requests: readonly IdentifiedRequest[], rounds: Rounds): number {
  const snapshot = snapshotOf(cluster);
  if (allowedByLoop(cluster, requests) !== allowedByIndex(snapshot, requests)) throw new Error('the answers differ');
  const [plain = 0, indexed = 0] = mediansInTurns(
    [() => millisecondsOf(() => allowedByLoop(cluster, requests)), () => millisecondsOf(() => allowedByIndex(snapshot, requests))],
    rounds,
  );
  return plain / indexed;
}

function snapshotOf(cluster: ObjectList): Snapshot {
  const admitted = nothingAdmitted();
  admit(cluster, { source: 'cluster', origin: undefined }, 'default', admitted);
  return assemble(admitted, { sources: ['cluster'] });
}

/** How many requests are allowed. */
function allowedByLoop(cluster: ObjectList, requests: readonly IdentifiedRequest[]): number {
  return requests.filter(plainAuthorizer(cluster)).length;
}

function allowedByIndex(snapshot: Snapshot, requests: readonly IdentifiedRequest[]): number {
  const access = buildAccess(snapshot);
  return requests.filter((request) => access.allows(request, request)).length;
}
