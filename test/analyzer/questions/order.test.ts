import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../../src/analyzer/access/build.ts';
import { whatCan } from '../../../src/analyzer/questions/what-can.ts';
import { expandGroups, whoCan } from '../../../src/analyzer/questions/who-can.ts';
import { admit } from '../../../src/collector/admit/admit.ts';
import { nothingAdmitted } from '../../../src/collector/admit/admitted.ts';
import { assemble } from '../../../src/collector/assemble.ts';
import { clusterRole, clusterRoleBinding, type KubernetesObject, namespace, role, roleBinding, serviceAccount } from '../snapshot.ts';
import { randomRequests } from './random-requests.ts';

const pods = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };
const secrets = { verbs: ['*'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls', 'ca'] };
const labelled = (object: KubernetesObject, labels: Record<string, string>) => ({
  ...object,
  metadata: { name: 'unnamed', ...Object(object.metadata), labels },
});
const aggregating = (name: string, labels: Record<string, string>, matchLabels: Record<string, string>) => ({
  ...labelled(clusterRole(name), labels),
  aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
});

/** A clinic and a shop with everything whose order might show: copies, differing copies, aggregation in circles, broken objects. */
const documents: KubernetesObject[] = [
  role('clinic', 'reader', pods, secrets),
  role('clinic', 'reader', pods, secrets),
  role('shop', 'reader', pods),
  role('shop', 'reader', secrets),
  role('shop', 'broken', { verbs: JSON.parse('"get"') }, pods),
  labelled(clusterRole('wards', { ...pods, resources: ['wards', 'beds'] }), { 'to-view': 'true' }),
  labelled(clusterRole('beds', { ...pods, resources: ['beds'] }, pods), {
    'to-view': 'true',
    'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
  }),
  labelled(clusterRole('beds', { ...pods, resources: ['beds'] }, pods), { 'to-view': 'false' }),
  aggregating('all-a', { circle: 'b' }, { circle: 'a' }),
  aggregating('all-b', { circle: 'a' }, { circle: 'b' }),
  aggregating('viewer', { circle: 'a' }, { 'to-view': 'true' }),
  roleBinding('clinic', 'nurses', 'Role/reader', 'group:nurses', 'user:ines', 'sa:clinic/records'),
  roleBinding('shop', 'team', 'Role/reader', 'user:ines', 'user:system:serviceaccount:clinic:records'),
  roleBinding('shop', 'team', 'ClusterRole/edit', 'group:nurses'),
  labelled(roleBinding('shop', 'broken', 'Role/broken', 'user:mara'), { team: 'shop' }),
  labelled(roleBinding('shop', 'broken', 'Role/broken', 'user:mara'), { team: 'clinic' }),
  roleBinding('shop', 'gone', 'Role/gone', 'user:mara', 'group:system:serviceaccounts:shop'),
  clusterRoleBinding('viewers', 'ClusterRole/viewer', 'group:auditors', 'sa:shop/cart'),
  clusterRoleBinding('all', 'ClusterRole/all-a', 'user:wen', 'group:system:masters'),
  clusterRoleBinding('all', 'ClusterRole/all-b', 'user:wen'),
  namespace('clinic'),
  labelled(namespace('clinic'), { 'pod-security.kubernetes.io/enforce': 'baseline' }),
  serviceAccount('shop', 'cart'),
  { ...serviceAccount('shop', 'cart'), automountServiceAccountToken: false },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart', namespace: 'shop' }, spec: { serviceAccountName: 'cart' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart', namespace: 'shop' }, spec: {} },
  ...['Ward', 'Station'].map((kind) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'wards.clinic.example.com' },
    spec: { group: 'clinic.example.com', names: { plural: 'wards', kind } },
  })),
];

/** Everything that can be asked of the documents, as JSON; each document lies in a file of its own. */
function everything(order: readonly number[]): string {
  const admitted = nothingAdmitted();
  for (const index of order) {
    const file = `document-${String(index).padStart(2, '0')}.yaml`;
    admit(documents[index], { source: file, origin: { file, locate: () => ({ file, line: 1, column: 1 }) } }, 'default', admitted);
  }
  const snapshot = assemble(admitted, { sources: ['.'] });
  const access = buildAccess(snapshot);
  const getSecrets = { verb: 'get', group: '', resource: 'secrets', subresource: '', name: '', namespace: undefined };
  const who = [getSecrets, ...randomRequests(access, 150, 5)].map((request) => {
    const answer = whoCan(access, 'path' in request ? request : { request, namespaced: undefined });
    return { request, ...answer, expanded: expandGroups(access, answer) };
  });
  const what = access.subjects.map((subject) => whatCan(access, subject));
  return JSON.stringify({ snapshot, roles: access.roles, who, what }, (_key, value) => {
    if (value instanceof Map) return Object.fromEntries(value);
    return value instanceof Set ? [...value] : value;
  });
}

describe('the order in which documents are read', () => {
  const inOrder = documents.map((_, index) => index);
  const expected = everything(inOrder);

  it('leaves no trace in any answer', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: documents.length }), (order) => {
        if (everything(order) !== expected) expect(JSON.parse(everything(order))).toEqual(JSON.parse(expected));
        expect(everything(order) === expected).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is looked for where it might show', () => {
    const { snapshot, who, what } = JSON.parse(expected);
    expect(snapshot.gaps.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['differing-duplicate', 'malformed-rule']),
    );
    expect(who.some(({ limited }: { limited: unknown[] }) => limited.length > 0)).toBe(true);
    expect(what.length).toBeGreaterThan(20);
  });
});
