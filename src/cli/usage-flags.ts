import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { generalisations, unseenAreas } from '../model/usage.ts';

const usage = { helpGroup: 'USAGE' };

/** Proposals from audit logs. */
export const usageFlags = {
  'audit-log': Flags.string({
    ...usage,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
    summary: 'Keep what was used: an audit log as file, folder, quoted glob or stdin (-), .gz too; repeatable.',
  }),
  since: Flags.string({
    ...usage,
    helpValue: 'TIME',
    summary: 'Only requests since 2026-10-18, 2026-10-18T12:00:00Z or 30d ago.',
    dependsOn: ['audit-log'],
  }),
  until: Flags.string({ ...usage, helpValue: 'TIME', summary: 'Only requests until then.', dependsOn: ['audit-log'] }),
  generalise: Flags.option({
    ...usage,
    options: [...generalisations, 'none'] as const,
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['audit-log'],
    summary: 'By what to give more than was used, never more than was held; repeatable. Without it: by all of them.',
  })(),
  'drop-unseen': Flags.option({
    ...usage,
    options: unseenAreas,
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['audit-log'],
    summary: 'Drop these rights too where they were not seen, although no log shows all of their use; repeatable.',
  })(),
  'all-authorizers': Flags.boolean({
    ...usage,
    dependsOn: ['audit-log'],
    summary: 'Also keep what something other than RBAC allowed: system:masters, the Node authorizer, webhooks.',
  }),
  new: Flags.boolean({
    ...usage,
    dependsOn: ['audit-log'],
    summary: 'Make roles out of the log alone, as if nobody had any; without -f, no cluster is asked.',
  }),
};

export type UsageFlags = InferredFlags<typeof usageFlags>;
