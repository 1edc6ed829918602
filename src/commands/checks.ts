import * as Args from '@oclif/core/args';
import { checks } from '../analyzer/checks/index.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { checksNamed, pageOf } from '../cli/check-pages.ts';
import { formatFlag } from '../cli/flags.ts';
import { writeOut } from '../cli/terminal.ts';
import { checksData, checksMarkdown, checksText } from '../report/checks.ts';
import { pageText } from '../report/page.ts';

export default class Checks extends BaseCommand {
  static override summary = 'List what a report looks for; with an ID, say what it means and how to mend it.';
  static override usage = '<%= command.id %> [ID] [flags]';
  static override examples = [
    { description: 'All checks, by kind, worst first', command: '<%= config.bin %> <%= command.id %>' },
    {
      description: 'What one check finds, the attack, and how to fix it',
      command: '<%= config.bin %> <%= command.id %> secrets-list-watch',
    },
    { description: 'The catalogue for a program', command: '<%= config.bin %> <%= command.id %> --format json' },
  ];
  static override args = { id: Args.string({ ignoreStdin: true, description: 'the check, such as wildcard-verbs' }) };
  static override flags = { format: formatFlag(['table', 'json', 'yaml', 'markdown'], 'table') };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Checks);
    const chosen = args.id === undefined ? checks : checksNamed(args.id);
    const page = args.id === undefined ? undefined : pageOf(chosen[0]?.id ?? '', this.config.root);
    if (flags.format === 'json' || flags.format === 'yaml') {
      const envelope = { run: { version: this.config.version }, gaps: [], limitations: [] };
      return writeOut(this.framed(flags.format, 'CheckList', envelope, checksData(chosen.map((check) => ({ ...check, text: page })))));
    }
    const layout = this.layout(flags.color);
    if (flags.format === 'markdown') return writeOut(page ?? checksMarkdown(checks));
    return writeOut(page === undefined ? checksText(checks, this.config.bin, layout) : pageText(page, layout.width));
  }
}
