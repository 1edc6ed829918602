/** A place in a file. `line` and `column` count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A path inside an object, as in `['rules', 2, 'verbs']`. */
export type FieldPath = readonly (string | number)[];

/**
 * Where an object was read from, for objects that come from files.
 * `locate` finds the position of a field (of the object itself for an empty path); it is asked only when something is
 * shown, because finding positions costs more than reading values.
 */
export interface Origin {
  file: string;
  locate(path: FieldPath): Position;
}
