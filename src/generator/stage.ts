import type { Access } from '../analyzer/access/access.ts';
import { type Binding, bindingKey } from '../model/binding.ts';
import type { ObjectRef } from '../model/gap.ts';
import type { WhyInert } from '../model/inert.ts';
import type { ProposalKind } from '../model/proposal.ts';
import type { Role } from '../model/role.ts';
import type { Subject } from '../model/subject.ts';
import type { Aggregation } from './aggregation.ts';
import type { Change } from './change.ts';
import type { Composition } from './composition.ts';
import type { Names } from './names.ts';

/** What is judged elsewhere and counts for what is proposed. */
export interface Judgements {
  /** True where Kubernetes itself (or the platform) put this subject into this binding: nobody's choice, so not for us to change. */
  isExpected(binding: Binding, role: Role, subject: Subject): boolean;
  /** True for those who rule the cluster anyway: what they use is not narrowed. */
  isAdmin(subject: Subject): boolean;
  whyInert: WhyInert;
}

/** Told of each object that is in question and cannot be changed, of what is not done to it, and why. */
export type PassedOver = (object: ObjectRef, kind: ProposalKind, reason: string) => void;

/** The cluster as a step finds it, and what the step has to fit in with. */
export interface Stage extends Judgements {
  access: Access;
  names: Names;
  aggregation: Aggregation;
  passedOver: PassedOver;
  /** True for kinds that were named: then also what rests on more than the input can prove, or ties things together. */
  isAskedFor(kind: ProposalKind): boolean;
  isActive(kind: ProposalKind): boolean;
  isNew(ref: ObjectRef): boolean;
  originOf(ref: ObjectRef): ObjectRef;
  /** True for a binding of which the input has differing copies: replacing it would drop what the others say. */
  hasCopies(binding: Binding): boolean;
}

/** One kind of change to whatever in the cluster calls for it. */
export type Step = (stage: Stage) => Change[];

export function stageOf(access: Access, composition: Composition, rest: Omit<Stage, 'access' | 'hasCopies' | 'isNew' | 'originOf'>): Stage {
  const copies = Map.groupBy(access.bindings, bindingKey);
  return {
    ...rest,
    access,
    isNew: (ref) => composition.isNew(ref),
    originOf: (ref) => composition.originOf(ref),
    hasCopies: (binding) => (copies.get(bindingKey(binding))?.length ?? 0) > 1,
  };
}
