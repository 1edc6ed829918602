import type { ObjectRef } from '../model/gap.ts';
import { objectKey } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Origin, SourceDocument } from '../model/position.ts';
import type { Manifest } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { applyEdits, type Edit } from './splice.ts';
import type { Succession, Successors } from './succession.ts';
import { editDocument } from './text/edit-document.ts';
import type { ObjectChange } from './text/object-change.ts';

/** A file before and after. `before` is missing for a new file, `after` where nothing is left of it. */
export interface FileChange {
  path: string;
  before: string | undefined;
  after: string | undefined;
  /** What makes the one of the other, where something is left. */
  edits: readonly Edit[];
}

export interface FileChanges {
  /** Sorted by path; files that stay as they are do not appear. */
  files: FileChange[];
  /** Old objects that should change but stand in text that cannot be edited: of a live cluster, of standard input, of packed files. */
  untold: Successors[];
  /** New objects that found no place in a file. */
  homeless: Manifest[];
}

/**
 * Carries proposals out in the text of the files that were read. New objects stand where the old ones stood that they are made
 * of; a role made of none in particular stands in front of the first old object of its proposal, a binding behind it. Where an
 * object was read from several places, all of them change alike, since each may be applied by itself.
 *
 * `pathOf` turns the file of an origin into the path by which the change is known; two files of one path are one.
 */
export function fileChanges(succession: Succession, snapshot: Snapshot, pathOf: (file: string) => string): FileChanges {
  const moves = movesOf(succession, snapshot, pathOf);
  const files = new Map<string, { text: string; edits: Edit[] }>();
  for (const document of documentsOf(moves)) {
    const edits = editDocument(document.source, document.changes);
    if (!edits) continue;
    for (const move of document.moves) move.told++;
    const file = files.get(document.path);
    if (file) file.edits.push(...edits);
    else files.set(document.path, { text: document.source.text, edits });
  }
  return {
    files: [...files].flatMap(([path, { text, edits }]) => changeOf(path, text, edits) ?? []).sort(byKeys(({ path }) => [path])),
    untold: moves.filter(({ old, told, places }) => !old.stays && (told === 0 || told < places)).map(({ old }) => old),
    homeless: [
      ...moves.flatMap(({ told, before, behind, old, sites }) => {
        if (told > 0) return [];
        return [...before, ...(sites.length === 0 && hostAmong(moves, old.near) ? [] : old.made), ...behind];
      }),
      ...succession.others.filter(({ near }) => !hostAmong(moves, near)).map(({ manifest }) => manifest),
    ],
  };
}

/** An old object, where it can be edited, and what comes next to it. */
interface Move {
  old: Successors;
  sites: Site[];
  /** In how many places it was read, with those where it cannot be edited. */
  places: number;
  before: Manifest[];
  behind: Manifest[];
  /** In how many places its text was edited. */
  told: number;
}

interface Site {
  path: string;
  source: SourceDocument;
}

function movesOf({ old, others }: Succession, { roles, bindings }: Snapshot, pathOf: (file: string) => string): Move[] {
  const objects = Map.groupBy<string, { origins: readonly Origin[] } & ObjectRef>([...roles, ...bindings], objectKey);
  const moves = old.map((one): Move => {
    const origins = (objects.get(objectKey(one.ref)) ?? []).flatMap((object) => object.origins);
    const sites = sitesOf(origins, pathOf);
    const elsewhere = origins.filter((origin) => !origin.source).length;
    return { old: one, sites, places: sites.length + elsewhere, before: [], behind: [], told: 0 };
  });
  const strangers = moves.flatMap(({ sites, old: { made, near } }) =>
    sites.length === 0 ? made.map((manifest) => ({ manifest, near })) : [],
  );
  for (const { manifest, near } of [...others, ...strangers]) {
    hostAmong(moves, near)?.['rules' in manifest ? 'before' : 'behind'].push(manifest);
  }
  return moves;
}

/** Each place once, also where a file was named twice. */
function sitesOf(origins: readonly Origin[], pathOf: (file: string) => string): Site[] {
  const sites = new Map<string, Site>();
  for (const origin of origins) {
    const source = origin.source?.();
    const path = pathOf(origin.file);
    if (source) sites.set(JSON.stringify([path, source.start, source.path]), { path, source });
  }
  return [...sites.values()];
}

function hostAmong(moves: readonly Move[], near: readonly ObjectRef[]): Move | undefined {
  const keys = new Set(near.map(objectKey));
  return moves.find(({ old, sites }) => sites.length > 0 && keys.has(objectKey(old.ref)));
}

interface Document {
  path: string;
  source: SourceDocument;
  changes: ObjectChange[];
  moves: Move[];
}

/** The documents in which something changes. */
function documentsOf(moves: readonly Move[]): Document[] {
  const documents = new Map<string, Document>();
  for (const move of moves) {
    const { ref, stays, made } = move.old;
    if (stays && made.length + move.before.length + move.behind.length === 0) continue;
    for (const { path, source } of move.sites) {
      const change = { ref, path: source.path, stays, successors: made, before: move.before, behind: move.behind };
      const key = JSON.stringify([path, source.start]);
      const document = documents.get(key) ?? { path, source, changes: [], moves: [] };
      document.changes.push(change);
      document.moves.push(move);
      documents.set(key, document);
    }
  }
  return [...documents.values()];
}

function changeOf(path: string, before: string, edits: readonly Edit[]): FileChange | undefined {
  const after = applyEdits(before, edits);
  return after === before ? undefined : { path, before, after: holdsNothing(after) ? undefined : after, edits };
}

/** True for a text of blank lines and separators. */
function holdsNothing(text: string): boolean {
  return text.split('\n').every((line) => /^\uFEFF?(?:\s*|---\s*|\.\.\.\s*)$/.test(line));
}
