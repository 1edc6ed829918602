import type { Access } from '../analyzer/access/access.ts';
import { normaliseSubject, subjectOfUser, superuserGroup } from '../analyzer/access/identity.ts';
import { bindingKey } from '../model/binding.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Draft, UsedProof } from '../model/proposal.ts';
import { combinedResource, isPathRequest, type Request } from '../model/request.ts';
import { type Identity, type Subject, subjectKey } from '../model/subject.ts';
import type { Outcome, Usage, UsageBasis, UsedRight } from '../model/usage.ts';
import { allows, type Box, boxesOf, type Held } from './box.ts';
import { cornersOf, freshConstant } from './points.ts';
import { arrange, type Touched, touchedBy } from './touched.ts';
import { inWords } from './words.ts';

/** What the drafts are measured against: the log, which of its requests count, and what was declared to go beyond it. */
export interface Claims {
  usage: Usage;
  outcomes: ReadonlySet<Outcome>;
  /** True where there were no rights before, so that all that was used has to be given. */
  isNew: boolean;
  /** What each draft declares; only what is generalised and kept is believed, what was used is looked up in the log. */
  basisOf(subject: Subject): UsageBasis | undefined;
}

/**
 * Prepares proofs that drafts keep what was used and give no more than that and what was declared. Each request of the log is
 * asked of the matcher, before and after; each corner of what is new has to be in something that was used or declared.
 */
export function usedVerifierFor(access: Access, claims: Claims): (drafts: readonly Draft[]) => UsedProof {
  const before = arrange(access);
  return (drafts) => {
    const touched = touchedBy(drafts, before);
    const meant = new Set(drafts.flatMap((draft) => draft.subjects).map(subjectKey));
    const after = new After(access, touched);
    const lost = new Set<string>();
    let requests = 0;
    for (const { identity, rights } of claims.usage.identities) {
      const holders = holdersOf(identity);
      if (!holders.some((holder) => meant.has(subjectKey(holder))) || identity.groups.includes(superuserGroup)) continue;
      const boxes = after.boxesOf(holders);
      for (const request of requestsOf(rights, claims)) {
        if (!claims.isNew && !access.allows(identity, request)) continue;
        requests++;
        if (!allows(boxes, request)) lost.add(`${placed(request, anyName)}, by ${identity.user}`);
      }
    }
    return { requests, lost: [...lost].sort(byCodeUnit), unexplained: unexplained(drafts, touched, claims) };
  };
}

/** Stands for a name of which nothing is known but that there were too many of its kind to remember. */
const anyName = 'any-of-many-names';

/** A request in words, with its place. */
function placed(request: Request, other: string): string {
  const words = inWords(request, other);
  if (isPathRequest(request)) return words;
  return request.namespace === '' || request.namespace === other ? `${words} everywhere` : `${words} in ${request.namespace}`;
}

function* requestsOf(rights: readonly UsedRight[], { outcomes }: Claims): Generator<Request> {
  for (const { outcome, request, names } of rights) {
    if (!outcomes.has(outcome)) continue;
    if (isPathRequest(request)) yield request;
    else for (const name of names ?? [anyName]) yield { ...request, name };
  }
}

function holdersOf({ user, groups }: Identity): Subject[] {
  return [...(user === '' ? [] : [subjectOfUser(user)]), ...groups.map((name): Subject => ({ kind: 'Group', name }))];
}

/** What is held once drafts are applied. */
class After {
  private readonly access: Access;
  private readonly touched: ReadonlyMap<string, Touched>;
  private readonly come = new Map<string, Held[]>();

  constructor(access: Access, touched: ReadonlyMap<string, Touched>) {
    this.access = access;
    this.touched = touched;
    for (const held of [...touched.values()].flatMap((sides) => sides.after)) {
      for (const key of subjectKeysOf(held)) {
        const list = this.come.get(key);
        if (list) list.push(held);
        else this.come.set(key, [held]);
      }
    }
  }

  boxesOf(holders: readonly Subject[]): Box[] {
    return boxesOf(
      holders.flatMap((holder) => [
        ...(this.come.get(subjectKey(holder)) ?? []),
        ...this.access
          .bindingsFor(holder)
          .filter((binding) => !this.touched.has(bindingKey(binding)))
          .map((binding) => ({ binding, role: this.access.roleOf(binding) })),
      ]),
    );
  }
}

function subjectKeysOf({ binding }: Held): Set<string> {
  return new Set(binding.subjects.flatMap((bound) => normaliseSubject(bound, binding) ?? []).map(subjectKey));
}

/** Corners of what new bindings give to a subject that it neither used nor was declared to keep or get. */
function unexplained(drafts: readonly Draft[], touched: ReadonlyMap<string, Touched>, claims: Claims): string[] {
  const found = new Set<string>();
  const made = [...touched.values()].filter(({ before }) => before.length === 0).flatMap(({ after }) => after);
  for (const subject of new Map(drafts.flatMap((draft) => draft.subjects).map((one) => [subjectKey(one), one])).values()) {
    const given = boxesOf(made.filter((held) => subjectKeysOf(held).has(subjectKey(subject))));
    if (given.length === 0) continue;
    const basis = claims.basisOf(subject);
    const explained = [...usedBoxes(subject, claims), ...(basis?.generalised ?? []), ...(basis?.kept ?? [])];
    const other = freshConstant([...given, ...explained]);
    for (const box of given) {
      for (const corner of cornersOf(box, other)) {
        if (allows([box], corner) && !allows(explained, corner)) found.add(placed(corner, other));
      }
    }
  }
  return [...found].sort(byCodeUnit);
}

/** The least that RBAC can give for each request that the subject made. */
function usedBoxes(subject: Subject, { usage, outcomes }: Claims): Box[] {
  const key = subjectKey(subject);
  return usage.identities
    .filter(({ identity }) => holdersOf(identity).some((holder) => subjectKey(holder) === key))
    .flatMap(({ rights }) => rights.filter(({ outcome }) => outcomes.has(outcome)).map(boxOf));
}

function boxOf({ request, names }: UsedRight): Box {
  const none: readonly string[] = [];
  if (isPathRequest(request)) {
    return {
      scope: '*',
      rule: { verbs: [request.verb], apiGroups: none, resources: none, resourceNames: none, nonResourceURLs: [request.path] },
    };
  }
  const resourceNames = names === undefined || names.includes('') ? none : names;
  const { verb, group, namespace } = request;
  const rule = { verbs: [verb], apiGroups: [group], resources: [combinedResource(request)], resourceNames, nonResourceURLs: none };
  return { scope: namespace === '' ? '*' : namespace, rule };
}
