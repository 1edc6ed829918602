import { admit } from './admit/admit.ts';
import { type Admitted, nothingAdmitted } from './admit/admitted.ts';
import type { Collected } from './cluster/collect.ts';

/** Takes what a live cluster answered through the same door as files. The API server has filled in every namespace. */
export function admitCollected(collected: Collected): Admitted {
  const admitted = nothingAdmitted();
  for (const { source, value } of collected.objects) admit(value, { source, origin: undefined }, '', admitted);
  admitted.gaps.push(...collected.gaps);
  return admitted;
}
