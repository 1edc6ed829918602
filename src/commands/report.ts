import * as Flags from '@oclif/core/flags';
import { AuditCommand } from '../cli/command.ts';
import { formatFlag, impersonationFlags, namespaceFlag } from '../cli/flags.ts';
import { makingOf, reportFormats, reportText, reportView } from '../cli/report-text.ts';
import { Review } from '../cli/review.ts';
import { reviewFlags } from '../cli/review-flags.ts';
import { severities } from '../model/finding.ts';
import { findingsData, findingsText } from '../report/findings.ts';

export default class Report extends AuditCommand {
  static override summary = 'List what is dangerous, how bad it is where it is bound, and what to do.';
  static override examples = [
    { description: 'Audit the cluster of the current context', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Audit rendered manifests', command: 'helm template chart | <%= config.bin %> <%= command.id %> -f -' },
    {
      description: 'Fail a pipeline on high and critical findings',
      command: '<%= config.bin %> <%= command.id %> -R -f deploy/ --fail-on high',
    },
  ];
  static override flags = {
    namespace: namespaceFlag('Report only what holds in this namespace.'),
    selector: Flags.string({ char: 'l', helpValue: 'SELECTOR', summary: 'Report only what rests on roles or bindings with these labels.' }),
    'min-severity': Flags.option({ options: severities, summary: 'Leave out findings below; for tables the default is high.' })(),
    'fail-on': Flags.option({
      options: [...severities, 'none'] as const,
      summary: 'Exit 1 if there is a finding at or above; by default none.',
    })(),
    check: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'ID', summary: 'Run only this check; repeatable.' }),
    'skip-check': Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'ID', summary: 'Do not run this check; repeatable.' }),
    all: Flags.boolean({ summary: "Also show what is expected: Kubernetes' own grants, the platform's, and what the settings name." }),
    ...reviewFlags,
    format: formatFlag(reportFormats, 'table'),
    ...impersonationFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Report);
    const review = await Review.open(flags, process.cwd(), process.env);
    const { snapshot: read } = await this.collect(flags, flags);
    review.expectations.announce(read, this.notice);
    const reviewed = review.judge(read);
    const { snapshot, judgement } = reviewed;
    const view = reportView(reviewed, review, flags, this.config.bin);
    const { format } = flags;
    const made = makingOf(view, review);
    const text =
      format === 'table'
        ? this.told(findingsText(view, this.layout(flags.color)), snapshot)
        : format === 'json' || format === 'yaml'
          ? this.data(format, 'Report', snapshot, findingsData(view), made)
          : await reportText(format, view, {
              ...reviewed,
              made,
              version: this.config.version,
              root: this.config.root,
            });
    await this.finish(text, snapshot, { ...flags, negative: review.fails(judgement) });
  }
}
