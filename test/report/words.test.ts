import { describe, expect, it } from 'vitest';
import { count, objectText, placeText, requestText, ruleText, scopeText, subjectCell, viaText } from '../../src/report/words.ts';

const binding = { kind: 'RoleBinding', namespace: 'shop', name: 'checkout' } as const;
const edit = { kind: 'ClusterRole', name: 'edit' } as const;
const nothing = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
const getPods = { verb: 'get', group: '', resource: 'pods', subresource: '', name: '', namespace: undefined };

it.each([
  [0, 'subject', '0 subjects'],
  [1, 'subject', '1 subject'],
  [2, 'entry', '2 entries'],
])('%i %s: %s', (number, noun, text) => {
  expect(count(number, noun)).toBe(text);
});

it.each([
  [{ kind: 'User' as const, name: 'ines' }, 'User   ines'],
  [{ kind: 'Group' as const, name: 'nurses' }, 'Group  nurses'],
  [{ kind: 'ServiceAccount' as const, namespace: 'shop', name: 'cart' }, 'SA     shop/cart'],
  [{ kind: 'User' as const, name: 'in\u001b[31mes' }, 'User   in\\u001b[31mes'],
])('a subject in a column: %j', (subject, text) => {
  expect(subjectCell(subject)).toBe(text);
});

describe('a request in words', () => {
  it.each([
    [getPods, 'get pods'],
    [{ ...getPods, name: 'cart' }, 'get pods cart'],
    [{ ...getPods, group: 'apps', resource: 'deployments', subresource: 'scale' }, 'get deployments.apps/scale'],
    [{ verb: 'get', path: '/metrics' }, 'get /metrics'],
    [{ ...getPods, name: 'a\nb' }, 'get pods a\\u000ab'],
  ])('%j: %s', (request, text) => {
    expect(requestText(request)).toBe(text);
  });

  it.each([
    [undefined, ''],
    ['', ' in all namespaces at once'],
    ['shop', ' in namespace shop'],
  ])('has its place behind: %j', (namespace, text) => {
    expect(placeText(namespace)).toBe(text);
  });
});

it('a scope is everywhere or in one namespace', () => {
  expect([scopeText('*'), scopeText('shop')]).toEqual(['everywhere', 'in shop']);
});

it('an object is named by kind, namespace and name', () => {
  expect([objectText(binding), objectText(edit)]).toEqual(['RoleBinding shop/checkout', 'ClusterRole edit']);
});

describe('the way to a permission', () => {
  it('leads from the binding to the rule', () => {
    expect(viaText({ scope: 'shop', binding, role: edit, rule: 2 })).toBe('RoleBinding shop/checkout -> ClusterRole edit rules[2]');
  });

  it('names the role that an aggregated one has the rule from', () => {
    const source = { kind: 'ClusterRole', name: 'orders-edit' } as const;
    expect(viaText({ scope: 'shop', binding, role: edit, rule: 2, source })).toMatch(
      /rules\[2\], aggregated from ClusterRole orders-edit$/,
    );
  });

  it('is built in for system:masters', () => {
    expect(viaText({ scope: '*', builtin: 'system:masters' })).toContain('built in');
  });
});

describe('a rule in one line', () => {
  it.each([
    [{ ...nothing, verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] }, 'get, list on pods, pods/log'],
    [{ ...nothing, verbs: ['*'], apiGroups: ['', 'apps'], resources: ['*'] }, '* on * ("", apps)'],
    [{ ...nothing, verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls', ''] }, 'get on secrets, only tls, ""'],
    [{ ...nothing, verbs: ['get'], nonResourceURLs: ['/metrics', '/healthz/*'] }, 'get on /metrics, /healthz/*'],
    [
      { ...nothing, verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'], nonResourceURLs: ['/metrics'] },
      'get on deployments (apps) and on /metrics',
    ],
  ])('%j: %s', (rule, text) => {
    expect(ruleText(rule)).toBe(text);
  });
});
