import { describe, expect, it } from 'vitest';
import { admitted, admittedFile, complaints, rbac } from './doorway.ts';

const role = rbac('Role', 'metadata: {name: reader}');

describe('the door', () => {
  it('lets in the kinds that matter', () => {
    const { roles, bindings, namespaces, serviceAccounts, workloads, customResources, gaps, objects } = admitted(
      role,
      rbac('ClusterRole', 'metadata: {name: reader}'),
      rbac('RoleBinding', 'metadata: {name: readers}\nroleRef: {kind: Role, name: reader}'),
      rbac('ClusterRoleBinding', 'metadata: {name: readers}\nroleRef: {kind: ClusterRole, name: reader}'),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'clinic' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'records' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'records' }, spec: {} },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'wards.clinic.example.com' },
        spec: { group: 'clinic.example.com', names: { plural: 'wards', kind: 'Ward' } },
      },
    );
    expect([roles, bindings, namespaces, serviceAccounts, workloads, customResources].map((list) => list.length)).toEqual([
      2, 2, 1, 1, 1, 1,
    ]);
    expect([objects, gaps]).toEqual([8, []]);
  });

  it.each(['v1', 'v1beta1', 'v1alpha1'])('takes RBAC of version %s', (version) => {
    expect(admitted({ ...role, apiVersion: `rbac.authorization.k8s.io/${version}` }).roles).toHaveLength(1);
  });

  it('passes over other kinds without a word, but counts them as objects', () => {
    const { objects, gaps, roles } = admitted(
      { apiVersion: 'v1', kind: 'Secret', metadata: {}, data: 7 },
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'authorization.openshift.io/v1', kind: 'Role', metadata: { name: 'reader' } },
    );
    expect({ objects, gaps, roles }).toEqual({ objects: 3, gaps: [], roles: [] });
  });

  it('passes over mappings without a kind, such as a values.yaml', () => {
    expect(admitted({ replicas: 3 })).toMatchObject({ objects: 0, gaps: [] });
  });

  it('misses the apiVersion of an RBAC object', () => {
    const result = admitted({ ...role, apiVersion: undefined });
    expect(result.roles).toEqual([]);
    expect(result.gaps).toMatchObject([
      { code: 'malformed-object', message: 'Role without apiVersion', advice: expect.stringContaining('v1') },
    ]);
  });

  it.each([
    ['text', '"kind: Role"'],
    ['a number', '17'],
    ['a list', '- kind: Role'],
  ])('takes no %s for an object', (_what, text) => {
    expect(complaints(admittedFile(text))).toEqual([expect.stringContaining('stands where a Kubernetes object is needed')]);
  });

  it('knows the place of what it refuses', () => {
    const { gaps } = admittedFile('kind: ConfigMap\napiVersion: v1\n---\nkind: Role\nmetadata: {name: reader}\n');
    expect(gaps).toMatchObject([{ source: 'ward.yaml', position: { file: 'ward.yaml', line: 4, column: 1 } }]);
  });
});

