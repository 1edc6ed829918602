import { describe, expect, it } from 'vitest';
import { type Chain, type Goal, type Hop, hopKinds, type Paths, type SubjectPaths } from '../../src/model/path.ts';
import type { Subject } from '../../src/model/subject.ts';
import { hopText } from '../../src/report/hops.ts';
import { type PathsView, pathsData, pathsText } from '../../src/report/paths.ts';
import { pathsDot } from '../../src/report/paths-dot.ts';

const layout = { width: 80, color: false };
const ines: Subject = { kind: 'User', name: 'ines' };
const till: Subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'till' };
const asTill: Hop = {
  kind: 'run-pods',
  to: till,
  via: [
    {
      scope: 'shop',
      binding: { kind: 'RoleBinding', namespace: 'shop', name: 'desk' },
      role: { kind: 'Role', namespace: 'shop', name: 'desk' },
      rule: 1,
    },
  ],
};
const toAdmin: Hop = {
  kind: 'everything',
  to: { kind: 'Goal', goal: 'cluster-admin' },
  via: [
    { scope: '*', binding: { kind: 'ClusterRoleBinding', name: 'till' }, role: { kind: 'ClusterRole', name: 'cluster-admin' }, rule: 0 },
  ],
};
const toSecrets: Hop = { kind: 'read-secrets', to: { kind: 'Goal', goal: 'all-secrets' }, via: [] };
const chain = (goal: Goal, ...hops: Hop[]): Chain => ({ goal, hops });
const paths = (subject: Subject, ...chains: Chain[]): SubjectPaths => ({ ...subject, expected: false, chains });
const everyGoal = [chain('cluster-admin', asTill, toAdmin), chain('all-secrets', asTill, toAdmin)];

function view(answer: Partial<Paths>, rest: Partial<PathsView> = {}): PathsView {
  return {
    paths: { subjects: [], cuts: [], ...answer },
    subject: undefined,
    goal: undefined,
    all: false,
    expectedOf: 'Kubernetes itself',
    bin: 'rbac-audit',
    ...rest,
  };
}
const text = (one: PathsView) => pathsText(one, layout);

describe('the paths of one subject', () => {
  it('are told hop by hop, with what each rests on, and what to remove', () => {
    const cut = {
      goal: 'cluster-admin' as const,
      bindings: [{ kind: 'RoleBinding' as const, namespace: 'shop', name: 'desk' }],
      minimal: true,
    };
    expect(text(view({ subjects: [paths(ines, ...everyGoal)], cuts: [cut] }, { subject: ines }))).toBe(
      `User ines can get to cluster-admin: 2 hops
1   runs pods as SA shop/till
    RoleBinding shop/desk -> Role desk rules[1]
2   may do everything
    ClusterRoleBinding till -> ClusterRole cluster-admin rules[0]

To cut each of its paths to cluster-admin, remove 1 binding: RoleBinding
shop/desk.

cluster-admin includes all other goals; the shortest way to one: --to GOAL

RBAC only: the Node authorizer and webhooks are not modelled.
`,
    );
  });

  it('are all told where none of them is the cluster', () => {
    const others = [
      chain('node-root', { kind: 'node-pods', to: { kind: 'Node', which: 'any' }, via: [] }),
      chain('all-secrets', toSecrets),
    ];
    const told = text(view({ subjects: [paths(ines, ...others)] }, { subject: ines }));
    expect(told).toContain('User ines can get to root on nodes: 1 hop\n1   runs a privileged pod: root on any node\n');
    expect(told).toContain('User ines can get to every Secret: 1 hop\n1   reads every Secret\n');
    expect(told).toContain('Nothing to remove: what leads there is expected (Kubernetes itself).');
  });

  it('may be none', () => {
    expect(text(view({}, { subject: ines }))).toContain('User ines gets nowhere: no path to any goal.');
    expect(text(view({}, { subject: ines, goal: 'node-root' }))).toContain('User ines cannot get to root on nodes.');
  });

  it('name the group through which a right is held, and the role that it was aggregated from', () => {
    const [via] = asTill.via;
    if (!via) throw new Error('no via');
    const hop: Hop = { ...asTill, via: [{ ...via, group: 'nurses', source: { kind: 'ClusterRole', name: 'aggregated' } }] };
    expect(text(view({ subjects: [paths(ines, chain('cluster-admin', hop, toAdmin))] }, { subject: ines }))).toContain(
      'Group nurses: RoleBinding shop/desk -> Role desk rules[1], aggregated from',
    );
  });
});

