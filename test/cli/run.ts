import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const clinic = join(projectRoot, 'test/fixtures/clinic');
export const example = join(projectRoot, 'examples/clinic-and-shop');

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** As a shell gives it: 128 and the signal's number where a signal ended the process. */
  readonly exitCode: number;
}

export interface Surroundings {
  /** What is piped in; nothing by default. A function writes by itself, when it likes. */
  readonly stdin?: string | Buffer | ((stdin: NodeJS.WritableStream) => void);
  /** The clinic's fixtures by default, so that they are named as a user names files: without a folder. */
  readonly cwd?: string;
  /** Sent as soon as something is on stderr. */
  readonly signal?: NodeJS.Signals;
}

/** Runs the tool as a user does, in a process of its own. A command that is a string is split at blanks. */
export function run(command: string | readonly string[], { stdin = '', cwd = clinic, signal }: Surroundings = {}): Promise<Outcome> {
  const args = typeof command === 'string' ? command.split(' ').filter((word) => word !== '') : command;
  const child = spawn(process.execPath, [join(projectRoot, 'bin/run.js'), ...args], { cwd, env: environment() });
  // A process that ends before it has read all of its input is no failure of the test.
  child.stdin.on('error', () => undefined);
  if (typeof stdin === 'function') stdin(child.stdin);
  else child.stdin.end(stdin);
  if (signal !== undefined) child.stderr.once('data', () => child.kill(signal));
  return outcome(child);
}

/** Runs a line of shell in which `rbac-audit` is the tool, for pipes and redirections. */
export function shell(line: string, cwd = clinic): Promise<Outcome> {
  const tool = `rbac-audit() { "${process.execPath}" "${join(projectRoot, 'bin/run.js')}" "$@"; }`;
  const child = spawn('bash', ['-c', `set -o pipefail; ${tool}; ${line}`], { cwd, env: environment() });
  child.stdin.end();
  return outcome(child);
}

function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const texts = Promise.all([text(child.stdout), text(child.stderr)]);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      texts.then(([stdout, stderr]) => resolve({ stdout, stderr, exitCode }), reject);
    });
  });
}

/** No kubeconfig, no cluster around it, no colours and no settings of the test runner. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, HOME: '/nonexistent' };
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
