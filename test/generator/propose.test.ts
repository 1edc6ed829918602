import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/analyzer/access/access.ts';
import { propose, type Selection } from '../../src/generator/propose.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { applied } from './applied.ts';
import { draftsOf } from './drafts.ts';
import { inAnotherNamespace, type Mutation, mutate, onRule, roleMutations, without } from './mutations.ts';
import { accessTo, binding, role, rule } from './snapshot.ts';
import { clusters, firstDifference } from './universe.ts';

const nothingExpected = () => false;

function proposalsFor(access: Access, selection: Selection = {}) {
  return propose(access, selection, { isExpected: nothingExpected, only: new Set(['split']), verify: verifierFor(access) });
}

describe('a selection', () => {
  const mixed = [rule('get', 'pods'), rule('create', 'pods')];
  const access = accessTo(
    [role(undefined, 'porter', mixed), role('clinic', 'nurse', mixed), role('shop', 'nurse', mixed), role('shop', 'nurse-read', [])],
    [
      binding(undefined, 'porters', 'ClusterRole/porter', 'group:porters'),
      binding('clinic', 'porters', 'ClusterRole/porter', 'sa:clinic/lift'),
      binding('clinic', 'ward', 'Role/nurse', 'user:kim group:nurses'),
      binding('shop', 'ward', 'Role/nurse', 'user:lee'),
    ],
  );
  const all = ['split/ClusterRole/porter', 'split/Role/clinic/nurse', 'split/Role/shop/nurse'];

  it.each<[string, Selection, string[]]>([
    ['nothing: all proposals, sorted', {}, all],
    ['a subject', { subject: { kind: 'User', name: 'kim' } }, ['split/Role/clinic/nurse']],
    ['a ServiceAccount', { subject: { kind: 'ServiceAccount', namespace: 'clinic', name: 'lift' } }, ['split/ClusterRole/porter']],
    ['a subject that nobody names', { subject: { kind: 'Group', name: 'kim' } }, []],
    ['a namespace', { namespace: 'clinic' }, ['split/ClusterRole/porter', 'split/Role/clinic/nurse']],
    ['a role in one namespace', { role: { kind: 'Role', namespace: 'shop', name: 'nurse' } }, ['split/Role/shop/nurse']],
    ['a role in any namespace', { role: { kind: 'Role', name: 'nurse' } }, ['split/Role/clinic/nurse', 'split/Role/shop/nurse']],
    ['a role of the other kind', { role: { kind: 'ClusterRole', name: 'nurse' } }, []],
    ['a role and a namespace', { role: { kind: 'Role', name: 'nurse' }, namespace: 'shop' }, ['split/Role/shop/nurse']],
  ])('of %s', (_, selection, ids) => {
    expect(proposalsFor(access, selection).map((proposal) => proposal.id)).toEqual(ids);
  });

  it('never changes what is proposed', () => {
    const [, clinic] = proposalsFor(access);
    expect(proposalsFor(access, { subject: { kind: 'User', name: 'kim' } })).toEqual([clinic]);
  });
});

describe('a proof that fails', () => {
  it('is an error that names what would change, and no output', () => {
    const access = accessTo([role('clinic', 'nurse', [rule('get create', 'pods')])], [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]);
    const proof = { equivalent: false, lost: ['get pods in clinic'], gained: ['list pods in clinic'], othersChanged: [] };
    const verify = () => ({ ...proof, inert: [], losses: [], refused: [], applier: [] });
    expect(() => propose(access, {}, { isExpected: nothingExpected, verify })).toThrow(
      'internal error: split/Role/clinic/nurse is not what it should be: gains list pods in clinic; loses get pods in clinic',
    );
  });
});

describe('splitting random roles in random clusters', () => {
  it('is always proved, and a rebuilt cluster allows the same point by point', () => {
    let split = 0;
    fc.assert(
      fc.property(clusters, ({ roles, bindings }) => {
        const access = accessTo(roles, bindings);
        const proposals = proposalsFor(access);
        split += proposals.length;
        for (const { proof } of proposals) expect(proof).toMatchObject({ equivalent: true, lost: [], gained: [], othersChanged: [] });
        expect(firstDifference(access, applied(access, proposals))).toBeUndefined();
      }),
      { numRuns: 150 },
    );
    expect(split).toBeGreaterThan(50);
  });

  it('leaves nothing to split', () => {
    fc.assert(
      fc.property(clusters, ({ roles, bindings }) => {
        const access = accessTo(roles, bindings);
        const next = applied(access, proposalsFor(access));
        expect(proposalsFor(next)).toEqual([]);
      }),
    );
  });

  it('never makes an object that is there already, and nothing twice', () => {
    fc.assert(
      fc.property(clusters, ({ roles, bindings }) => {
        const made = proposalsFor(accessTo(roles, bindings)).flatMap(({ creates }) =>
          creates.map(({ kind, metadata }) => ({ kind, ...metadata })),
        );
        const all = [...roles, ...bindings, ...made].map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});

const mutations: Record<string, Mutation> = {
  ...roleMutations,
  'a resource dropped': onRule((one, pick) => (one.resources ? { ...one, resources: without(one.resources, pick) } : undefined)),
  'a name dropped': onRule((one, pick) => (one.resourceNames ? { ...one, resourceNames: without(one.resourceNames, pick) } : undefined)),
  'another namespace': inAnotherNamespace,
  'a subject dropped': (manifest, pick) =>
    'rules' in manifest
      ? undefined
      : { ...manifest, subjects: manifest.subjects.filter((_, index) => index !== pick % manifest.subjects.length) },
  'a subject added': (manifest) =>
    'rules' in manifest ? undefined : { ...manifest, subjects: [...manifest.subjects, { kind: 'User', name: 'kim' }] },
};

describe.each(Object.entries(mutations))('a mutant with %s', (_, mutation) => {
  it('is refused by the verifier exactly where it changes an answer', () => {
    let caught = 0;
    fc.assert(
      fc.property(clusters, fc.nat(), ({ roles, bindings }, pick) => {
        const access = accessTo(roles, bindings);
        const mutant = mutate(draftsOf(access, 'split'), mutation, pick);
        if (!mutant) return;
        const proof = verifierFor(access)(mutant);
        const difference = firstDifference(access, applied(access, mutant));
        expect(proof.equivalent).toBe(difference === undefined);
        if (difference) caught++;
      }),
      // The same clusters each time, so that the count below is no matter of luck.
      { numRuns: 150, seed: 3 },
    );
    expect(caught).toBeGreaterThan(3);
  });
});
