import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/collector/cluster/api-error.ts';
import type { Get } from '../../../src/collector/cluster/get.ts';
import type { ListedObjects } from '../../../src/collector/cluster/list.ts';
import { rereadMissingRoles } from '../../../src/collector/cluster/missing-roles.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

function list(kind: string, values: object[], complete = true): ListedObjects {
  const objects = values.map((value) => ({ source: rbac, value: { kind, ...value } }));
  return { kind, objects, complete, answered: true, gaps: [], limitations: [] };
}

const role = (name: string, namespace?: string) => ({ metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
const binding = (roleRef: { kind: string; name: string }, namespace?: string) => ({
  metadata: { name: `uses-${roleRef.name}`, namespace },
  roleRef,
});

/** Finds the roles of these paths; remembers what it was asked. */
function server(found: Record<string, object> = {}) {
  const asked: string[] = [];
  const get: Get = async (path) => {
    asked.push(decodeURIComponent(path));
    const item = found[decodeURIComponent(path)];
    return { items: item === undefined ? [] : [item] };
  };
  return { get, asked };
}

describe('asking again for missing roles', () => {
  it('finds the role that was created between two lists', async () => {
    const path = `${rbac}/namespaces/triage/roles?fieldSelector=metadata.name=fresh`;
    const { get } = server({ [path]: { ...role('fresh', 'triage'), rules: [] } });
    const lists = [list('Role', []), list('ClusterRole', []), list('RoleBinding', [binding({ kind: 'Role', name: 'fresh' }, 'triage')])];
    expect(await rereadMissingRoles(get, lists)).toEqual({
      objects: [
        {
          source: expect.stringContaining('metadata.name%3Dfresh'),
          value: { kind: 'Role', apiVersion: 'rbac.authorization.k8s.io/v1', ...role('fresh', 'triage'), rules: [] },
        },
      ],
      limitations: [],
    });
  });

  it('asks once for each missing role, in its own namespace, and for no other', async () => {
    const { get, asked } = server();
    const lists = [
      list('Role', [role('reader', 'triage')]),
      list('ClusterRole', [role('view')]),
      list('RoleBinding', [
        binding({ kind: 'Role', name: 'reader' }, 'triage'),
        binding({ kind: 'Role', name: 'reader' }, 'surgery'),
        binding({ kind: 'ClusterRole', name: 'view' }, 'triage'),
        binding({ kind: 'ClusterRole', name: 'gone' }, 'triage'),
      ]),
      list('ClusterRoleBinding', [
        binding({ kind: 'ClusterRole', name: 'gone' }),
        binding({ kind: 'Role', name: 'reader' }),
        binding({ kind: 'Group', name: 'x' }),
      ]),
    ];
    expect(await rereadMissingRoles(get, lists)).toEqual({ objects: [], limitations: [] });
    expect(asked.sort()).toEqual([
      `${rbac}/clusterroles?fieldSelector=metadata.name=gone`,
      `${rbac}/namespaces/surgery/roles?fieldSelector=metadata.name=reader`,
    ]);
  });

  it('says nothing about roles whose list is not whole', async () => {
    const { get, asked } = server();
    const lists = [
      list('Role', []),
      list('ClusterRole', [], false),
      list('ClusterRoleBinding', [binding({ kind: 'ClusterRole', name: 'admin' })]),
    ];
    expect(await rereadMissingRoles(get, lists)).toEqual({ objects: [], limitations: [] });
    expect(asked).toEqual([]);
  });

  it('asks for fifty at most, and says so', async () => {
    const { get, asked } = server();
    const bindings = Array.from({ length: 60 }, (_, index) => binding({ kind: 'ClusterRole', name: `gone-${index}` }));
    const { limitations } = await rereadMissingRoles(get, [list('ClusterRole', []), list('ClusterRoleBinding', bindings)]);
    expect(asked).toHaveLength(50);
    expect(limitations).toEqual([
      {
        code: 'not-reread',
        source: `${rbac}/clusterroles`,
        message: '10 of 60 missing clusterroles that bindings name were not asked for a second time',
      },
    ]);
  });

  it('says so where the server does not answer', async () => {
    const get: Get = async () => {
      throw new ApiError('503 Service Unavailable', { status: 503 });
    };
    const { limitations } = await rereadMissingRoles(get, [
      list('ClusterRole', []),
      list('ClusterRoleBinding', [binding({ kind: 'ClusterRole', name: 'gone' })]),
    ]);
    expect(limitations).toMatchObject([{ code: 'not-reread' }]);
  });

  it('puts names into paths so that they stay names', async () => {
    const { get, asked } = server();
    const lists = [
      list('Role', []),
      list('ClusterRole', []),
      list('RoleBinding', [binding({ kind: 'Role', name: 'x' }, '../../api/v1/secrets')]),
      list('ClusterRoleBinding', [binding({ kind: 'ClusterRole', name: 'a,b=c\\d&limit=1' })]),
    ];
    await rereadMissingRoles(get, lists);
    expect(asked).toEqual([`${rbac}/clusterroles?fieldSelector=metadata.name=a\\,b\\=c\\\\d&limit\\=1`]);
  });

  it('takes no role of another name than it asked for', async () => {
    const { get } = server({ [`${rbac}/clusterroles?fieldSelector=metadata.name=gone`]: role('cluster-admin') });
    const lists = [list('ClusterRole', []), list('ClusterRoleBinding', [binding({ kind: 'ClusterRole', name: 'gone' })])];
    expect((await rereadMissingRoles(get, lists)).objects).toEqual([]);
  });
});
