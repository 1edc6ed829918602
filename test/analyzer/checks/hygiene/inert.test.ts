import { describe, expect, it } from 'vitest';
import { inertRules } from '../../../../src/analyzer/checks/hygiene/inert.ts';
import { builtinDiscovery } from '../../../../src/facts/kubernetes.ts';
import type { Place } from '../../../../src/model/inert.ts';
import type { Rule } from '../../../../src/model/rule.ts';
import { rule, urlRule } from '../../../generator/snapshot.ts';

const table = builtinDiscovery('1.36');
const served = inertRules({ ...table, complete: true });
const guessed = inertRules(table);

describe('requests that cannot be', () => {
  it.each<[string, Rule, Place]>([
    ['a resource that is not served', rule('get', 'podz'), 'anywhere'],
    ['a verb that the resource does not have', rule('list', 'pods/log'), 'anywhere'],
    ['a group that is not served', rule('get', 'charts', { groups: 'charts.example.com' }), 'anywhere'],
    ['a resource outside namespaces, in one', rule('get', 'nodes'), 'in a namespace'],
    ['a URL, in a namespace', urlRule('get', '/metrics'), 'in a namespace'],
    ['one object of a namespace, outside of all', rule('get', 'pods'), 'outside namespaces'],
    ['an object with an asterisk in its name, and making one', rule('create', 'secrets', { names: 'app-*' }), 'anywhere'],
    ['deleting a collection by name', rule('deletecollection', 'pods', { names: 'web' }), 'anywhere'],
  ])('are for %s', (_, one, place) => {
    expect(served(one, place)).toEqual(expect.any(String));
  });
});

describe('requests that may be', () => {
  it.each<[string, Rule, Place]>([
    ['lists over all namespaces', rule('list', 'pods'), 'outside namespaces'],
    ['what lives outside namespaces', rule('get', 'nodes'), 'outside namespaces'],
    ['a Namespace, which is asked for in itself', rule('get', 'namespaces'), 'in a namespace'],
    ['binding a ClusterRole in a namespace', rule('bind', 'clusterroles', { groups: 'rbac.authorization.k8s.io' }), 'in a namespace'],
    ['creating by name: an update or patch that creates asks for it', rule('create', 'pods', { names: 'web' }), 'in a namespace'],
    ['what nobody has named', rule('*', '*', { groups: '*' }), 'in a namespace'],
    ['URLs', urlRule('get', '/metrics*'), 'outside namespaces'],
  ])('are %s', (_, one, place) => {
    expect(served(one, place)).toBeUndefined();
  });

  it('are those of other APIs, where only a table says what is served', () => {
    expect(guessed(rule('get', 'charts', { groups: 'charts.example.com' }), 'in a namespace')).toBeUndefined();
    expect(guessed(rule('get', 'podz'), 'in a namespace')).toEqual(expect.any(String));
  });
});
