import * as Flags from '@oclif/core/flags';
import { buildAccess } from '../analyzer/access/build.ts';
import { expandGroups, whoCan } from '../analyzer/questions/who-can.ts';
import { requestArguments } from '../cli/arguments.ts';
import { askedScope } from '../cli/asked-namespace.ts';
import { AuditCommand } from '../cli/command.ts';
import { expectedHolders } from '../cli/expected-holders.ts';
import { ruleTextOf } from '../cli/explain.ts';
import { formatFlag, impersonationFlags, namespaceFlags, subresourceFlag } from '../cli/flags.ts';
import { whyHint } from '../cli/hints.ts';
import { readRequest } from '../cli/request.ts';
import { whoCanData, whoCanText } from '../report/who-can.ts';

export default class WhoCan extends AuditCommand {
  static override summary = 'List the subjects that may do something, where, and through which binding.';
  static override usage = '<%= command.id %> VERB RESOURCE [NAME] [flags]';
  static override examples = [
    { description: 'Who may delete pods, anywhere', command: '<%= config.bin %> <%= command.id %> delete pods' },
    {
      description: 'Who may read the Secret tls in the namespace shop',
      command: '<%= config.bin %> <%= command.id %> get secrets tls -n shop',
    },
    {
      description: 'Who may read metrics, as manifests in a Git checkout say',
      command: '<%= config.bin %> <%= command.id %> get /metrics -R -f deploy/',
    },
  ];
  static override args = requestArguments;
  static override flags = {
    ...namespaceFlags,
    subresource: subresourceFlag,
    'expand-groups': Flags.boolean({ summary: 'Also list the ServiceAccounts that have it through a group.' }),
    all: Flags.boolean({ summary: "Also list Kubernetes' own subjects." }),
    explain: Flags.boolean({ summary: 'Show the rule behind each answer.' }),
    format: formatFlag(['table', 'json', 'yaml'], 'table'),
    ...impersonationFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(WhoCan);
    const { snapshot } = await this.collect(flags, flags);
    const asked = readRequest({ ...args, subresource: flags.subresource, namespace: askedScope(flags) }, snapshot, this.caution);
    const access = buildAccess(snapshot);
    const answer = whoCan(access, asked);
    const request = 'path' in asked ? asked : asked.request;
    const view = {
      request,
      answer,
      expected: flags.all || flags.format !== 'table' ? new Set<string>() : expectedHolders(access, answer),
      expanded: flags['expand-groups'] ? expandGroups(access, answer) : undefined,
      explain: flags.explain ? ruleTextOf(access) : undefined,
      hint: whyHint(this.config.bin, request, answer, flags),
    };
    const text =
      flags.format === 'table'
        ? this.told(whoCanText(view, this.layout(flags.color)), snapshot)
        : this.data(flags.format, 'WhoCan', snapshot, whoCanData(view));
    await this.finish(text, snapshot, { ...flags, negative: false });
  }
}
