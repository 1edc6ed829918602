import { describe, expect, it } from 'vitest';
import { builtinDiscovery } from '../../src/facts/kubernetes.ts';
import { findResource, findSynthetic, isNamespaced, verbsOf } from '../../src/facts/served.ts';

const discovery = builtinDiscovery('1.36');

describe('whether a resource is namespaced', () => {
  it.each([
    ['', 'pods', true],
    ['', 'nodes', false],
    ['', 'namespaces', false],
    ['authorization.k8s.io', 'localsubjectaccessreviews', true],
    ['authorization.k8s.io', 'subjectaccessreviews', false],
    ['rbac.authorization.k8s.io', 'roles', true],
    ['rbac.authorization.k8s.io', 'clusterroles', false],
    ['', 'users', false],
    ['certificates.k8s.io', 'signers', false],
  ])('%j %s: %s', (group, resource, namespaced) => {
    expect(isNamespaced(discovery, group, resource)).toBe(namespaced);
  });

  it('is not known for what nobody told of', () => {
    expect(isNamespaced(discovery, 'clinic.example.com', 'appointments')).toBeUndefined();
    expect(isNamespaced(discovery, 'apps', 'pods')).toBeUndefined();
  });

  it('follows the discovery that is asked', () => {
    const empty = { resources: [], complete: true, version: '1.36' };
    expect(isNamespaced(empty, '', 'pods')).toBeUndefined();
    expect(findResource(empty, '', 'pods')).toBeUndefined();
    expect(findResource(discovery, '', 'pods')?.kind).toBe('Pod');
  });
});

describe('the verbs of a resource', () => {
  it.each([
    ['', 'pods/log', ['get']],
    ['', 'nodes/metrics', ['create', 'delete', 'get', 'patch', 'update']],
    ['', 'users', ['impersonate']],
    ['authentication.k8s.io', 'userextras/scopes', ['impersonate', 'impersonate:user-info']],
    ['certificates.k8s.io', 'signers', ['approve', 'attest', 'sign']],
    ['certificates.k8s.io', 'certificatesigningrequests/selfnodeclient', ['create']],
    ['policy', 'podsecuritypolicies', ['use']],
    ['custom.metrics.k8s.io', 'pods/queue_length', ['get', 'list', 'watch']],
  ])('%j %s: %j', (group, combined, verbs) => {
    expect(verbsOf(discovery, group, combined)).toEqual(verbs);
  });

  it('are the served ones and those of authorization together', () => {
    const served = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
    expect(verbsOf(discovery, 'rbac.authorization.k8s.io', 'roles')).toEqual([...served, 'bind', 'escalate']);
    expect(verbsOf(discovery, '', 'serviceaccounts')).toEqual([...served, 'impersonate']);
    expect(verbsOf(builtinDiscovery('1.20'), 'policy', 'podsecuritypolicies')).toEqual([...served, 'use']);
  });

  it('hold those of a DRA driver', () => {
    expect(verbsOf(discovery, 'resource.k8s.io', 'resourceclaims/driver')).toContain('associated-node:update');
    expect(verbsOf(discovery, 'resource.k8s.io', 'resourceclaims/binding')).toEqual(['patch', 'update']);
  });

  it('do not exist for an unknown resource or subresource', () => {
    expect(verbsOf(discovery, '', 'pods/logs')).toBeUndefined();
    expect(verbsOf(discovery, '', 'pod')).toBeUndefined();
    expect(verbsOf(discovery, 'apps', 'pods')).toBeUndefined();
    expect(verbsOf(discovery, '', 'users/scopes')).toBeUndefined();
  });
});

describe('what is known beyond discovery', () => {
  it('agrees with discovery on the scope', () => {
    for (const { group, resource, namespaced } of discovery.resources) {
      const synthetic = findSynthetic(group, resource);
      if (synthetic !== undefined) expect([group, resource, synthetic.namespaced]).toEqual([group, resource, namespaced]);
    }
    expect(findSynthetic('', 'serviceaccounts')?.namespaced).toBe(true);
  });
});
