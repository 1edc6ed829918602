import { describe, expect, it } from 'vitest';
import type { Binding } from '../../src/model/binding.ts';
import type { Draft } from '../../src/model/proposal.ts';
import type { Role } from '../../src/model/role.ts';
import { draftsOf } from './drafts.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule } from './snapshot.ts';
import { titles } from './titles.ts';

const mixed = [rule('get list', 'pods'), rule('create', 'pods')];

function draftsFor(roles: readonly Role[], bindings: readonly Binding[], isExpected: (subject: string) => boolean = () => false): Draft[] {
  return draftsOf(accessTo(roles, bindings), 'split', { isExpected: (_binding, _role, subject) => isExpected(subject.name) });
}

describe('a role that reads and writes', () => {
  const drafts = draftsFor([role('clinic', 'nurse', mixed)], [binding('clinic', 'ward', 'Role/nurse', 'group:nurses user:kim')]);

  it('becomes one role and one binding for each class, of the same kind in the same namespace', () => {
    expect(titles(drafts.flatMap((draft) => draft.creates))).toEqual([
      'Role clinic/nurse-read',
      'Role clinic/nurse-write',
      'RoleBinding clinic/ward-read',
      'RoleBinding clinic/ward-write',
    ]);
  });

  it('is replaced together with its bindings, which go first', () => {
    const ward = { kind: 'RoleBinding', namespace: 'clinic', name: 'ward' };
    const nurse = { kind: 'Role', namespace: 'clinic', name: 'nurse' };
    expect(drafts).toMatchObject([{ id: 'split/Role/clinic/nurse', replaces: [nurse, ward], removes: [ward, nurse] }]);
  });

  it('gives complete objects', () => {
    expect(drafts[0]?.creates[0]).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: {
        labels: { 'app.kubernetes.io/managed-by': 'rbac-audit', 'rbac-audit/split-from': 'nurse' },
        name: 'nurse-read',
        namespace: 'clinic',
      },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    });
    expect(drafts[0]?.creates[2]).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: {
        labels: { 'app.kubernetes.io/managed-by': 'rbac-audit', 'rbac-audit/split-from': 'ward' },
        name: 'ward-read',
        namespace: 'clinic',
      },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'nurse-read' },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'nurses' },
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kim' },
      ],
    });
  });

  it('names the subjects, sorted, and says why', () => {
    expect(drafts[0]?.subjects).toEqual([
      { kind: 'Group', name: 'nurses' },
      { kind: 'User', name: 'kim' },
    ]);
    expect(drafts[0]?.why).toEqual(['Role/nurse in clinic mixes read and write access: apart, each can be reviewed and taken away alone']);
  });
});

describe('what needs no proposal', () => {
  it.each([
    ['a role that only reads', [rule('get list', 'pods'), urlRule('get', '/metrics')]],
    ['a role whose one rule has the verb *', [rule('* get', 'pods')]],
    ['a role without rules', []],
    ['a role that reads and, in a rule that matches nothing, writes', [rule('get', 'pods'), rule('create', 'pods', { groups: '' })]],
  ])('%s', (_, rules) => {
    expect(draftsFor([role(undefined, 'nurse', rules)], [binding(undefined, 'ward', 'ClusterRole/nurse', 'user:kim')])).toEqual([]);
  });

  it('a role that nobody holds', () => {
    const nurse = role('clinic', 'nurse', mixed);
    expect(draftsFor([nurse], [])).toEqual([]);
    expect(draftsFor([nurse], [binding('clinic', 'ward', 'Role/nurse', '')])).toEqual([]);
    expect(draftsFor([nurse], [binding('shop', 'ward', 'Role/nurse', 'user:kim')])).toEqual([]);
  });

  it('a role that a binding with differing copies refers to: replacing it would drop what the other copy says', () => {
    const copies = [binding('clinic', 'ward', 'Role/nurse', 'user:kim'), binding('clinic', 'ward', 'Role/nurse', 'user:lee')];
    expect(draftsFor([role('clinic', 'nurse', mixed)], copies)).toEqual([]);

    const told: string[] = [];
    const access = accessTo([role('clinic', 'nurse', mixed)], copies);
    draftsOf(access, 'split', {
      passedOver: ({ kind, namespace, name }, _, reason) => told.push(`${kind} ${namespace}/${name}: ${reason}`),
    });
    expect(told).toEqual([expect.stringMatching(/^Role clinic\/nurse: RoleBinding\/ward in clinic.* more than once/)]);
  });

  it('a role that only expected subjects hold', () => {
    const bindings = [binding(undefined, 'kubelets', 'ClusterRole/node', 'group:system:nodes')];
    expect(draftsFor([role(undefined, 'node', mixed)], bindings, (name) => name === 'system:nodes')).toEqual([]);
  });
});

