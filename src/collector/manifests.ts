import { readFileSync } from 'node:fs';
import { UserError } from '../model/error.ts';
import { type Gap, gapSentence } from '../model/gap.ts';
import { admit } from './admit/admit.ts';
import { type Admitted, nothingAdmitted } from './admit/admitted.ts';
import { type BrokenDocument, parseDocuments } from './documents.ts';
import { type FileSelection, listFiles } from './files.ts';
import { SourceText } from './source-text.ts';
import { decode, textOnDisk } from './text.ts';

export interface ManifestOptions extends FileSelection {
  /** The namespace of documents that name none. */
  defaultNamespace: string;
  /** What standard input held, where `-` is among the paths. */
  stdin?: Buffer | undefined;
}

const stdinName = 'stdin';

/**
 * Reads all manifests that are named: files, folders, standard input (`-`). What cannot be read becomes a gap.
 * Throws a UserError where nothing at all could be read, so that no input never passes as clean.
 */
export function readManifests(options: ManifestOptions): Admitted {
  const { files, gaps } = listFiles(options);
  const admitted = nothingAdmitted();
  admitted.gaps.push(...gaps);
  for (const file of files) readFile(file, options, admitted);
  if (admitted.objects === 0) throw nothingRead(options.paths, admitted.gaps);
  return admitted;
}

function readFile(file: string, { defaultNamespace, stdin }: ManifestOptions, admitted: Admitted): void {
  const name = file === '-' ? stdinName : file;
  const text = readText(file, name, stdin, admitted);
  if (text === undefined) return;
  const { documents, broken } = parseDocuments(text);
  for (const document of documents) admit(document.value, { source: name, origin: document.origin }, defaultNamespace, admitted);
  for (const problem of broken) admitted.gaps.push(brokenGap(problem, name, documents.length));
}

function readText(file: string, name: string, stdin: Buffer | undefined, admitted: Admitted): SourceText | undefined {
  const refuse = (code: Gap['code'], message: string, advice: string) => {
    admitted.gaps.push({ code, source: name, message: `${name}: ${message}`, advice });
    return undefined;
  };
  let bytes: Buffer;
  try {
    bytes = file === '-' && stdin ? stdin : readFileSync(file);
  } catch (error) {
    return refuse('unreadable-file', `cannot be read (${errorCode(error)})`, 'check its permissions');
  }
  const decoded = decode(bytes);
  if ('text' in decoded) return new SourceText(name, decoded.text, file === '-' ? undefined : textOnDisk(bytes, decoded.text));
  switch (decoded.refused) {
    case 'binary':
      return refuse('binary-file', 'a binary file, not YAML or JSON', 'leave it out with --exclude');
    case 'encoding':
      return refuse('unreadable-file', 'neither UTF-8 nor UTF-16 with a byte order mark', 'save it as UTF-8');
    case 'too-large':
      return refuse('too-large', 'larger than 512 MiB of text', 'split it, or dump fewer kinds of objects');
    case 'broken-gzip':
      return refuse('unreadable-file', 'broken gzip data', 'pack it again');
  }
}

function brokenGap({ position, reason, template, repeatsKey }: BrokenDocument, source: string, read: number): Gap {
  const others = read === 0 ? '' : `; the ${read === 1 ? 'other document was' : `${read} other documents were`} read`;
  const place = `${source}:${position.line}:${position.column}`;
  if (repeatsKey) {
    const advice = 'the last one was taken, as kubectl does; keep one';
    return { code: 'broken-document', source, position, message: `${place}: a key stands twice in one mapping`, advice };
  }
  return template
    ? {
        code: 'unrendered-template',
        source,
        position,
        message: `${place}: a template that was not rendered (${reason})`,
        advice: `helm template CHART | rbac-audit … -f -${others}`,
      }
    : {
        code: 'broken-document',
        source,
        position,
        message: `${place}: not YAML or JSON: ${reason}`,
        advice: `that document was left out${others}`,
      };
}

function nothingRead(paths: readonly string[], gaps: readonly Gap[]): UserError {
  const [first, ...more] = gaps;
  if (!first)
    return new UserError(
      `${paths.map((path) => (path === '-' ? stdinName : path)).join(', ')}: no Kubernetes objects found`,
      'objects have apiVersion, kind and metadata.name',
    );
  const others = more.length === 0 ? '' : ` (and ${more.length} more like it)`;
  return new UserError(`${gapSentence(first)}${others}`, first.advice);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
