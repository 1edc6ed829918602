import type { LabelSelector } from '../../model/role.ts';
import { selects } from '../access/selector.ts';
import type { Judged } from './fold.ts';

/** What to report, of all that was found. What is read and resolved does not depend on it. */
export interface FindingSelection {
  /** Ids of the checks to report; else all. */
  only?: ReadonlySet<string> | undefined;
  /** Ids of checks not to report. */
  skip?: ReadonlySet<string> | undefined;
  /** Report only what holds in this namespace; what holds everywhere holds there too. */
  namespace?: string | undefined;
  /** Report only what rests on a role or binding with such labels. */
  selector?: LabelSelector | undefined;
}

/** True if a finding is asked for. */
export function isSelected({ check, fact }: Judged, { only, skip, namespace, selector }: FindingSelection): boolean {
  if (only?.has(check.id) === false || skip?.has(check.id)) return false;
  if (selector && !fact.because.some(({ binding, role }) => [binding, role].some((object) => object && selects(selector, object.labels)))) {
    return false;
  }
  if (namespace === undefined) return true;
  return fact.scope === namespace || (fact.scope === '*' && (fact.object?.namespace ?? namespace) === namespace);
}
