import { describe, expect, it } from 'vitest';
import { harmlessRules } from '../../src/facts/harmless.ts';

function allows(verb: string, group: string, resource: string): boolean {
  return harmlessRules().some(
    (rule) =>
      rule.verbs.includes(verb) && rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.resourceNames.length === 0,
  );
}

describe('harmless rights', () => {
  it.each([
    ['create', 'authorization.k8s.io', 'selfsubjectaccessreviews'],
    ['list', '', 'namespaces'],
    ['watch', '', 'nodes'],
    ['get', 'storage.k8s.io', 'storageclasses'],
    ['get', 'apiextensions.k8s.io', 'customresourcedefinitions'],
  ])('are to %s %j %s', (verb, group, resource) => {
    expect(allows(verb, group, resource)).toBe(true);
  });

  it.each([
    ['get', '', 'secrets'],
    ['list', '', 'pods'],
    ['update', '', 'nodes'],
    ['get', '', 'nodes/proxy'],
    ['get', 'rbac.authorization.k8s.io', 'clusterroles'],
    ['create', 'authorization.k8s.io', 'subjectaccessreviews'],
  ])('are not to %s %j %s', (verb, group, resource) => {
    expect(allows(verb, group, resource)).toBe(false);
  });

  it('are to read discovery, health and the issuer', () => {
    const urls = harmlessRules().flatMap((rule) => rule.nonResourceURLs);
    expect(urls).toEqual(expect.arrayContaining(['/api/*', '/healthz', '/version', '/openid/v1/jwks']));
    expect(urls).not.toContain('/metrics');
  });

  it('hold no wildcard', () => {
    expect(harmlessRules().flatMap((rule) => [...rule.verbs, ...rule.apiGroups, ...rule.resources])).not.toContain('*');
  });

  it('are counted through', () => {
    expect(harmlessRules().map(({ index }) => index)).toEqual(harmlessRules().map((_, place) => place));
  });
});
