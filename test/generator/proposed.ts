import type { Proof, Proposal } from '../../src/model/proposal.ts';

const nothing: Proof = { equivalent: true, lost: [], inert: [], losses: [], gained: [], othersChanged: [], refused: [], applier: [] };
const none = { scopes: [], read: 0, write: 0, privileged: 0 };

/** A proposal that does what is given, whatever it is good for. */
export function proposed(
  some: Pick<Proposal, 'replaces' | 'creates' | 'removes'> & Partial<Pick<Proposal, 'subjects' | 'why'>>,
  proof: Partial<Proof> = {},
): Proposal {
  const about = { id: 'one', kind: 'split', steps: ['split'], subjects: [], why: [] } as const;
  return {
    ...about,
    steps: [...about.steps],
    subjects: [],
    why: [],
    rights: { before: none, after: none },
    ...some,
    proof: { ...nothing, ...proof },
  };
}
