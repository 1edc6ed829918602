/**
 * Writes docs/commands from what the built command says of itself (`--help`, summaries and examples), and the schema of
 * .rbac-audit.yaml from what reads it.
 * Build first: node scripts/build.ts && node scripts/docs.ts, or npm run docs.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../src/review/schema.ts';

const root = join(import.meta.dirname, '..');
const bin = 'rbac-audit';
/** As wide as help reads well on a page; a terminal gets its own width. */
const width = '100';
const origin = '<!-- Written by `npm run docs`: change the command, not this page. -->';

interface CommandEntry {
  summary: string;
  examples: { description: string; command: string }[];
}

if (import.meta.main) {
  const folder = join(root, 'docs/commands');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of commandPages()) writeFileSync(join(folder, name), text);
  writeFileSync(join(root, 'docs/schema/config.v1.json'), configSchemaText());
}

/** docs/schema/config.v1.json, for editors. */
export function configSchemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}

/** The pages of docs/commands by their file names. */
export function commandPages(): Map<string, string> {
  const manifest: { commands: Record<string, CommandEntry> } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));
  const commands = Object.entries(manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1));
  const pages = commands.map(([id, entry]): [string, string] => [`${id}.md`, page(id, entry)]);
  return new Map([['README.md', list(commands)], ...pages]);
}

function list(commands: readonly [string, CommandEntry][]): string {
  const rows = commands.map(([id, { summary }]) => `| [${id}](${id}.md) | ${summary} |`);
  return `# Commands

${origin}

| command | does |
|---|---|
${rows.join('\n')}

All of them read the same input, manifests with \`-f\` or else a [live cluster](../live-cluster.md), write the answer to stdout and all
else to stderr, and end with the same [exit codes](../json.md#exit-codes).
`;
}

function page(id: string, { summary, examples }: CommandEntry): string {
  return `# ${bin} ${id}

${origin}

${summary}

## Examples

${examples.map((example) => exampleText(id, example)).join('\n\n')}

## Help

\`\`\`text
${helpWithoutExamples(id)}
\`\`\`

[All commands](README.md) · [exit codes](../json.md#exit-codes) · [answers as JSON](../json.md)
`;
}

function exampleText(id: string, { description, command }: CommandEntry['examples'][number]): string {
  const line = command.replaceAll('<%= config.bin %>', bin).replaceAll('<%= command.id %>', id);
  return `${description}:\n\n\`\`\`sh\n${line}\n\`\`\``;
}

/** Help begins with the summary and ends with the examples, which the page has in their own form. */
function helpWithoutExamples(id: string): string {
  const help = execFileSync(process.execPath, [join(root, 'bin/run.js'), id, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, OCLIF_COLUMNS: width, NO_COLOR: '1' },
  });
  return help.slice(help.indexOf('USAGE\n'), help.indexOf('\nEXAMPLES\n')).trimEnd();
}
