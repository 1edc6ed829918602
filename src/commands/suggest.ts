import { buildAccess } from '../analyzer/access/build.ts';
import { AuditCommand } from '../cli/command.ts';
import { deliver, deliveryFlags, formatBeside } from '../cli/deliver-proposals.ts';
import { Expectations } from '../cli/expectations.ts';
import { formatFlag, impersonationFlags } from '../cli/flags.ts';
import { suggestFlags } from '../cli/suggest-flags.ts';
import { suggestedData, suggestedText } from '../cli/suggest-texts.ts';
import { askedFor, nothingToPropose, suggestionFor } from '../cli/suggestion.ts';
import { readSuggestInput } from '../cli/usage.ts';

export default class Suggest extends AuditCommand {
  static override summary = 'Propose smaller roles, read apart from write, each with a proof of what nobody loses or gains.';
  static override description =
    'Without flags, proposals take no rights away: they drop what grants nothing, keep reading apart from writing and from ' +
    'what is privileged, and turn ClusterRoles that one namespace uses into Roles there. What takes rights away is done on ' +
    'request: --only expand, --namespaces, --own-namespace, --audit-log. All that is lost is listed in the proof.';
  static override examples = [
    { description: 'Roles for the whole cluster, to review and apply', command: '<%= config.bin %> <%= command.id %> > roles.yaml' },
    { description: 'Only what concerns one ServiceAccount', command: '<%= config.bin %> <%= command.id %> --for sa:ci/deployer' },
    {
      description: 'The same, kept to the namespaces that it deploys to',
      command: '<%= config.bin %> <%= command.id %> --for sa:ci/deployer --namespaces shop,clinic',
    },
    {
      description: 'Just what it used, as the audit log of the API server shows it',
      command: '<%= config.bin %> <%= command.id %> --for sa:ci/deployer --audit-log /var/log/kubernetes/audit',
    },
    {
      description: 'As a patch of the manifests themselves',
      command: '<%= config.bin %> <%= command.id %> -R -f deploy/ --format diff | git apply --allow-empty',
    },
  ];
  static override flags = {
    ...suggestFlags,
    ...deliveryFlags,
    format: formatFlag(['yaml', 'diff', 'json', 'table'], 'yaml'),
    ...impersonationFlags,
  };

  async run(): Promise<void> {
    const { flags, metadata } = await this.parse(Suggest);
    this.quiet = flags.quiet;
    const asked = askedFor(flags);
    const expectations = await Expectations.open(flags, process.cwd(), process.env);
    const { snapshot, logs } = await readSuggestInput(flags, () => this.collect(flags, flags));
    expectations.announce(snapshot, this.notice);
    const access = buildAccess(snapshot);
    const suggested = suggestionFor(access, asked, expectations, this.caution, logs);
    const { proposals, usage } = suggested;
    if (proposals.length === 0) this.notice(nothingToPropose(asked, access, usage));
    for (const line of deliver(suggested, snapshot, flags)) this.notice(line);
    const format = formatBeside(flags, metadata.flags.format?.setFromDefault === true);
    const answer =
      format === 'json'
        ? this.data('json', 'Proposals', snapshot, suggestedData(suggested, access), expectations.made)
        : this.told(suggestedText(suggested, format, access, this.layout(flags.color)), snapshot, format === 'table' ? '' : '# ');
    await this.finish(answer, snapshot, { ...flags, negative: flags.check && proposals.length > 0 });
  }
}
