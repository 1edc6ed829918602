import { Command } from '@oclif/core/command';
import { type Envelope, enveloped, toJson, toYaml } from '../report/envelope.ts';
import type { Layout } from '../report/style.ts';
import { errorText } from './errors.ts';
import { exitCode } from './exit.ts';
import { answerFlags } from './flags.ts';
import { type Answer, type ColorChoice, layoutFor, say } from './terminal.ts';

export type DataFormat = 'json' | 'yaml';

/** What every command shares: the layout of answers, and failures turned into our exit codes. */
export abstract class BaseCommand extends Command {
  // oclif would spell out every flag in the usage line.
  static override usage: string | string[] = '<%= command.id %> [flags]';
  static override baseFlags = answerFlags;

  protected layout(color: ColorChoice): Layout {
    return layoutFor(process.stdout, color, process.env);
  }

  /** An answer as JSON or YAML in the common frame. */
  protected framed(format: DataFormat, kind: string, envelope: Envelope, answer: object): Answer {
    const value = enveloped(kind, envelope, answer);
    return format === 'json' ? toJson(value) : toYaml(value);
  }

  protected override async catch(error: unknown): Promise<void> {
    if (isExit(error)) throw error;
    say(errorText(error));
    process.exitCode = exitCode.couldNotRun;
  }
}

/** oclif ends --help and --version by throwing. */
function isExit(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT';
}
