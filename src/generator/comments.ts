import type { ObjectRef } from '../model/gap.ts';
import { byKeys } from '../model/order.ts';
import type { Proposal } from '../model/proposal.ts';
import { objectLabel } from './object-label.ts';
import { usageHead } from './usage/head.ts';

/** Lines as comments, one a line whatever they hold: names come from the input and may carry line breaks and control characters. */
export function asComments(lines: readonly string[]): string {
  return lines.map((line) => `# ${line.replace(unprintable, '')}\n`).join('');
}

// Control and format characters, lone surrogates, and the two separators that YAML 1.1 takes for line breaks.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** What people read above the objects of a proposal. */
export function headOf(proposal: Proposal): string[] {
  if (proposal.kind === 'usage') return usageHead(proposal);
  const { creates, replaces, why, proof } = proposal;
  const [role, ...bindings] = replaces;
  const roles = creates.filter((manifest) => 'rules' in manifest).map((manifest) => manifest.metadata.name);
  return [
    `${role ? objectLabel(role) : ''} becomes ${roles.join(', ')}`,
    ...why.map((reason) => `why: ${reason}`),
    `replaces: ${bindings.map(objectLabel).join(', ')}`,
    proof.equivalent ? 'proof: equivalent, nobody gains or loses a permission' : 'proof: not equivalent',
    ...proof.lost.map((request) => `lost: ${request}`),
    ...proof.gained.map((request) => `gained: ${request}`),
    ...proof.othersChanged.map((change) => `others: ${change}`),
  ];
}

/** How to put new objects in the place of old ones without a gap in between: a roleRef is immutable, so bindings are made anew. */
export function stepsToReplace(removes: readonly ObjectRef[]): string[] {
  if (removes.length === 0) return [];
  return ['To replace the old objects (a roleRef cannot be edited): apply the new ones, verify, then delete:', ...removals(removes)];
}

/** kubectl commands, bindings before the roles that they refer to. */
function removals(removes: readonly ObjectRef[]): string[] {
  const order = byKeys((ref: ObjectRef) => [ref.kind.endsWith('Binding') ? '0' : '1', ref.kind, ref.namespace ?? '', ref.name]);
  return [...removes].sort(order).map((ref) => `  ${removal(ref)}`);
}

/** The names come from the input and end in somebody's shell. What cannot be shown is left to people, since another object may look the same. */
function removal(ref: ObjectRef): string {
  const { kind, namespace, name } = ref;
  if (`${namespace ?? ''}${name}`.search(unprintable) >= 0)
    return `delete by hand, its name holds characters that do not print: ${objectLabel(ref)}`;
  const object = quoted(`${kind.toLowerCase()}/${name}`);
  return namespace === undefined ? `kubectl delete ${object}` : `kubectl delete ${quoted(`--namespace=${namespace}`)} ${object}`;
}

function quoted(word: string): string {
  return /^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