describe('a ClusterRole with several bindings', () => {
  const cashier = role(undefined, 'cashier', mixed);
  const bindings = [
    binding(undefined, 'managers', 'ClusterRole/cashier', 'group:managers'),
    binding('clinic', 'till', 'ClusterRole/cashier', 'sa:clinic/till'),
    binding('shop', 'till', 'ClusterRole/cashier', 'sa:till'),
  ];

  it('is one proposal, with each binding split where it is', () => {
    const drafts = draftsFor([cashier], bindings);
    expect(titles(drafts.flatMap((draft) => draft.creates))).toEqual([
      'ClusterRole cashier-read',
      'ClusterRole cashier-write',
      'ClusterRoleBinding managers-read',
      'ClusterRoleBinding managers-write',
      'RoleBinding clinic/till-read',
      'RoleBinding clinic/till-write',
      'RoleBinding shop/till-read',
      'RoleBinding shop/till-write',
    ]);
  });

  it('keeps subjects as they were written', () => {
    const written = draftsFor([cashier], bindings).flatMap(({ creates }) =>
      creates.flatMap((one) => ('subjects' in one ? one.subjects : [])),
    );
    expect(written.slice(-2)).toEqual([
      { kind: 'ServiceAccount', name: 'till' },
      { kind: 'ServiceAccount', name: 'till' },
    ]);
  });

  it('keeps bindings that only expected subjects hold, and with them the role', () => {
    const [draft] = draftsFor([cashier], bindings, (name) => name === 'managers');
    expect(draft?.removes.map((ref) => `${ref.kind} ${ref.namespace}`)).toEqual(['RoleBinding clinic', 'RoleBinding shop']);
    expect(draft?.why).toContain('ClusterRole/cashier stays: also bound by ClusterRoleBinding/managers');
  });
});

describe('a role that something else needs', () => {
  it('stays where it is a default role of Kubernetes', () => {
    const [draft] = draftsFor([role(undefined, 'edit', mixed)], [binding('shop', 'devs', 'ClusterRole/edit', 'group:devs')]);
    expect(draft?.removes).toEqual([{ kind: 'RoleBinding', namespace: 'shop', name: 'devs' }]);
    expect(draft?.why).toContain('ClusterRole/edit stays: it is a default role of Kubernetes');
  });

  it('stays where an aggregated ClusterRole takes its rules', () => {
    const part = role(undefined, 'pharmacy', mixed, labelled('ward', 'north'));
    const whole = role(undefined, 'north', [], selecting('ward', 'north'));
    const [draft] = draftsFor([part, whole], [binding('shop', 'devs', 'ClusterRole/pharmacy', 'group:devs')]);
    expect(draft?.removes.map((ref) => ref.kind)).toEqual(['RoleBinding']);
    expect(draft?.why).toContain('ClusterRole/pharmacy stays: its rules are aggregated into ClusterRole/north');
  });

  it('goes where it only selects itself', () => {
    const self = { ...labelled('ward', 'north'), ...selecting('ward', 'north') };
    const roles = [role(undefined, 'north', [], self), role(undefined, 'pharmacy', mixed, labelled('ward', 'north'))];
    const [draft] = draftsFor(roles, [binding('shop', 'devs', 'ClusterRole/north', 'group:devs')]);
    expect(draft?.removes.map((ref) => ref.kind)).toEqual(['RoleBinding', 'ClusterRole']);
  });
});

