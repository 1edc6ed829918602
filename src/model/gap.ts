import type { Position } from './position.ts';

/** Names an object in a gap or a limitation; `kind` may be any Kubernetes kind. */
export interface ObjectRef {
  kind: string;
  namespace?: string;
  name: string;
}

/** A string that is the same for the same object, and sorts by kind, namespace, name. */
export function objectKey({ kind, namespace, name }: ObjectRef): string {
  return `${kind}\u0000${namespace ?? ''}\u0000${name}`;
}

/**
 * Something the tool was meant to see and could not. Gaps show in every format and in the exit code (3).
 * `source` is the file or the API path; `message` says what happened, `advice` what to do.
 */
export interface Gap {
  code: GapCode;
  source: string;
  position?: Position;
  object?: ObjectRef;
  message: string;
  advice?: string;
}

/** A gap in one sentence: where, unless its message says so itself, and what happened. */
export function gapSentence({ source, position, message }: Gap): string {
  if (message.startsWith(source)) return message;
  return position ? `${position.file}:${position.line}: ${message}` : `${source}: ${message}`;
}

export type GapCode =
  | 'unreadable-file'
  | 'too-large'
  | 'binary-file'
  | 'broken-document'
  | 'unrendered-template'
  | 'malformed-object'
  | 'malformed-rule'
  | 'malformed-subject'
  | 'differing-duplicate'
  | 'list-refused'
  | 'list-failed'
  | 'bad-request-line'
  | 'broken-audit-event';

/** Something helpful that the tool did without: said, judged by the worse assumption, no effect on the exit code. */
export interface Limitation {
  code: string;
  source: string;
  message: string;
}
