import type { SubjectUse } from '../../analyzer/usage/by-subject.ts';
import type { Subject } from '../../model/subject.ts';
import type { Generalisation, Outcome, UnseenArea, UsageBasis, UsedRight } from '../../model/usage.ts';

/** What is known of the use of rights, and how it is to be taken. */
export interface Evidence {
  uses: readonly SubjectUse[];
  /** Only for this subject. */
  subject?: Subject | undefined;
  generalise: ReadonlySet<Generalisation>;
  /** What may go although no log would show that it was used. */
  dropUnseen: ReadonlySet<UnseenArea>;
  /** Which requests count as use. */
  outcomes: ReadonlySet<Outcome>;
  /** False where the log does not say in which groups users are: then what groups hold cannot be judged. */
  knowsGroups: boolean;
  /** What the log holds of nobody, so that it is no sign if somebody did not use it. */
  blind: { reads: boolean; urls: boolean };
  /** Told what each proposal rests on. */
  report(basis: UsageBasis): void;
}

/** What counts as use of whatever the subject holds. */
export function usedRights({ rights }: SubjectUse, { outcomes }: Evidence): UsedRight[] {
  return rights.filter(({ outcome }) => outcomes.has(outcome));
}
