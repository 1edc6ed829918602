import { UserError } from '../../model/error.ts';
import type { Gap } from '../../model/gap.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Usage } from '../../model/usage.ts';
import { Buffers } from './buffers.ts';
import { type ByteSource, openBytes } from './byte-source.ts';
import { addCounts, always, Ledger, type Window } from './ledger.ts';
import { listLogs } from './log-files.ts';
import { OpenRequests } from './open-requests.ts';
import { noRecords, type RecordCounts } from './piece.ts';
import { piecesOf } from './pieces.ts';
import { isoTime } from './tally.ts';
import { Threads } from './threads.ts';

/** What audit logs tell, and what of them could not be read. */
export interface AuditLogs {
  usage: Usage;
  gaps: Gap[];
}

/**
 * Reads audit logs of any size in constant memory: files, folders, globs, standard input (`-`), gzipped or not. `progress` is
 * told what is being read. Throws a UserError where a path names nothing, and where there is no audit event at all.
 */
export async function readAuditLogs(
  paths: readonly string[],
  window: Window = always,
  progress: (message: string) => void = () => {},
): Promise<AuditLogs> {
  const files = listLogs(paths);
  const reading = new Reading(window);
  try {
    for (const file of files) {
      progress(`reading ${file === '-' ? 'stdin' : file}`);
      await reading.file(file);
    }
    await reading.finish();
  } finally {
    await reading.stop();
  }
  const result = reading.result(paths.map(nameOf));
  if (result.usage.log.counts.events === 0) throw nothingRead(paths, result);
  return result;
}

class Reading {
  private readonly ledger: Ledger;
  private readonly open: OpenRequests;
  private readonly threads: Threads;
  private readonly buffers = new Buffers();
  private readonly records = noRecords();
  private readonly levels = new Map<string, number>();
  private readonly gaps: Gap[] = [];

  constructor(window: Window) {
    this.ledger = new Ledger(window);
    this.open = new OpenRequests(this.ledger);
    this.threads = new Threads(window, this.ledger, this.buffers);
  }

  async file(file: string): Promise<void> {
    const records = noRecords();
    const name = nameOf(file);
    let source: ByteSource;
    try {
      source = await openBytes(file);
    } catch (error) {
      this.gaps.push(unreadable(name, error));
      return;
    }
    const guarded = untilError(source, (error) => this.gaps.push(unreadable(name, error)));
    let lines = 0;
    let firstBroken: number | undefined;
    for await (const report of this.threads.reports(piecesOf(guarded, records, this.buffers))) {
      this.open.add(report);
      addCounts(records, report.counts);
      for (const [level, count] of report.levels) this.levels.set(level, (this.levels.get(level) ?? 0) + count);
      if (report.firstBroken > 0) firstBroken ??= lines + report.firstBroken;
      lines += report.lines;
    }
    source.close();
    this.gaps.push(...gapsOf(name, records, firstBroken));
    addCounts(this.records, records);
  }

  async finish(): Promise<void> {
    await this.threads.finish();
    this.open.finish();
  }

  async stop(): Promise<void> {
    await this.threads.stop();
  }

  result(sources: readonly string[]): AuditLogs {
    const { first, last, counts, tally } = this.ledger;
    return {
      usage: {
        identities: tally.usage(),
        log: {
          sources,
          first: isoTime(first),
          last: isoTime(last),
          days: last > first ? (last - first) / 86_400_000 : 0,
          counts: { ...this.records, ...counts, ...this.open.counts },
          levels: Object.fromEntries([...this.levels].sort(([a], [b]) => byCodeUnit(a, b))),
        },
      },
      gaps: this.gaps,
    };
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file;
}

/** The source up to where reading it fails, as if it ended there. */
function untilError(source: ByteSource, failed: (error: unknown) => void): ByteSource {
  return {
    close: () => source.close(),
    read: async (into) => {
      try {
        return await source.read(into);
      } catch (error) {
        failed(error);
        return 0;
      }
    },
  };
}

function unreadable(source: string, error: unknown): Gap {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const what = code.startsWith('Z_') ? 'broken gzip data, read as far as it goes' : `cannot be read (${code})`;
  return { code: 'unreadable-file', source, message: `${source}: ${what}`, advice: 'check the file and its permissions' };
}

function gapsOf(source: string, { broken, otherVersions }: RecordCounts, firstBroken: number | undefined): Gap[] {
  const place = firstBroken === undefined ? {} : { position: { file: source, line: firstBroken, column: 1 } };
  const where = firstBroken === undefined ? source : `${source}:${firstBroken}`;
  const gaps: Gap[] = [];
  if (broken > 0) {
    const what = broken === 1 ? 'a record is no JSON, or too long' : `the first of ${broken} records that are no JSON, or too long`;
    const advice = 'what they hold is not counted as used; the others were read';
    gaps.push({ code: 'broken-audit-event', source, ...place, message: `${where}: ${what}`, advice });
  }
  if (otherVersions > 0) {
    const what = `${otherVersions} ${otherVersions === 1 ? 'event is' : 'events are'} of an audit version that is not known`;
    gaps.push({ code: 'broken-audit-event', source, message: `${source}: ${what}`, advice: 'audit.k8s.io/v1 and v1beta1 are read' });
  }
  return gaps;
}

function nothingRead(paths: readonly string[], { usage, gaps }: AuditLogs): UserError {
  const [first] = gaps;
  if (first) return new UserError(first.message, first.advice);
  const { otherRecords, otherLines } = usage.log.counts;
  const found = otherRecords + otherLines === 0 ? '' : ` in ${otherRecords + otherLines} records`;
  return new UserError(
    `${paths.map(nameOf).join(', ')}: no audit events found${found}`,
    'audit.k8s.io events are read, as the API server writes them, and as CloudWatch (EKS) and Cloud Audit Logs (GKE) export them',
  );
}
