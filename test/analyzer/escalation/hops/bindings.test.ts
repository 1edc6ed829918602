import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, guarded, may } from '../chains.ts';

const rbac = 'rbac.authorization.k8s.io';
const everywhere = (...rights: string[]) => [admin, ...rightsEverywhere('wide', ...rights)];
const inShop = (...rights: string[]) => [admin, till, guarded('shop', 'restricted'), ...rightsIn('shop', 'desk', ...rights)];
const toAdmin = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'cluster-admin', cluster);

describe('bind and a new ClusterRoleBinding', () => {
  it.each([
    ['any role', [`bind clusterroles.${rbac}`, `create clusterrolebindings.${rbac}`]],
    ['cluster-admin by name', [`bind clusterroles.${rbac} [cluster-admin]`, `create clusterrolebindings.${rbac}`]],
    ['applied by name', [`bind clusterroles.${rbac}`, `create,patch clusterrolebindings.${rbac} [mine]`]],
    ['by wildcards', [`* *.${rbac}`]],
  ])('%s', (_, rights) => {
    expect(toAdmin(everywhere(...rights))).toEqual(['bind: cluster-admin']);
  });

  it.each([
    ['without bind: only what one has oneself can be bound', [`create clusterrolebindings.${rbac}`]],
    ['without a binding to write', [`bind clusterroles.${rbac}`]],
    ['bind on bindings, which nobody asks for', [`bind clusterrolebindings.${rbac}`, `create clusterrolebindings.${rbac}`]],
    ['bind on Roles', [`bind roles.${rbac}`, `create clusterrolebindings.${rbac}`]],
    ['a role of little use, by name', [`bind clusterroles.${rbac} [viewer]`, `create clusterrolebindings.${rbac}`]],
    [
      'a binding of one name, which a request to create does not have',
      [`bind clusterroles.${rbac}`, `create clusterrolebindings.${rbac} [mine]`],
    ],
  ])('not %s', (_, rights) => {
    expect(toAdmin([...everywhere(...rights), clusterRole('viewer', may('get pods'))])).toBeUndefined();
  });

  it('not with bind in one namespace', () => {
    const objects = [...everywhere(`create clusterrolebindings.${rbac}`), ...rightsIn('shop', 'desk', `bind clusterroles.${rbac}`)];
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('gives what the named role allows, step by step', () => {
    const editor = clusterRole('editor', may(`escalate,patch clusterroles.${rbac}`));
    const objects = [...everywhere(`bind clusterroles.${rbac} [editor]`, `create clusterrolebindings.${rbac}`), editor];
    expect(toAdmin(objects)).toEqual(['bind: ClusterRole/editor in *', 'escalate: cluster-admin']);
  });
});

describe('bind and a new RoleBinding', () => {
  it('gives everything in the namespace', () => {
    const hops = ['bind: everything in shop', 'token: sa:shop/till', 'everything: cluster-admin'];
    expect(toAdmin(inShop(`bind clusterroles.${rbac}`, `create rolebindings.${rbac}`))).toEqual(hops);
    expect(toAdmin(inShop(`bind clusterroles.${rbac} [cluster-admin]`, `create rolebindings.${rbac}`))).toEqual(hops);
  });

  it('with it the Pod Security level of the namespace', () => {
    const objects = inShop(`bind clusterroles.${rbac}`, `create rolebindings.${rbac}`);
    expect(chain(objects, 'user:ines', 'node-root', cluster)).toEqual(['bind: everything in shop', 'relax-namespace: node any']);
  });

  it('bind may come from everywhere, the binding from the namespace, and the other way round', () => {
    const one = [...inShop(`create rolebindings.${rbac}`), ...rightsEverywhere('wide', `bind clusterroles.${rbac}`)];
    const other = [...inShop(`bind clusterroles.${rbac}`), ...rightsEverywhere('wide', `create rolebindings.${rbac}`)];
    for (const objects of [one, other]) expect(toAdmin(objects)?.[0]).toBe('bind: everything in shop');
  });

  it('in every namespace gives every Secret, and with the namespaces the cluster', () => {
    const objects = [admin, till, ...rightsEverywhere('wide', `bind clusterroles.${rbac}`, `create rolebindings.${rbac}`)];
    expect(chain(objects, 'user:ines', 'all-secrets', cluster)).toEqual(['bind: everything in *', 'read-secrets: all-secrets']);
    expect(toAdmin(objects)).toEqual(['bind: everything in *', 'token: sa:shop/till', 'everything: cluster-admin']);
  });

  it.each([
    ['in another namespace', [`bind clusterroles.${rbac}`], [`create rolebindings.${rbac}`]],
    ['of a named role that allows little', [`bind clusterroles.${rbac} [viewer]`, `create rolebindings.${rbac}`], []],
  ])('not %s', (_, here, there) => {
    const objects = [...inShop(...here), ...rightsIn('clinic', 'desk', ...there), clusterRole('viewer', may('get pods'))];
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('a Role is that of its namespace, whatever its namesake elsewhere allows', () => {
    const rights = [`bind roles.${rbac} [keeper]`, `create rolebindings.${rbac}`];
    const strong = may('create serviceaccounts/token');
    expect(toAdmin([...inShop(...rights), role('shop', 'keeper', strong)])).toEqual([
      'bind: Role/keeper in shop',
      'token: sa:shop/till',
      'everything: cluster-admin',
    ]);
    expect(toAdmin([...inShop(...rights), role('shop', 'keeper', may('get pods')), role('clinic', 'keeper', strong)])).toBeUndefined();
    expect(toAdmin([...inShop(`bind roles.${rbac}`, `create rolebindings.${rbac}`), role('shop', 'keeper', strong)])?.[0]).toBe(
      'bind: Role/keeper in shop',
    );
  });
});

describe('bind and a binding that is there', () => {
  const oncall = clusterRoleBinding('oncall', 'ClusterRole/cluster-admin', 'group:oncall');

  it('joins its subjects', () => {
    const rights = [`bind clusterroles.${rbac}`, `patch clusterrolebindings.${rbac}`];
    expect(toAdmin([...everywhere(...rights), oncall])).toEqual(['bind: cluster-admin']);
    expect(toAdmin(everywhere(...rights))).toBeUndefined();
  });

  it('by the names of role and binding', () => {
    const rights = (bind: string, patch: string) => [`bind clusterroles.${rbac} [${bind}]`, `patch clusterrolebindings.${rbac} [${patch}]`];
    expect(toAdmin([...everywhere(...rights('cluster-admin', 'oncall')), oncall])).toEqual(['bind: cluster-admin']);
    expect(toAdmin([...everywhere(...rights('cluster-admin', 'other')), oncall])).toBeUndefined();
    expect(toAdmin([...everywhere(...rights('view', 'oncall')), oncall])).toBeUndefined();
  });

  it('in a namespace', () => {
    const keepers = [
      clusterRole('keeper', may('create serviceaccounts/token')),
      roleBinding('shop', 'keepers', 'ClusterRole/keeper', 'group:keepers'),
    ];
    const rights = [`bind clusterroles.${rbac}`, `update rolebindings.${rbac}`];
    const way = ['bind: ClusterRole/keeper in shop', 'token: sa:shop/till', 'everything: cluster-admin'];
    expect(toAdmin([...inShop(...rights), ...keepers])).toEqual(way);
    expect(toAdmin([...inShop(`bind clusterroles.${rbac} [keeper]`, `update rolebindings.${rbac} [keepers]`), ...keepers])).toEqual(way);
    expect(toAdmin(inShop(...rights))).toBeUndefined();
  });
});
