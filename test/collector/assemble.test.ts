import { describe, expect, it } from 'vitest';
import { admit } from '../../src/collector/admit/admit.ts';
import { type Admitted, nothingAdmitted } from '../../src/collector/admit/admitted.ts';
import { type AssembleOptions, assemble } from '../../src/collector/assemble.ts';
import { defaultBindings, defaultRoles } from '../../src/facts/kubernetes.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { clusterRole, clusterRoleBinding, type KubernetesObject, namespace, serviceAccount } from '../analyzer/snapshot.ts';

function admitted(...objects: KubernetesObject[]): Admitted {
  const result = nothingAdmitted();
  for (const object of objects) admit(object, { source: 'ward.yaml', origin: undefined }, 'default', result);
  return result;
}

function snapshot(objects: KubernetesObject[], options: Partial<AssembleOptions> = {}): Snapshot {
  return assemble(admitted(...objects), { sources: ['ward.yaml'], ...options });
}

const marks = [clusterRole('cluster-admin'), clusterRole('system:discovery')];

describe('what the input is', () => {
  it('is a whole cluster if it holds cluster-admin and system:discovery', () => {
    expect(snapshot(marks).input).toBe('cluster');
  });

  it.each([[[]], [marks.slice(0, 1)], [marks.slice(1)]])('is manifests otherwise: %j', (objects) => {
    expect(snapshot(objects).input).toBe('manifests');
  });

  it('is not told by a Role or a binding of that name', () => {
    const role = { ...clusterRole('system:discovery'), kind: 'Role' };
    expect(snapshot([clusterRole('cluster-admin'), role]).input).toBe('manifests');
  });

  it('is what the user says it is', () => {
    expect(snapshot(marks, { input: 'manifests' }).input).toBe('manifests');
    expect(snapshot([], { input: 'cluster' }).input).toBe('cluster');
  });
});

describe("Kubernetes' default roles and bindings", () => {
  it('are added to manifests', () => {
    const { roles, bindings } = snapshot([clusterRole('reader')]);
    expect(roles).toHaveLength(defaultRoles().length + 1);
    expect(bindings).toHaveLength(defaultBindings().length);
    expect(roles.filter(({ builtin }) => !builtin).map(({ name }) => name)).toEqual(['reader']);
    expect(roles.map(({ name }) => name)).toContain('edit');
  });

  it('are not added to a whole cluster', () => {
    expect(snapshot(marks).roles.map(({ name }) => name)).toEqual(['cluster-admin', 'system:discovery']);
    expect(snapshot(marks).bindings).toEqual([]);
  });

  it('give way to those that the input brings itself', () => {
    const own = snapshot([
      clusterRole('edit', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      clusterRoleBinding('cluster-admin', 'ClusterRole/edit', 'user:ines'),
    ]);
    expect(own.roles.filter(({ name }) => name === 'edit')).toMatchObject([{ rules: [{ verbs: ['get'] }] }]);
    expect(own.bindings.filter(({ name }) => name === 'cluster-admin')).toMatchObject([{ roleRef: { name: 'edit' } }]);
  });

  it('are those of the version that is asked for', () => {
    const names = (kubernetesVersion: string) => snapshot([], { kubernetesVersion }).roles.length;
    expect([names('1.20'), names('1.36')]).toEqual([defaultRoles('1.20').length, defaultRoles('1.36').length]);
    expect(names('1.20')).not.toBe(names('1.36'));
  });

  it('are those of the newest version where nothing tells it, which is said to be assumed', () => {
    const assumed = (options: Parameters<typeof snapshot>[1]) => snapshot([], options).isVersionAssumed;
    const discovery = { resources: [], complete: true, version: '' };
    expect([assumed({}), assumed({ discovery })]).toEqual([true, true]);
    expect([assumed({ kubernetesVersion: '1.36' }), assumed({ discovery: { ...discovery, version: '1.36' } })]).toEqual([false, false]);
  });

  it('are said to be of another version where that one is not built in', () => {
    expect(snapshot([], { kubernetesVersion: '1.20' }).limitations).toEqual([]);
    expect(snapshot([], { kubernetesVersion: '1.22' }).limitations).toMatchObject([
      { code: 'nearest-version', message: expect.stringContaining('1.20') },
    ]);
  });
});

describe('kinds of which the input holds all there is', () => {
  it('are none for manifests', () => {
    expect(snapshot([namespace('clinic'), serviceAccount('clinic', 'records')]).complete).toEqual(new Set());
  });

  it('are the four of RBAC for a whole cluster, and those of which it holds some', () => {
    expect(snapshot(marks).complete).toEqual(new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']));
    expect(snapshot([...marks, namespace('clinic')]).complete).toContain('Namespace');
    expect(snapshot([...marks, serviceAccount('clinic', 'records')]).complete).toContain('ServiceAccount');
  });

  it('are those that were read wholly, where that is known', () => {
    expect(snapshot(marks, { complete: new Set(['Role']) }).complete).toEqual(new Set(['Role']));
  });
});

describe('what the API serves', () => {
  const definition = (kind: string) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: { group: 'clinic.example.com', names: { plural: 'wards', kind } },
  });
  const kinds = ({ discovery }: Snapshot) => discovery.resources.filter(({ resource }) => resource === 'wards').map(({ kind }) => kind);

  it('includes what definitions in the input add', () => {
    expect(kinds(snapshot([definition('Ward')]))).toEqual(['Ward']);
  });

  it('is what an API server said, whatever definitions add', () => {
    const discovery = { resources: [], complete: true, version: '1.30' };
    expect(snapshot([definition('Ward')], { discovery })).toMatchObject({ discovery, kubernetesVersion: '1.30' });
  });

  it('does not depend on the order of differing definitions', () => {
    const both = [definition('Ward'), definition('Station')];
    expect(kinds(snapshot(both))).toHaveLength(1);
    expect(kinds(snapshot(both.toReversed()))).toEqual(kinds(snapshot(both)));
  });
});

describe('gaps', () => {
  it('are sorted by source, line, code and message', () => {
    const gap = (source: string, line: number, code: Gap['code'], message: string): Gap => ({
      code,
      source,
      message,
      position: { file: source, line, column: 1 },
    });
    const sorted = [
      gap('a.yaml', 9, 'malformed-rule', 'x'),
      gap('a.yaml', 10, 'malformed-object', 'x'),
      gap('a.yaml', 10, 'malformed-rule', 'a'),
      gap('a.yaml', 10, 'malformed-rule', 'b'),
      gap('b.yaml', 1, 'malformed-rule', 'x'),
    ];
    const input = { ...nothingAdmitted(), gaps: sorted.toReversed() };
    expect(assemble(input, { sources: [] }).gaps).toEqual(sorted);
  });

  it('of copies that differ stand among the others', () => {
    const copies = ['pods', 'nodes'].map((resource) => clusterRole('reader', { verbs: ['get'], apiGroups: [''], resources: [resource] }));
    expect(snapshot(copies).gaps).toMatchObject([{ code: 'differing-duplicate' }]);
  });
});
