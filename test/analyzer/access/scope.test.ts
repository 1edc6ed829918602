import { describe, expect, it } from 'vitest';
import { asSent } from '../../../src/analyzer/access/scope.ts';
import type { ResourceRequest } from '../../../src/model/request.ts';

const getPod: ResourceRequest = { verb: 'get', group: '', resource: 'pods', subresource: '', name: 'cart', namespace: 'shop' };

/** The namespace that the URL of such a request carries. */
function namespaceOf(request: Partial<ResourceRequest>, namespaced: boolean | undefined): string {
  return asSent({ ...getPod, ...request }, namespaced).namespace;
}

describe('the namespace of a request as it is sent', () => {
  it('is what was asked for a resource that lives in namespaces, and for one that nobody knows', () => {
    expect(namespaceOf({}, true)).toBe('shop');
    expect(namespaceOf({ resource: 'wards' }, undefined)).toBe('shop');
  });

  it('is none for a resource outside namespaces', () => {
    expect(namespaceOf({ resource: 'nodes' }, false)).toBe('');
  });

  it('is that of another object for bind and use', () => {
    expect(namespaceOf({ verb: 'bind', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }, false)).toBe('shop');
    expect(namespaceOf({ verb: 'use', group: 'policy', resource: 'podsecuritypolicies' }, false)).toBe('shop');
    expect(namespaceOf({ verb: 'escalate', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }, false)).toBe('');
  });

  it.each<[string, Partial<ResourceRequest>, string]>([
    ['get', { verb: 'get', name: 'clinic' }, 'clinic'],
    ['delete', { verb: 'delete', name: 'clinic' }, 'clinic'],
    ['update its status', { verb: 'update', name: 'clinic', subresource: 'status' }, 'clinic'],
    ['create a subresource', { verb: 'create', name: 'clinic', subresource: 'finalize' }, 'clinic'],
    ['list', { verb: 'list', name: '' }, ''],
    ['list by its name', { verb: 'list', name: 'clinic' }, ''],
    ['create', { verb: 'create', name: 'clinic' }, ''],
    ['deletecollection', { verb: 'deletecollection', name: '' }, ''],
    ['get without a name', { verb: 'get', name: '' }, ''],
  ])('is that of the Namespace itself where it is asked by name: %s', (_what, request, expected) => {
    expect(namespaceOf({ ...request, resource: 'namespaces' }, false)).toBe(expected);
  });

  it('is what was asked for namespaces of another group', () => {
    expect(namespaceOf({ group: 'clinic.example.com', resource: 'namespaces' }, true)).toBe('shop');
  });
});
