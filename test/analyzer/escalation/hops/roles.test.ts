import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, type KubernetesObject, role, roleBinding } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, guarded, may } from '../chains.ts';

const rbac = 'rbac.authorization.k8s.io';
const everywhere = (...rights: string[]) => [admin, ...rightsEverywhere('wide', ...rights)];
const inShop = (...rights: string[]) => [admin, till, guarded('shop', 'restricted'), ...rightsIn('shop', 'desk', ...rights)];
const toAdmin = (objects: readonly KubernetesObject[]) => chain(objects, 'user:ines', 'cluster-admin', cluster);
const viaShop = (kind: string) => [`${kind}: everything in shop`, 'token: sa:shop/till', 'everything: cluster-admin'];

describe('escalate and a role that one is bound to', () => {
  it.each([
    ['any', [`escalate,update clusterroles.${rbac}`]],
    ['by its name', [`escalate clusterroles.${rbac} [wide]`, `patch clusterroles.${rbac} [wide other]`]],
  ])('a ClusterRole, %s', (_, rights) => {
    expect(toAdmin(everywhere(...rights))).toEqual(['escalate: cluster-admin']);
  });

  it.each([
    ['escalate without writing', [`escalate clusterroles.${rbac}`]],
    ['writing without escalate, which adds nothing that one does not have', [`update,patch clusterroles.${rbac}`]],
    ['a ClusterRole that one is not bound to', [`escalate,patch clusterroles.${rbac} [other]`]],
    ['escalate for one name and writing for another', [`escalate clusterroles.${rbac} [wide]`, `patch clusterroles.${rbac} [other]`]],
    ['making roles, which gives them to nobody', [`escalate,create clusterroles.${rbac}`]],
  ])('not %s', (_, rights) => {
    expect(toAdmin([...everywhere(...rights), clusterRole('other', may('get pods'))])).toBeUndefined();
  });

  it('one that everybody is bound to is enough', () => {
    const discovery = [
      clusterRole('guide', may('get pods')),
      clusterRoleBinding('guide', 'ClusterRole/guide', 'group:system:authenticated'),
    ];
    expect(toAdmin([...everywhere(`escalate,patch clusterroles.${rbac} [guide]`), ...discovery])).toEqual(['escalate: cluster-admin']);
  });

  it('bound in a namespace gives the namespace', () => {
    const helper = [clusterRole('helper', may('get pods')), roleBinding('shop', 'helper', 'ClusterRole/helper', 'user:ines')];
    const objects = [till, guarded('shop', 'restricted'), ...everywhere(`escalate,patch clusterroles.${rbac} [helper]`), ...helper];
    expect(toAdmin(objects)).toEqual(viaShop('escalate'));
  });

  it('a Role gives its namespace', () => {
    expect(toAdmin(inShop(`escalate,patch roles.${rbac}`))).toEqual(viaShop('escalate'));
    expect(toAdmin(inShop(`escalate,patch roles.${rbac} [desk]`))).toEqual(viaShop('escalate'));
  });

  it.each([
    ['a Role that one is not bound to', inShop(`escalate,patch roles.${rbac} [other]`)],
    [
      'a Role of the same name in another namespace',
      [
        ...inShop('get pods'),
        role('clinic', 'x', may(`escalate,patch roles.${rbac} [desk]`)),
        roleBinding('clinic', 'x', 'Role/x', 'user:ines'),
      ],
    ],
    ['ClusterRoles by a RoleBinding', inShop(`escalate,patch clusterroles.${rbac}`)],
  ])('not %s', (_, objects) => {
    expect(toAdmin(objects)).toBeUndefined();
  });

  it('or that one may bind', () => {
    const rights = [
      `escalate,patch clusterroles.${rbac} [spare]`,
      `bind clusterroles.${rbac} [spare]`,
      `create clusterrolebindings.${rbac}`,
    ];
    const spare = clusterRole('spare', may('get pods'));
    expect(toAdmin([...everywhere(...rights), spare])).toEqual(['escalate: cluster-admin']);
    expect(toAdmin([...everywhere(...rights.slice(0, 2)), spare])).toBeUndefined();
    expect(toAdmin([...everywhere(...rights.slice(1)), spare])).toBeUndefined();
  });

  it('a new Role and a RoleBinding to it', () => {
    const rights = [`escalate,create,bind roles.${rbac}`, `create rolebindings.${rbac}`];
    expect(toAdmin(inShop(...rights))).toEqual(viaShop('escalate'));
    expect(toAdmin(inShop(`escalate,create roles.${rbac}`, `create rolebindings.${rbac}`))).toBeUndefined();
  });
});

