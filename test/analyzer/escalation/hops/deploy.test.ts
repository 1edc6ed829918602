import { describe, expect, it } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../snapshot.ts';
import { admin, rightsEverywhere, rightsIn } from '../cast.ts';
import { chain, cluster, guarded, may } from '../chains.ts';

const controller = (namespace: string, name: string) => clusterRoleBinding(name, 'ClusterRole/cluster-admin', `sa:${namespace}/${name}`);
const toAdmin = (objects: Parameters<typeof chain>[0]) => chain(objects, 'user:ines', 'cluster-admin', cluster);

describe('Argo CD', () => {
  it.each(['argocd-application-controller', 'application-controller'])('deploys Applications of its namespace as %s', (name) => {
    const objects = [admin, controller('argocd', name), ...rightsIn('argocd', 'desk', 'create applications.argoproj.io')];
    expect(toAdmin(objects)).toEqual([`deploy: sa:argocd/${name}`, 'everything: cluster-admin']);
  });

  it.each([
    ['another namespace', rightsIn('shop', 'desk', 'create applications.argoproj.io')],
    [
      'an Application by name, which a request to create does not have',
      rightsIn('argocd', 'desk', 'create applications.argoproj.io [web]'),
    ],
    ['reading them', rightsIn('argocd', 'desk', 'get applications.argoproj.io')],
    ['the status of Applications', rightsIn('argocd', 'desk', 'patch applications.argoproj.io/status')],
  ])('not %s', (_, rights) => {
    expect(toAdmin([admin, controller('argocd', 'argocd-application-controller'), ...rights])).toBeUndefined();
  });

  it('not where it is not installed, nor where the one of that name does not watch Applications', () => {
    const rights = rightsEverywhere('wide', 'create applications.argoproj.io');
    expect(toAdmin([admin, ...rights])).toBeUndefined();
    const other = [
      clusterRole('other', may('create pods')),
      clusterRoleBinding('other', 'ClusterRole/other', 'sa:shop/application-controller'),
    ];
    expect(chain([admin, ...rights, ...other, guarded('shop', 'restricted')], 'user:ines', 'other-namespaces', cluster)).toBeUndefined();
  });
});

describe('Flux', () => {
  it('deploys what is written in any namespace', () => {
    const objects = [admin, controller('flux-system', 'kustomize-controller')];
    const way = ['deploy: sa:flux-system/kustomize-controller', 'everything: cluster-admin'];
    expect(toAdmin([...objects, ...rightsIn('shop', 'desk', 'patch kustomizations.kustomize.toolkit.fluxcd.io [web]')])).toEqual(way);
    expect(toAdmin([...objects, ...rightsEverywhere('wide', '* *.kustomize.toolkit.fluxcd.io')])).toEqual(way);
  });
});

describe('Crossplane', () => {
  it('is asked outside namespaces', () => {
    const objects = [admin, controller('crossplane-system', 'crossplane')];
    expect(toAdmin([...objects, ...rightsEverywhere('wide', 'create providers.pkg.crossplane.io')])).toEqual([
      'deploy: sa:crossplane-system/crossplane',
      'everything: cluster-admin',
    ]);
    expect(toAdmin([...objects, ...rightsIn('shop', 'desk', 'create providers.pkg.crossplane.io')])).toBeUndefined();
  });
});
