import fc from 'fast-check';
import type { Access } from '../../src/analyzer/access/access.ts';
import { identityOf } from '../../src/analyzer/access/identity.ts';
import type { Binding } from '../../src/model/binding.ts';
import type { Request } from '../../src/model/request.ts';
import type { Role } from '../../src/model/role.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Subject } from '../../src/model/subject.ts';
import { binding, labelled, role, selecting } from './snapshot.ts';

// A small clinic in which everything can be asked. Each list ends with a name that no rule ever holds.
// The last path could not be sent, but `*` covers it and `/*` does not.
const verbs = ['get', 'list', 'create', 'impersonate', 'chart', 'unheard'];
const groups = ['', 'apps', 'networking.k8s.io', 'unheard.example'];
const resources = ['pods', 'secrets', 'deployments', 'networkpolicies', 'unheards'];
const subresources = ['', 'exec', 'log', '*', 'unheard'];
const names = ['', 'web', 'db', 'ledger', 'unheard'];
const namespaces = ['', 'clinic', 'shop', 'unheard'];
const paths = ['/metrics', '/metrics/slow', '/healthz', '/unheard', 'unheard'];

export const identities: Subject[] = [
  { kind: 'User', name: 'kim' },
  { kind: 'Group', name: 'nurses' },
  { kind: 'Group', name: 'system:serviceaccounts:clinic' },
  { kind: 'ServiceAccount', namespace: 'clinic', name: 'till' },
  { kind: 'ServiceAccount', namespace: 'shop', name: 'till' },
  { kind: 'User', name: 'unheard' },
];

export const requests: Request[] = verbs.flatMap((verb) => [
  ...paths.map((path) => ({ verb, path })),
  ...groups.flatMap((group) =>
    resources.flatMap((resource) =>
      subresources.flatMap((subresource) =>
        names.flatMap((name) => namespaces.map((namespace) => ({ verb, group, resource, subresource, name, namespace }))),
      ),
    ),
  ),
]);

/** A request that one of the identities may make in one cluster and not in the other; undefined where both allow the same. */
export function firstDifference(before: Access, after: Access): { subject: Subject; request: Request } | undefined {
  for (const subject of identities) {
    const identity = identityOf(subject);
    for (const request of requests) {
      if (before.allows(identity, request) !== after.allows(identity, request)) return { subject, request };
    }
  }
  return undefined;
}

function someOf<T>(...values: T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

const resourceRule: fc.Arbitrary<Rule> = fc.record({
  index: fc.constant(0),
  verbs: someOf('get', 'list', 'create', 'impersonate', 'chart', '*'),
  apiGroups: someOf('', '', 'apps', 'networking.k8s.io', '*'),
  resources: someOf('pods', 'pods/exec', 'pods/log', 'secrets', 'deployments', 'networkpolicies', '*', '*/log', '*/exec', 'pods/*'),
  resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someOf('web', 'db', '') }),
  nonResourceURLs: fc.constant([]),
});

const pathRule: fc.Arbitrary<Rule> = fc.record({
  index: fc.constant(0),
  verbs: someOf('get', 'create', '*'),
  apiGroups: fc.constant([]),
  resources: fc.constant([]),
  resourceNames: fc.constant([]),
  nonResourceURLs: someOf('/metrics', '/metrics/*', '/metrics*', '/healthz', '*', '/*'),
});

/** Random rules on resources and URLs. */
export const rules: fc.Arbitrary<Rule[]> = fc.array(fc.oneof({ weight: 4, arbitrary: resourceRule }, { weight: 1, arbitrary: pathRule }), {
  maxLength: 4,
});

const roles: fc.Arbitrary<Role[]> = fc
  .record({ cluster: rules, other: rules, clinic: rules, shop: rules, north: fc.boolean() })
  .map(({ cluster, other, clinic, shop, north }) => [
    role(undefined, 'nurse', cluster, north ? labelled('ward', 'north') : {}),
    role(undefined, 'nurse-read', other, labelled('ward', 'north')),
    role(undefined, 'north', [], selecting('ward', 'north')),
    role('clinic', 'nurse', clinic),
    role('shop', 'nurse', shop),
  ]);

const bindings: fc.Arbitrary<Binding[]> = fc
  .uniqueArray(
    fc.record({
      namespace: fc.constantFrom(undefined, 'clinic', 'shop'),
      name: fc.constantFrom('ward', 'ward-read', 'till'),
      to: fc.constantFrom(
        'ClusterRole/nurse',
        'ClusterRole/nurse-read',
        'ClusterRole/north',
        'Role/nurse',
        'Role/nurse-write',
        'Node/nurse',
      ),
      subjects: someOf(
        'user:kim',
        'group:nurses',
        'group:system:serviceaccounts:clinic',
        'sa:clinic/till',
        'sa:till',
        'user:system:serviceaccount:shop:till',
      ),
    }),
    { selector: ({ namespace, name }) => `${namespace}/${name}`, minLength: 1, maxLength: 5 },
  )
  .map((list) => list.map(({ namespace, name, to, subjects }) => binding(namespace, name, to, subjects.join(' '))));

/** Random roles, aggregated and shared ones among them, and random bindings, dangling ones among them. */
export const clusters: fc.Arbitrary<{ roles: Role[]; bindings: Binding[] }> = fc.record({ roles, bindings });
