import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { proposalKinds } from '../model/proposal.ts';
import { namespaceFlag } from './flags.ts';
import { expectationFlags } from './review-flags.ts';
import { usageFlags } from './usage-flags.ts';

/** What proposals rest on, which of them are made, and which are shown. */
export const suggestFlags = {
  namespace: namespaceFlag('Only proposals that replace something in this namespace.'),
  for: Flags.string({ helpValue: 'SUBJECT', summary: 'Only proposals for user:NAME, group:NAME or sa:NAMESPACE/NAME.' }),
  role: Flags.string({ helpValue: 'KIND/NAME', summary: 'Only the proposal for this Role or ClusterRole.' }),
  only: Flags.option({
    options: proposalKinds,
    multiple: true,
    multipleNonGreedy: true,
    summary: 'Only proposals of this kind; repeatable. Without it: drop, split and narrow.',
  })(),
  skip: Flags.option({
    options: proposalKinds,
    multiple: true,
    multipleNonGreedy: true,
    summary: 'No proposals of this kind; repeatable.',
  })(),
  namespaces: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NS,NS',
    summary: 'Narrow ClusterRoleBindings to RoleBindings in these namespaces; what is lost is listed.',
  }),
  'own-namespace': Flags.boolean({ summary: "Narrow ClusterRoleBindings to RoleBindings in each ServiceAccount's own namespace." }),
  ...usageFlags,
  ...expectationFlags,
  check: Flags.boolean({ summary: 'Print the summary only, and exit 1 if there is anything to propose.' }),
};

export type SuggestFlags = InferredFlags<typeof suggestFlags>;
