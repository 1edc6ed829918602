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
    expect(partsOf(rule('* get', 'pods configmaps'))).toEqual({ privileged: ['*: core/configmaps,pods'] });
  });

  it('orders verbs as Kubernetes does and the rest by code unit', () => {
    expect(partsOf(rule('patch zap delete create adopt update', 'pods'))).toEqual({
      write: ['create,update,patch,delete,adopt,zap: core/pods'],
    });
  });

  it('classes URLs by method', () => {
    expect(partsOf(urlRule('get post', '/metrics /healthz/*'), urlRule('*', '/debug/*'))).toEqual({
      read: ['get: /healthz/*,/metrics'],
      write: ['post: /healthz/*,/metrics'],
      privileged: ['*: /debug/*'],
    });
  });

  it('cuts a rule with resources and URLs, which the API server would refuse, into valid ones', () => {
    expect(partsOf({ ...rule('get', 'pods'), nonResourceURLs: ['/metrics'] })).toEqual({ read: ['get: core/pods', 'get: /metrics'] });
  });
});

describe('writing as few rules as stay readable', () => {
  it('joins rules on the same resource', () => {
    expect(partsOf(rule('get', 'pods'), rule('list', 'pods'))).toEqual({ read: ['get,list: core/pods'] });
  });

  it('joins resources with equal verbs, and groups with equal resources', () => {
    expect(
      partsOf(
        rule('get', 'deployments', { groups: 'apps' }),
        rule('get', 'ingresses deployments', { groups: 'extensions' }),
        rule('get', 'ingresses', { groups: 'apps' }),
      ),
    ).toEqual({ read: ['get: apps,extensions/deployments,ingresses'] });
  });

  it('leaves out what a wildcard in the same class covers', () => {
    expect(
      partsOf(
        rule('get', 'deployments deployments/scale', { groups: 'apps' }),
        rule('get', '*', { groups: 'apps' }),
        rule('get', 'jobs/status cronjobs/status', { groups: 'batch' }),
        rule('get', '*/status', { groups: 'batch' }),
        rule('get list', 'pods'),
        rule('get', 'pods', { groups: '*' }),
      ),
    ).toEqual({ read: ['list: core/pods', 'get: */pods', 'get: apps/*', 'get: batch/*/status'] });
  });

  it('keeps what a wildcard in another class covers, so that each part stands by itself', () => {
    expect(partsOf(rule('get', 'pods'), rule('*', '*', { groups: '*' }))).toEqual({ read: ['get: core/pods'], privileged: ['*: */*'] });
  });

  it('knows that a resource does not cover its subresources, nor the other way round', () => {
    expect(partsOf(rule('get', 'pods'), rule('get', 'pods/log', { names: 'web' }))).toEqual({
      read: ['get: core/pods', 'get: core/pods/log [web]'],
    });
  });
});

describe('names', () => {
  it('join where the verbs are the same', () => {
    expect(partsOf(rule('get', 'configmaps', { names: 'rota' }), rule('get', 'configmaps', { names: 'menu rota' }))).toEqual({
      read: ['get: core/configmaps [menu,rota]'],
    });
  });

  it('stay apart where the verbs differ', () => {
    expect(partsOf(rule('get', 'configmaps', { names: 'rota menu' }), rule('list', 'configmaps', { names: 'rota' }))).toEqual({
      read: ['get: core/configmaps [menu,rota]', 'list: core/configmaps [rota]'],
    });
  });

  it('give way to a rule for every name', () => {
    expect(partsOf(rule('get', 'configmaps', { names: 'rota' }), rule('get', 'configmaps'))).toEqual({ read: ['get: core/configmaps'] });
  });

  it('get a rule for each resource, because a name belongs to one', () => {
    expect(partsOf(rule('get', 'configmaps services', { names: 'rota' }))).toEqual({
      read: ['get: core/configmaps [rota]', 'get: core/services [rota]'],
    });
  });

  it('never widen to a wildcard that is limited to other names', () => {
    expect(partsOf(rule('get', 'configmaps', { names: 'rota' }), rule('get', '*', { groups: '*', names: 'menu' }))).toEqual({
      read: ['get: core/configmaps [rota]'],
      privileged: ['get: */* [menu]'],
    });
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
