import { proposalDiff } from '../generator/diff.ts';
import { manifestsYaml } from '../generator/yaml.ts';
import { objectKey } from '../model/gap.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { plain } from '../report/plain.ts';
import { patchPaths } from './patch-paths.ts';
import { say } from './terminal.ts';

/** Proposals as text, for kubectl, and for git and patch. */
export const proposalTexts = {
  yaml: (proposals: readonly Proposal[]): string => manifestsYaml(proposals),
  diff: (proposals: readonly Proposal[], snapshot: Snapshot): string => {
    const { folder, pathOf } = patchPaths(filesOf(proposals, snapshot), process.cwd());
    if (folder !== process.cwd()) say(`note: the paths of this patch start in ${plain(folder)}: apply it there`);
    return proposalDiff(proposals, snapshot, pathOf);
  },
};

/** The files with objects that the proposals replace. */
function filesOf(proposals: readonly Proposal[], { roles, bindings }: Snapshot): string[] {
  const keys = new Set(proposals.flatMap(({ replaces, removes }) => [...replaces, ...removes]).map(objectKey));
  const origins = [...roles, ...bindings].filter((object) => keys.has(objectKey(object))).flatMap((object) => object.origins);
  return [...new Set(origins.filter(({ source }) => source !== undefined).map(({ file }) => file))];
}
