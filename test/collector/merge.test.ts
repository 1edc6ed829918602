import { describe, expect, it } from 'vitest';
import { mergeBindings, mergeOthers, mergeRoles } from '../../src/collector/merge.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Origin } from '../../src/model/position.ts';
import type { Role } from '../../src/model/role.ts';

function at(file: string, line = 1): Origin {
  return { file, locate: () => ({ file, line, column: 1 }) };
}

function role(file: string, more: Partial<Role> = {}): Role {
  return {
    kind: 'Role',
    namespace: 'shop',
    name: 'reader',
    labels: new Map(),
    annotations: new Map(),
    rules: [],
    origins: [at(file)],
    ...more,
  };
}

function reading(resource: string, index = 0) {
  return { index, verbs: ['get'], apiGroups: [''], resources: [resource], resourceNames: [], nonResourceURLs: [] };
}

function binding(file: string, user: string, more: Partial<Binding> = {}): Binding {
  const subjects = [{ kind: 'User', name: user }];
  return {
    kind: 'ClusterRoleBinding',
    name: 'readers',
    labels: new Map(),
    annotations: new Map(),
    subjects,
    roleRef: { kind: 'ClusterRole', name: 'reader' },
    origins: [at(file)],
    ...more,
  };
}

function files(origins: readonly Origin[] | undefined): string[] {
  return (origins ?? []).map((origin) => origin.file);
}

describe('copies of a role', () => {
  it('that are identical are one role with all positions, in order', () => {
    const { objects, gaps } = mergeRoles([role('b.yaml'), role('a.yaml'), role('a.yaml', { origins: [at('a.yaml', 10)] })]);
    expect(gaps).toEqual([]);
    expect(objects).toHaveLength(1);
    expect(objects[0]?.origins.map((origin) => origin.locate([]))).toMatchObject([
      { file: 'a.yaml', line: 1 },
      { file: 'a.yaml', line: 10 },
      { file: 'b.yaml', line: 1 },
    ]);
  });

  it('that differ are a gap, and the union of their rules is judged', () => {
    const { objects, gaps } = mergeRoles([
      role('b.yaml', { rules: [reading('pods'), reading('secrets', 1)] }),
      role('a.yaml', { rules: [reading('nodes'), reading('pods', 1)], labels: new Map([['team', 'shop']]) }),
    ]);
    expect(objects).toMatchObject([{ name: 'reader', labels: new Map([['team', 'shop']]) }]);
    expect(objects[0]?.rules.map((rule) => [rule.index, ...rule.resources]).sort()).toEqual([
      [0, 'nodes'],
      [1, 'pods'],
      [2, 'secrets'],
    ]);
    expect(gaps).toMatchObject([
      {
        code: 'differing-duplicate',
        source: 'a.yaml',
        position: { file: 'a.yaml', line: 1 },
        object: { kind: 'Role', namespace: 'shop', name: 'reader' },
        message: 'Role shop/reader is there more than once and the copies differ: a.yaml:1, b.yaml:1',
      },
    ]);
  });

  it('that differ in great number are named in few words', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => role(`copy-${i}.yaml`, { rules: [reading(`resource-${i}`)] }));
    const { objects, gaps } = mergeRoles(many);
    expect(objects[0]?.rules).toHaveLength(1_000);
    expect(gaps[0]?.message).toMatch(/copy-0\.yaml:1, .* and 995 more$/);
  });

  it('take what any of them aggregates', () => {
    const selector = { matchLabels: new Map([['a', 'b']]), matchExpressions: [] };
    const { objects } = mergeRoles([
      role('a.yaml', { kind: 'ClusterRole' }),
      role('b.yaml', { kind: 'ClusterRole', aggregation: [selector] }),
    ]);
    expect(objects).toMatchObject([{ aggregation: [selector] }]);
  });

  it('leave no trace of the order in which they were read', () => {
    const copies = [
      role('a.yaml', { annotations: new Map([['note', 'a']]), rules: [reading('pods', 0)] }),
      role('b.yaml', { annotations: new Map([['note', 'b']]), rules: [reading('pods', 3)] }),
      role('c.yaml', { annotations: new Map([['note', 'c']]), rules: [reading('nodes')] }),
    ];
    for (const chosen of [copies.slice(0, 2), copies]) expect(mergeRoles(chosen.toReversed())).toEqual(mergeRoles(chosen));
  });
});

describe('roles of different kind, namespace or name', () => {
  it('are no copies; they are sorted by these three', () => {
    const { objects } = mergeRoles([
      role('a', { namespace: 'shop' }),
      role('a', { namespace: 'clinic' }),
      role('a', { name: 'admin' }),
      { ...role('a'), kind: 'ClusterRole' },
    ]);
    expect(objects.map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual([
      ['ClusterRole', 'shop', 'reader'],
      ['Role', 'clinic', 'reader'],
      ['Role', 'shop', 'admin'],
      ['Role', 'shop', 'reader'],
    ]);
  });
});

describe('copies of a binding', () => {
  it('that are identical are one binding', () => {
    const { objects, gaps } = mergeBindings([binding('b.yaml', 'ines'), binding('a.yaml', 'ines')]);
    expect(objects.map(({ origins }) => files(origins))).toEqual([['a.yaml', 'b.yaml']]);
    expect(gaps).toEqual([]);
  });

  it('that differ are a gap, and all count with their own subjects and roles', () => {
    const { objects, gaps } = mergeBindings([binding('b.yaml', 'mara'), binding('a.yaml', 'ines'), binding('c.yaml', 'ines')]);
    expect(objects.map(({ subjects }) => subjects[0]?.name)).toEqual(['ines', 'mara']);
    expect(gaps).toMatchObject([{ code: 'differing-duplicate', object: { kind: 'ClusterRoleBinding', name: 'readers' } }]);
  });

  it('leave no trace of the order in which they were read', () => {
    const copies = ['b', 'a'].map((team) => binding(`${team}.yaml`, 'ines', { labels: new Map([['team', team]]) }));
    expect(mergeBindings(copies.toReversed())).toEqual(mergeBindings(copies));
    expect(mergeBindings(copies).objects[0]?.labels).toEqual(new Map([['team', 'a']]));
  });
});

describe('copies of what grants nothing', () => {
  it('are one object without a gap, the same in any order', () => {
    const accounts = [
      { name: 'records', automountToken: true, origins: [at('b.yaml')] },
      { name: 'records', automountToken: false, origins: [at('a.yaml')] },
      { name: 'cart', automountToken: true, origins: [at('c.yaml')] },
    ];
    const merged = mergeOthers(accounts, ({ name }) => name);
    expect(merged.map(({ name, automountToken, origins }) => [name, automountToken, ...files(origins)])).toEqual([
      ['cart', true, 'c.yaml'],
      ['records', false, 'a.yaml', 'b.yaml'],
    ]);
    expect(mergeOthers(accounts.toReversed(), ({ name }) => name)).toEqual(merged);
  });
});
