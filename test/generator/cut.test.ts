import { describe, expect, it } from 'vitest';
import { cutRules } from '../../src/generator/cut.ts';
import type { Rule } from '../../src/model/rule.ts';
import { role, rule, urlRule } from './snapshot.ts';

/** The parts of a ClusterRole with these rules, each rule as `verbs: groups/resources [names]` or `verbs: urls`. */
function partsOf(...rules: Rule[]): Record<string, string[]> {
  const { parts } = cutRules(role(undefined, 'nurse', rules).rules, { urls: true });
  return Object.fromEntries(
    parts.map((part) => [
      part.class,
      part.rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
        const groups = apiGroups.map((group) => group || 'core').join(',');
        const names = resourceNames.length > 0 ? ` [${resourceNames.join(',')}]` : '';
        return `${verbs.join(',')}: ${nonResourceURLs.length > 0 ? nonResourceURLs.join(',') : `${groups}/${resources.join(',')}${names}`}`;
      }),
    ]),
  );
}

describe('cutting rules by class', () => {
  it('keeps reading apart from writing', () => {
    expect(partsOf(rule('get list update', 'pods services'))).toEqual({
      read: ['get,list: core/pods,services'],
      write: ['update: core/pods,services'],
    });
  });

  it('takes a privileged resource out of a rule that names it among others', () => {
    expect(partsOf(rule('get create', 'pods pods/exec secrets'))).toEqual({
      read: ['get: core/pods'],
      write: ['create: core/pods'],
      privileged: ['get,create: core/pods/exec,secrets'],
    });
  });

  it('takes a group apart where only one of its resources is privileged', () => {
    expect(partsOf(rule('create', 'deployments networkpolicies', { groups: 'apps networking.k8s.io' }))).toEqual({
      write: ['create: apps/deployments,networkpolicies', 'create: networking.k8s.io/deployments'],
      privileged: ['create: networking.k8s.io/networkpolicies'],
    });
  });

  it('leaves a rule with the verb * whole', () => {
    expect(partsOf(rule('* get', 'pods configmaps'))).toEqual({ privileged: ['*,get: core/pods,configmaps'] });
  });

  it('classes URLs by method', () => {
    expect(partsOf(urlRule('get post', '/metrics /healthz/*'), urlRule('*', '/debug/*'))).toEqual({
      read: ['get: /metrics,/healthz/*'],
      write: ['post: /metrics,/healthz/*'],
      privileged: ['*: /debug/*'],
    });
  });

  it('cuts a rule with resources and URLs, which the API server would refuse, into valid ones', () => {
    expect(partsOf({ ...rule('get', 'pods'), nonResourceURLs: ['/metrics'] })).toEqual({ read: ['get: core/pods', 'get: /metrics'] });
  });
});

describe('finding the rules again', () => {
  it('a rule of one class stays as it is, in its place', () => {
    expect(partsOf(rule('watch get', 'services pods'), rule('get', 'nodes'), rule('get', 'nodes'))).toEqual({
      read: ['watch,get: core/services,pods', 'get: core/nodes', 'get: core/nodes'],
    });
  });

  it('each part of a rule keeps the order of its words', () => {
    expect(partsOf(rule('patch zap list delete get', 'services pods', { groups: 'b a' }))).toEqual({
      read: ['list,get: b,a/services,pods'],
      write: ['patch,zap,delete: b,a/services,pods'],
    });
  });

  it('parts of several rules are not joined', () => {
    expect(partsOf(rule('get create', 'pods'), rule('list create', 'pods'))).toEqual({
      read: ['get: core/pods', 'list: core/pods'],
      write: ['create: core/pods', 'create: core/pods'],
    });
  });

  it('a part of a rule stands in as few rules as it takes', () => {
    expect(partsOf(rule('get create', 'deployments networkpolicies pods', { groups: 'apps networking.k8s.io batch' }))).toEqual({
      read: ['get: apps,networking.k8s.io,batch/deployments,networkpolicies,pods'],
      write: ['create: apps,batch/deployments,networkpolicies,pods', 'create: networking.k8s.io/deployments,pods'],
      privileged: ['create: networking.k8s.io/networkpolicies'],
    });
  });

  it('names stay with each part', () => {
    expect(partsOf(rule('get update', 'configmaps secrets', { names: 'rota menu' }))).toEqual({
      read: ['get: core/configmaps [rota,menu]'],
      write: ['update: core/configmaps [rota,menu]'],
      privileged: ['get,update: core/secrets [rota,menu]'],
    });
  });

  it('what is one rule written out is joined again', () => {
    const rules = [rule('get', 'pods'), rule('list create', 'pods'), rule('get list', 'services', { names: 'web' })];
    const { parts } = cutRules(rules, { urls: true });
    expect(parts.map((part) => part.rules.map(({ verbs, resources }) => `${verbs.join(',')}: ${resources.join(',')}`))).toEqual([
      ['get,list: pods', 'get,list: services'],
      ['create: pods'],
    ]);
  });

  it('what a wildcard in another class covers stays, so that each part stands by itself', () => {
    expect(partsOf(rule('get', 'pods'), rule('*', '*', { groups: '*' }))).toEqual({ read: ['get: core/pods'], privileged: ['*: */*'] });
  });
});

describe('rules that match nothing', () => {
  it('are in no part, and are told', () => {
    const rules = role(undefined, 'nurse', [
      rule('get', 'pods'),
      rule('', 'pods'),
      rule('get', ''),
      rule('get', 'pods', { groups: '' }),
    ]).rules;
    const cut = cutRules(rules, { urls: true });
    expect(cut.inert).toEqual([1, 2, 3]);
    expect(cut.parts.flatMap((part) => part.rules)).toHaveLength(1);
  });

  it('include URLs in a Role', () => {
    const { parts, inert } = cutRules([urlRule('get', '/metrics')], { urls: false });
    expect({ parts, inert }).toEqual({ parts: [], inert: [0] });
  });
});
