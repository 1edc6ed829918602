import * as Flags from '@oclif/core/flags';
import { buildAccess } from '../analyzer/access/build.ts';
import { identityOf } from '../analyzer/access/identity.ts';
import { canI } from '../analyzer/questions/can-i.ts';
import { optionalRequestArguments } from '../cli/arguments.ts';
import { askedNamespace } from '../cli/asked-namespace.ts';
import { answerRequests, refuseSharedStdin } from '../cli/bulk.ts';
import { AuditCommand } from '../cli/command.ts';
import { ruleTextOf } from '../cli/explain.ts';
import { bulkFlags, formatFlag, identityFlags, namespaceFlags, subresourceFlag } from '../cli/flags.ts';
import { expectKnownSubject } from '../cli/known-subject.ts';
import { asOneRequest, readRequest } from '../cli/request.ts';
import { parseSubject } from '../cli/subject.ts';
import { UserError } from '../model/error.ts';
import { canIData, canIText } from '../report/can-i.ts';

const example = 'can-i get secrets --as sa:shop/checkout -n shop';
export default class CanI extends AuditCommand {
  static override summary = 'Say whether an identity may do something, and why or why not.';
  static override usage = ['<%= command.id %> VERB RESOURCE [NAME] --as SUBJECT [flags]', '<%= command.id %> --requests FILE [flags]'];
  static override examples = [
    { description: 'Why may the checkout read Secrets', command: `<%= config.bin %> ${example} --explain` },
    { description: 'May a member of oncall delete nodes', command: '<%= config.bin %> can-i delete nodes --as jane --as-group oncall' },
    { description: 'Many questions at once, as JSON lines', command: '<%= config.bin %> can-i --requests questions.jsonl' },
  ];
  static override args = optionalRequestArguments;
  static override flags = {
    ...namespaceFlags,
    ...identityFlags,
    subresource: subresourceFlag,
    explain: Flags.boolean({ summary: 'Show why, or what comes nearest.' }),
    ...bulkFlags,
    format: formatFlag(['table', 'json', 'yaml'], 'table'),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CanI);
    if (flags.requests !== undefined) {
      refuseSharedStdin(flags.filename, flags.requests);
      const { snapshot } = await this.collect(flags);
      const { text, gaps } = await answerRequests(buildAccess(snapshot), flags.requests, flags['implied-groups']);
      return this.finish(text, { ...snapshot, gaps: [...snapshot.gaps, ...gaps] }, { ...flags, negative: false });
    }
    const { verb, resource } = args;
    if (verb === undefined || resource === undefined) throw new UserError('VERB and RESOURCE are needed', `for example: ${example}`);
    if (flags.as === undefined) throw new UserError('--as is needed: whose rights are in question?', `for example: ${example}`);
    const subject = parseSubject(flags.as);
    const { snapshot, contextNamespace } = await this.collect(flags, { namespace: flags.namespace });
    const asked = readRequest({ ...args, verb, resource, subresource: flags.subresource, namespace: undefined }, snapshot, this.caution);
    const request = 'path' in asked ? asked : asOneRequest(asked, askedNamespace(flags, asked.namespaced, contextNamespace, this.notice));
    const access = buildAccess(snapshot);
    expectKnownSubject(access, subject, this.caution);
    const identity = identityOf(subject, flags['as-group']);
    const answer = canI(access, identity, request);
    const view = { subject, groups: identity.groups, request, answer, explain: flags.explain ? ruleTextOf(access) : undefined };
    const text =
      flags.format === 'table' ? canIText(view, this.layout(flags.color)) : this.data(flags.format, 'CanI', snapshot, canIData(view));
    return this.finish(text, snapshot, { ...flags, negative: !answer.allowed, question: 'can-i' });
  }
}
