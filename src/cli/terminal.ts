import type { Layout } from '../report/style.ts';
import { exitCode } from './exit.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * How to lay out text for a stream: its width where it is a terminal (pipes are never wrapped), and colour by the flag,
 * then NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and TERM=dumb, then whether it is a terminal.
 */
export function layoutFor(stream: NodeJS.WriteStream, choice: ColorChoice, env: NodeJS.ProcessEnv): Layout {
  return { width: stream.isTTY ? stream.columns || Number(env.COLUMNS) || undefined : undefined, color: mayColor(stream, choice, env) };
}

function mayColor(stream: NodeJS.WriteStream, choice: ColorChoice, env: NodeJS.ProcessEnv): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR || env.FORCE_COLOR === '0') return false;
  if (isSet(env.FORCE_COLOR) || isSet(env.CLICOLOR_FORCE)) return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}

/**
 * Ends the run when stdout takes no more: quietly where the reader went away (`| head`), with an error otherwise, such as
 * for a full disk. Without it Node would end with a stack, or never. When stderr takes no more, the run goes on: the answer
 * and its exit code do not depend on who reads the messages.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') say(`error: stdout cannot be written: ${error.code ?? error.message}`);
    process.exit(error.code === 'EPIPE' ? exitCode.done : exitCode.couldNotRun);
  });
  process.stderr.on('error', () => undefined);
}

/** An answer: a text, or the pieces of one that may be longer than a string can be. */
export type Answer = string | Iterable<string>;

/** Writes an answer piece by piece, and waits each time until the reader took it. */
export async function writeOut(answer: Answer): Promise<void> {
  for (const piece of typeof answer === 'string' ? [answer] : answer) {
    await new Promise<void>((resolve) => {
      process.stdout.write(piece, () => resolve());
    });
  }
}

/** Writes a line for people to stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
