import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateRoles, ruleText } from '../../../src/analyzer/access/aggregate.ts';
import type { LabelRequirement, LabelSelector, Role } from '../../../src/model/role.ts';
import type { Rule } from '../../../src/model/rule.ts';

interface Given {
  labels?: Record<string, string>;
  takes?: readonly LabelSelector[];
  resources?: readonly string[];
  kind?: Role['kind'];
}

/** A role that may read some resources, one rule for each. */
function role(name: string, { labels = {}, takes, resources = [], kind = 'ClusterRole' }: Given): Role {
  const rules = resources.map((resource, index) => ({ ...reading(resource), index }));
  const own = { kind, name, labels: new Map(Object.entries(labels)), annotations: new Map(), rules, origins: [] };
  return takes ? { ...own, aggregation: takes } : own;
}

function reading(resource: string): Rule {
  return { index: 0, verbs: ['get'], apiGroups: [''], resources: [resource], resourceNames: [], nonResourceURLs: [] };
}

function labelled(key: string, value = 'true'): LabelSelector {
  return { matchLabels: new Map([[key, value]]), matchExpressions: [] };
}

const everything: LabelSelector = { matchLabels: new Map(), matchExpressions: [] };

/** What each role may read after aggregation, in order. */
function readable(roles: readonly Role[]): Record<string, string[]> {
  return Object.fromEntries(aggregateRoles(roles).map(({ name, rules }) => [name, rules.flatMap((rule) => rule.resources)]));
}

describe('an aggregated ClusterRole', () => {
  it('has the rules of all that a selector chooses, selector by selector, each by name', () => {
    const roles = [
      role('view', { takes: [labelled('shop'), labelled('clinic')] }),
      role('orders', { labels: { shop: 'true' }, resources: ['orders'] }),
      role('carts', { labels: { shop: 'true' }, resources: ['carts'] }),
      role('wards', { labels: { clinic: 'true' }, resources: ['wards', 'beds'] }),
    ];
    expect(readable(roles)).toMatchObject({ view: ['carts', 'orders', 'wards', 'beds'] });
  });

  it('counts its rules from 0', () => {
    const [view] = aggregateRoles([
      role('view', { takes: [labelled('a')] }),
      role('x', { labels: { a: 'true' }, resources: ['pods', 'services'] }),
      role('y', { labels: { a: 'true' }, resources: ['nodes'] }),
    ]);
    expect(view?.rules.map((rule) => rule.index)).toEqual([0, 1, 2]);
  });

  it('has equal rules once', () => {
    const roles = ['x', 'y'].map((name) => role(name, { labels: { a: 'true' }, resources: ['pods'] }));
    expect(readable([role('view', { takes: [labelled('a')] }), ...roles])).toMatchObject({ view: ['pods'] });
  });

  it('loses the rules that were written by hand', () => {
    expect(readable([role('view', { takes: [labelled('a')], resources: ['secrets'] })])).toEqual({ view: [] });
  });

  it('without selectors has no rules', () => {
    expect(readable([role('view', { takes: [], resources: ['secrets'] })])).toEqual({ view: [] });
  });

  it('takes from aggregated roles in turn', () => {
    const roles = [
      role('admin', { takes: [labelled('to-admin')] }),
      role('edit', { labels: { 'to-admin': 'true' }, takes: [labelled('to-edit')] }),
      role('view', { labels: { 'to-edit': 'true' }, takes: [labelled('to-view')] }),
      role('wards', { labels: { 'to-view': 'true' }, resources: ['wards'] }),
    ];
    expect(readable(roles)).toEqual({ admin: ['wards'], edit: ['wards'], view: ['wards'], wards: ['wards'] });
  });

  it('with the empty selector has the rules of every ClusterRole', () => {
    const roles = [role('all', { takes: [everything] }), role('x', { resources: ['pods'] }), role('y', { resources: ['nodes'] })];
    expect(readable(roles)).toMatchObject({ all: ['pods', 'nodes'] });
  });

  it('never takes from Roles', () => {
    expect(readable([role('all', { takes: [everything] }), role('x', { kind: 'Role', resources: ['pods'] })])).toMatchObject({ all: [] });
  });

  it('ends where aggregation goes in circles', () => {
    const roles = [
      role('a', { labels: { b: 'true' }, takes: [labelled('a'), everything] }),
      role('b', { labels: { a: 'true' }, takes: [labelled('b'), labelled('c')] }),
      role('own', { labels: { c: 'true' }, resources: ['pods'] }),
    ];
    expect(readable(roles)).toMatchObject({ a: ['pods'], b: ['pods'] });
  });

  it('leaves the roles that are not aggregated as they are', () => {
    const plain = role('x', { resources: ['pods'] });
    expect(aggregateRoles([plain])[0]).toBe(plain);
  });
});

