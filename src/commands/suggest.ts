import * as Flags from '@oclif/core/flags';
import { buildAccess } from '../analyzer/access/build.ts';
import { AuditCommand } from '../cli/command.ts';
import { formatFlag, impersonationFlags, namespaceFlag } from '../cli/flags.ts';
import { expectKnownSubject } from '../cli/known-subject.ts';
import { proposalTexts } from '../cli/proposal-texts.ts';
import { expectKnownRole, parseRole } from '../cli/role.ts';
import { parseSubject } from '../cli/subject.ts';
import { isExpectedSubject } from '../facts/expected.ts';
import { propose } from '../generator/propose.ts';
import type { ObjectRef } from '../model/gap.ts';
import { objectText } from '../report/words.ts';
import { verifierFor } from '../verifier/verify.ts';

export default class Suggest extends AuditCommand {
  static override summary = 'Propose smaller roles, read apart from write, each with a proof that nobody loses or gains a right.';
  static override examples = [
    { description: 'Roles for the whole cluster, to review and apply', command: '<%= config.bin %> <%= command.id %> > roles.yaml' },
    { description: 'Only what concerns one ServiceAccount', command: '<%= config.bin %> <%= command.id %> --for sa:ci/deployer' },
    {
      description: 'As a patch of the manifests themselves',
      command: '<%= config.bin %> <%= command.id %> -R -f deploy/ --format diff | git apply --allow-empty',
    },
  ];
  static override flags = {
    namespace: namespaceFlag('Only proposals that replace something in this namespace.'),
    for: Flags.string({ helpValue: 'SUBJECT', summary: 'Only proposals for user:NAME, group:NAME or sa:NAMESPACE/NAME.' }),
    role: Flags.string({ helpValue: 'KIND/NAME', summary: 'Only the proposal for this Role or ClusterRole.' }),
    format: formatFlag(['yaml', 'diff', 'json', 'table'], 'yaml'),
    ...impersonationFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Suggest);
    const selection = {
      ...(flags.for === undefined ? {} : { subject: parseSubject(flags.for) }),
      ...(flags.role === undefined ? {} : { role: parseRole(flags.role, flags.namespace) }),
      ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    };
    const { snapshot } = await this.collect(flags, flags);
    const access = buildAccess(snapshot);
    if (selection.subject) expectKnownSubject(access, selection.subject, this.caution);
    if (selection.role) expectKnownRole(access, selection.role);
    const passedOver = (role: ObjectRef, reason: string) => this.caution(`${objectText(role)} is not split: ${reason}`);
    const proposals = propose(access, selection, { isExpected: isExpectedSubject, verify: verifierFor(access), passedOver });
    if (proposals.length === 0)
      this.notice('nothing to split: every role that is in question lies in one class, or grants everything with *');
    const text =
      flags.format === 'json'
        ? this.data('json', 'Proposals', snapshot, { proposals })
        : this.told(
            proposalTexts[flags.format](proposals, snapshot, this.layout(flags.color)),
            snapshot,
            flags.format === 'table' ? '' : '# ',
          );
    await this.finish(text, snapshot, { ...flags, negative: false });
  }
}
