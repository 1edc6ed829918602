import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/analyzer/access/access.ts';
import { identityOf } from '../../../src/analyzer/access/identity.ts';
import { withImpliedNeeds } from '../../../src/analyzer/usage/implied-needs.ts';
import { drafted } from '../../../src/generator/propose.ts';
import { narrowToUsage } from '../../../src/generator/usage/narrow-to-usage.ts';
import { newRolesFromUsage } from '../../../src/generator/usage/new-roles.ts';
import type { Request } from '../../../src/model/request.ts';
import type { Identity, Subject } from '../../../src/model/subject.ts';
import {
  type Generalisation,
  generalisations,
  type UnseenArea,
  type Usage,
  type UsageBasis,
  unseenAreas,
} from '../../../src/model/usage.ts';
import { usedVerifierFor } from '../../../src/verifier/used.ts';
import { verifierFor } from '../../../src/verifier/verify.ts';
import { applied } from '../applied.ts';
import { inAnotherNamespace, type Mutation, mutate, onRule, roleMutations, without } from '../mutations.ts';
import { clusters, firstDifference, identities, requests } from '../universe.ts';
import { clusterOf, evidenceFor, proposalsFrom, usageOf } from './usage.ts';

/** Requests that a log can hold: `*` is nothing that anybody asks for. */
const askable = requests.filter((request) =>
  'path' in request ? request.path.startsWith('/') : request.subresource !== '*' && request.verb !== 'unheard',
);

/** Who asks: each identity of the universe, with the groups that it is in, and one that is in a group by an identity provider. */
const askers: Identity[] = [
  ...identities.filter(({ kind }) => kind !== 'Group').map((subject) => identityOf(subject)),
  { user: 'lee', groups: ['nurses', 'system:authenticated'] },
];

/** A random log of a random cluster, in which RBAC has decided. */
const worlds = fc
  .record({
    cluster: clusters,
    asked: fc.array(fc.record({ who: fc.nat(askers.length - 1), what: fc.nat(askable.length - 1) }), { maxLength: 60 }),
    generalise: fc.subarray([...generalisations]),
    dropUnseen: fc.subarray([...unseenAreas]),
  })
  .map(({ cluster, asked, generalise, dropUnseen }) => {
    const access = clusterOf(cluster.roles, cluster.bindings);
    return {
      access,
      usage: logOf(access, asked),
      generalise: new Set<Generalisation>(generalise),
      dropUnseen: new Set<UnseenArea>(dropUnseen),
    };
  });

function logOf(access: Access, asked: readonly { who: number; what: number }[]): Usage {
  const byWho = Map.groupBy(asked, ({ who }) => who);
  return usageOf(
    ...[...byWho].flatMap(([who, some]) => {
      const identity = askers[who];
      if (!identity) return [];
      const rights = some.flatMap(({ what }) => {
        // Most of what can be asked is refused; the next thing that is not says more.
        const near = Array.from({ length: 60 }, (_, step) => askable[(what + step * 7) % askable.length]);
        const request = near.find((one) => one && access.allows(identity, one)) ?? near[0];
        if (!request) return [];
        const outcome = access.allows(identity, request) ? ('allowed' as const) : ('denied' as const);
        const names = 'path' in request ? [''] : [request.name];
        return [{ outcome, request: 'path' in request ? request : { ...request, name: '' }, names, count: 1, first: '', last: '' }];
      });
      return [{ identity, requests: rights.length, rights, complete: true }];
    }),
  );
}

function usedIn(usage: Usage): { identity: Identity; request: Request }[] {
  return usage.identities.flatMap(({ identity, rights }) =>
    rights
      .filter(({ outcome }) => outcome === 'allowed')
      .flatMap(({ request, names }) =>
        (names ?? []).map((name) => ({ identity, request: 'path' in request ? request : { ...request, name } })),
      ),
  );
}

/** A request that one side allows and the other does not, to anybody. */
function firstGain(before: Access, after: Access): { identity: Identity; request: Request } | undefined {
  for (const identity of [...askers, ...identities.map((subject) => identityOf(subject))]) {
    const request = requests.find((one) => after.allows(identity, one) && !before.allows(identity, one));
    if (request) return { identity, request };
  }
  return undefined;
}