describe('aggregation as a whole', () => {
  const words = ['a', 'b', 'c'] as const;
  const label = fc.dictionary(fc.constantFrom(...words), fc.constantFrom('x', 'y'), { maxKeys: 2 });
  const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
    fc.record({
      key: fc.constantFrom(...words),
      operator: fc.constantFrom('In' as const, 'NotIn' as const),
      values: fc.subarray(['x', 'y'], { minLength: 1 }),
    }),
    fc.record({
      key: fc.constantFrom(...words),
      operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
      values: fc.constant([]),
    }),
  );
  const selector: fc.Arbitrary<LabelSelector> = fc.record({
    matchLabels: label.map((labels) => new Map(Object.entries(labels))),
    matchExpressions: fc.array(requirement, { maxLength: 1 }),
  });
  const given = fc.record({
    labels: label,
    takes: fc.option(fc.array(selector, { maxLength: 2 }), { nil: undefined, freq: 1 }),
    resources: fc.subarray(['pods', 'nodes', 'secrets', 'wards', 'carts'], { maxLength: 2 }),
  });
  const clusters = fc
    .array(given, { minLength: 1, maxLength: 7 })
    .map((all) =>
      all.map(({ labels, takes, resources }, index) => role(`role-${index}`, { labels, resources, ...(takes ? { takes } : {}) })),
    );

  /** Kubernetes' own words for the requirements, written anew. */
  function chooses({ matchLabels, matchExpressions }: LabelSelector, { labels }: Role): boolean {
    return (
      [...matchLabels].every(([key, value]) => labels.get(key) === value) &&
      matchExpressions.every(({ key, operator, values }) => {
        if (operator === 'Exists') return labels.has(key);
        if (operator === 'DoesNotExist') return !labels.has(key);
        const isIn = labels.has(key) && values.includes(labels.get(key) ?? '');
        return operator === 'In' ? isIn : !isIn;
      })
    );
  }

  /** What the controller comes to from no rules at all: every role is filled again and again until nothing changes. */
  function leastFixpoint(roles: readonly Role[]): Map<string, Set<string>> {
    const rules = new Map(roles.map((own) => [own.name, new Set(own.aggregation ? [] : own.rules.map(ruleText))]));
    const count = () => [...rules.values()].reduce((sum, texts) => sum + texts.size, 0);
    for (let before = -1; before !== count(); ) {
      before = count();
      for (const own of roles) {
        for (const other of roles) {
          if (own === other || !own.aggregation?.some((wanted) => chooses(wanted, other))) continue;
          for (const text of rules.get(other.name) ?? []) rules.get(own.name)?.add(text);
        }
      }
    }
    return rules;
  }

  it('is the least fixpoint of what the controller does', () => {
    fc.assert(
      fc.property(clusters, (roles) => {
        const found = new Map(aggregateRoles(roles).map((own) => [own.name, new Set(own.rules.map(ruleText))]));
        expect(found).toEqual(leastFixpoint(roles));
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not depend on the order of the roles', () => {
    fc.assert(
      fc.property(
        clusters.chain((roles) => fc.tuple(fc.constant(roles), fc.shuffledSubarray(roles, { minLength: roles.length }))),
        ([roles, shuffled]) => {
          expect(readable(shuffled)).toEqual(readable(roles));
        },
      ),
    );
  });

  it('keeps its pace where hundreds of roles take from everyone, and where they form a chain', () => {
    const all = Array.from({ length: 150 }, (_, i) => role(`all-${i}`, { takes: [everything] }));
    const plain = Array.from({ length: 150 }, (_, i) => role(`plain-${i}`, { resources: [`resource-${i}`] }));
    const chain = Array.from({ length: 1_000 }, (_, i) =>
      role(`link-${i}`, { labels: { [`l${i}`]: 'x' }, takes: [labelled(`l${i + 1}`, 'x')] }),
    );
    const start = performance.now();
    expect(readable([...all, ...plain])['all-0']).toHaveLength(150);
    aggregateRoles(chain);
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
