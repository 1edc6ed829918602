import { describe, expect, it } from 'vitest';
import { isLegacyWatch, namespaceIn, pathOf, selectedName } from '../../../src/collector/audit-log/request-uri.ts';

describe('the path of a request', () => {
  it.each([
    ['has no query', '/metrics?timeout=5s', '/metrics'],
    ['is decoded, as the authorizer gets it', '/logs/kube%20audit', '/logs/kube audit'],
    ['stays as it is where its codes are broken', '/logs/%zz', '/logs/%zz'],
    ['of a request by way of a proxy has no host', 'https://10.0.0.1:6443/healthz', '/healthz'],
  ])('%s', (_, uri, path) => {
    expect(pathOf(uri)).toBe(path);
  });
});

describe('the namespace of a request', () => {
  it.each([
    ['/api/v1/namespaces/shop/pods', 'shop'],
    ['/apis/apps/v1/namespaces/shop/deployments?dryRun=All', 'shop'],
    ['/api/v1/watch/namespaces/shop/pods', 'shop'],
    ['/api/v1/pods', ''],
    ['/api/v1/namespaces', ''],
    ['/api/v1/namespaces/shop', ''],
    ['/apis/rbac.authorization.k8s.io/v1/clusterroles', ''],
    ['/healthz', ''],
  ])('%s: %j', (uri, namespace) => {
    expect(namespaceIn(uri)).toBe(namespace);
  });
});

describe('the name that a selector limits a list to', () => {
  it.each([
    ['metadata.name%3Dflags', 'flags'],
    ['metadata.name==flags', 'flags'],
    ['status.phase%3DRunning%2Cmetadata.name%3Dflags', 'flags'],
    ['metadata.name!%3Dflags', ''],
    ['metadata.namespace%3Dshop', ''],
    ['metadata.name%3Da%5C%2Cb', 'a,b'],
    ['metadata.name%3D..', ''],
    ['metadata.name%3Da%2Fb', ''],
    ['metadata.name%3D', ''],
  ])('fieldSelector=%s: %j', (selector, name) => {
    expect(selectedName(`/api/v1/namespaces/shop/configmaps?limit=500&fieldSelector=${selector}&watch=true`)).toBe(name);
  });

  it('is none without a selector, or with one for labels', () => {
    expect(selectedName('/api/v1/pods')).toBe('');
    expect(selectedName('/api/v1/pods?labelSelector=metadata.name%3Dflags')).toBe('');
  });
});

it('watches of long ago have their name in the path', () => {
  expect(isLegacyWatch('/api/v1/watch/namespaces/shop/pods/web')).toBe(true);
  expect(isLegacyWatch('/apis/apps/v1/watch/deployments')).toBe(true);
  expect(isLegacyWatch('/api/v1/namespaces/watch/pods')).toBe(false);
});
