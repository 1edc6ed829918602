import { describe, expect, it } from 'vitest';
import { successionOf } from '../../src/generator/succession.ts';
import type { ObjectRef } from '../../src/model/gap.ts';
import type { Manifest, Proposal } from '../../src/model/proposal.ts';
import { proposed } from './proposed.ts';

const ref = (kind: string, name: string, namespace?: string): ObjectRef => ({
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

function made(kind: 'Role' | 'ClusterRole', name: string, from?: string, namespace?: string): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: {
      labels: from === undefined ? {} : { 'rbac-audit/made-from': from },
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    rules: [],
  };
}

function bound(name: string, from: string, namespace: string): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { annotations: { 'rbac-audit/made-from': from }, labels: {}, name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' },
    subjects: [],
  };
}

/** Who follows whom, as `kind/name: successors`. */
function lines(proposals: readonly Proposal[]): string[] {
  return successionOf(proposals).old.map(
    ({ ref: { kind, name }, stays, made: next }) =>
      `${kind}/${name}${stays ? ' stays' : ''}: ${next.map((one) => `${one.metadata.namespace ?? ''}/${one.metadata.name}`).join(' ')}`,
  );
}

describe('what becomes of objects', () => {
  it('follows from the names that new ones carry', () => {
    const [nurse, ward] = [ref('ClusterRole', 'nurse'), ref('RoleBinding', 'ward', 'clinic')];
    const creates = [made('ClusterRole', 'nurse-read', 'nurse'), bound('ward-read', 'ward', 'clinic')];
    expect(lines([proposed({ replaces: [nurse, ward], removes: [ward], creates })])).toEqual([
      'ClusterRole/nurse stays: /nurse-read',
      'RoleBinding/ward: clinic/ward-read',
    ]);
  });

  it('prefers the same kind and namespace, and takes another kind of role where it must', () => {
    const [cluster, clinic, shop] = [ref('ClusterRole', 'nurse'), ref('Role', 'nurse', 'clinic'), ref('Role', 'nurse', 'shop')];
    const creates = [
      made('Role', 'nurse-a', 'nurse', 'shop'),
      made('Role', 'nurse-b', 'nurse', 'surgery'),
      made('ClusterRole', 'nurse-c', 'nurse'),
    ];
    expect(lines([proposed({ replaces: [cluster, clinic, shop], removes: [], creates })])).toEqual([
      'ClusterRole/nurse stays: /nurse-c',
      'Role/nurse stays: surgery/nurse-b',
      'Role/nurse stays: shop/nurse-a',
    ]);
    expect(lines([proposed({ replaces: [cluster], removes: [cluster], creates: [made('Role', 'nurse', 'nurse', 'shop')] })])).toEqual([
      'ClusterRole/nurse: shop/nurse',
    ]);
  });

  it('is an edit where an object goes and comes under one name, first of all that is made of it', () => {
    const nurse = ref('Role', 'nurse', 'clinic');
    const creates = [made('Role', 'nurse-write', 'nurse', 'clinic'), made('Role', 'nurse', undefined, 'clinic')];
    const succession = successionOf([proposed({ replaces: [nurse], removes: [nurse], creates })]);
    expect(succession.old.map(({ made: next }) => next.map(({ metadata }) => metadata.name))).toEqual([['nurse', 'nurse-write']]);
    expect(succession.gone).toEqual([]);
    expect(succession.edited.map(({ metadata }) => metadata.name)).toEqual(['nurse']);
    expect(succession.created.map(({ metadata }) => metadata.name)).toEqual(['nurse-write']);
  });

  it('is nothing for what was made of several, which stands by itself', () => {
    const [one, other] = [ref('Role', 'a', 'clinic'), ref('Role', 'b', 'clinic')];
    const succession = successionOf([
      proposed({ replaces: [one, other], removes: [one, other], creates: [made('ClusterRole', 'shared')] }),
    ]);
    expect(succession.others.map(({ manifest, near }) => [manifest.metadata.name, near])).toEqual([['shared', [one, other]]]);
  });

  it('goes in the order in which to delete: bindings before roles, whichever proposal they are of', () => {
    const [nurse, ward, porter] = [
      ref('Role', 'nurse', 'clinic'),
      ref('RoleBinding', 'ward', 'clinic'),
      ref('ClusterRoleBinding', 'porter'),
    ];
    const proposals = [
      proposed({ replaces: [nurse], removes: [nurse], creates: [] }),
      proposed({ replaces: [ward, porter], removes: [ward, porter], creates: [] }),
    ];
    expect(successionOf(proposals).gone).toEqual([porter, ward, nurse]);
  });
});
