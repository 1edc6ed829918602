/** A place in a file. `line` and `column` count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A path inside an object, as in `['rules', 2, 'verbs']`. */
export type FieldPath = readonly (string | number)[];

/**
 * The YAML document that an object was read from: `text` is the whole file exactly as it stands on disk (byte order mark
 * and line ends included), from `start` up to but without `end` it is the document. A `---` line that opens the document
 * and the comments around it may be inside.
 */
export interface SourceDocument {
  text: string;
  start: number;
  end: number;
}

/**
 * Where an object was read from, for objects that come from files.
 * `locate` finds the position of a field (of the object itself for an empty path); it is asked only when something is
 * shown, because finding positions costs more than reading values.
 * `source` gives the text that a patch can edit. It is missing where there is none: standard input, gzip, UTF-16, JSON, and
 * objects that share their document with others (items of a List).
 */
export interface Origin {
  file: string;
  locate(path: FieldPath): Position;
  source?(): SourceDocument;
}
