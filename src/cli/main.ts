import { basename } from 'node:path';
import { Config } from '@oclif/core/config';
import { ExitError } from '@oclif/core/errors';
import { flush } from '@oclif/core/flush';
import type { Options } from '@oclif/core/interfaces';
import { run } from '@oclif/core/run';
import { nearest } from '../facts/nearest.ts';
import { UserError } from '../model/error.ts';
import { errorText } from './errors.ts';
import { exitCode } from './exit.ts';
import { say, watchOutput } from './terminal.ts';

/**
 * Runs the command line: `argv` without node and script, `source` tells oclif where package.json and the commands are,
 * `script` is the path by which it was called. Sets the exit code; only --help and the like exit by themselves.
 */
export async function main(argv: readonly string[], source: Options, script: string): Promise<void> {
  watchOutput();
  try {
    const config = await Config.load(source);
    // kubectl runs its plugins as executables of this name; help then shows how the user called it.
    if (basename(script).startsWith('kubectl-')) config.bin = 'kubectl rbac-audit';
    const words = argv.length === 0 ? ['help'] : argv;
    refuseUnknownCommand(words, config);
    await run(words[0] === 'help' ? [...words.slice(1), '--help'] : [...words], config);
    await flush();
  } catch (error) {
    if (error instanceof ExitError && error.oclif.exit === 0) return;
    say(errorText(error));
    process.exitCode = exitCode.couldNotRun;
  }
}

function refuseUnknownCommand(argv: readonly string[], config: Config): void {
  const name = argv[0] === 'help' ? argv[1] : argv[0];
  if (name === undefined || name.startsWith('-') || config.findCommand(name)) return;
  const meant = nearest(name, config.commandIDs);
  throw new UserError(`there is no command ${name}`, meant === undefined ? 'see --help' : `did you mean ${meant}?`);
}
