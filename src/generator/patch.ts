import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import type { FileChange } from './file-changes.ts';
import { hunksOf } from './hunks.ts';

/** A change of one file as a unified diff that `git apply` and `patch -p1` accept. */
export function filePatch({ path, before, after, edits }: FileChange): string {
  const header = {
    oldFileName: before === undefined ? '/dev/null' : `a/${path}`,
    newFileName: after === undefined ? '/dev/null' : `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
  };
  const gone = before !== undefined && after === undefined ? [{ start: 0, end: before.length, text: '' }] : undefined;
  const patch = { ...header, hunks: hunksOf(before ?? '', gone ?? edits) };
  const [old = '', now = '', ...hunks] = formatPatch(patch, FILE_HEADERS_ONLY).split('\n');
  return [closed(old), closed(now), ...hunks].join('\n');
}

/** A new file as a diff that applies where it is not there yet. */
export function newFilePatch(path: string, text: string): string {
  return filePatch({ path, before: undefined, after: text, edits: [{ start: 0, end: 0, text }] });
}

/** A tab ends a file name that holds spaces, as GNU diff writes it; without it patch takes the first word for the name. */
function closed(header: string): string {
  return header.slice('--- '.length).includes(' ') ? `${header}\t` : header;
}