describe('random logs of random clusters', () => {
  it('keep what was used, and give nobody more than before', () => {
    let narrowed = 0;
    fc.assert(
      fc.property(worlds, ({ access, usage, generalise, dropUnseen }) => {
        const { proposals } = proposalsFrom(access, usage, { generalise, dropUnseen });
        narrowed += proposals.length;
        const after = applied(access, proposals);
        for (const { identity, request } of usedIn(usage))
          expect(after.allows(identity, request), JSON.stringify([identity, request])).toBe(true);
        expect(firstGain(access, after)).toBeUndefined();
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(narrowed).toBeGreaterThan(20);
  });

  it('keep it whichever of the proposals are carried out', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), ({ access, usage, generalise, dropUnseen }, pick) => {
        const { proposals } = proposalsFrom(access, usage, { generalise, dropUnseen });
        const some = proposals.filter((_, index) => (pick >> (index % 30)) & 1);
        const after = applied(access, some);
        for (const { identity, request } of usedIn(usage)) expect(after.allows(identity, request)).toBe(true);
        expect(firstGain(access, after)).toBeUndefined();
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('come to an end: what is left of it is not narrowed again', () => {
    fc.assert(
      fc.property(worlds, ({ access, usage, generalise, dropUnseen }) => {
        const options = { generalise, dropUnseen };
        const next = applied(access, proposalsFrom(access, usage, options).proposals);
        const again = proposalsFrom(clusterOf(next.snapshot.roles, next.snapshot.bindings), usage, options).proposals;
        expect(firstDifference(next, applied(next, again))).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('give new roles that allow just what was used, where nothing is generalised', () => {
    let made = 0;
    fc.assert(
      fc.property(worlds, ({ usage }) => {
        const nobody = clusterOf([], []);
        const { proposals } = proposalsFrom(nobody, usage, { isNew: true, generalise: new Set() });
        made += proposals.length;
        const after = applied(nobody, proposals);
        for (const { identity, request } of usedIn(usage)) {
          const { user } = identity;
          expect(after.allows({ user, groups: [] }, request)).toBe(true);
        }
        // RBAC cannot say less than: all of the collection, and everywhere.
        const { identities: who } = withImpliedNeeds(usage, '1.36');
        for (const asker of askers) {
          const used = who
            .filter(({ identity }) => identity.user === asker.user)
            .flatMap(({ rights }) => rights.filter(({ outcome }) => outcome === 'allowed'));
          const isCovered = (request: Request): boolean =>
            used.some(({ request: own, names }) => {
              if ('path' in own || 'path' in request) return JSON.stringify(own) === JSON.stringify(request);
              const same =
                own.verb === request.verb &&
                own.group === request.group &&
                own.resource === request.resource &&
                own.subresource === request.subresource;
              return (
                same &&
                (own.namespace === '' || own.namespace === request.namespace) &&
                (names?.includes('') || names?.includes(request.name))
              );
            });
          const extra = requests.find((request) => after.allows({ user: asker.user, groups: [] }, request) && !isCovered(request));
          expect(extra).toBeUndefined();
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(made).toBeGreaterThan(10);
  });
});

const mutations: Record<string, Mutation> = {
  ...roleMutations,
  'a name dropped': onRule((one, pick) =>
    one.resourceNames && one.resourceNames.length > 1 ? { ...one, resourceNames: without(one.resourceNames, pick) } : undefined,
  ),
  'no names any more': onRule(({ resourceNames, ...one }) => (resourceNames ? one : undefined)),
  'another namespace': (manifest, pick) =>
    manifest.metadata.annotations?.['rbac-audit/used-by'] === undefined ? undefined : inAnotherNamespace(manifest, pick),
};

describe.each(Object.entries(mutations))('a mutant of proposals from usage with %s', (name, mutation) => {
  it('is caught where it takes away what was used, gives more than before, or gives what nobody used', () => {
    let caught = 0;
    fc.assert(
      fc.property(worlds, fc.nat(), ({ access, usage, generalise, dropUnseen }, pick) => {
        const bases = new Map<string, UsageBasis>();
        const evidence = evidenceFor(access, usage, { generalise, dropUnseen }, (basis) => bases.set(JSON.stringify(basis.subject), basis));
        const drafts = drafted(access, { isExpected: () => false, only: new Set(['usage']), usage: narrowToUsage(evidence) }).map(
          ({ draft }) => draft,
        );
        const mutant = mutate(drafts, mutation, pick);
        if (!mutant) return;
        const claims = {
          usage,
          outcomes: evidence.outcomes,
          isNew: false,
          basisOf: (subject: Subject) => bases.get(JSON.stringify(subject)),
        };
        const used = usedVerifierFor(access, claims)(mutant);
        const proof = verifierFor(access)(mutant);

        const after = applied(access, mutant);
        const isLost = usedIn(usage).some(({ identity, request }) => !after.allows(identity, request));
        const isGained = firstGain(access, after) !== undefined;
        if (isLost) expect(used.lost, name).not.toEqual([]);
        else expect(used.lost, name).toEqual([]);
        if (isGained) expect([...proof.gained, ...proof.othersChanged, ...used.unexplained], name).not.toEqual([]);
        if (isLost || isGained || used.unexplained.length > 0) caught++;
      }),
      // The same worlds each time, so that the count below is no matter of luck.
      { numRuns: 70, seed: 11 },
    );
    expect(caught).toBeGreaterThan(0);
  });
});

it('the evidence of a new role is the log alone: more than that is unexplained', () => {
  const usage = usageOf({
    identity: { user: 'kim', groups: [] },
    requests: 1,
    complete: true,
    rights: [
      {
        outcome: 'allowed',
        request: { verb: 'get', group: '', resource: 'pods', subresource: '', name: '', namespace: 'shop' },
        names: ['web'],
        count: 1,
        first: '',
        last: '',
      },
    ],
  });
  const access = clusterOf([], []);
  const evidence = evidenceFor(access, usage, { generalise: new Set() }, () => {});
  const drafts = drafted(access, { isExpected: () => false, only: new Set(['usage']), usage: newRolesFromUsage(evidence) }).map(
    ({ draft }) => draft,
  );
  const prove = usedVerifierFor(access, { usage, outcomes: evidence.outcomes, isNew: true, basisOf: () => undefined });
  expect(prove(drafts)).toEqual({ requests: 1, lost: [], unexplained: [] });
  const wider = mutate(drafts, mutations['no names any more'] ?? (() => undefined), 0) ?? [];
  expect(prove(wider).unexplained).toEqual(['get pods in shop']);
});
