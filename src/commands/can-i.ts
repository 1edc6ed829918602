import { Args, Flags } from '@oclif/core';
import { buildAccess } from '../analyzer/access/build.ts';
import { identityOf } from '../analyzer/access/identity.ts';
import { canI } from '../analyzer/questions/can-i.ts';
import { answerRequests } from '../cli/bulk.ts';
import { AuditCommand } from '../cli/command.ts';
import { ruleTextOf } from '../cli/explain.ts';
import { formatFlag, namespaceFlags } from '../cli/flags.ts';
import { noticeUnknownSubject } from '../cli/known-subject.ts';
import { asOneRequest, readRequest } from '../cli/request.ts';
import { parseSubject } from '../cli/subject.ts';
import { UserError } from '../model/error.ts';
import { canIData, canIText } from '../report/can-i.ts';

export default class CanI extends AuditCommand {
  static override summary = 'Say whether an identity may do something, and why or why not.';
  static override examples = [
    {
      description: 'May the checkout read Secrets of its namespace, and why',
      command: '<%= config.bin %> <%= command.id %> get secrets --as sa:shop/checkout -n shop --explain',
    },
    {
      description: 'May a user of a group delete nodes',
      command: '<%= config.bin %> <%= command.id %> delete nodes --as jane --as-group oncall',
    },
    { description: 'Many questions at once, as JSON lines', command: '<%= config.bin %> <%= command.id %> --requests questions.jsonl' },
  ];
  static override args = {
    verb: Args.string({ description: 'a verb, such as get, create or impersonate' }),
    resource: Args.string({ description: 'RESOURCE[.GROUP][/SUBRESOURCE], or a /path' }),
    name: Args.string({ description: 'the name of one object' }),
  };
  static override flags = {
    ...namespaceFlags,
    as: Flags.string({ helpValue: 'SUBJECT', summary: 'Who: user:NAME, sa:NAMESPACE/NAME or group:NAME.' }),
    'as-group': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'GROUP',
      summary: 'A group the subject is in; repeatable.',
    }),
    subresource: Flags.string({ helpValue: 'NAME', summary: 'The subresource, such as exec.' }),
    explain: Flags.boolean({ summary: 'Show why, or what comes nearest.' }),
    requests: Flags.string({
      helpValue: 'FILE',
      summary: 'Answer one request per line of a file or stdin (-).',
      exclusive: ['as', 'as-group', 'namespace', 'all-namespaces', 'explain'],
    }),
    'implied-groups': Flags.boolean({
      summary: 'Add the groups that Kubernetes adds by itself to each of --requests.',
      dependsOn: ['requests'],
    }),
    format: formatFlag(['table', 'json', 'yaml'], 'table'),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CanI);
    if (flags.requests !== undefined) return this.answerMany(flags, flags.requests);
    const { verb, resource } = args;
    if (verb === undefined || resource === undefined)
      throw new UserError('VERB and RESOURCE are needed', 'for example: can-i get secrets --as sa:shop/checkout');
    if (flags.as === undefined)
      throw new UserError(
        '--as is needed: whose rights are in question?',
        'write --as user:NAME, --as sa:NAMESPACE/NAME or --as group:NAME',
      );
    const subject = parseSubject(flags.as);
    const { snapshot, contextNamespace } = await this.collect(flags, { namespace: flags.namespace });
    const asked = readRequest({ ...args, verb, resource, subresource: flags.subresource, namespace: undefined }, snapshot, (line) =>
      this.notice(line),
    );
    const request = 'path' in asked ? asked : asOneRequest(asked, this.namespaceOf(flags, asked.namespaced, contextNamespace));
    const access = buildAccess(snapshot);
    noticeUnknownSubject(access, subject, (line) => this.notice(line));
    const identity = identityOf(subject, flags['as-group']);
    const answer = canI(access, identity, request);
    const view = { subject, groups: identity.groups, request, answer, explain: flags.explain ? ruleTextOf(access) : undefined };
    const text =
      flags.format === 'table' ? canIText(view, this.layout(flags.color)) : this.data(flags.format, 'CanI', snapshot, canIData(view));
    await this.finish(text, snapshot, { negative: !answer.allowed, allowPartial: flags['allow-partial'], question: 'can-i' });
  }

  private namespaceOf(
    flags: { namespace?: string | undefined; 'all-namespaces': boolean },
    namespaced: boolean | undefined,
    contextNamespace: string | undefined,
  ): string {
    if (flags['all-namespaces']) return '';
    if (flags.namespace !== undefined) return flags.namespace;
    const namespace = contextNamespace ?? 'default';
    if (namespaced !== false) this.notice(`asked for namespace ${namespace}; -n names another, -A asks for all at once`);
    return namespace;
  }

  private async answerMany(
    flags: Parameters<AuditCommand['collect']>[0] & { 'implied-groups': boolean; 'allow-partial': boolean },
    file: string,
  ): Promise<void> {
    const { snapshot } = await this.collect(flags);
    const { text, gaps } = answerRequests(buildAccess(snapshot), file, flags['implied-groups']);
    await this.finish(text, { ...snapshot, gaps: [...snapshot.gaps, ...gaps] }, { negative: false, allowPartial: flags['allow-partial'] });
  }
}
