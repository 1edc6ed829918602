import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { buildAccess } from '../analyzer/access/build.ts';
import { paths } from '../analyzer/escalation/paths.ts';
import { AuditCommand } from '../cli/command.ts';
import { Expectations } from '../cli/expectations.ts';
import { formatFlag, impersonationFlags } from '../cli/flags.ts';
import { expectKnownSubject } from '../cli/known-subject.ts';
import { expectationFlags } from '../cli/review-flags.ts';
import { parseSubject } from '../cli/subject.ts';
import { goals } from '../model/path.ts';
import { pathsData, pathsText } from '../report/paths.ts';
import { pathsDot } from '../report/paths-dot.ts';

export default class PathsCommand extends AuditCommand {
  static override summary = 'Show how subjects can become cluster-admin, root on nodes or others, and which bindings to cut.';
  static override usage = '<%= command.id %> [SUBJECT] [flags]';
  static override examples = [
    { description: 'Who gets where, and in how many hops', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'The way of one ServiceAccount, hop by hop', command: '<%= config.bin %> <%= command.id %> sa:ci/runner' },
    {
      description: 'A drawing of all ways to nodes, for Graphviz',
      command: '<%= config.bin %> <%= command.id %> --to node-root -o dot > ways.dot',
    },
  ];
  static override args = {
    subject: Args.string({ ignoreStdin: true, description: 'user:NAME, group:NAME or sa:NAMESPACE/NAME' }),
  };
  static override flags = {
    to: Flags.option({ options: goals, helpValue: 'GOAL', summary: `Only paths to this goal: ${goals.join(', ')}.` })(),
    all: Flags.boolean({ summary: 'List everybody: members of groups and those who are expected to get there, too.' }),
    ...expectationFlags,
    format: formatFlag(['table', 'json', 'yaml', 'dot'], 'table'),
    ...impersonationFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PathsCommand);
    const subject = args.subject === undefined ? undefined : parseSubject(args.subject);
    const expectations = await Expectations.open(flags, process.cwd(), process.env);
    const { snapshot } = await this.collect(flags, flags);
    expectations.announce(snapshot, this.notice);
    const access = buildAccess(snapshot);
    if (subject) expectKnownSubject(access, subject, this.caution);
    const { format, to: goal, all } = flags;
    const isData = format === 'json' || format === 'yaml';
    const { platform, expectedOf, made, isExpectedGrant: isExpected } = expectations;
    const answer = paths(access, { subject, goal, worstCutOnly: !isData && !subject }, { platform, isExpected });
    const view = { paths: answer, subject, goal, all, expectedOf, bin: this.config.bin };
    const text = isData
      ? this.data(format, 'Paths', snapshot, pathsData(view), made)
      : this.told(format === 'dot' ? pathsDot(view) : pathsText(view, this.layout(flags.color)), snapshot, format === 'dot' ? '// ' : '');
    await this.finish(text, snapshot, { ...flags, negative: false });
  }
}
