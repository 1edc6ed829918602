import * as Flags from '@oclif/core/flags';
import { configName } from '../collector/config-file.ts';
import { platforms } from '../facts/platform.ts';
import { notEmpty } from './flags.ts';

const review = { helpGroup: 'REVIEW' };

/** What is expected, and where that is written. */
export const expectationFlags = {
  config: Flags.string({
    ...review,
    parse: notEmpty,
    helpValue: 'FILE',
    exclusive: ['no-config'],
    summary: `Settings; else $RBAC_AUDIT_CONFIG, else the nearest ${configName} from here upwards.`,
  }),
  'no-config': Flags.boolean({ ...review, summary: `Read no ${configName}.` }),
  platform: Flags.option({
    ...review,
    options: platforms,
    summary: 'Take what this platform grants by itself as expected.',
  })(),
};

/** What is accepted, expected and preferred. */
export const reviewFlags = {
  ...expectationFlags,
  'strict-ignores': Flags.boolean({ ...review, summary: 'Exit 2 where an ignore entry expired, no longer holds or covers nothing.' }),
  'show-ignored': Flags.boolean({ ...review, summary: 'Also show what is ignored, and why.' }),
};
