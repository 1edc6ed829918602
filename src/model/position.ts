/** A place in a file. `line` and `column` count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A path inside an object, as in `['rules', 2, 'verbs']`. */
export type FieldPath = readonly (string | number)[];

/**
 * The document that an object was read from: `text` is the whole file exactly as it stands on disk (byte order mark and line
 * ends included), from `start` up to but without `end` it is the document, and `path` leads to the object in it: it is empty
 * for a document that is the object, and `['items', 2]` for an item of a List. Of YAML, a `---` line that opens the document
 * and the comments around it may be inside.
 */
export interface SourceDocument {
  text: string;
  start: number;
  end: number;
  path: FieldPath;
  format: 'yaml' | 'json';
}

/**
 * Where an object was read from, for objects that come from files.
 * `locate` finds the position of a field (of the object itself for an empty path); it is asked only when something is
 * shown, because finding positions costs more than reading values.
 * `source` gives the text that a patch can edit. It is missing where there is none: standard input, gzip, UTF-16.
 */
export interface Origin {
  file: string;
  locate(path: FieldPath): Position;
  readonly source?: (() => SourceDocument) | undefined;
}
