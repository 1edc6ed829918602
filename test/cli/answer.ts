import { expect } from 'vitest';
import type { Outcome } from './run.ts';

export interface Subject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Gap {
  readonly code: string;
  readonly source: string;
  readonly position?: Position;
  readonly object?: Subject;
  readonly message: string;
}

/** The part of the JSON contract (design.md, section 7) that these tests look at. */
export interface Answer {
  readonly apiVersion: string;
  readonly kind: string;
  readonly run: unknown;
  readonly request?: { readonly resource?: string; readonly group?: string; readonly subresource?: string; readonly namespace?: string };
  readonly subjects?: readonly Subject[];
  readonly limited?: readonly (Subject & { readonly names: readonly string[] })[];
  /** With --expand-groups: the ServiceAccounts that have it through a group. */
  readonly expanded?: readonly Subject[];
  readonly allowed?: boolean;
  readonly findings?: readonly { readonly severity: string }[];
  readonly gaps: readonly Gap[];
  readonly limitations: readonly unknown[];
}

/** What a command printed with `--format json`. */
export function answer(outcome: Outcome): Answer {
  expect(outcome.stdout, outcome.stderr).toMatch(/^\{/);
  const parsed: Answer = JSON.parse(outcome.stdout);
  return parsed;
}

/** The gaps of an answer in JSON, each of which has to be on stderr too. */
export function gaps(outcome: Outcome): readonly Gap[] {
  const { gaps } = answer(outcome);
  const said = outcome.stderr.split('\n').filter((line) => line.startsWith('gap: '));
  expect(said.length, outcome.stderr).toBe(gaps.length);
  for (const gap of gaps) expect(outcome.stderr).toContain(gap.message);
  return gaps;
}

/** The subjects of a who-can, as the tool shows them, without those of Kubernetes itself. */
export function who(subjects: readonly Subject[] | undefined): string[] {
  const own = (subjects ?? []).filter(({ namespace, name }) => namespace !== 'kube-system' && !name.startsWith('system:'));
  return own.map(({ kind, namespace, name }) => (kind === 'ServiceAccount' ? `SA ${namespace}/${name}` : `${kind} ${name}`));
}

/** Checks that a command could not run and said so as it should: exit 2, nothing on stdout, one or two lines, no stack. */
export function refusal(outcome: Outcome): string {
  expect(outcome.exitCode, outcome.stderr).toBe(2);
  expect(outcome.stdout).toBe('');
  const lines = outcome.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('note: '));
  expect(lines[0]).toMatch(/^error: ./);
  expect(lines.length, outcome.stderr).toBeLessThanOrEqual(2);
  expect(outcome.stderr).not.toMatch(/^\s+at .*[:(]/m);
  return lines.join('\n');
}
