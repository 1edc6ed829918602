import { proposalDiff } from '../generator/diff.ts';
import { manifestsYaml } from '../generator/yaml.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Proposals as text, for kubectl, and for git and patch. */
export const proposalTexts = {
  yaml: (proposals: readonly Proposal[]): string => manifestsYaml(proposals),
  diff: (proposals: readonly Proposal[], snapshot: Snapshot): string => proposalDiff(proposals, snapshot),
};
