import type { Discovery } from '../model/discovery.ts';
import { objectKey } from '../model/gap.ts';
import type { BindingManifest, Proposal, RoleManifest } from '../model/proposal.ts';
import { subjectLabel } from '../model/subject.ts';
import { refOfManifest } from './change.ts';
import { headOf, withoutControls } from './comments.ts';
import { objectLabel } from './object-label.ts';
import { type Probe, probeOf } from './probe.ts';

/** Which folders hold something. */
interface Filled {
  create: boolean;
  edit: boolean;
  remove: boolean;
}

/**
 * What is in a folder of proposals, and in which order to carry it out, so that nobody is without a right in between: new objects
 * first, then a check, then the old ones, since a roleRef cannot be edited. All that comes from the input stands in code blocks,
 * where it is no Markdown.
 */
export function readme(proposals: readonly Proposal[], filled: Filled, discovery: Discovery, remarks: readonly string[]): string {
  const sections =
    proposals.length === 0
      ? ['Nothing to propose: there is nothing to apply.']
      : [...steps(proposals, filled, discovery), ...described(proposals)];
  const head = remarks.length > 0 ? [block('text', remarks)] : [];
  return ['# Smaller roles, proposed by rbac-audit', ...head, ...sections].join('\n\n').concat('\n');
}

function steps(proposals: readonly Proposal[], { create, edit, remove }: Filled, discovery: Discovery): string[] {
  const probes = probesOf(proposals, discovery);
  const parts: [heading: string, ...body: string[]][] = [
    ...(create ? [creation(edit || remove)] : []),
    ...(create && probes.length > 0 ? [checkOfFiles(probes)] : []),
    ...(edit ? [edition()] : []),
    ...(remove ? [removal()] : []),
    ...(probes.length > 0 ? [checkOfServer(probes)] : []),
  ];
  return [
    `${proposals.length === 1 ? 'One proposal' : `${proposals.length} proposals`}, described below. Nothing has been applied. Run the commands in this folder, in this order.`,
    'Where these objects come from Git, Helm or an operator, change them there instead, or they come back: `rbac-audit suggest --format diff` patches manifests, and `--write` edits them.',
    'The API server takes a role or a binding only from somebody who holds all that it grants, or may `escalate` the role and `bind` it. `--dry-run=server` tries without effect.',
    ...parts.flatMap(([heading, ...body], index) => [`## ${index + 1}. ${heading}`, ...body]),
    ...wayBack({ create, edit, remove }),
  ];
}

function creation(oldOnesStay: boolean): [string, ...string[]] {
  const meanwhile = oldOnesStay ? ' The old objects still hold, so that nobody loses anything yet.' : '';
  return [
    'Create the new objects',
    shell('kubectl create --dry-run=server -f create/', 'kubectl create -f create/'),
    `\`create\` refuses what is there already.${meanwhile}`,
  ];
}

function checkOfFiles(probes: readonly Probe[]): [string, ...string[]] {
  return [
    'Check that the new objects are there and suffice',
    shell('kubectl get -f create/'),
    'As long as the old objects are there, the API server says yes because of them. Whether the new ones suffice without them is asked of the files; each answer is yes:',
    shell(...probes.map(({ ofFiles }) => ofFiles)),
  ];
}

function edition(): [string, ...string[]] {
  return [
    'Put the smaller versions in the place of the objects that keep their name',
    shell('kubectl replace --dry-run=server -f edit/', 'kubectl replace -f edit/'),
    'This takes effect at once.',
  ];
}

function removal(): [string, ...string[]] {
  return [
    'Delete the old objects',
    shell('kubectl delete -f remove/'),
    'A roleRef cannot be edited, so bindings are replaced, not changed. Bindings go before the roles that they refer to.',
  ];
}

function checkOfServer(probes: readonly Probe[]): [string, ...string[]] {
  return ['Ask the API server', 'Each answer is yes:', shell(...probes.map(({ ofServer }) => ofServer))];
}

function wayBack({ create, edit, remove }: Filled): string[] {
  const commands = [
    ...(remove ? ['kubectl create -f rollback/'] : []),
    ...(edit ? ['kubectl replace -f rollback/edit/'] : []),
    ...(create ? ['kubectl delete -f create/'] : []),
  ];
  const order = create && (edit || remove) ? ['The old objects come back before the new ones go, again without a gap.'] : [];
  return ['## The way back', shell(...commands), ...order];
}

function described(proposals: readonly Proposal[]): string[] {
  return [
    '## What changes, and why',
    ...proposals.map((proposal) =>
      block('text', [...headOf(proposal), `for: ${proposal.subjects.map(subjectLabel).join(', ')}`, ...needsOf(proposal)]),
    ),
  ];
}

/** What it takes to write the objects of a proposal. */
function needsOf({ proof: { applier } }: Proposal): string[] {
  if (applier.length === 0) return [];
  const verbs = Map.groupBy(applier, ({ verb }) => verb);
  const rights = [...verbs].map(([verb, needs]) => `${verb} ${[...new Set(needs.map(({ role }) => objectLabel(role)))].join(', ')}`);
  return [`to apply it: hold all that the new objects grant, or be allowed to ${rights.join(', and to ')}`];
}

/** One question for each new binding. */
function probesOf(proposals: readonly Proposal[], discovery: Discovery): Probe[] {
  const manifests = proposals.flatMap(({ creates }) => creates);
  const roles = new Map(
    manifests.flatMap((one): [string, RoleManifest][] => ('rules' in one ? [[objectKey(refOfManifest(one)), one]] : [])),
  );
  return manifests.flatMap((manifest) => {
    if ('rules' in manifest) return [];
    const role = roles.get(objectKey(roleOf(manifest)));
    return role ? (probeOf(manifest, role, 'create/', discovery) ?? []) : [];
  });
}

function roleOf({ roleRef: { kind, name }, metadata: { namespace } }: BindingManifest): { kind: string; namespace?: string; name: string } {
  return kind === 'Role' && namespace !== undefined ? { kind, namespace, name } : { kind, name };
}

function shell(...commands: readonly string[]): string {
  return block('sh', commands);
}

function block(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines.map(withoutControls), '```'].join('\n');
}