describe('the paths of all', () => {
  const own = { ...paths({ kind: 'User', name: 'system:kube-controller-manager' }, chain('cluster-admin', toAdmin)), expected: true };
  const member = paths(
    { kind: 'User', name: 'jonas' },
    chain('cluster-admin', { ...toAdmin, via: toAdmin.via.map((via) => ({ ...via, group: 'system:authenticated' })) }),
  );
  const reader = paths({ kind: 'Group', name: 'auditors' }, chain('all-secrets', toSecrets));

  it('are a row each, the worst and shortest first; members of groups and Kubernetes itself are counted', () => {
    expect(text(view({ subjects: [reader, own, member, paths(ines, ...everyGoal), paths(till, chain('cluster-admin', toAdmin))] }))).toBe(
      `Who can get where?  2 cluster-admin  1 all-secrets

SUBJECT           REACHES        HOPS  FIRST
SA     shop/till  cluster-admin  1     may do everything
User   ines       cluster-admin  2     runs pods as SA shop/till
Group  auditors   all-secrets    1     reads every Secret

and 1 subject as members of these groups: --all
and 1 subject of Kubernetes itself, as expected: --all

Hop by hop: rbac-audit paths SUBJECT, for example sa:shop/till
RBAC only: the Node authorizer and webhooks are not modelled.
`,
    );
  });

  it('list everybody when asked to', () => {
    const told = text(view({ subjects: [own, member] }, { all: true }));
    expect(told).toContain('User   jonas');
    expect(told).toContain('User   system:kube-controller-manager');
    expect(told).not.toContain('--all');
  });

  it('are no more than a screen: the rest is counted', () => {
    const many = Array.from({ length: 30 }, (_, index) => paths({ kind: 'User', name: `user-${index}` }, chain('cluster-admin', toAdmin)));
    const told = text(view({ subjects: many }));
    expect(told.split('\n').filter((line) => line.startsWith('User')).length).toBe(20);
    expect(told).toContain('and 10 subjects more: --all');
    expect(
      text(view({ subjects: many }, { all: true }))
        .split('\n')
        .filter((line) => line.startsWith('User')).length,
    ).toBe(30);
  });

  it('put those that work in some clusters only last', () => {
    const conditional: Hop = { kind: 'aws-auth', to: { kind: 'Goal', goal: 'cluster-admin' }, via: [] };
    const told = text(
      view({ subjects: [paths({ kind: 'Group', name: 'a' }, chain('cluster-admin', conditional)), paths(ines, ...everyGoal)] }),
    );
    expect(told.indexOf('User   ines')).toBeLessThan(told.indexOf('Group  a'));
  });

  it('may be nobody’s', () => {
    expect(text(view({}))).toMatch(/^Who can get where\? {2}nobody\n/);
    expect(text(view({}, { goal: 'all-secrets' }))).toMatch(/^Who can get to every Secret\? {2}nobody\n/);
  });

  it('say of a cut that it may not be the smallest, and how many bindings are not named', () => {
    const bindings = Array.from({ length: 9 }, (_, index) => ({ kind: 'ClusterRoleBinding' as const, name: `b${index}` }));
    const told = pathsText(view({ subjects: [paths(ines, ...everyGoal)], cuts: [{ goal: 'cluster-admin', bindings, minimal: false }] }), {
      width: undefined,
      color: false,
    });
    expect(told).toContain('remove 9 bindings: ClusterRoleBinding b0, ClusterRoleBinding b1, ');
    expect(told).toContain('ClusterRoleBinding b5 and 3 more (--format json). A smaller set may do.');
  });

  it('fit 80 columns', () => {
    const long = paths(
      { kind: 'ServiceAccount', namespace: 'a-namespace-with-a-long-name', name: 'an-account-with-a-long-name' },
      ...everyGoal,
    );
    for (const told of [text(view({ subjects: [long] })), text(view({ subjects: [long] }, { subject: long }))]) {
      expect(told.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe('words', () => {
  it.each(hopKinds)('%s says what is done', (kind) => {
    expect(hopText({ kind, to: till, via: [] })).toMatch(/^[a-z][^*]+$/);
  });

  it.each<[string, Hop['to']]>([
    ['any ServiceAccount of shop', { kind: 'ServiceAccounts', namespace: 'shop' }],
    ['any ServiceAccount', { kind: 'ServiceAccounts' }],
    ['every right in shop', { kind: 'Everything', namespace: 'shop' }],
    ['every right in any namespace', { kind: 'Everything' }],
    ['ClusterRole edit everywhere', { kind: 'ClusterRole', name: 'edit', scope: '*' }],
    ['ClusterRole edit in any namespace', { kind: 'ClusterRole', name: 'edit', scope: '*', namespacedOnly: true }],
    ['Role desk in shop', { kind: 'Role', namespace: 'shop', name: 'desk', scope: 'shop' }],
    ['root on a node', { kind: 'Node', which: 'one' }],
    ['a kubelet', { kind: 'Kubelet' }],
  ])('%s', (words, to) => {
    expect(hopText({ kind: 'bind', to, via: [] })).toBe(`binds itself to ${words}`);
  });
});

describe('a drawing', () => {
  const graph = view({
    subjects: [paths(ines, ...everyGoal), paths({ kind: 'User', name: 'jonas' }, chain('cluster-admin', asTill, toAdmin))],
  });

  it('has each step once, and the goals in bold', () => {
    expect(pathsDot(graph)).toBe(`digraph paths {
  rankdir=LR;
  node [shape=box];
  "cluster-admin" [style=bold];
  "SA shop/till" -> "cluster-admin" [label="everything"];
  "User ines" -> "SA shop/till" [label="run-pods"];
  "User jonas" -> "SA shop/till" [label="run-pods"];
}
`);
  });

  it('quotes names, whatever they are', () => {
    const dot = pathsDot(view({ subjects: [paths({ kind: 'User', name: '"] ; \\ evil\n' }, chain('all-secrets', toSecrets))] }));
    expect(dot).toContain('  "User \\"] ; \\\\ evil\\\\u000a" -> "every Secret" [label="read-secrets"];\n');
  });

  it('of nobody is empty', () => {
    expect(pathsDot(view({}))).toBe('digraph paths {\n  rankdir=LR;\n  node [shape=box];\n}\n');
  });
});

it('the JSON has what was asked and all that was found', () => {
  const answer = { subjects: [paths(ines, ...everyGoal)], cuts: [] };
  expect(pathsData(view(answer))).toEqual(answer);
  expect(pathsData(view(answer, { subject: ines, goal: 'cluster-admin' }))).toEqual({ subject: ines, goal: 'cluster-admin', ...answer });
});
