import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding, role, roleBinding, serviceAccount } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn, till } from '../cast.ts';
import { chain, cluster, may } from '../chains.ts';

const inShop = (...rights: string[]) => [...rightsIn('shop', 'desk', ...rights), till];
const inClinic = (...rights: string[]) => [...rightsIn('clinic', 'desk', ...rights), till];
const everywhere = (...rights: string[]) => [...rightsEverywhere('wide', ...rights), till];

const asTill = (kind: string) => [`${kind}: sa:shop/till`, 'everything: cluster-admin'];

describe('create serviceaccounts/token', () => {
  it.each([
    ['in the namespace', inShop('create serviceaccounts/token')],
    ['for that ServiceAccount', inShop('create serviceaccounts/token [till]')],
    ['everywhere, for that name', everywhere('create serviceaccounts/token [till]')],
    ['by wildcard', inShop('* */token')],
  ])('%s gives its token', (_, objects) => {
    expect(chain(objects, 'user:ines')).toEqual(asTill('token'));
  });

  it.each([
    ['in another namespace', inClinic('create serviceaccounts/token')],
    ['for another ServiceAccount', inShop('create serviceaccounts/token [cart]')],
    ['another verb', inShop('get serviceaccounts/token')],
    ['the ServiceAccount, not its token', inShop('create serviceaccounts')],
    ['by a pattern, which a name is not', inShop('create serviceaccounts/token [ti*]')],
  ])('%s does not', (_, objects) => {
    expect(chain(objects, 'user:ines')).toBeUndefined();
  });

  it('gives no token of a ServiceAccount that does not exist', () => {
    const bootstrap = [admin, clusterRole('system:discovery')];
    const objects = [...bootstrap, ...inShop('create serviceaccounts/token')];
    expect(chain([...objects, serviceAccount('shop', 'cart')], 'user:ines', 'cluster-admin', cluster)).toBeUndefined();
    expect(chain([...objects, serviceAccount('shop', 'till')], 'user:ines', 'cluster-admin', cluster)).toEqual(asTill('token'));
  });
});

describe('impersonate serviceaccounts', () => {
  it.each([
    ['in the namespace', inShop('impersonate serviceaccounts')],
    ['that one', inShop('impersonate serviceaccounts [till]')],
    ['everywhere, by that name', everywhere('impersonate serviceaccounts [till]')],
  ])('%s', (_, objects) => {
    expect(chain(objects, 'user:ines')).toEqual(asTill('impersonate-account'));
  });

  it.each([
    ['in another namespace', inClinic('impersonate serviceaccounts')],
    ['another one', inShop('impersonate serviceaccounts [cart]')],
    ['in the API group of constrained impersonation', inShop('impersonate serviceaccounts.authentication.k8s.io')],
  ])('not %s', (_, objects) => {
    expect(chain(objects, 'user:ines')).toBeUndefined();
  });

  it('need not exist', () => {
    const objects = [
      clusterRole('cluster-admin', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
      ...inShop('impersonate serviceaccounts'),
    ];
    const told = { ...cluster, complete: new Set(['ServiceAccount']) };
    expect(chain(objects, 'user:ines', 'cluster-admin', told)).toEqual(asTill('impersonate-account'));
  });
});

describe('a token Secret', () => {
  it.each([
    ['made and listed', inShop('create,list secrets')],
    [
      'made and read, by rights from different roles',
      [...inShop('create secrets'), role('shop', 'reader', may('get secrets')), roleBinding('shop', 'reader', 'Role/reader', 'user:ines')],
    ],
    [
      'made here, and read as everybody may',
      [
        ...inShop('create secrets'),
        clusterRole('reader', may('watch secrets')),
        clusterRoleBinding('reader', 'ClusterRole/reader', 'group:system:authenticated'),
      ],
    ],
    ['made under the one name that may be read', inShop('create secrets', 'get secrets [mine]')],
    ['made by server-side apply, whose request to create has a name', inShop('create,patch secrets [mine]', 'get secrets [mine]')],
  ])('%s', (_, objects) => {
    expect(chain(objects, 'user:ines')).toEqual(asTill('token-secret'));
  });

  it.each([
    ['made and not read', inShop('create secrets')],
    ['read and not made', inShop('get,list,watch secrets')],
    ['made only by name, which a request to create does not have', inShop('create,get secrets [mine]')],
    ['applied under one name and read under another', inShop('create,patch secrets [mine]', 'get secrets [other]')],
    [
      'made here and read elsewhere',
      [...inShop('create secrets'), role('clinic', 'r', may('get secrets')), roleBinding('clinic', 'r', 'Role/r', 'user:ines')],
    ],
  ])('not where %s', (_, objects) => {
    expect(chain(objects, 'user:ines')).toBeUndefined();
  });

  it('not by the rights of somebody else', () => {
    const others = [role('shop', 'jonas', may('get secrets')), roleBinding('shop', 'jonas', 'Role/jonas', 'user:jonas')];
    expect(chain([...inShop('create secrets'), ...others], 'user:ines')).toBeUndefined();
  });
});

describe('token Secrets that are there', () => {
  it('each ServiceAccount had one up to Kubernetes 1.23', () => {
    expect(chain(inShop('list secrets'), 'user:ines', 'cluster-admin', { kubernetesVersion: '1.23' })).toEqual(asTill('legacy-token'));
    expect(chain(inShop('list secrets'), 'user:ines', 'cluster-admin', { kubernetesVersion: '1.24' })).toBeUndefined();
    expect(chain(inShop('get secrets [till-token]'), 'user:ines', 'cluster-admin', { kubernetesVersion: '1.23' })).toBeUndefined();
  });
});

describe('a ServiceAccount that is bound and gone', () => {
  const gone = { ...cluster, complete: new Set(['ServiceAccount']) };

  it.each([
    ['pods', ['create serviceaccounts', 'create pods']],
    ['tokens', ['create serviceaccounts', 'create serviceaccounts/token']],
  ])('is made anew and used through %s', (_, rights) => {
    expect(chain([admin, ...inShop(...rights)], 'user:ines', 'cluster-admin', gone)).toEqual(asTill('recreate-account'));
  });

  it.each([
    ['without a way to act as it', ['create serviceaccounts']],
    ['without making it', ['create pods']],
    ['by name', ['create serviceaccounts [till]', 'create pods']],
  ])('not %s', (_, rights) => {
    expect(chain([admin, ...inShop(...rights)], 'user:ines', 'cluster-admin', gone)).toBeUndefined();
  });
});
