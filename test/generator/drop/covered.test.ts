import { describe, expect, it } from 'vitest';
import { inertRules } from '../../../src/analyzer/checks/hygiene/inert.ts';
import { drafted } from '../../../src/generator/propose.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { Draft } from '../../../src/model/proposal.ts';
import { draftsOf } from '../drafts.ts';
import { accessTo, binding, role, rule, urlRule, whole } from '../snapshot.ts';

const roles = [
  role(undefined, 'doctor', [rule('get list create', 'pods'), rule('get', 'nodes')]),
  role(undefined, 'nurse', [rule('get list', 'pods')]),
  role(undefined, 'porter', [rule('create', 'pods')]),
  role(undefined, 'prober', [urlRule('get', '/healthz')]),
];

function accessOf(bindings: readonly Binding[]) {
  // A binding beside keeps each role in use.
  const others = roles.map(({ name }) => binding(undefined, `other-${name}`, `ClusterRole/${name}`, `group:other-${name}`));
  return accessTo(roles, [...bindings, ...others], whole);
}

function dropsFor(...bindings: Binding[]): Draft[] {
  const access = accessOf(bindings);
  return draftsOf(access, 'drop', { whyInert: inertRules(access.snapshot.discovery) });
}

/** What goes, and what is edited. */
function outcome(drafts: readonly Draft[]): string[] {
  return drafts.flatMap(({ removes, creates }) => {
    const edited = creates.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ?? ''}/${name}`);
    const gone = removes.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''}/${name}`).filter((one) => !edited.includes(one));
    return [...gone.map((one) => `- ${one}`), ...edited.map((one) => `~ ${one}`)];
  });
}

describe('what a subject holds twice', () => {
  it.each<[string, Binding[], string[]]>([
    [
      'goes from the namespace where it is held everywhere',
      [binding(undefined, 'all', 'ClusterRole/doctor', 'user:kim'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim')],
      ['- RoleBinding clinic/ward'],
    ],
    [
      'goes where another role in the same namespace gives more',
      [binding('clinic', 'all', 'ClusterRole/doctor', 'user:kim'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim')],
      ['- RoleBinding clinic/ward'],
    ],
    [
      'goes where several together give the same',
      [
        binding('clinic', 'a', 'ClusterRole/nurse', 'user:kim'),
        binding('clinic', 'b', 'ClusterRole/porter', 'user:kim'),
        binding('clinic', 'c', 'ClusterRole/doctor', 'user:kim'),
      ],
      ['- RoleBinding clinic/c'],
    ],
    [
      'goes from the later of two that are alike',
      [binding('clinic', 'a', 'ClusterRole/nurse', 'user:kim'), binding('clinic', 'b', 'ClusterRole/nurse', 'user:kim')],
      ['- RoleBinding clinic/b'],
    ],
    [
      'goes for one subject where another needs the binding',
      [binding(undefined, 'all', 'ClusterRole/doctor', 'user:kim'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim user:lee')],
      ['~ RoleBinding clinic/ward'],
    ],
    [
      'goes however a ServiceAccount is spelled',
      [
        binding(undefined, 'all', 'ClusterRole/nurse', 'user:system:serviceaccount:clinic:till'),
        binding('clinic', 'ward', 'ClusterRole/nurse', 'sa:till'),
      ],
      ['- RoleBinding clinic/ward'],
    ],
    [
      'goes where it gives nothing at all: URLs through a RoleBinding',
      [binding('clinic', 'ward', 'ClusterRole/prober', 'user:kim')],
      ['- RoleBinding clinic/ward'],
    ],
    [
      'stays in another namespace',
      [binding('shop', 'all', 'ClusterRole/doctor', 'user:kim'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim')],
      [],
    ],
    [
      'stays everywhere where it is held in one namespace',
      [binding('clinic', 'all', 'ClusterRole/doctor', 'user:kim'), binding(undefined, 'ward', 'ClusterRole/nurse', 'user:kim')],
      [],
    ],
    [
      'stays where another subject holds it',
      [binding(undefined, 'all', 'ClusterRole/doctor', 'user:lee'), binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim')],
      [],
    ],
    [
      'stays for system:masters, who need none of it',
      [
        binding(undefined, 'a', 'ClusterRole/doctor', 'group:system:masters'),
        binding(undefined, 'b', 'ClusterRole/nurse', 'group:system:masters'),
      ],
      [],
    ],
  ])('%s', (_, bindings, expected) => {
    expect(outcome(dropsFor(...bindings))).toEqual(expected);
  });

  it('is told with what gives the same', () => {
    const [draft] = dropsFor(
      binding(undefined, 'all', 'ClusterRole/doctor', 'user:kim'),
      binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim'),
    );
    expect(draft?.why).toEqual(['what RoleBinding/ward in clinic gives to User kim is given by ClusterRoleBinding/all too']);
    expect(draft?.id).toBe('drop/ClusterRole/nurse');
  });

  it('takes its role along where nobody else uses it', () => {
    const own = role('clinic', 'nurse', [rule('get', 'pods')]);
    const access = accessTo(
      [...roles, own],
      [binding('clinic', 'all', 'ClusterRole/doctor', 'user:kim'), binding('clinic', 'ward', 'Role/nurse', 'user:kim')],
    );
    const options = { isExpected: () => false, skip: new Set(['split', 'narrow'] as const) };
    expect(outcome(drafted(access, options).map(({ draft }) => draft))).toEqual(['- RoleBinding clinic/ward', '- Role clinic/nurse']);
  });
});

describe('what a group has', () => {
  const bindings = [
    binding(undefined, 'everybody', 'ClusterRole/doctor', 'group:system:serviceaccounts'),
    binding('clinic', 'ward', 'ClusterRole/nurse', 'sa:clinic/till'),
  ];

  it('makes no grant of a member superfluous by itself: it may be too much, and go one day', () => {
    expect(drafted(accessOf(bindings), { isExpected: () => false, skip: new Set(['split', 'narrow'] as const) })).toEqual([]);
  });

  it('does so where dropping is asked for, for those who are in it for certain', () => {
    expect(outcome(dropsFor(...bindings))).toEqual(['- RoleBinding clinic/ward']);
    expect(
      outcome(
        dropsFor(
          binding(undefined, 'nurses', 'ClusterRole/doctor', 'group:nurses'),
          binding('clinic', 'ward', 'ClusterRole/nurse', 'user:kim'),
        ),
      ),
    ).toEqual([]);
  });
});
