import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { byKeys } from '../model/order.ts';
import { applyEdits, type Edit } from './splice.ts';

interface FileChange {
  old: string | undefined;
  edits: Edit[];
}

/** Changes to files, collected and then written as one unified diff that `git apply` and `patch -p1` accept. */
export class Patch {
  private readonly files = new Map<string, FileChange>();

  /** Changes a part of a file whose whole text is `text`. */
  edit(path: string, text: string, edit: Edit): void {
    const change = this.files.get(path);
    if (change) change.edits.push(edit);
    else this.files.set(path, { old: text, edits: [edit] });
  }

  /** Adds a file under the wanted path, or with a number before its ending where another change has that path. */
  create(stem: string, ending: string, text: string): void {
    let path = `${stem}${ending}`;
    for (let count = 2; this.files.has(path); count++) path = `${stem}-${count}${ending}`;
    this.files.set(path, { old: undefined, edits: [{ start: 0, end: 0, text }] });
  }

  /** Sorted by path; files that stay as they are do not appear, since both tools refuse a patch without a change. */
  text(): string {
    return [...this.files]
      .sort(byKeys(([path]) => [path]))
      .map(([path, { old, edits }]) => fileDiff(path, old, applyEdits(old ?? '', edits)))
      .join('');
  }
}

function fileDiff(path: string, old: string | undefined, now: string): string {
  if (old === now) return '';
  const patch = structuredPatch(
    old === undefined ? '/dev/null' : `a/${path}`,
    now === '' ? '/dev/null' : `b/${path}`,
    old ?? '',
    now,
    undefined,
    undefined,
    { context: 3 },
  );
  const [before = '', after = '', ...hunks] = formatPatch(patch, FILE_HEADERS_ONLY).split('\n');
  return [closed(before), closed(after), ...hunks].join('\n');
}

/** A tab ends a file name that holds spaces, as GNU diff writes it; without it patch takes the first word for the name. */
function closed(header: string): string {
  return header.slice('--- '.length).includes(' ') ? `${header}\t` : header;
}
