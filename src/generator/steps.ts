import type { ProposalKind } from '../model/proposal.ts';
import { dropCovered } from './drop/covered.ts';
import { dropDeadRules } from './drop/dead-rules.ts';
import { dropNowhere } from './drop/nowhere.ts';
import { dropUnused } from './drop/unused.ts';
import { expand } from './expand.ts';
import { factor } from './factor.ts';
import { narrowToNamespaces } from './narrow/to-namespaces.ts';
import { narrowToRoles } from './narrow/to-roles.ts';
import type { Choice } from './propose.ts';
import { split } from './split.ts';
import type { Step } from './stage.ts';

/**
 * All that can be done, in the order in which it is done. What takes rights away comes first, so that nothing is dropped because of
 * a grant that goes as well; what a step leaves is what the next one sees.
 */
export function stepsTo({ homes, usage }: Pick<Choice, 'homes' | 'usage'>): { kind: ProposalKind; run: Step }[] {
  return [
    ...(usage ? [{ kind: 'usage' as const, run: usage }] : []),
    { kind: 'drop', run: dropNowhere },
    { kind: 'expand', run: expand },
    ...(homes ? [{ kind: 'narrow' as const, run: narrowToNamespaces(homes) }] : []),
    { kind: 'drop', run: dropDeadRules },
    { kind: 'drop', run: dropCovered },
    { kind: 'split', run: split },
    { kind: 'narrow', run: narrowToRoles },
    // Parts of a role may be dead without the rest of it, or held through others.
    { kind: 'drop', run: dropDeadRules },
    { kind: 'drop', run: dropCovered },
    { kind: 'factor', run: factor },
    { kind: 'drop', run: dropUnused },
  ];
}
