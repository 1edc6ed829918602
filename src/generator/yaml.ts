import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';
import { deletedBy, type Manifest, type Proposal } from '../model/proposal.ts';
import { asComments, headOf, stepsToReplace } from './comments.ts';

/**
 * All new objects as YAML documents for `kubectl apply -f`, each proposal under a comment that says what it replaces, why,
 * and what was proved, and at the end, as comments, how to delete what was replaced. Empty without proposals.
 */
export function manifestsYaml(proposals: readonly Proposal[]): string {
  const steps = stepsToReplace(deletedBy(proposals));
  return [...proposals.map(proposalYaml), asComments(steps)].filter((part) => part !== '').join('\n');
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
export function manifestYaml(manifest: Manifest): string {
  const text = dump(manifest, { seqNoIndent: true, lineWidth: -1, noRefs: true, scalarStyleRules: styleRules });
  return text.replace(formatCharacters, escapeCharacter);
}

// They print as nothing or turn the direction of what follows, so that one name looks like another.
const formatCharacters = /\p{Cf}/gu;

const quoteDouble: ScalarStyleRule = (layout) => {
  const { value } = layout.node;
  if (value === '' || /[\r\n\p{Cf}]/u.test(value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
};

const styleRules = [quoteDouble, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];

/** Valid in double-quoted scalars, which is where `quoteDouble` has put all format characters. */
function escapeCharacter(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
