import { builtinDiscovery } from '../facts/kubernetes.ts';
import type { Gap } from '../model/gap.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { authorizers, type Run } from '../report/envelope.ts';
import { gapLines, gapSummary } from '../report/gaps.ts';
import { plain } from '../report/plain.ts';
import { count } from '../report/words.ts';
import { BaseCommand, type DataFormat } from './base-command.ts';
import { type CollectFlags, type Collection, collect, type Impersonation } from './collect.ts';
import { exitCodeOf, type Outcome } from './exit.ts';
import { clusterFlags, inputFlags, outputFlags } from './flags.ts';
import { expectKnownNamespace } from './known-namespace.ts';
import { progressOn } from './progress.ts';
import { type Answer, say, writeOut } from './terminal.ts';

/** What the commands share that look at a cluster or at files: input, gaps, and the exit code that follows from them. */
export abstract class AuditCommand extends BaseCommand {
  static override baseFlags = { ...inputFlags, ...clusterFlags, ...outputFlags };

  protected quiet = false;

  /** Says what the person may not have meant, with --quiet too: an answer to another question looks like any other. */
  protected readonly caution = (line: string): void => {
    say(`note: ${plain(line)}`);
  };

  /** Says how something was taken, unless --quiet. */
  protected readonly notice = (line: string): void => {
    if (!this.quiet) say(`note: ${plain(line)}`);
  };

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

  /** An answer as JSON or YAML in the common frame. `made` is how it was made, besides its input. */
  protected data(format: DataFormat, kind: string, snapshot: Snapshot, answer: object, made: Partial<Run> = {}): Answer {
    const { input, sources, kubernetesVersion, gaps, limitations } = snapshot;
    const run = { version: this.config.version, source: sources.join(', '), input, kubernetesVersion, authorizers, ...made };
    return this.framed(format, kind, { run, gaps, limitations }, answer);
  }

  /** An answer for people; where something was not seen, it says so itself, since stderr may be lost. `mark` makes it a comment. */
  protected told(text: string, { gaps }: Snapshot, mark = ''): string {
    const summary = gapSummary(gaps);
    if (summary === '') return text;
    return mark === '' ? `${text}\n${summary}\n` : `${mark}${summary}\n${text}`;
  }

  /** Writes the answer, says what was not seen, and sets the exit code. */
  protected async finish(
    answer: Answer,
    snapshot: { gaps: readonly Gap[]; limitations: Snapshot['limitations'] },
    outcome: Omit<Outcome, 'gaps'>,
  ): Promise<void> {
    await writeOut(answer);
    for (const line of gapLines(snapshot.gaps, this.quiet ? [] : snapshot.limitations)) say(line);
    process.exitCode = exitCodeOf({ ...outcome, gaps: snapshot.gaps.length > 0 });
  }
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
