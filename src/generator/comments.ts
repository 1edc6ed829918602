import type { ObjectRef } from '../model/gap.ts';
import type { Manifest, Proof, Proposal } from '../model/proposal.ts';
import { refOfManifest } from './change.ts';
import { objectLabel } from './object-label.ts';
import { successionOf } from './succession.ts';
import { usageHead } from './usage/head.ts';

/** Lines as comments, one a line whatever they hold: names come from the input and may carry line breaks and control characters. */
export function asComments(lines: readonly string[]): string {
  return lines.map((line) => `# ${withoutControls(line)}\n`).join('');
}

/** A text on one line, without what does not print. */
export function withoutControls(line: string): string {
  return line.replace(unprintable, '');
}

// Control and format characters, lone surrogates, and the two separators that YAML 1.1 takes for line breaks.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** What people read above the objects of a proposal. */
export function headOf(proposal: Proposal): string[] {
  if (proposal.kind === 'usage') return usageHead(proposal);
  const { replaces, why, proof } = proposal;
  const others = replaces.slice(1).map(objectLabel);
  return [
    titleOf(proposal),
    ...why.map((reason) => `why: ${reason}`),
    ...(others.length > 0 ? [`replaces: ${others.join(', ')}`] : []),
    `proof: ${verdictOn(proof)}`,
    ...lossesIn(proof),
    ...proof.gained.map((request) => `gained: ${request}`),
    ...proof.othersChanged.map((change) => `others: ${change}`),
  ];
}

/** What a proof comes to, in a few words. */
function verdictOn({ equivalent, lost, inert, gained, othersChanged }: Proof): string {
  if (equivalent) return 'equivalent, nobody gains or loses a permission';
  const isInert = lost.every((request) => inert.includes(request));
  if (isInert && gained.length === 0 && othersChanged.length === 0) return 'nobody gains a permission, or loses one that can be asked for';
  return 'not equivalent';
}

/** What can be asked for comes first. */
function lossesIn({ lost, inert }: Proof): string[] {
  const real = lost.filter((request) => !inert.includes(request));
  return [...real.map((request) => `lost: ${request}`), ...inert.map((request) => `lost, never asked: ${request}`)];
}

/** What a proposal does, in a few words: `Role/nurse in clinic becomes nurse-read, nurse-write`. */
export function titleOf(proposal: Proposal): string {
  if (proposal.kind === 'usage') return usageHead(proposal)[0] ?? '';
  const [about] = proposal.replaces;
  const { created, edited } = successionOf([proposal]);
  const label = about === undefined ? 'nothing old' : objectLabel(about);
  const names = created.filter((manifest) => 'rules' in manifest).map((manifest) => manifest.metadata.name);
  if (names.length > 0) return `${label} becomes ${names.join(', ')}`;
  if (created.length > 0) return `${label} gives way to ${created.map((manifest) => objectLabel(refOfManifest(manifest))).join(', ')}`;
  return edited.length > 0 ? `${edited.map((manifest) => objectLabel(refOfManifest(manifest))).join(', ')} shrinks` : `${label} goes`;
}

/**
 * How to put new objects in the place of old ones without a gap in between: a roleRef is immutable, so bindings are made anew.
 * Given what goes, in the order in which to delete it.
 */
export function stepsToReplace(gone: readonly ObjectRef[]): string[] {
  if (gone.length === 0) return [];
  const heading = 'To replace the old objects (a roleRef cannot be edited): apply the new ones, verify, then delete:';
  return [heading, ...gone.map((ref) => `  ${removal(ref)}`)];
}

/** What changes under its old name, and so as soon as it is applied. */
export function editsInPlace(edited: readonly Manifest[]): string[] {
  if (edited.length === 0) return [];
  return [
    `Edited under their old names, which takes effect as soon as they are applied: ${edited.map((one) => objectLabel(refOfManifest(one))).join(', ')}`,
  ];
}

/** The names come from the input and end in somebody's shell. What cannot be shown is left to people, since another object may look the same. */
function removal(ref: ObjectRef): string {
  const { kind, namespace, name } = ref;
  if (!isPrintable(`${namespace ?? ''}${name}`)) return `delete by hand, its name holds characters that do not print: ${objectLabel(ref)}`;
  const object = shellWord(`${kind.toLowerCase()}/${name}`);
  return namespace === undefined ? `kubectl delete ${object}` : `kubectl delete ${shellWord(`--namespace=${namespace}`)} ${object}`;
}

/** A word that a shell takes as it is, quoted where it has to be. */
export function shellWord(word: string): string {
  return /^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** True for a text that shows as what it is. */
export function isPrintable(text: string): boolean {
  return text.search(unprintable) < 0;
}
