import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { proposalFolder } from '../generator/folder.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { usageHead } from '../report/usage.ts';
import { count } from '../report/words.ts';
import { editInPlace } from './edit-in-place.ts';
import type { Suggested } from './suggest-texts.ts';
import { writeFolder } from './write-folder.ts';

/** Where proposals go besides stdout. */
export const deliveryFlags = {
  'out-dir': Flags.string({
    helpGroup: 'OUTPUT',
    helpValue: 'DIR',
    summary: 'Write files to a folder: create/, edit/, remove/, rollback/, and a README with the order.',
    exclusive: ['write', 'check'],
  }),
  force: Flags.boolean({ helpGroup: 'OUTPUT', summary: 'Write into a folder that holds other files too.', dependsOn: ['out-dir'] }),
  write: Flags.boolean({ helpGroup: 'OUTPUT', summary: 'Edit the files of -f in place.', dependsOn: ['filename'], exclusive: ['check'] }),
};

type DeliveryFlags = InferredFlags<typeof deliveryFlags>;
type Format = 'yaml' | 'diff' | 'json' | 'table';

/** Writes proposals where the flags say, and tells what was written. Throws a UserError, with nothing written, where that cannot be done. */
export function deliver({ proposals, usage }: Suggested, snapshot: Snapshot, flags: DeliveryFlags): string[] {
  const { 'out-dir': folder, force, write } = flags;
  if (write) return editInPlace(proposals, snapshot);
  if (folder === undefined) return [];
  const files = proposalFolder(proposals, snapshot, usage ? usageHead({ usage, limitations: snapshot.limitations }) : []);
  writeFolder(folder, files, force);
  return [`written to ${folder}: ${contents([...files.keys()])}`];
}

/** The format of what is printed: with --check the summary, and also beside what is written, unless another one was chosen. */
export function formatBeside(flags: DeliveryFlags & { format: Format; check: boolean }, isDefault: boolean): Format {
  const { format, check, write, 'out-dir': folder } = flags;
  if (format === 'json') return format;
  return check || (isDefault && (write || folder !== undefined)) ? 'table' : format;
}

/** `create/ (4 files), remove/ (1 file), README.md` */
function contents(paths: readonly string[]): string {
  const folders = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/') + 1) || path);
  return [...folders].map(([name, inside]) => (name.endsWith('/') ? `${name} (${count(inside.length, 'file')})` : name)).join(', ');
}
