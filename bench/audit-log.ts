import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAuditLog } from './audit-events.ts';
import type { Figure } from './figure.ts';
import { mediansInTurns } from './measure.ts';
import type { LogCost } from './read-log-once.ts';
import type { Sizes } from './sizes.ts';

const readLogOnce = fileURLToPath(new URL('read-log-once.ts', import.meta.url));

/** Large enough that starting threads does not count. */
const compared = 100_000_000;

/**
 * How fast an audit log is read, as a multiple of a loop that does no more than to cut it into lines and to parse each, and the
 * memory that a log takes at its peak, as a multiple of what a tenth of it takes. Each run is a process of its own.
 */
export function auditLogFigures({ auditLogs, auditReads }: Pick<Sizes, 'auditLogs' | 'auditReads'>, folder: string): Figure[] {
  const file = join(folder, 'audit.log');
  writeAuditLog(file, compared);
  const [plain = 0, own = 0] = mediansInTurns(
    (['readline', 'rbac-audit'] as const).map((reader) => () => costOf(reader, file).time),
    auditReads,
  );
  rmSync(file);
  const [small = 0, large = 0] = auditLogs.map((bytes) => {
    writeAuditLog(file, bytes);
    const { memory } = costOf('rbac-audit', file);
    rmSync(file);
    return memory;
  });
  return [
    {
      what: 'Bytes per second of an audit log of 100 MB',
      comparedWith: '`readline` and `JSON.parse` of each line',
      ratio: plain / own,
      limit: { atLeast: 1 },
    },
    {
      what: `Memory at its peak for an audit log of ${sizeText(auditLogs[1])}`,
      comparedWith: `for one of ${sizeText(auditLogs[0])}`,
      ratio: large / small,
      limit: { atMost: 1.5 },
    },
  ];
}

function costOf(reader: 'readline' | 'rbac-audit', file: string): LogCost {
  return JSON.parse(execFileSync(process.execPath, [readLogOnce, reader, file], { encoding: 'utf8' }));
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${bytes / 1e9} GB` : `${bytes / 1e6} MB`;
}
