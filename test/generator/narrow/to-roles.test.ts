import { describe, expect, it } from 'vitest';
import { inertRules } from '../../../src/analyzer/checks/hygiene/inert.ts';
import { drafted } from '../../../src/generator/propose.ts';
import type { Binding } from '../../../src/model/binding.ts';
import type { Draft, ProposalKind } from '../../../src/model/proposal.ts';
import type { Role } from '../../../src/model/role.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule, whole } from '../snapshot.ts';
import { titles } from '../titles.ts';

const nurse = role(undefined, 'nurse', [rule('get', 'pods nodes'), urlRule('get', '/metrics')]);

interface Asked {
  only?: ProposalKind[];
  isAdmin?: (name: string) => boolean;
}

/** Drafts without being asked for, unless kinds are named; splitting and dropping are left out. */
function draftsFor(roles: readonly Role[], bindings: readonly Binding[], { only, isAdmin = () => false }: Asked = {}): Draft[] {
  const access = accessTo(roles, bindings, whole);
  return drafted(access, {
    isExpected: () => false,
    isAdmin: ({ name }) => isAdmin(name),
    whyInert: inertRules(access.snapshot.discovery),
    ...(only ? { only: new Set(only) } : { skip: new Set(['split', 'drop'] as const) }),
  }).map(({ draft }) => draft);
}

const inNamespaces = (...namespaces: string[]) => namespaces.map((one) => binding(one, 'ward', 'ClusterRole/nurse', `group:${one}`));

describe('a ClusterRole that is used in one namespace only', () => {
  it('becomes a Role there by itself', () => {
    expect(titles(draftsFor([nurse], inNamespaces('clinic')).flatMap(({ creates }) => creates))).toEqual([
      'Role clinic/nurse',
      'RoleBinding clinic/ward-local',
    ]);
  });
});

describe('a ClusterRole that is narrowed', () => {
  const [draft, ...others] = draftsFor([nurse], inNamespaces('clinic', 'shop'), { only: ['narrow'] });

  it('becomes a Role in each of them, under its name, and goes', () => {
    expect(others).toEqual([]);
    expect(titles(draft?.creates ?? [])).toEqual([
      'Role clinic/nurse',
      'Role shop/nurse',
      'RoleBinding clinic/ward-local',
      'RoleBinding shop/ward-local',
    ]);
    expect(draft?.removes.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ''}/${name}`)).toEqual([
      'RoleBinding clinic/ward',
      'RoleBinding shop/ward',
      'ClusterRole /nurse',
    ]);
    expect(draft).toMatchObject({ id: 'narrow/ClusterRole/nurse', kind: 'narrow', steps: ['narrow'] });
  });

  it('leaves behind what no RoleBinding can grant, and says so', () => {
    expect(draft?.creates[0]).toMatchObject({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] });
    expect(draft?.why[0]).toBe('ClusterRole/nurse is used in clinic and shop only: as a Role it cannot be bound anywhere else');
    expect(draft?.why.slice(1)).toEqual([
      expect.stringMatching(/^left out: resource nodes of ClusterRole\/nurse can match nothing there: /),
      expect.stringMatching(/^left out: URL \/metrics of ClusterRole\/nurse can match nothing there: /),
    ]);
  });

  it('names what each object was made from', () => {
    expect(draft?.creates.map(({ metadata }) => metadata.labels?.['rbac-audit/narrowed-from'])).toEqual(['nurse', 'nurse', 'ward', 'ward']);
  });

  it('takes another name where there is a Role of its name, or a binding to a missing one', () => {
    const taken = role('clinic', 'nurse', [rule('get', 'pods')]);
    const used = binding('clinic', 'x', 'Role/nurse', 'user:kim');
    expect(titles(draftsFor([nurse, taken], [used, ...inNamespaces('clinic')])[0]?.creates ?? [])).toContain('Role clinic/nurse-local');
    expect(titles(draftsFor([nurse], [used, ...inNamespaces('clinic')])[0]?.creates ?? [])).toContain('Role clinic/nurse-local');
  });

  it('goes with its bindings where nothing of it can be granted there', () => {
    const wide = role(undefined, 'nurse', [rule('get', 'nodes')]);
    expect(draftsFor([wide], inNamespaces('clinic'))).toMatchObject([{ creates: [], removes: [{ name: 'ward' }, { name: 'nurse' }] }]);
  });
});

describe('a ClusterRole that is meant to be used so', () => {
  const everywhere = binding(undefined, 'all', 'ClusterRole/nurse', 'user:lee');

  it.each<[string, Role[], Binding[]]>([
    ['two namespaces share it', [nurse], inNamespaces('clinic', 'shop')],
    ['it is bound everywhere too', [nurse], [everywhere, ...inNamespaces('clinic')]],
    ['it is one of Kubernetes', [role(undefined, 'view', nurse.rules)], [binding('clinic', 'ward', 'ClusterRole/view', 'user:kim')]],
    ['it is aggregated', [role(undefined, 'nurse', nurse.rules, selecting('ward', 'north'))], inNamespaces('clinic')],
    [
      'another takes its rules',
      [role(undefined, 'nurse', nurse.rules, labelled('ward', 'north')), role(undefined, 'north', nurse.rules, selecting('ward', 'north'))],
      inNamespaces('clinic'),
    ],
  ])('stays by itself, and is narrowed on request: %s', (_, roles, bindings) => {
    expect(draftsFor(roles, bindings)).toEqual([]);
    const [draft] = draftsFor(roles, bindings, { only: ['narrow'] });
    expect(draft?.creates[0]).toMatchObject({ kind: 'Role', rules: [{ resources: ['pods'] }] });
  });

  it('stays where something else needs it', () => {
    const [draft] = draftsFor([nurse], [everywhere, ...inNamespaces('clinic')], { only: ['narrow'] });
    expect(draft?.removes).toEqual([{ kind: 'RoleBinding', namespace: 'clinic', name: 'ward' }]);
    expect(draft?.why).toContain('ClusterRole/nurse stays: also bound by ClusterRoleBinding/all');
  });

  it('stays shared where roles are factored as well', () => {
    expect(draftsFor([nurse], inNamespaces('clinic', 'shop', 'lab'), { only: ['narrow', 'factor'] })).toEqual([]);
  });
});

describe('what admins use', () => {
  it('is not narrowed for them, but with others it is', () => {
    const isAdmin = (name: string) => name === 'root';
    const root = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:root');
    expect(draftsFor([nurse], [root], { isAdmin, only: ['narrow'] })).toEqual([]);
    const both = binding('clinic', 'ward', 'ClusterRole/nurse', 'user:root user:kim');
    expect(draftsFor([nurse], [both], { isAdmin })).toMatchObject([{ subjects: [{ name: 'kim' }, { name: 'root' }] }]);
  });
});
