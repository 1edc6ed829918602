import type { Access } from '../../src/analyzer/access/access.ts';
import { drafted, type ProposeOptions } from '../../src/generator/propose.ts';
import type { Draft, ProposalKind } from '../../src/model/proposal.ts';

/** Drafts of some kinds only, for a cluster in which nothing is expected and nobody is an admin unless it is said. */
export function draftsOf(access: Access, kinds: ProposalKind | ProposalKind[], options: Partial<ProposeOptions> = {}): Draft[] {
  return drafted(access, { isExpected: () => false, only: new Set([kinds].flat()), ...options }).map(({ draft }) => draft);
}
