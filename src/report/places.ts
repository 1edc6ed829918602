import type { ObjectRef } from '../model/gap.ts';
import type { Position } from '../model/position.ts';

/** A place as a URI reference. Relative ones count from where the command ran; those of objects that no file holds are made up. */
export interface Place {
  uri: string;
  isRelative: boolean;
  line: number;
  column: number;
}

/** Finds a place for everything, for formats that show findings beside files. */
export interface Places {
  ofPosition(position: Position): Place;
  /** Where an object stands, be it in a file or in a cluster, where the place is always the same. */
  ofObject(object: ObjectRef): Place;
}