describe('labels that aggregate', () => {
  const desk = (to: string) => [
    { ...clusterRole('desk'), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'shop.test/desk': 'true' } }] }, rules: [] },
    ...(to === '*'
      ? [clusterRoleBinding('desk', 'ClusterRole/desk', 'user:ines')]
      : [roleBinding(to, 'desk', 'ClusterRole/desk', 'user:ines')]),
  ];

  it.each([
    ['on a new ClusterRole', [`escalate,create clusterroles.${rbac}`]],
    ['on one that is there', [`escalate,patch clusterroles.${rbac} [spare]`]],
  ])('%s', (_, rights) => {
    expect(toAdmin([...everywhere(...rights), clusterRole('spare'), ...desk('*')])).toEqual(['aggregate: cluster-admin']);
  });

  it('in the namespace in which one is bound to the aggregated role', () => {
    const objects = [till, guarded('shop', 'restricted'), ...everywhere(`escalate,create clusterroles.${rbac}`), ...desk('shop')];
    expect(toAdmin(objects)).toEqual(viaShop('aggregate'));
  });

  it('view, edit and admin are such roles', () => {
    const objects = [
      ...rightsEverywhere('wide', `escalate,create clusterroles.${rbac}`),
      clusterRoleBinding('v', 'ClusterRole/view', 'user:ines'),
    ];
    expect(chain(objects, 'user:ines')).toEqual(['aggregate: cluster-admin']);
  });

  it.each([
    ['without escalate: the rules would have to be one’s own already', [`create,patch clusterroles.${rbac}`]],
    ['on a role that does not exist', [`escalate,patch clusterroles.${rbac} [gone]`]],
  ])('not %s', (_, rights) => {
    expect(toAdmin([...everywhere(...rights), ...desk('*')])).toBeUndefined();
  });

  it('not where one is not bound to the aggregated role', () => {
    const others = desk('*').map((one) =>
      one.kind === 'ClusterRoleBinding' ? clusterRoleBinding('desk', 'ClusterRole/desk', 'user:jonas') : one,
    );
    expect(toAdmin([...everywhere(`escalate,create clusterroles.${rbac}`), ...others])).toBeUndefined();
  });
});

describe('a binding whose role is gone', () => {
  const waiting = clusterRoleBinding('waiting', 'ClusterRole/gone', 'user:ines');

  it('gives what one writes into the role', () => {
    const objects = [...everywhere(`escalate,create clusterroles.${rbac}`), waiting];
    expect(toAdmin(objects)).toEqual(['claim-role: cluster-admin']);
    const byName = [...everywhere(`escalate,create,patch clusterroles.${rbac} [gone]`), waiting];
    expect(toAdmin(byName)).toEqual(['claim-role: cluster-admin']);
  });

  it('a Role in its namespace', () => {
    const objects = [...inShop(`escalate,create roles.${rbac}`), roleBinding('shop', 'waiting', 'Role/gone', 'user:ines')];
    expect(toAdmin(objects)).toEqual(viaShop('claim-role'));
    const elsewhere = [...inShop(`escalate,create roles.${rbac}`), roleBinding('clinic', 'waiting', 'Role/gone', 'user:ines')];
    expect(toAdmin(elsewhere)).toBeUndefined();
  });

  it('not without escalate, and not for others', () => {
    expect(toAdmin([...everywhere(`create clusterroles.${rbac}`), waiting])).toBeUndefined();
    const others = clusterRoleBinding('waiting', 'ClusterRole/gone', 'user:jonas');
    expect(toAdmin([...everywhere(`escalate,create clusterroles.${rbac}`), others])).toBeUndefined();
  });

  it('in manifests the role may be somewhere else', () => {
    const objects = [...rightsEverywhere('wide', `escalate,create clusterroles.${rbac}`), waiting];
    expect(chain(objects, 'user:ines')).toBeUndefined();
  });
});
