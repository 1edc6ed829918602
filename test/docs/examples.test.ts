import { describe, expect, it } from 'vitest';
import { projectRoot } from '../cli/run.ts';
import { setUpMachine } from './machine.ts';
import { type Block, pages, readPage, textOf } from './markdown.ts';

const { readersFolder, sh } = setUpMachine();

const blocksOf = (page: string) => readPage(textOf(page)).blocks;

interface Example {
  command: string;
  line: number;
  expected: string[];
}

/** The commands of a console block, each with what stands below it. A command goes on after a backslash. */
function examplesIn({ lines, line: first }: Block): Example[] {
  const examples: Example[] = [];
  for (const [index, line] of lines.entries()) {
    const last = examples.at(-1);
    if (line.startsWith('$ ')) examples.push({ command: line.slice(2), line: first + index, expected: [] });
    else if (!last) throw new Error(`line ${first + index}: a console block begins with a command`);
    else if (last.expected.length === 0 && last.command.endsWith('\\')) last.command += `\n${line}`;
    else last.expected.push(line);
  }
  return examples;
}

/** The commands of an sh block; one that goes on after a backslash is put into one line. */
function commandsIn({ lines, line: first }: Block): { text: string; line: number }[] {
  return lines
    .map((text, index) => ({ text, line: first + index, isContinued: lines[index - 1]?.endsWith('\\') ?? false }))
    .reduce<{ text: string; line: number }[]>((commands, { text, line, isContinued }) => {
      const last = commands.at(-1);
      if (isContinued && last) last.text = `${last.text.slice(0, -1)}${text.trim()}`;
      else commands.push({ text, line });
      return commands;
    }, []);
}

const elision = '…';

/** The text with those lines left out that `…` stands for, so that it equals what is expected if it is as expected. */
function elided(actual: readonly string[], expected: readonly string[]): string[] {
  const at = expected.indexOf(elision);
  if (at < 0) return [...actual];
  const rest = expected.slice(at + 1);
  const [next] = rest;
  const from = actual.slice(at);
  const end = next === undefined ? from.length : from.findIndex((_, index) => startsWith(from.slice(index), rest));
  if (end < 0) return [...actual];
  return [...actual.slice(0, at), elision, ...elided(from.slice(end), rest)];
}

/** True if the lines begin with what is expected up to the next `…`; up to the end where there is none. */
function startsWith(lines: readonly string[], expected: readonly string[]): boolean {
  const until = expected.indexOf(elision);
  if (until < 0) return lines.length === expected.length && lines.every((line, index) => line === expected[index]);
  return expected.slice(0, until).every((line, index) => line === lines[index]);
}

/** What a reader's machine has and this one may not, so that the rest of the line can be tried. */
const standIns: readonly [name: string, pattern: RegExp, instead: string][] = [
  ['the project is installed already', /^npm ci && (?=npx rbac-audit)/, ''],
  ['the tool is on PATH already', /\bnpx (?=rbac-audit)/, ''],
  ['kubectl finds plugins by their names', /\bkubectl rbac-audit\b/g, 'kubectl-rbac_audit'],
  ['rendered manifests', /^(?:helm template|kubectl kustomize) [^|]*(?=\|)/, 'cat rendered.yaml '],
  ['an export of an audit log', /^(?:aws|gcloud) [^|]*(?=\|)/, 'cat examples/clinic-and-shop-audit.log '],
  ['a dump of a cluster', /^kubectl get [^|]*(?=\|)/, 'cat rendered.yaml '],
];

/** Lines that do not run the tool: they install it or use what it wrote. */
const others = /^(?:npm (?:ci|install|test|run)|kubectl (?:apply|auth|get)|git) /;

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(page);

  it('has its commands in blocks that are tried: console with output, sh without', () => {
    const strays = blocks
      .filter(({ language }) => language !== 'console' && language !== 'sh')
      .flatMap(({ lines }) => lines.filter((line) => /^(?:\$ .*|.*\| )?(?:npx |kubectl )?rbac-audit [a-z-]/.test(line)));
    expect(strays).toEqual([]);
  });

  const examples = blocks.filter(({ language }) => language === 'console').flatMap(examplesIn);
  for (const { command, line, expected } of examples) {
    it(`line ${line}: ${command}`, () => {
      const actual = sh(command, projectRoot).text.replace(/\n$/, '').split('\n');
      expect(elided(actual, expected).join('\n')).toBe(expected.join('\n'));
    });
  }

  const scripts = blocks.filter(({ language }) => language === 'sh').flatMap(commandsIn);
  for (const { text, line } of scripts) {
    const command = standIns.reduce((changed, [, pattern, instead]) => changed.replace(pattern, instead), text);
    if (command === '' || command.startsWith('#') || others.test(command)) continue;
    it(`line ${line}: ${text}`, () => {
      expect(command).toMatch(/\b(?:rbac-audit|kubectl-rbac_audit) /);
      const { text: output, exitCode } = sh(command, readersFolder());
      if (/ (?:-f|--filename)[ =]|\brbac-audit checks\b/.test(command)) {
        expect(output).not.toMatch(/^(?:error|gap):/m);
        expect([0, 1]).toContain(exitCode);
      } else {
        // Without files, a cluster is asked.
        expect(output).toMatch(/^error: .*\n {2}name a kubeconfig with --kubeconfig or KUBECONFIG, or read files with -f\n$/);
        expect(exitCode).toBe(2);
      }
    });
  }
});

describe('a line of … in expected output', () => {
  const actual = ['What', '', 'a', 'b', 'c', 'the end'];

  it.each([
    ['for any lines', ['What', '…', 'c', 'the end']],
    ['for the rest', ['What', '', '…']],
    ['for what comes first', ['…', 'the end']],
    ['for none', ['What', '…', '', 'a', '…', 'the end']],
  ])('stands %s', (_, expected) => {
    expect(elided(actual, expected)).toEqual(expected);
  });

  it.each([
    ['what is not there', ['What', '…', 'd', '…']],
    ['another order', ['…', 'b', '…', 'a', '…']],
    ['an end too early', ['What', '…', 'c']],
    ['a line too many', ['What', '…', 'the end', '']],
  ])('does not stand for %s', (_, expected) => {
    expect(elided(actual, expected)).not.toEqual(expected);
  });
});
