import type { Access } from '../analyzer/access/access.ts';
import { buildAccess } from '../analyzer/access/build.ts';
import { isRoleManifest, roleOfManifest } from '../analyzer/access/read-manifest.ts';
import { objectionsTo } from '../analyzer/access/valid.ts';
import type { WhyInert } from '../model/inert.ts';
import type { Draft, Proof, Proposal, ProposalKind, Verify } from '../model/proposal.ts';
import { isRoleRef, type RoleRef } from '../model/role.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { Aggregation } from './aggregation.ts';
import { applied } from './apply.ts';
import { type Change, objectsOf, type Toll } from './change.ts';
import { type Composed, Composition } from './composition.ts';
import { Names } from './names.ts';
import type { Homes } from './narrow/to-namespaces.ts';
import { objectLabel } from './object-label.ts';
import { RightsCounter } from './rights.ts';
import { type Judgements, type PassedOver, type Stage, type Step, stageOf } from './stage.ts';
import { stepsTo } from './steps.ts';

/** Which proposals are asked for; all that is given must hold. */
export interface Selection {
  /** Whose rights the proposal concerns; groups do not count. */
  subject?: Subject;
  /** The role to replace; without a namespace, a Role of that name in any. */
  role?: RoleRef;
  /** Replaces an object in this namespace. */
  namespace?: string;
}

/** What is done at all. Without `only`, that is what takes no rights away and ties nothing together. */
export interface Choice {
  only?: ReadonlySet<ProposalKind> | undefined;
  skip?: ReadonlySet<ProposalKind> | undefined;
  /** Keeps the rights of ClusterRoleBindings to some namespaces. */
  homes?: Homes | undefined;
  /** Makes roles out of what an audit log shows. */
  usage?: Step | undefined;
}

export interface ProposeOptions extends Pick<Judgements, 'isExpected'>, Partial<Omit<Judgements, 'isExpected'>>, Choice {
  verify: Verify;
  passedOver?: PassedOver;
}

/** What is done without being asked for. */
export const usualKinds: ReadonlySet<ProposalKind> = new Set(['drop', 'split', 'narrow']);

/**
 * Proposes smaller roles, each proposal proved by itself and all together as one set. Sorted by role.
 * Throws where the proof fails: a proposal that gives anybody more, or takes more than it says, is a defect of this program and never output.
 */
export function propose(access: Access, selection: Selection, options: ProposeOptions): Proposal[] {
  const composed = drafted(access, options).filter(({ draft }) => isSelected(draft, selection));
  const counter = new RightsCounter(access, options.whyInert ?? nothingIsInert);
  const { verify } = options;
  const proposals = composed.map(({ draft, toll }) => ({
    ...draft,
    rights: counter.of(draft),
    proof: proved(verify([draft]), toll, draft.id),
  }));
  if (composed.length > 1) proved(verify(composed.map(({ draft }) => draft)), highest(composed), 'all proposals together');
  return proposals;
}

const nothingIsInert: WhyInert = () => undefined;

/** Drafts that have not been proved: every step in turn, each on the cluster that those before it leave. */
export function drafted(access: Access, options: Omit<ProposeOptions, 'verify'>): Composed[] {
  const { only, skip = new Set<ProposalKind>() } = options;
  const isActive = (kind: ProposalKind): boolean => (only ?? usualKinds).has(kind) && !skip.has(kind);
  const composition = new Composition(access);
  const rest = {
    isExpected: options.isExpected,
    isAdmin: options.isAdmin ?? (() => false),
    whyInert: options.whyInert ?? nothingIsInert,
    passedOver: options.passedOver ?? (() => {}),
    names: new Names(access),
    aggregation: new Aggregation(access.roles),
    isActive,
    isAskedFor: (kind: ProposalKind) => only?.has(kind) ?? false,
  };
  let current = access;
  for (const { kind, run } of stepsTo(options)) {
    if (!isActive(kind)) continue;
    const stage = stageOf(current, composition, rest);
    const changes = run(stage).filter((change) => isAcceptable(change, kind, stage));
    if (changes.length === 0) continue;
    for (const change of changes) composition.add(kind, change);
    current = buildAccess(applied(current.snapshot, changes.map(objectsOf)));
  }
  return composition.drafts();
}

/**
 * Names and subjects come from the input, and files may hold what no API server takes. A change to what an aggregated ClusterRole
 * holds would be mixed up with what the controller has yet to do.
 */
function isAcceptable(change: Change, kind: ProposalKind, stage: Stage): boolean {
  const [about] = change.replaces;
  const objection = objectionTo(change, stage);
  if (objection !== undefined && about) stage.passedOver(stage.originOf(about), kind, objection);
  return objection === undefined;
}

function objectionTo({ makes, removes }: Change, { access, aggregation }: Stage): string | undefined {
  const [invalid] = makes.flatMap(({ manifest }) => objectionsTo(manifest));
  if (invalid !== undefined) return `an API server would refuse it: ${invalid}`;
  const made = makes.flatMap(({ manifest }) => (isRoleManifest(manifest) ? [roleOfManifest(manifest)] : []));
  const gone = removes.flatMap((ref) => (isRoleRef(ref) ? (access.role(ref) ?? []) : []));
  const [unsettled] = [...made, ...gone].flatMap((role) => aggregation.unsettledTargetOf(role) ?? []);
  return unsettled && `${objectLabel(unsettled)} takes rules from it and does not hold them yet`;
}

function isSelected(draft: Draft, { subject, role, namespace }: Selection): boolean {
  if (subject && !draft.subjects.some((one) => subjectKey(one) === subjectKey(subject))) return false;
  if (namespace !== undefined && !draft.replaces.some((object) => object.namespace === namespace)) return false;
  return role === undefined || draft.replaces.some((object) => isRole(object, role));
}

function isRole(object: Draft['replaces'][number], role: RoleRef): boolean {
  return object.kind === role.kind && object.name === role.name && (role.namespace === undefined || object.namespace === role.namespace);
}

function proved(proof: Proof, toll: Toll, what: string): Proof {
  const inert = new Set(proof.inert);
  const lost = toll === 'rights' ? [] : proof.lost.filter((request) => toll === 'nothing' || !inert.has(request));
  const defects = [
    ...proof.gained.map((request) => `gains ${request}`),
    ...lost.map((request) => `loses ${request}`),
    ...proof.othersChanged,
    ...proof.refused,
    ...(proof.used?.lost ?? []).map((request) => `takes away what was used: ${request}`),
    ...(proof.used?.unexplained ?? []).map((request) => `gives what nobody used: ${request}`),
  ];
  if (defects.length === 0) return proof;
  throw new Error(`internal error: ${what} is not what it should be: ${defects.slice(0, 5).join('; ')}`);
}

function highest(composed: readonly Composed[]): Toll {
  return composed.some(({ toll }) => toll === 'rights') ? 'rights' : composed.some(({ toll }) => toll === 'inert') ? 'inert' : 'nothing';
}
