import { describe, expect, it } from 'vitest';
import { inertRules } from '../../../src/analyzer/checks/hygiene/inert.ts';
import type { Homes } from '../../../src/generator/narrow/to-namespaces.ts';
import { propose } from '../../../src/generator/propose.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { BindingManifest, Proposal } from '../../../src/model/proposal.ts';
import type { Role } from '../../../src/model/role.ts';
import { verifierFor } from '../../../src/verifier/verify.ts';
import { accessTo, binding, role, rule, urlRule, whole } from '../snapshot.ts';
import { titles } from '../titles.ts';

const deployer = role(undefined, 'deployer', [rule('get list', 'pods'), rule('get', 'nodes'), urlRule('get', '/metrics')]);
// In use everywhere, so that it stays a ClusterRole and the RoleBindings can be looked at.
const kept = binding(undefined, 'kept', 'ClusterRole/deployer', 'user:root');

function narrowed(roles: readonly Role[], bindings: readonly Binding[], homes: Homes): Proposal[] {
  const access = accessTo(roles, bindings, whole);
  const whyInert = inertRules(access.snapshot.discovery);
  return propose(
    access,
    {},
    {
      isExpected: () => false,
      isAdmin: ({ name }) => name === 'root',
      whyInert,
      verify: verifierFor(access, whyInert),
      homes,
      skip: new Set(['split', 'drop']),
    },
  );
}

const bindingsOf = (proposal: Proposal | undefined): BindingManifest[] =>
  (proposal?.creates ?? []).filter((one): one is BindingManifest => 'subjects' in one);

describe('a ClusterRoleBinding', () => {
  const ci = binding(undefined, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer user:kim');
  const [proposal] = narrowed([deployer], [ci, kept], { namespaces: ['shop', 'clinic'], own: false });

  it('becomes a RoleBinding of its name in each namespace', () => {
    expect(titles(bindingsOf(proposal))).toEqual(['RoleBinding clinic/ci', 'RoleBinding shop/ci']);
    expect(proposal?.removes).toEqual([{ kind: 'ClusterRoleBinding', name: 'ci' }]);
    expect(proposal).toMatchObject({ id: 'narrow/ClusterRole/deployer', why: [expect.stringContaining('kept in clinic, shop only')] });
  });

  it('loses, line by line, all other namespaces, lists over all of them, what is outside namespaces, and URLs', () => {
    expect(proposal?.proof.lost).toEqual([
      'get /metrics',
      'get nodes everywhere',
      'get pods everywhere but in clinic, shop',
      'list pods everywhere but in clinic, shop',
      'list pods over all namespaces at once',
    ]);
    expect(proposal?.proof).toMatchObject({ equivalent: false, inert: [], gained: [], othersChanged: [] });
    expect(proposal?.proof.losses).toMatchObject([{ subjects: [{ name: 'deployer' }, { name: 'kim' }] }]);
  });

  it('shows as rights in fewer places', () => {
    expect(proposal?.rights).toEqual({
      before: { scopes: ['*'], read: 4, write: 0, privileged: 0 },
      after: { scopes: ['clinic', 'shop'], read: 2, write: 0, privileged: 0 },
    });
  });

  it('becomes bindings to Roles where nothing else needs the ClusterRole', () => {
    const [alone] = narrowed([deployer], [ci], { namespaces: ['shop'], own: false });
    expect(titles(alone?.creates ?? [])).toEqual(['Role shop/deployer', 'RoleBinding shop/ci']);
    expect(alone?.removes).toEqual([
      { kind: 'ClusterRoleBinding', name: 'ci' },
      { kind: 'ClusterRole', name: 'deployer' },
    ]);
  });
});

describe("a ServiceAccount's own namespace", () => {
  it('is where its rights are kept; users and groups have none and keep what they have', () => {
    const mixed = binding(undefined, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer sa:shop/till user:kim group:devs');
    const [proposal] = narrowed([deployer], [mixed, kept], { namespaces: [], own: true });
    expect(bindingsOf(proposal).map(({ metadata, subjects }) => [metadata.namespace, subjects.map(({ name }) => name)])).toEqual([
      ['ci', ['deployer']],
      ['shop', ['till']],
      [undefined, ['kim', 'devs']],
    ]);
    expect(proposal?.subjects.map(({ name }) => name)).toEqual(['deployer', 'till']);
  });

  it('is one more beside given ones', () => {
    const [proposal] = narrowed([deployer], [binding(undefined, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer'), kept], {
      namespaces: ['shop'],
      own: true,
    });
    expect(titles(bindingsOf(proposal))).toEqual(['RoleBinding ci/ci', 'RoleBinding shop/ci']);
  });
});

describe('what stays everywhere', () => {
  const homes = { namespaces: ['shop'], own: false };

  it.each<[string, Role[], Binding[], Partial<Homes>]>([
    ['what admins hold', [deployer], [kept], {}],
    [
      'what others hold, where one subject is asked for',
      [deployer],
      [binding(undefined, 'ci', 'ClusterRole/deployer', 'user:lee')],
      { subject: { kind: 'User', name: 'kim' } },
    ],
    [
      'what is harmless for everyone',
      [role(undefined, 'x', [rule('get list', 'nodes namespaces')])],
      [binding(undefined, 'x', 'ClusterRole/x', 'user:kim')],
      {},
    ],
    [
      'what cannot be granted in a namespace',
      [role(undefined, 'x', [rule('delete', 'nodes')])],
      [binding(undefined, 'x', 'ClusterRole/x', 'user:kim')],
      {},
    ],
    [
      "Kubernetes' own bindings",
      [role(undefined, 'system:node', [rule('get', 'pods')])],
      [binding(undefined, 'system:node', 'ClusterRole/system:node', 'user:kim')],
      {},
    ],
  ])('is %s', (_, roles, bindings, more) => {
    expect(narrowed(roles, bindings, { ...homes, ...more })).toEqual([]);
  });

  it('is the rest of a binding where one subject is asked for', () => {
    const both = binding(undefined, 'ci', 'ClusterRole/deployer', 'user:kim user:lee');
    const [proposal] = narrowed([deployer], [both, kept], { ...homes, subject: { kind: 'User', name: 'kim' } });
    expect(bindingsOf(proposal).map(({ kind, subjects }) => [kind, subjects.map(({ name }) => name)])).toEqual([
      ['RoleBinding', ['kim']],
      ['ClusterRoleBinding', ['lee']],
    ]);
  });
});

describe('what an implied group still gives', () => {
  it('is not told as lost', () => {
    const all = binding(undefined, 'all', 'ClusterRole/reader', 'group:system:serviceaccounts');
    const reader = role(undefined, 'reader', [rule('get list', 'pods'), rule('get', 'nodes'), rule('create', 'pods')]);
    const ci = binding(undefined, 'ci', 'ClusterRole/deployer', 'sa:ci/deployer');
    const proposals = narrowed([deployer, reader], [ci, all, kept], {
      namespaces: ['shop'],
      own: false,
      subject: { kind: 'ServiceAccount', namespace: 'ci', name: 'deployer' },
    });
    expect(proposals.map(({ proof }) => proof.lost)).toEqual([['get /metrics']]);
  });
});
