import { proposalDiff } from '../generator/diff.ts';
import { manifestsYaml } from '../generator/yaml.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { proposalsText } from '../report/proposals.ts';
import type { Layout } from '../report/style.ts';

/** Proposals as text, for kubectl, for git and patch, and for people. */
export const proposalTexts = {
  yaml: (proposals: readonly Proposal[]): string => manifestsYaml(proposals),
  diff: (proposals: readonly Proposal[], snapshot: Snapshot): string => proposalDiff(proposals, snapshot),
  table: (proposals: readonly Proposal[], _: Snapshot, layout: Layout): string => proposalsText(proposals, layout),
};
