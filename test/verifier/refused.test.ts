import { describe, expect, it } from 'vitest';
import type { Binding } from '../../src/model/binding.ts';
import type { Draft } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { verifierFor } from '../../src/verifier/verify.ts';
import { accessTo, binding, labelled, role, rule, selecting } from '../generator/snapshot.ts';
import { draftFrom } from './draft.ts';

const nurse = role('clinic', 'nurse', [rule('get', 'pods')]);
const porter = role('clinic', 'porter', [rule('get', 'pods')]);
const ward = binding('clinic', 'ward', 'Role/nurse', 'user:kim');

function proved(before: readonly (Role | Binding)[], ...drafts: Draft[]) {
  return verifierFor(
    accessTo(
      before.filter((object) => 'rules' in object),
      before.filter((object) => 'roleRef' in object),
    ),
  )(drafts);
}

function refused(before: readonly (Role | Binding)[], after: readonly (Role | Binding)[]): string[] {
  return proved(before, draftFrom(before, after, [])).refused;
}

describe('what would be refused, undone or widened', () => {
  const north = role(undefined, 'north', [], selecting('ward', 'north'));
  const system = (name: string) => role(undefined, name, [rule('get', 'pods')]);

  it.each<[string, (Role | Binding)[], (Role | Binding)[], string[]]>([
    ['nothing of a sound change', [nurse, ward], [porter, binding('clinic', 'ward-2', 'Role/porter', 'user:kim')], []],
    ['nothing of an edit', [nurse, ward], [role('clinic', 'nurse', [rule('list', 'pods')]), ward], []],
    ['an invalid object', [], [role('clinic', 'a/b', [])], ['Role/a/b in clinic: "a/b" is no name for a Role']],
    [
      'a binding to a role that goes',
      [nurse, ward],
      [binding('clinic', 'ward-2', 'Role/nurse', 'user:kim')],
      ['RoleBinding/ward-2 in clinic: its role does not exist'],
    ],
    [
      'a binding to a role that never was',
      [nurse],
      [nurse, ward, binding('shop', 'x', 'Role/nurse', 'user:kim')],
      ['RoleBinding/x in shop: its role does not exist'],
    ],
    [
      'another role for a binding',
      [nurse, porter, ward],
      [nurse, porter, binding('clinic', 'ward', 'Role/porter', 'user:kim')],
      ['RoleBinding/ward in clinic: the role of a binding cannot be edited'],
    ],
    ["a change to Kubernetes' own role", [system('edit')], [], ['ClusterRole/edit: the API server restores it']],
    [
      "a change to Kubernetes' own binding",
      [binding(undefined, 'system:node', 'ClusterRole/edit', '')],
      [],
      ['ClusterRoleBinding/system:node: the API server restores it'],
    ],
    [
      'a label that feeds a default role',
      [],
      [role(undefined, 'x', [], labelled('rbac.authorization.k8s.io/aggregate-to-view', 'true'))],
      ['ClusterRole/x: label rbac.authorization.k8s.io/aggregate-to-view adds it to another role'],
    ],
    [
      'a label that some role selects',
      [north],
      [north, role(undefined, 'x', [], labelled('ward', 'north'))],
      ['ClusterRole/x: an aggregated ClusterRole would take its rules'],
    ],
  ])('is %s', (_, before, after, expected) => {
    expect(refused(before, after)).toEqual(expected);
  });

  it('is what is there already, or made twice', () => {
    const draft = draftFrom([], [nurse], []);
    expect(proved([nurse], draft).refused).toEqual(['Role/nurse in clinic: it exists']);
    expect(proved([], draft, { ...draft, id: 'again' }).refused).toEqual(['Role/nurse in clinic: it is created more than once']);
  });

  it('is no part of an aggregated ClusterRole that stays in it', () => {
    const open = role(undefined, 'open', [], { aggregation: [{ matchLabels: new Map(), matchExpressions: [] }] });
    const [old, now] = [role(undefined, 'old', [rule('get', 'pods')]), role(undefined, 'new', [rule('get', 'pods')])];
    expect(refused([open, old], [open, now])).toEqual([]);
  });
});

describe('what the applier needs', () => {
  it('is to hold, or to be allowed to hand out, what each new object gives', () => {
    const wide = role(undefined, 'porter', [rule('get', 'nodes')]);
    const objects = [
      nurse,
      wide,
      ward,
      binding('shop', 'x', 'ClusterRole/porter', 'user:kim'),
      binding(undefined, 'y', 'ClusterRole/porter', 'user:kim'),
    ];
    const own = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
    const porterRef = { kind: 'ClusterRole', name: 'porter' };
    expect(proved([], draftFrom([], objects, [])).applier).toEqual([
      { object: porterRef, verb: 'escalate', role: porterRef, scope: '*' },
      { object: { kind: 'ClusterRoleBinding', name: 'y' }, verb: 'bind', role: porterRef, scope: '*' },
      { object: own, verb: 'escalate', role: own, scope: 'clinic' },
      { object: { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' }, verb: 'bind', role: own, scope: 'clinic' },
      { object: { kind: 'RoleBinding', namespace: 'shop', name: 'x' }, verb: 'bind', role: porterRef, scope: 'shop' },
    ]);
  });

  it('is nothing for what only goes', () => {
    expect(proved([nurse, ward], draftFrom([nurse, ward], [], [])).applier).toEqual([]);
  });
});
