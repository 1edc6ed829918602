import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { buildAccess } from '../../src/analyzer/access/build.ts';
import { identityOf } from '../../src/analyzer/access/identity.ts';
import { inertRules } from '../../src/analyzer/checks/hygiene/inert.ts';
import { applied } from '../../src/generator/apply.ts';
import { type Choice, propose } from '../../src/generator/propose.ts';
import type { WhyInert } from '../../src/model/inert.ts';
import type { Draft, Manifest, ManifestRule, Proof, Proposal } from '../../src/model/proposal.ts';
import { combinedResource, isPathRequest, type Request } from '../../src/model/request.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { names } from '../verifier/named.ts';
import { choices, identities, isAdmin, kinds, realms, requests } from './realm.ts';

const inertIn = new WeakMap<object, WhyInert>();

/** What the API does not serve; the tables are the same for many clusters. */
function whyInertIn({ snapshot: { discovery } }: Access): WhyInert {
  const known = inertIn.get(discovery) ?? inertRules(discovery);
  inertIn.set(discovery, known);
  return known;
}

function suggest(access: Access, choice: Choice): Proposal[] {
  const whyInert = whyInertIn(access);
  return propose(access, {}, { ...choice, isExpected: () => false, isAdmin, whyInert, verify: verifierFor(access, whyInert) });
}

const afterwards = (access: Access, drafts: readonly Draft[]): Access => buildAccess(applied(access.snapshot, drafts));

/** What the proof does not account for: a request that somebody gains, or loses without a word of it. */
function unexplained(before: Access, now: Access, proof: Proof, asked: readonly Request[]): string[] {
  const found: string[] = [];
  for (const subject of identities) {
    const identity = identityOf(subject);
    for (const request of asked) {
      const [was, is] = [before.allows(identity, request), now.allows(identity, request)];
      if (was === is) continue;
      const told = is ? proof.gained : proof.lost;
      const others = proof.othersChanged
        .filter((line) => line.includes(is ? ' gains ' : ' loses '))
        .map((line) => line.replace(/^.* (?:gains|loses) /, ''));
      const lines = [...told, ...others].filter((line) => names(line, request));
      const isInert = lines.length > 0 && lines.every((line) => proof.inert.includes(line));
      if (lines.length === 0 || (isInert && isAskable(request, whyInertIn(before)))) {
        found.push(`${subject.kind} ${subject.name} ${is ? 'gains' : 'loses'} ${JSON.stringify(request)}`);
      }
    }
  }
  return found;
}

function isAskable(request: Request, whyInert: WhyInert): boolean {
  const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  if (isPathRequest(request))
    return whyInert({ ...none, verbs: [request.verb], nonResourceURLs: [request.path] }, 'outside namespaces') === undefined;
  const rule = {
    ...none,
    verbs: [request.verb],
    apiGroups: [request.group],
    resources: [combinedResource(request)],
    resourceNames: [request.name],
  };
  return whyInert(rule, request.namespace === '' ? 'outside namespaces' : 'in a namespace') === undefined;
}

