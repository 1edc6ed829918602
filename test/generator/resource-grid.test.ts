import { describe, expect, it } from 'vitest';
import { ResourceGrid } from '../../src/generator/resource-grid.ts';
import type { Rule } from '../../src/model/rule.ts';
import { rule } from './snapshot.ts';

/** What these rules allow, written anew, each rule as `verbs: groups/resources [names]`. */
function written(...rules: Rule[]): string[] {
  const grid = new ResourceGrid();
  for (const { verbs, apiGroups, resources, resourceNames } of rules) {
    for (const verb of verbs)
      for (const group of apiGroups) for (const resource of resources) grid.add(group, resource, verb, resourceNames);
  }
  return grid.rules().map(({ verbs, apiGroups, resources, resourceNames }) => {
    const groups = apiGroups.map((group) => group || 'core').join(',');
    return `${verbs.join(',')}: ${groups}/${resources.join(',')}${resourceNames.length > 0 ? ` [${resourceNames.join(',')}]` : ''}`;
  });
}

describe('writing permissions on resources as few rules', () => {
  it('joins verbs on the same resource, in the order in which Kubernetes lists them', () => {
    expect(written(rule('zap delete', 'pods'), rule('get adopt', 'pods'))).toEqual(['get,delete,adopt,zap: core/pods']);
  });

  it('joins resources with equal verbs, and groups with equal resources', () => {
    expect(
      written(
        rule('get', 'deployments', { groups: 'apps' }),
        rule('get', 'ingresses deployments', { groups: 'extensions' }),
        rule('get', 'ingresses', { groups: 'apps' }),
      ),
    ).toEqual(['get: apps,extensions/deployments,ingresses']);
  });

  it('leaves out what a wildcard covers', () => {
    expect(
      written(
        rule('get', 'deployments deployments/scale', { groups: 'apps' }),
        rule('get', '*', { groups: 'apps' }),
        rule('get', 'jobs/status cronjobs/status', { groups: 'batch' }),
        rule('get', '*/status', { groups: 'batch' }),
        rule('get list', 'pods'),
        rule('get', 'pods', { groups: '*' }),
      ),
    ).toEqual(['list: core/pods', 'get: */pods', 'get: apps/*', 'get: batch/*/status']);
  });

  it('knows that a resource does not cover its subresources, nor the other way round', () => {
    expect(written(rule('get', 'pods'), rule('get', 'pods/log', { names: 'web' }))).toEqual(['get: core/pods', 'get: core/pods/log [web]']);
  });
});

describe('names', () => {
  it('join where the verbs are the same', () => {
    expect(written(rule('get', 'configmaps', { names: 'rota' }), rule('get', 'configmaps', { names: 'menu rota' }))).toEqual([
      'get: core/configmaps [menu,rota]',
    ]);
  });

  it('stay apart where the verbs differ', () => {
    expect(written(rule('get', 'configmaps', { names: 'rota menu' }), rule('list', 'configmaps', { names: 'rota' }))).toEqual([
      'get: core/configmaps [menu,rota]',
      'list: core/configmaps [rota]',
    ]);
  });

  it('give way to a rule for every name', () => {
    expect(written(rule('get', 'configmaps', { names: 'rota' }), rule('get', 'configmaps'))).toEqual(['get: core/configmaps']);
  });

  it('get a rule for each resource, because a name belongs to one', () => {
    expect(written(rule('get', 'configmaps services', { names: 'rota' }))).toEqual([
      'get: core/configmaps [rota]',
      'get: core/services [rota]',
    ]);
  });

  it('never widen to a wildcard that is limited to other names', () => {
    expect(written(rule('get', 'configmaps', { names: 'rota' }), rule('get', '*', { groups: '*', names: 'menu' }))).toEqual([
      'get: core/configmaps [rota]',
      'get: */* [menu]',
    ]);
  });
});