describe('a list', () => {
  it('of mixed kinds is opened', () => {
    expect(admitted({ apiVersion: 'v1', kind: 'List', items: [role, role] }).roles).toHaveLength(2);
  });

  it('of one kind need not repeat it in its items', () => {
    const items = [{ metadata: { name: 'reader', namespace: 'clinic' }, rules: [] }];
    const { roles, gaps } = admitted({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleList', items });
    expect(roles).toMatchObject([{ kind: 'Role', namespace: 'clinic', name: 'reader' }]);
    expect(gaps).toEqual([]);
  });

  it.each([[[]], [null]])('with items %j holds nothing', (items) => {
    expect(admitted({ apiVersion: 'v1', kind: 'List', items })).toMatchObject({ roles: [], gaps: [] });
  });

  it('without items that are a list is left out', () => {
    expect(complaints(admittedFile('apiVersion: v1\nkind: List\nitems: {kind: Role}\n'))).toEqual([
      '3: List.items is an object; a list is needed',
    ]);
  });

  it('costs nothing but the item that is no object', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- text\n- {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}}\n';
    const result = admittedFile(text);
    expect(result.roles).toHaveLength(1);
    expect(complaints(result)).toEqual(['4: a string stands where a Kubernetes object is needed']);
  });

  it('may hold lists, but not without end', () => {
    const nested = (depth: number): object => (depth === 0 ? role : { apiVersion: 'v1', kind: 'List', items: [nested(depth - 1)] });
    expect(admitted(nested(3))).toMatchObject({ roles: [{ name: 'reader' }], gaps: [] });
    expect(complaints(admitted(nested(4)))).toEqual(['lists nested more than 3 deep']);
  });

  it('gives each item its own place', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: rbac.authorization.k8s.io/v1\n  kind: Role\n  metadata: {name: reader}\n';
    const [origin] = admittedFile(text).roles[0]?.origins ?? [];
    expect(origin?.locate(['metadata', 'name'])).toEqual({ file: 'ward.yaml', line: 6, column: 20 });
  });
});

describe('metadata', () => {
  it('of an object without a name is a gap', () => {
    const result = admittedFile('apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {labels: {}}\n');
    expect(result.roles).toEqual([]);
    expect(complaints(result)).toEqual(['3: Role without metadata.name']);
  });

  it.each([
    ['empty', { name: '' }],
    ['a number', { name: 7 }],
    ['missing with all the rest', undefined],
  ])('with a name that is %s is that of no object', (_what, metadata) => {
    expect(complaints(admitted({ ...role, metadata }))).toEqual(['Role without metadata.name']);
  });

  it('with a name that the API server makes up keeps its beginning', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'lab-import-' }, spec: { template: { spec: {} } } };
    expect(admitted(job)).toMatchObject({ workloads: [{ name: 'lab-import-' }], gaps: [] });
  });

  it('without a namespace is that of the default namespace', () => {
    expect(admitted(role).roles).toMatchObject([{ namespace: 'clinic' }]);
    expect(admitted({ ...role, metadata: { name: 'reader', namespace: 'shop' } }).roles).toMatchObject([{ namespace: 'shop' }]);
  });

  it('of cluster-scoped kinds has no namespace, whatever is written', () => {
    const { roles, namespaces } = admitted(rbac('ClusterRole', 'metadata: {name: reader, namespace: shop}'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'clinic', namespace: 'shop' },
    });
    expect(roles[0]).not.toHaveProperty('namespace');
    expect(namespaces[0]).not.toHaveProperty('namespace');
  });

  it('may use names that mean something to JavaScript', () => {
    const { roles } = admitted(
      JSON.parse(
        '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"__proto__","labels":{"__proto__":"a","constructor":"b"}}}',
      ),
    );
    expect(roles).toMatchObject([
      {
        name: '__proto__',
        labels: new Map([
          ['__proto__', 'a'],
          ['constructor', 'b'],
        ]),
      },
    ]);
  });

  it('has labels that are strings; kubectl takes no others, and a label may make a role a part of another', () => {
    const result = admittedFile(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: reader\n  labels:\n    team: clinic\n    aggregate-to-view: true\n',
    );
    expect(result.roles).toMatchObject([{ labels: new Map([['team', 'clinic']]) }]);
    expect(result.gaps).toMatchObject([{ code: 'malformed-object', object: { kind: 'ClusterRole', name: 'reader' } }]);
    expect(complaints(result)).toEqual(['7: metadata.labels.aggregate-to-view is a boolean; a string is needed']);
  });

  it('with labels that are no mapping is read without them', () => {
    const result = admitted(rbac('ClusterRole', 'metadata: {name: reader, labels: [team]}'));
    expect(result.roles).toMatchObject([{ labels: new Map() }]);
    expect(complaints(result)).toEqual(['metadata.labels is a list; a mapping is needed']);
  });
});