describe('proposals of every kind for random clusters', () => {
  const seen = new Map<string, number>(kinds.map((kind) => [kind, 0]));

  it('are proved, one by one and as one set, and the proof tells every answer that changes', () => {
    fc.assert(
      fc.property(realms, choices, requests, ({ access }, choice, asked) => {
        const proposals = suggest(access, choice);
        for (const { steps, proof } of proposals) {
          for (const step of steps) seen.set(step, (seen.get(step) ?? 0) + 1);
          expect(proof).toMatchObject({ gained: [], othersChanged: [], refused: [] });
          if (steps.every((step) => step === 'split' || step === 'factor')) expect(proof.equivalent).toBe(true);
          if (!choice.homes && !choice.only?.has('expand')) expect(proof.inert).toEqual(proof.lost);
        }
        const whyInert = whyInertIn(access);
        expect(unexplained(access, afterwards(access, proposals), verifierFor(access, whyInert)(proposals), asked)).toEqual([]);
        for (const proposal of proposals.slice(0, 2))
          expect(unexplained(access, afterwards(access, [proposal]), proposal.proof, asked)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    for (const [kind, count] of seen) expect(count, kind).toBeGreaterThan(20);
  });
});

/** One step away from an object: something dropped, added or moved; undefined where that cannot be done to it. */
type Mutation = (manifest: Manifest, pick: number) => Manifest | undefined;

const without = (list: readonly string[], pick: number): string[] => list.filter((_, index) => index !== pick % list.length);

function onRule(change: (rule: ManifestRule, pick: number) => ManifestRule | undefined): Mutation {
  return (manifest, pick) => {
    if (!('rules' in manifest)) return undefined;
    const place = pick % manifest.rules.length;
    const changed = manifest.rules[place] && change(manifest.rules[place], pick);
    return changed && { ...manifest, rules: manifest.rules.map((one, index) => (index === place ? changed : one)) };
  };
}

const mutations: Record<string, Mutation> = {
  'a verb dropped': onRule((one, pick) => ({ ...one, verbs: without(one.verbs, pick) })),
  'a name dropped': onRule(({ resourceNames, ...one }, pick) => {
    if (!resourceNames) return undefined;
    // Without any name left, the rule is for every name.
    return resourceNames.length === 1 ? one : { ...one, resourceNames: without(resourceNames, pick) };
  }),
  'a resource dropped': onRule((one, pick) => one.resources && { ...one, resources: without(one.resources, pick) }),
  'a wildcard verb': onRule((one) => ({ ...one, verbs: ['*'] })),
  'a wildcard resource': onRule((one) => one.resources && { ...one, resources: ['*'] }),
  'a wildcard group': onRule((one) => one.apiGroups && { ...one, apiGroups: ['*'] }),
  'a wider URL': onRule((one) => one.nonResourceURLs && { ...one, nonResourceURLs: ['*'] }),
  'another namespace': ({ metadata, ...manifest }) =>
    metadata.namespace === undefined
      ? undefined
      : { ...manifest, metadata: { ...metadata, namespace: metadata.namespace === 'shop' ? 'clinic' : 'shop' } },
  'no namespace': ({ metadata: { namespace, ...metadata }, ...manifest }) =>
    'rules' in manifest || namespace === undefined ? undefined : { ...manifest, kind: 'ClusterRoleBinding', metadata },
  'a subject dropped': (manifest, pick) =>
    'rules' in manifest
      ? undefined
      : { ...manifest, subjects: manifest.subjects.filter((_, index) => index !== pick % manifest.subjects.length) },
  'a subject added': (manifest) =>
    'rules' in manifest
      ? undefined
      : { ...manifest, subjects: [...manifest.subjects, { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'unheard' }] },
};

/** The proposals with one of their objects mutated, and another one beside it where a namespace is added. */
function mutate(proposals: readonly Proposal[], mutation: Mutation, pick: number): Proposal[] | undefined {
  const mutants = proposals.flatMap((proposal) => proposal.creates.map((original) => ({ original, mutant: mutation(original, pick) })));
  const possible = mutants.filter(({ mutant }) => mutant !== undefined);
  const chosen = possible[pick % possible.length];
  if (!chosen?.mutant) return undefined;
  const { original, mutant } = chosen;
  return proposals.map((proposal) => ({ ...proposal, creates: proposal.creates.map((one) => (one === original ? mutant : one)) }));
}

/** Requests for what the new roles name, for something in place of each wildcard; some of them, where there are many. */
function requestsAt(proposals: readonly Proposal[]): Request[] {
  const rules = proposals.flatMap(({ creates }) => creates.flatMap((manifest) => ('rules' in manifest ? manifest.rules : [])));
  const points = rules.flatMap(
    ({ verbs, apiGroups = [], resources = [], resourceNames = ['', 'unheard'], nonResourceURLs = [] }): Request[] =>
      verbs.flatMap((verb) => [
        ...nonResourceURLs.map((url) => ({ verb: named(verb), path: url.replace('*', 'unheard') })),
        ...apiGroups.flatMap((group) =>
          resources.flatMap((spelled) => {
            const [resource = '', subresource = ''] = spelled.split('/');
            return ['', 'clinic', 'shop'].flatMap((namespace) =>
              resourceNames.map((name) => ({
                verb: named(verb),
                group: named(group),
                resource: named(resource),
                subresource,
                name,
                namespace,
              })),
            );
          }),
        ),
      ]),
  );
  const step = Math.ceil(points.length / 100);
  return points.filter((_, place) => place % step === 0);
}

function named(word: string): string {
  return word === '*' ? 'unheard' : word;
}

describe('mutants of proposals', () => {
  it('are caught, whatever is changed in them: the proof tells all that is different', () => {
    const caught = new Map(Object.keys(mutations).map((name) => [name, 0]));
    fc.assert(
      fc.property(realms, choices, requests, fc.nat(), ({ access }, choice, asked, pick) => {
        const proposals = suggest(access, choice);
        const verify = verifierFor(access, whyInertIn(access));
        const proof = effectOf(verify(proposals));
        const sound = afterwards(access, proposals);
        for (const [name, mutation] of Object.entries(mutations)) {
          const mutants = mutate(proposals, mutation, pick);
          if (!mutants) continue;
          const mutated = verify(mutants);
          const now = afterwards(access, mutants);
          const all = [...asked, ...requestsAt(proposals), ...requestsAt(mutants)];
          expect(unexplained(access, now, mutated, all), name).toEqual([]);
          if (!isWorse(access, sound, now, all)) continue;
          expect(effectOf(mutated), name).not.toEqual(proof);
          caught.set(name, (caught.get(name) ?? 0) + 1);
        }
      }),
      // The same clusters each time, so that the counts below are no matter of luck.
      { numRuns: 100, seed: 7 },
    );
    for (const [name, count] of caught) expect(count, name).toBeGreaterThan(3);
  });
});

/** True if somebody may do more than before the proposals, or less than with them of what can be asked. */
function isWorse(before: Access, sound: Access, now: Access, asked: readonly Request[]): boolean {
  return identities.some((subject) => {
    const identity = identityOf(subject);
    return asked.some((request) => {
      const is = now.allows(identity, request);
      return is ? !before.allows(identity, request) : sound.allows(identity, request) && isAskable(request, whyInertIn(before));
    });
  });
}

function effectOf({ losses, gained, othersChanged, refused }: Proof) {
  return { losses, gained, othersChanged, refused };
}
