import { Command } from '@oclif/core/command';
import { builtinDiscovery } from '../facts/kubernetes.ts';
import type { Gap } from '../model/gap.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { authorizers, type Envelope, enveloped, type Run, toJson, toYaml } from '../report/envelope.ts';
import { gapLines, gapSummary } from '../report/gaps.ts';
import { plain } from '../report/plain.ts';
import type { Layout } from '../report/style.ts';
import { count } from '../report/words.ts';
import { type CollectFlags, type Collection, collect, type Impersonation } from './collect.ts';
import { errorText } from './errors.ts';
import { exitCode, exitCodeOf, type Outcome } from './exit.ts';
import { clusterFlags, inputFlags, outputFlags } from './flags.ts';
import { expectKnownNamespace } from './known-namespace.ts';
import { progressOn } from './progress.ts';
import { type ColorChoice, layoutFor, say, writeOut } from './terminal.ts';

export type DataFormat = 'json' | 'yaml';

/** What every command shares: input, output, notices, and failures turned into our exit codes. */
export abstract class AuditCommand extends Command {
  // oclif would spell out every flag in the usage line.
  static override usage: string | string[] = '<%= command.id %> [flags]';
  static override baseFlags = { ...inputFlags, ...clusterFlags, ...outputFlags };

  private quiet = false;

  /** Reads the input and says on stderr how it was taken. */
  protected async collect(
    flags: CollectFlags & { quiet: boolean },
    connection: Impersonation & { namespace?: string | undefined } = {},
  ): Promise<Collection> {
    this.quiet = flags.quiet;
    const progress = progressOn(process.stderr, flags.quiet, process.env);
    try {
      const collection = await collect(flags, connection, progress.show);
      if (flags.filename !== undefined) this.notice(inputNotice(collection.snapshot));
      if (collection.withoutNamespace > 0) this.notice(namespaceNotice(collection.withoutNamespace, flags['default-namespace']));
      if (connection.namespace !== undefined) expectKnownNamespace(collection.snapshot, connection.namespace, this.caution);
      return collection;
    } finally {
      progress.end();
    }
  }

  /** Says what the person may not have meant, with --quiet too: an answer to another question looks like any other. */
  protected readonly caution = (line: string): void => {
    say(`note: ${plain(line)}`);
  };

  /** Says how something was taken, unless --quiet. */
  protected readonly notice = (line: string): void => {
    if (!this.quiet) say(`note: ${plain(line)}`);
  };

  protected layout(color: ColorChoice): Layout {
    return layoutFor(process.stdout, color, process.env);
  }

  /** An answer as JSON or YAML in the common frame. `made` is how it was made, besides its input. */
  protected data(format: DataFormat, kind: string, snapshot: Snapshot, answer: object, made: Partial<Run> = {}): string {
    const { run, ...envelope } = this.envelope(snapshot);
    const value = enveloped(kind, { run: { ...run, ...made }, ...envelope }, answer);
    return format === 'json' ? toJson(value) : toYaml(value);
  }

  private envelope(snapshot: Snapshot): Envelope {
    const { input, sources, kubernetesVersion, gaps, limitations } = snapshot;
    return { run: { version: this.config.version, source: sources.join(', '), input, kubernetesVersion, authorizers }, gaps, limitations };
  }

  /** An answer for people; where something was not seen, it says so itself, since stderr may be lost. `mark` makes it a comment. */
  protected told(text: string, { gaps }: Snapshot, mark = ''): string {
    const summary = gapSummary(gaps);
    if (summary === '') return text;
    return mark === '' ? `${text}\n${summary}\n` : `${mark}${summary}\n${text}`;
  }

  /** Writes the answer, says what was not seen, and sets the exit code. */
  protected async finish(
    text: string,
    snapshot: { gaps: readonly Gap[]; limitations: Snapshot['limitations'] },
    outcome: Omit<Outcome, 'gaps'>,
  ): Promise<void> {
    await writeOut(text);
    for (const line of gapLines(snapshot.gaps, this.quiet ? [] : snapshot.limitations)) say(line);
    process.exitCode = exitCodeOf({ ...outcome, gaps: snapshot.gaps.length > 0 });
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

function namespaceNotice(objects: number, namespace: string): string {
  return `${count(objects, 'object')} without a namespace ${objects === 1 ? 'is' : 'are'} taken to be in ${namespace}: --default-namespace`;
}

function inputNotice({ sources, input, kubernetesVersion }: Snapshot): string {
  const { version } = builtinDiscovery(kubernetesVersion);
  const what = sources.join(', ');
  return input === 'cluster'
    ? `${what} is taken as a whole cluster: its rules as they stand`
    : `${what} is taken as manifests: aggregation is computed, and the default roles of Kubernetes ${version} are added`;
}
