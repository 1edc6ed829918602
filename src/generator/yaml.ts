import type { Manifest, Proposal } from '../model/proposal.ts';
import { asComments, editsInPlace, headOf, stepsToReplace } from './comments.ts';
import { successionOf } from './succession.ts';
import { printYaml } from './text/print.ts';
import { plainStyle } from './text/style.ts';

/**
 * All new objects as YAML documents for `kubectl apply -f`, each proposal under a comment that says what it replaces, why,
 * and what was proved, and at the end, as comments, how to delete what was replaced. Empty without proposals.
 */
export function manifestsYaml(proposals: readonly Proposal[]): string {
  const { gone, edited } = successionOf(proposals);
  return [...proposals.map(proposalYaml), asComments([...editsInPlace(edited), ...stepsToReplace(gone)])]
    .filter((part) => part !== '')
    .join('\n');
}

function proposalYaml(proposal: Proposal): string {
  return asComments(headOf(proposal)) + documents(proposal.creates);
}

/** Several objects, each after a separator. */
function documents(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join('');
}

/**
 * One object in the style of `kubectl get -o yaml`: lists at the indentation of their key, strings quoted only where some
 * YAML reader would take them for something else, the core group as "".
 */
export function manifestYaml(manifest: object): string {
  return printYaml(manifest, plainStyle);
}
