import { describe, expect, it } from 'vitest';
import { type RuleBody, ruleMatches, trimRight, urlCovers } from '../../../src/analyzer/access/match.ts';
import type { ResourceRequest } from '../../../src/model/request.ts';

const none: RuleBody = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
const readPods: RuleBody = { ...none, verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const getPod: ResourceRequest = { verb: 'get', group: '', resource: 'pods', subresource: '', name: 'cart', namespace: 'shop' };

describe('a rule allows a request', () => {
  it.each<[string, Partial<RuleBody>, Partial<ResourceRequest>, boolean]>([
    ['that it names', {}, {}, true],
    ['with any verb by *', { verbs: ['*'] }, { verb: 'impersonate' }, true],
    ['in any group by *', { apiGroups: ['*'] }, { group: 'apps' }, true],
    ['for any resource by *', { resources: ['*'] }, { resource: 'secrets' }, true],
    ['for any subresource by *', { resources: ['*'] }, { subresource: 'exec' }, true],
    ['for a subresource that it names', { resources: ['pods/log'] }, { subresource: 'log' }, true],
    ['for a subresource of every resource', { resources: ['*/log'] }, { subresource: 'log' }, true],
    ['for any name where it names none', { resourceNames: [] }, { name: 'tls' }, true],
    ['for a name that it names', { resourceNames: ['cart', 'tls'] }, { name: 'tls' }, true],
    ['without a name where it names the empty one', { resourceNames: [''] }, { name: '' }, true],
    ['of a subresource that is literally *', { resources: ['*/*'] }, { subresource: '*' }, true],
  ])('%s', (_what, rule, request, expected) => {
    expect(ruleMatches({ ...readPods, ...rule }, { ...getPod, ...request })).toBe(expected);
  });
});

describe('a rule does not allow a request', () => {
  it.each<[string, Partial<RuleBody>, Partial<ResourceRequest>]>([
    ['with another verb', {}, { verb: 'list' }],
    ['with the verb in another case', { verbs: ['GET'] }, {}],
    ['by a pattern in verbs', { verbs: ['g*'] }, {}],
    ['without any verb', { verbs: [] }, {}],
    ['for all verbs at once, unless it says *', { verbs: ['get', 'list'] }, { verb: '*' }],
    ['in another group', {}, { group: 'apps' }],
    ['without any group', { apiGroups: [] }, {}],
    ['by a version in groups', { apiGroups: ['apps/v1'] }, { group: 'apps' }],
    ['by a pattern in groups', { apiGroups: ['*.example.com'] }, { group: 'shop.example.com' }],
    ['for another resource', {}, { resource: 'secrets' }],
    ['for a subresource of what it names', {}, { subresource: 'log' }],
    ['for the resource of a subresource', { resources: ['pods/log'] }, {}],
    ['by pods/*', { resources: ['pods/*'] }, { subresource: 'log' }],
    ['by */*', { resources: ['*/*'] }, { subresource: 'log' }],
    ['by */ and nothing', { resources: ['*/'] }, {}],
    ['for a longer subresource than */log', { resources: ['*/log'] }, { subresource: 'xlog' }],
    ['for the end of a longer subresource', { resources: ['*/syslog'] }, { subresource: 'log' }],
    ['for another name', { resourceNames: ['tls'] }, {}],
    ['without a name where it names some', { resourceNames: ['cart'] }, { name: '' }],
    ['by a pattern in names', { resourceNames: ['*'] }, {}],
    ['by its URLs', { ...none, verbs: ['*'], nonResourceURLs: ['*'] }, {}],
  ])('%s', (_what, rule, request) => {
    expect(ruleMatches({ ...readPods, ...rule }, { ...getPod, ...request })).toBe(false);
  });

  it('for a URL by its resources', () => {
    expect(ruleMatches({ ...none, verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verb: 'get', path: '/metrics' })).toBe(false);
  });
});

describe('a URL of a rule covers a path', () => {
  it.each([
    ['/metrics', '/metrics', true],
    ['*', '/anything', true],
    ['**', '/anything', true],
    ['/foo*', '/foobar', true],
    ['/foo/*', '/foo/bar/one', true],
    ['/foo/*', '/foo/', true],
    ['/foo/*', '/foo', false],
    ['/a**', '/ab', true],
    ['/a/*/*', '/a/*/b', true],
    ['/a/*/*', '/a/x/b', false],
    ['/a/*/b', '/a/x/b', false],
    ['/a/*/b', '/a/*/b', true],
    ['/metrics', '/metrics/cadvisor', false],
    ['/metrics', '/Metrics', false],
  ])('%s covers %s: %s', (url, path, expected) => {
    expect(urlCovers(url, path)).toBe(expected);
  });

  it('in time that grows with its length, however many stars stand in it', () => {
    const start = performance.now();
    expect(urlCovers(`/${'*'.repeat(1_000_000)}x*`, '/metrics')).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

it('all of some characters can be cut off an end', () => {
  expect(trimRight('/a/*/*', '*')).toBe('/a/*/');
  expect(trimRight('/a/*/*', '/*')).toBe('/a');
  expect(trimRight('***', '*')).toBe('');
  expect(trimRight('', '*')).toBe('');
});