describe('an aggregated ClusterRole', () => {
  const whole = role(undefined, 'north', [], selecting('ward', 'north'));
  const part = role(undefined, 'pharmacy', mixed, labelled('ward', 'north'));

  it('is split by its computed rules, with a warning that the copies do not follow', () => {
    const [draft] = draftsFor([part, whole], [binding('shop', 'devs', 'ClusterRole/north', 'group:devs')]);
    expect(titles(draft?.creates ?? []).slice(0, 2)).toEqual(['ClusterRole north-read', 'ClusterRole north-write']);
    expect(draft?.why).toContain('the new roles hold the rules of today and no longer follow the aggregation');
  });

  it('is never widened: a split whose parts it would newly collect is not proposed', () => {
    const collector = role(undefined, 'collector', [], {
      aggregation: [{ matchLabels: new Map(), matchExpressions: [{ key: 'ward', operator: 'DoesNotExist', values: [] }] }],
    });
    expect(draftsFor([part, collector], [binding('shop', 'devs', 'ClusterRole/pharmacy', 'group:devs')])).toEqual([]);
  });

  it('keeps labels and annotations by which others select, but for those that feed aggregated roles', () => {
    const labels = new Map([
      ['team', 'desk'],
      ['rbac.authorization.k8s.io/aggregate-to-view', 'true'],
      ['clinic/feeds', 'true'],
    ]);
    const annotations = new Map([
      ['helm.sh/hook', 'pre-install'],
      ['kubectl.kubernetes.io/last-applied-configuration', '{}'],
    ]);
    const feeder = role(undefined, 'desk', mixed, { labels, annotations });
    const aggregation = [{ matchLabels: new Map([['clinic/feeds', 'true']]), matchExpressions: [] }];
    const collector = role(undefined, 'collector', [], { aggregation });
    const [draft] = draftsFor(
      [feeder, collector],
      [binding('clinic', 'desk', 'ClusterRole/desk', 'user:kim', { labels: new Map([['team', 'desk']]) })],
    );
    expect(draft?.creates.map(({ metadata }) => [metadata.annotations, metadata.labels])).toEqual([
      ...['role', 'role'].map(() => [
        { 'helm.sh/hook': 'pre-install' },
        { 'app.kubernetes.io/managed-by': 'rbac-audit', 'rbac-audit/split-from': 'desk', team: 'desk' },
      ]),
      ...['binding', 'binding'].map(() => [
        undefined,
        { 'app.kubernetes.io/managed-by': 'rbac-audit', 'rbac-audit/split-from': 'desk', team: 'desk' },
      ]),
    ]);
  });

  it('gets no labels of the original that would feed other roles', () => {
    const viewer = role(undefined, 'charts', mixed, labelled('rbac.authorization.k8s.io/aggregate-to-view', 'true'));
    const drafts = draftsFor([viewer], [binding('shop', 'devs', 'ClusterRole/charts', 'group:devs')]);
    const labels = drafts.flatMap((draft) => draft.creates.map((manifest) => Object.keys(manifest.metadata.labels ?? {})));
    expect(labels).toHaveLength(4);
    expect(labels.flat().filter((label) => label.includes('aggregate-to-'))).toEqual([]);
  });
});

