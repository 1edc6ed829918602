import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { buildAccess } from '../analyzer/access/build.ts';
import { whatCan } from '../analyzer/questions/what-can.ts';
import { AuditCommand } from '../cli/command.ts';
import { formatFlag, namespaceFlag } from '../cli/flags.ts';
import { expectKnownSubject } from '../cli/known-subject.ts';
import { parseSubject } from '../cli/subject.ts';
import { whatCanData, whatCanMatrix, whatCanText } from '../report/what-can.ts';

export default class WhatCan extends AuditCommand {
  static override summary = 'List all that a subject may do, its groups included, and through which binding.';
  static override usage = '<%= command.id %> SUBJECT [flags]';
  static override examples = [
    { description: 'What a ServiceAccount may do', command: '<%= config.bin %> <%= command.id %> sa:shop/checkout' },
    {
      description: 'What a user of two groups may do in one namespace',
      command: '<%= config.bin %> <%= command.id %> user:ines --as-group nurses --as-group oncall -n clinic',
    },
    { description: 'As a matrix of resources and verbs', command: '<%= config.bin %> <%= command.id %> group:devs --matrix' },
  ];
  static override args = {
    subject: Args.string({ ignoreStdin: true, required: true, description: 'user:NAME, group:NAME or sa:NAMESPACE/NAME' }),
  };
  static override flags = {
    namespace: namespaceFlag('Only what holds in this namespace.'),
    'as-group': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'GROUP',
      summary: 'A group the subject is in; repeatable.',
    }),
    matrix: Flags.boolean({ summary: 'Verbs across, resources down.' }),
    format: formatFlag(['table', 'json', 'yaml'], 'table'),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(WhatCan);
    const subject = parseSubject(args.subject);
    const { snapshot } = await this.collect(flags, { namespace: flags.namespace });
    const access = buildAccess(snapshot);
    expectKnownSubject(access, subject, this.caution);
    const answer = whatCan(access, subject, flags['as-group'], flags.namespace);
    const layout = this.layout(flags.color);
    const table = () => (flags.matrix ? whatCanMatrix(answer, layout) : whatCanText(answer, layout));
    const text =
      flags.format === 'table' ? this.told(table(), snapshot) : this.data(flags.format, 'WhatCan', snapshot, whatCanData(answer));
    await this.finish(text, snapshot, { ...flags, negative: false });
  }
}
