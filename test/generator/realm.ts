import fc from 'fast-check';
import type { Access } from '../../src/analyzer/access/access.ts';
import { aggregateRoles } from '../../src/analyzer/access/aggregate.ts';
import { builtinDiscovery } from '../../src/facts/kubernetes.ts';
import type { Choice } from '../../src/generator/propose.ts';
import type { Binding } from '../../src/model/binding.ts';
import { proposalKinds } from '../../src/model/proposal.ts';
import type { Request } from '../../src/model/request.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Subject } from '../../src/model/subject.ts';
import { accessTo, binding, labelled, role, rule, selecting, urlRule, whole } from './snapshot.ts';

// Clusters in which every kind of proposal has something to do: rules that are alike, that cover one another, with wildcards,
// with parts that nobody can ask for; ClusterRoles bound everywhere, in one namespace or in several; bindings that lead nowhere.

function someOf<T>(most: number, ...values: T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most });
}

const words = (most: number, ...values: string[]): fc.Arbitrary<string> => someOf(most, ...values).map((some) => some.join(' '));

const resourceRule: fc.Arbitrary<Rule> = fc
  .record({
    verbs: words(3, 'get', 'list', 'create', 'patch', 'delete', 'impersonate', 'chart', '*'),
    resources: words(
      3,
      'pods',
      'pods',
      'pods/log',
      'pods/exec',
      'secrets',
      'deployments',
      'nodes',
      'namespaces',
      'podz',
      'pods/*',
      '*',
      '*/log',
    ),
    groups: words(2, 'core', 'core', 'apps', 'charts.example.com', '*'),
    names: fc.constantFrom('', '', 'web', 'web db'),
  })
  .map(({ verbs, resources, groups, names }) => rule(verbs, resources, { groups, names }));

const pathRule: fc.Arbitrary<Rule> = fc
  .record({ verbs: words(2, 'get', 'post', '*'), urls: words(2, '/metrics', '/metrics/*', '/healthz', '*') })
  .map(({ verbs, urls }) => urlRule(verbs, urls));

/** A few that occur often, so that roles are alike and grants cover one another. */
const usualRule = fc.constantFrom(rule('get list', 'pods'), rule('get list', 'pods nodes'), rule('create', 'pods'), rule('*', 'pods'));

const rules: fc.Arbitrary<Rule[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: usualRule }, { weight: 3, arbitrary: resourceRule }, { weight: 2, arbitrary: pathRule }),
  { maxLength: 3 },
);

const roles: fc.Arbitrary<Role[]> = fc
  .record({
    wide: fc.tuple(rules, rules, rules),
    local: fc.tuple(rules, rules),
    alike: fc.boolean(),
    feeds: fc.boolean(),
    open: fc.boolean(),
  })
  .map(({ wide: [nurse, porter, edit], local: [own, other], alike, feeds, open }) => [
    role(undefined, 'nurse', nurse, feeds ? labelled('ward', 'north') : {}),
    role(undefined, 'porter', porter),
    role(undefined, 'edit', edit),
    role(undefined, 'north', [], open ? { aggregation: [{ matchLabels: new Map(), matchExpressions: [] }] } : selecting('ward', 'north')),
    role('clinic', 'nurse', own),
    role('clinic', 'porter', alike ? own : other),
    role('shop', 'nurse', own),
    role('lab', 'nurse', alike ? own : other),
  ]);

const bindings: fc.Arbitrary<Binding[]> = fc
  .uniqueArray(
    fc.record({
      namespace: fc.constantFrom(undefined, 'clinic', 'clinic', 'shop', 'lab'),
      name: fc.constantFrom('ward', 'ward-read', 'till', 'nurse', 'night'),
      to: fc.constantFrom(
        'ClusterRole/nurse',
        'ClusterRole/nurse',
        'ClusterRole/porter',
        'ClusterRole/edit',
        'ClusterRole/north',
        'Role/nurse',
        'Role/nurse',
        'Role/nurse',
        'Role/porter',
        'Role/nurse-write',
        'Node/nurse',
      ),
      subjects: fc.oneof(
        {
          weight: 12,
          arbitrary: words(
            3,
            'user:kim',
            'user:root',
            'group:nurses',
            'group:system:serviceaccounts:clinic',
            'sa:clinic/till',
            'sa:till',
            'sa:shop/till',
          ),
        },
        { weight: 1, arbitrary: fc.constant('') },
      ),
    }),
    { selector: ({ namespace, name }) => `${namespace}/${name}`, minLength: 2, maxLength: 10 },
  )
  .map((list) => list.map(({ namespace, name, to, subjects }) => binding(namespace, name, to, subjects)));