describe('names', () => {
  it('step aside for existing objects, all parts alike', () => {
    const roles = [role('clinic', 'nurse', mixed), role('clinic', 'nurse-write', [rule('create', 'jobs')])];
    const bindings = [binding('clinic', 'ward', 'Role/nurse', 'user:kim'), binding('clinic', 'ward-read', 'Role/nurse-write', 'user:kim')];
    expect(titles(draftsFor(roles, bindings).flatMap((draft) => draft.creates))).toEqual([
      'Role clinic/nurse-read-2',
      'Role clinic/nurse-write-2',
      'RoleBinding clinic/ward-read-2',
      'RoleBinding clinic/ward-write-2',
    ]);
  });

  it('do not mind objects of another kind or namespace', () => {
    const roles = [role('clinic', 'nurse', mixed), role('shop', 'nurse-read', []), role(undefined, 'nurse-read', [])];
    const [draft] = draftsFor(roles, [binding('clinic', 'ward', 'Role/nurse', 'user:kim')]);
    expect(titles(draft?.creates ?? [])).toContain('Role clinic/nurse-read');
  });

  it('do not bring a dangling binding to life', () => {
    const bindings = [binding('clinic', 'ward', 'Role/nurse', 'user:kim'), binding('clinic', 'forgotten', 'Role/nurse-write', 'user:eve')];
    const [draft] = draftsFor([role('clinic', 'nurse', mixed)], bindings);
    expect(titles(draft?.creates ?? []).slice(0, 2)).toEqual(['Role clinic/nurse-read-2', 'Role clinic/nurse-write-2']);
  });

  it('are given once among all proposals', () => {
    const privileged = [...mixed, rule('get', 'secrets')];
    const roles = [role('clinic', 'nurse', privileged), role('clinic', 'nurse-read', privileged)];
    const bindings = [binding('clinic', 'a', 'Role/nurse', 'user:kim'), binding('clinic', 'a-read', 'Role/nurse-read', 'user:kim')];
    const all = titles(draftsFor(roles, bindings).flatMap((draft) => draft.creates));
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(12);
  });

  it('stay within 253 characters', () => {
    const long = 'n'.repeat(250);
    const drafts = draftsFor([role('clinic', long, mixed)], [binding('clinic', long, `Role/${long}`, 'user:kim')]);
    const names = drafts.flatMap((draft) => draft.creates.map((manifest) => manifest.metadata.name));
    expect(names.map((name) => [name.length, name.slice(-6)])).toEqual([
      [253, 'n-read'],
      [253, '-write'],
      [253, 'n-read'],
      [253, '-write'],
    ]);
  });

  it('of originals that are no label value go into an annotation', () => {
    const [draft] = draftsFor(
      [role(undefined, 'clinic:nurse', mixed), role(undefined, 'n'.repeat(64), [])],
      [binding(undefined, 'ward', 'ClusterRole/clinic:nurse', 'user:kim')],
    );
    expect(draft?.creates[0]?.metadata).toEqual({
      annotations: { 'rbac-audit/split-from': 'clinic:nurse' },
      labels: { 'app.kubernetes.io/managed-by': 'rbac-audit' },
      name: 'clinic:nurse-read',
    });
  });
});

describe('notes', () => {
  it('tell of rules with the verb *', () => {
    const [draft] = draftsFor(
      [role('clinic', 'nurse', [rule('get', 'pods'), rule('*', 'jobs')])],
      [binding('clinic', 'ward', 'Role/nurse', 'user:kim')],
    );
    expect(draft?.why).toEqual([
      'Role/nurse in clinic mixes read and privileged access (privileged: every verb): apart, each can be reviewed and taken away alone',
      'rules with the verb * stay whole: taking them apart would drop verbs that nobody has listed',
    ]);
  });

  it('tell of rules that are left out', () => {
    const [draft] = draftsFor(
      [role('clinic', 'nurse', [urlRule('get', '/metrics'), ...mixed])],
      [binding('clinic', 'ward', 'Role/nurse', 'user:kim')],
    );
    expect(draft?.why).toContain('left out, since it can match no request: rules[0]');
  });
});
