import { describe, expect, it } from 'vitest';
import { inertRules } from '../../src/analyzer/checks/hygiene/inert.ts';
import { type Choice, propose } from '../../src/generator/propose.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Proposal } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { accessTo, binding, role, rule, selecting, urlRule, whole } from './snapshot.ts';
import { titles } from './titles.ts';

function suggest(roles: readonly Role[], bindings: readonly Binding[], choice: Choice = {}, told: string[] = []): Proposal[] {
  const access = accessTo(roles, bindings, whole);
  const whyInert = inertRules(access.snapshot.discovery);
  return propose(
    access,
    {},
    {
      ...choice,
      isExpected: () => false,
      whyInert,
      verify: verifierFor(access, whyInert),
      passedOver: ({ kind, name }, step, reason) => told.push(`${kind} ${name} ${step}: ${reason}`),
    },
  );
}

const mixed = [rule('get', 'pods'), rule('create', 'pods')];

describe('steps that come to the same role', () => {
  const nurse = role(undefined, 'nurse', [...mixed, rule('get', 'podz'), urlRule('get', '/metrics')]);
  const ward = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim');
  const [proposal, ...others] = suggest([nurse], [ward]);

  it('give one proposal, with the reasons of each', () => {
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ id: 'narrow/ClusterRole/nurse', kind: 'narrow', steps: ['narrow', 'split', 'drop'] });
    expect(proposal?.why).toEqual([
      expect.stringContaining('rules[2]: resource podz can match nothing'),
      expect.stringContaining('rules[3]: URL /metrics can match nothing'),
      expect.stringContaining('ClusterRole/nurse mixes read and write access'),
      expect.stringContaining('ClusterRole/nurse is used in clinic only'),
    ]);
  });

  it('leave no trace of what was made on the way', () => {
    expect(titles(proposal?.creates ?? [])).toEqual([
      'Role clinic/nurse-read',
      'Role clinic/nurse-write',
      'RoleBinding clinic/ward-read',
      'RoleBinding clinic/ward-write',
    ]);
    expect(proposal?.replaces).toEqual([
      { kind: 'ClusterRole', name: 'nurse' },
      { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' },
    ]);
    expect(proposal?.removes).toEqual([
      { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' },
      { kind: 'ClusterRole', name: 'nurse' },
    ]);
  });

  it('name the origin, not what was made on the way', () => {
    expect(proposal?.creates.map(({ metadata }) => metadata.labels?.['rbac-audit/narrowed-from'])).toEqual([
      'nurse',
      'nurse',
      'ward',
      'ward',
    ]);
  });

  it('are left out as asked', () => {
    expect(suggest([nurse], [ward], { skip: new Set(['narrow']) })).toMatchObject([{ steps: ['split', 'drop'] }]);
    expect(suggest([nurse], [ward], { only: new Set(['split']) })).toMatchObject([{ steps: ['split'], proof: { equivalent: true } }]);
  });
});

describe('what is given up', () => {
  // The narrow grant is superfluous only as long as the wide one is there.
  const roles = [role(undefined, 'doctor', [rule('get', 'pods')]), role(undefined, 'nurse', [rule('get', 'pods')])];
  const bindings = [
    binding(undefined, 'all', 'ClusterRole/doctor', 'user:kim'),
    binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim'),
    binding(undefined, 'other', 'ClusterRole/nurse', 'user:lee'),
  ];

  it('makes nothing superfluous', () => {
    expect(suggest(roles, bindings).map(({ removes }) => removes)).toEqual([[{ kind: 'RoleBinding', namespace: 'clinic', name: 'ward' }]]);
    const homes = { namespaces: ['shop'], own: false, subject: { kind: 'User' as const, name: 'kim' } };
    const removed = suggest(roles, bindings, { homes }).flatMap(({ removes }) => removes.map(({ name }) => name));
    expect(removed).toEqual(['all', 'doctor']);
  });

  it('is told for each proposal as if it were carried out alone', () => {
    const twice = [...bindings.slice(0, 1), binding(undefined, 'again', 'ClusterRole/nurse', 'user:kim')];
    const proposals = suggest(roles, twice, { homes: { namespaces: ['shop'], own: false }, skip: new Set(['drop']) });
    expect(proposals.map(({ proof }) => proof.lost)).toEqual([[], []]);
  });
});

describe('what Kubernetes would not take', () => {
  it('is not proposed, and said', () => {
    const told: string[] = [];
    expect(
      suggest(
        [role('clinic', 'a/b', mixed)],
        [binding('clinic', 'ward', 'Role/a/b', 'user:kim', { roleRef: { kind: 'Role', name: 'a/b' } })],
        {},
        told,
      ),
    ).toEqual([]);
    expect(told).toEqual(['Role a/b split: an API server would refuse it: "a/b-read" is no name for a Role']);
  });

  it('does not keep a subject who matches nobody from being left out', () => {
    const odd = binding('clinic', 'ward', 'Role/nurse', 'user:kim', {
      subjects: [
        { kind: 'User', name: 'kim' },
        { kind: 'Nurse', name: 'lee' },
      ],
    });
    const [proposal] = suggest([role('clinic', 'nurse', mixed)], [odd]);
    expect(proposal?.creates.slice(2)).toMatchObject([{ subjects: [{ name: 'kim' }] }, { subjects: [{ name: 'kim' }] }]);
  });
});

describe('an aggregated ClusterRole that has yet to be written', () => {
  const open = role(undefined, 'all', [], { aggregation: [{ matchLabels: new Map(), matchExpressions: [] }] });

  it('keeps what it takes from unchanged: what changes for its holders would not be our doing', () => {
    const told: string[] = [];
    const bindings = [binding(undefined, 'a', 'ClusterRole/nurse', 'user:kim'), binding(undefined, 'b', 'ClusterRole/all', 'user:lee')];
    expect(suggest([role(undefined, 'nurse', mixed), open], bindings, {}, told)).toEqual([]);
    expect(told).toEqual(['ClusterRole nurse split: ClusterRole/all takes rules from it and does not hold them yet']);
  });

  it('is one that holds what it should in any order', () => {
    const nurse = role(undefined, 'nurse', mixed, { labels: new Map([['ward', 'north']]) });
    const north = role(undefined, 'north', mixed.toReversed(), selecting('ward', 'north'));
    const bindings = [binding(undefined, 'a', 'ClusterRole/nurse', 'user:kim'), binding(undefined, 'b', 'ClusterRole/north', 'user:lee')];
    expect(suggest([nurse, north], bindings).map(({ id }) => id)).toEqual(['split/ClusterRole/north', 'split/ClusterRole/nurse']);
  });
});

describe("Kubernetes' own bindings", () => {
  it('stay, whoever else is in them', () => {
    const node = role(undefined, 'system:node', mixed);
    const own = binding(undefined, 'system:node', 'ClusterRole/system:node', 'user:kim');
    expect(suggest([node], [own])).toEqual([]);
  });
});
