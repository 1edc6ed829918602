import type { ObjectRef } from '../model/gap.ts';
import type { Origin, SourceDocument } from '../model/position.ts';
import type { Manifest, Proposal } from '../model/proposal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { asComments, stepsToReplace } from './comments.ts';
import { originalName } from './manifests.ts';
import { Patch } from './patch.ts';
import { insertAfterDocument, removeDocument, replaceDocument } from './splice.ts';
import { manifestYaml } from './yaml.ts';

/**
 * Proposals as one unified diff for `git apply` and `patch -p1`. Objects that were read from YAML files are edited where
 * they stand: the document of an old object gives way to those of the new ones, and all else stays as it is, byte by byte.
 *
 * New objects whose original has no text to edit (a live cluster, a List, standard input) become new files under `rbac/`,
 * which apply in an empty folder too. A patch cannot delete what is in no file, so such removals are comments above it;
 * both tools pass over lines before the first file.
 *
 * `pathOf` turns the file of an origin into a path from the folder in which the patch will be applied. Empty without proposals.
 */
export function proposalDiff(proposals: readonly Proposal[], snapshot: Snapshot, pathOf: (file: string) => string = plainPath): string {
  const places = placesOf(snapshot);
  const patch = new Patch();
  for (const proposal of proposals) addProposal(patch, proposal, places, pathOf);
  const notInFiles = proposals.flatMap((proposal) => proposal.removes).filter((ref) => !places.has(keyOf(ref)));
  return asComments(stepsToReplace(notInFiles)) + patch.text();
}

/** A place in a file where the text of an object can be edited. */
interface Place {
  file: string;
  source(): SourceDocument;
}

function addProposal(
  patch: Patch,
  { replaces, creates, removes }: Proposal,
  places: ReadonlyMap<string, readonly Place[]>,
  pathOf: (file: string) => string,
): void {
  const removed = new Set(removes.map(keyOf));
  const moves = replaces.map((ref) => ({
    made: creates.filter((manifest) => isMadeFrom(ref, manifest)),
    places: places.get(keyOf(ref)) ?? [],
    goes: removed.has(keyOf(ref)),
  }));
  // New roles for one that is in no file go in front of the first bindings that are in one.
  const host = moves.find((move) => move.places.length > 0);
  const claimed = new Set(moves.flatMap((move) => move.made));
  // What is made of several objects, or of what was used, is made from none of them.
  const homeless = [
    ...moves.filter((move) => move.places.length === 0).flatMap((move) => move.made),
    ...creates.filter((manifest) => !claimed.has(manifest)),
  ];
  const isGuest = (manifest: Manifest): boolean => host !== undefined && 'rules' in manifest;
  for (const move of moves) {
    const [first, ...copies] = move.places;
    if (!first) continue;
    const texts = (move === host ? [...homeless.filter(isGuest), ...move.made] : move.made).map(manifestYaml);
    const source = first.source();
    patch.edit(pathOf(first.file), source.text, move.goes ? replaceDocument(source, texts) : insertAfterDocument(source, texts));
    for (const copy of move.goes ? copies.map((place) => ({ file: place.file, source: place.source() })) : []) {
      patch.edit(pathOf(copy.file), copy.source.text, removeDocument(copy.source));
    }
  }
  for (const manifest of homeless) if (!isGuest(manifest)) patch.create(`rbac/${fileStem(manifest)}`, '.yaml', manifestYaml(manifest));
}

/** Where each object can be edited, by its key; several places where it was read more than once. */
function placesOf({ roles, bindings }: Snapshot): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const object of [...roles, ...bindings]) {
    const editable = object.origins.flatMap((origin) => (hasSource(origin) ? [origin] : []));
    if (editable.length > 0) places.set(keyOf(object), editable);
  }
  return places;
}

function hasSource(origin: Origin): origin is Origin & Place {
  return origin.source !== undefined;
}

function isMadeFrom(ref: ObjectRef, manifest: Manifest): boolean {
  const { metadata, kind } = manifest;
  return kind === ref.kind && metadata.namespace === ref.namespace && originalName(manifest) === ref.name;
}

function keyOf({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace ?? '', name].join('\u0000');
}

/** A file name made of an object's names, which come from the input: no separators, no `..`, nothing hidden. */
function fileStem({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join('-').replace(/[^A-Za-z0-9._-]/g, '-');
}

function plainPath(file: string): string {
  return file.replace(/^(?:\.?\/)+/, '');
}
