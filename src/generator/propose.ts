import type { Access } from '../analyzer/access/access.ts';
import type { Draft, Proof, Proposal, Verify } from '../model/proposal.ts';
import type { RoleRef } from '../model/role.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { draftSplits, type IsExpected, type PassedOver } from './split.ts';

/** Which proposals are asked for; all that is given must hold. What is proposed does not depend on it. */
export interface Selection {
  /** Named by a replaced binding; its groups do not count. */
  subject?: Subject;
  /** The role to replace; without a namespace, a Role of that name in any. */
  role?: RoleRef;
  /** Replaces an object in this namespace. */
  namespace?: string;
}

export interface ProposeOptions {
  isExpected: IsExpected;
  verify: Verify;
  passedOver?: PassedOver;
}

/**
 * Proposes smaller roles, each proposal proved by itself and all together as one set. Sorted by role.
 * Throws where the proof fails: a proposal that changes what somebody may do is a defect of this program and never output.
 */
export function propose(access: Access, selection: Selection, { isExpected, verify, passedOver }: ProposeOptions): Proposal[] {
  const drafts = draftSplits(access, isExpected, passedOver).filter((draft) => isSelected(draft, selection));
  const proposals = drafts.map((draft) => ({ ...draft, proof: proved(verify([draft]), draft.id) }));
  if (drafts.length > 1) proved(verify(drafts), 'all proposals together');
  return proposals;
}

function isSelected(draft: Draft, { subject, role, namespace }: Selection): boolean {
  if (subject && !draft.subjects.some((one) => subjectKey(one) === subjectKey(subject))) return false;
  if (namespace !== undefined && !draft.replaces.some((object) => object.namespace === namespace)) return false;
  return role === undefined || draft.replaces.some((object) => isRole(object, role));
}

function isRole(object: Draft['replaces'][number], role: RoleRef): boolean {
  return object.kind === role.kind && object.name === role.name && (role.namespace === undefined || object.namespace === role.namespace);
}

function proved(proof: Proof, what: string): Proof {
  if (proof.equivalent) return proof;
  const changes = [
    ...proof.gained.map((request) => `gains ${request}`),
    ...proof.lost.map((request) => `loses ${request}`),
    ...proof.othersChanged,
  ];
  throw new Error(`internal error: ${what} is not equivalent: ${changes.slice(0, 5).join('; ')}`);
}