/** A cluster that says what it holds where a test fails. */
export interface Realm {
  access: Access;
  [fc.toStringMethod](): string;
}

/** Random clusters, some of them known as a whole. */
export const realms: fc.Arbitrary<Realm> = fc
  .record({ roles, bindings, isWhole: fc.boolean() })
  .map(({ roles: someRoles, bindings: someBindings, isWhole }) => ({
    access: isWhole ? accessTo(aggregateRoles(someRoles), someBindings, whole) : accessTo(someRoles, someBindings, { discovery }),
    [fc.toStringMethod]: () =>
      [
        isWhole ? 'whole' : 'manifests',
        ...someRoles.map(({ kind, namespace, name, rules: own, aggregation }) =>
          [kind, namespace, name, aggregation?.[0]?.matchLabels.size, ...own.map(text)].join(' '),
        ),
        ...someBindings.map(({ kind, namespace, name, roleRef, subjects }) =>
          [kind, namespace, name, JSON.stringify([roleRef, subjects])].join(' '),
        ),
      ].join('\n'),
  }));

const discovery = { ...builtinDiscovery('1.36'), complete: false };

function text({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}

/** What follows from the permissions alone. */
export const kinds = proposalKinds.filter((kind) => kind !== 'usage');

/** Random choices of what is done; without kinds, the usual ones. */
export const choices: fc.Arbitrary<Choice> = fc
  .record({
    only: fc.option(someOf(5, ...kinds), { nil: undefined }),
    homes: fc.option(fc.record({ namespaces: fc.subarray(['clinic', 'shop', 'attic'], { minLength: 1 }), own: fc.boolean() }), {
      nil: undefined,
    }),
  })
  .map(({ only, homes }) => ({ only: only && new Set(only), homes }));

export const isAdmin = ({ name }: Subject): boolean => name === 'root';

/** Who may ask: subjects of the bindings, and members of groups and namespaces of whom nothing else is known. */
export const identities: readonly Subject[] = [
  { kind: 'User', name: 'kim' },
  { kind: 'User', name: 'root' },
  { kind: 'User', name: 'unheard' },
  { kind: 'Group', name: 'nurses' },
  { kind: 'Group', name: 'system:serviceaccounts:clinic' },
  { kind: 'ServiceAccount', namespace: 'clinic', name: 'till' },
  { kind: 'ServiceAccount', namespace: 'clinic', name: 'unheard' },
  { kind: 'ServiceAccount', namespace: 'shop', name: 'till' },
];

const resourceRequest: fc.Arbitrary<Request> = fc.record({
  verb: fc.constantFrom('get', 'list', 'create', 'patch', 'delete', 'impersonate', 'chart', 'watch', 'unheard'),
  group: fc.constantFrom('', '', '', 'apps', 'charts.example.com', 'unheard.example'),
  resource: fc.constantFrom('pods', 'pods', 'secrets', 'deployments', 'nodes', 'namespaces', 'podz', 'users', 'unheards'),
  subresource: fc.constantFrom('', '', '', 'log', 'exec', '*', 'unheard'),
  name: fc.constantFrom('', 'web', 'db', 'unheard'),
  namespace: fc.constantFrom('', 'clinic', 'shop', 'lab', 'attic', 'unheard'),
});

const pathRequest: fc.Arbitrary<Request> = fc.record({
  verb: fc.constantFrom('get', 'post', 'put', 'unheard'),
  path: fc.constantFrom('/metrics', '/metrics/slow', '/healthz', '/unheard'),
});

/** Random requests, as SubjectAccessReviews would ask them. */
export const requests: fc.Arbitrary<Request[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: resourceRequest }, { weight: 1, arbitrary: pathRequest }),
  { minLength: 20, maxLength: 20 },
);
