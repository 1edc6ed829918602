import { describe, expect, it } from 'vitest';
import { inertRules } from '../../src/analyzer/checks/hygiene/inert.ts';
import { builtinDiscovery } from '../../src/facts/kubernetes.ts';
import { RightsCounter } from '../../src/generator/rights.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import { draftFrom } from '../verifier/draft.ts';
import { accessTo, binding, role, rule, urlRule, whole } from './snapshot.ts';

/** What is counted where the first objects become the second. */
function rights(before: readonly (Role | Binding)[], after: readonly (Role | Binding)[]) {
  const access = accessTo(
    before.filter((object) => 'rules' in object),
    before.filter((object) => 'roleRef' in object),
    { ...whole, discovery: builtinDiscovery('1.36') },
  );
  return new RightsCounter(access, inertRules(access.snapshot.discovery)).of(draftFrom(before, after, []));
}

const ward = (namespace?: string, kind = 'Role') => binding(namespace, 'ward', `${kind}/nurse`, 'user:kim');

function countOf(rules: readonly Rule[], namespace?: string) {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  return rights([role(namespace, 'nurse', rules), ward(namespace, kind)], []).before;
}

describe('rights', () => {
  it.each<[string, Rule[], [number, number, number]]>([
    ['are verbs on resources, by class', [rule('get list create', 'pods secrets')], [2, 1, 3]],
    [
      'count once however often they are granted',
      [rule('get', 'pods'), rule('get', 'pods'), rule('get', 'pods', { names: 'web' })],
      [1, 0, 0],
    ],
    ['are what the API serves', [rule('get list', 'pods/log podz')], [1, 0, 0]],
    ['are what wildcards stand for now', [rule('*', 'pods/log pods/exec')], [1, 0, 2]],
    ['may be for resources that nobody knows, as they are written', [rule('get *', 'charts', { groups: 'charts.example.com' })], [1, 0, 1]],
  ])('%s', (_, rules, [read, write, privileged]) => {
    expect(countOf(rules, 'clinic')).toEqual({ scopes: ['clinic'], read, write, privileged });
  });

  it('outside namespaces count where they can be used', () => {
    const rules = [rule('get', 'pods nodes'), urlRule('get post', '/metrics')];
    expect(countOf(rules)).toEqual({ scopes: ['*'], read: 3, write: 1, privileged: 0 });
    expect(countOf(rules, 'clinic')).toEqual({ scopes: ['clinic'], read: 1, write: 0, privileged: 0 });
  });
});

describe('before and after', () => {
  it('are those of the bindings that are touched, wherever they are', () => {
    const nurse = role(undefined, 'nurse', [rule('get create', 'pods')]);
    const wide = binding(undefined, 'ward', 'ClusterRole/nurse', 'user:kim');
    const other = binding('lab', 'other', 'ClusterRole/nurse', 'user:lee');
    expect(rights([nurse, wide, other], [nurse, ward('clinic', 'ClusterRole'), ward('shop', 'ClusterRole'), other])).toEqual({
      before: { scopes: ['*'], read: 1, write: 1, privileged: 0 },
      after: { scopes: ['clinic', 'shop'], read: 1, write: 1, privileged: 0 },
    });
  });

  it('are those of all who are bound to a role that is edited', () => {
    const [nurse, edited] = [role(undefined, 'nurse', [rule('get create', 'pods')]), role(undefined, 'nurse', [rule('get', 'pods')])];
    const bindings = [ward('clinic', 'ClusterRole'), ward('shop', 'ClusterRole')];
    expect(rights([nurse, ...bindings], [edited, ...bindings])).toEqual({
      before: { scopes: ['clinic', 'shop'], read: 1, write: 1, privileged: 0 },
      after: { scopes: ['clinic', 'shop'], read: 1, write: 0, privileged: 0 },
    });
  });

  it('are none where nobody holds anything', () => {
    const none = { scopes: [], read: 0, write: 0, privileged: 0 };
    expect(rights([role('clinic', 'nurse', [rule('get', 'pods')])], [])).toEqual({ before: none, after: none });
  });
});
