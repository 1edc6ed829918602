import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { covers } from '../../../src/analyzer/access/covers.ts';
import type { Request } from '../../../src/model/request.ts';
import { accessTo, type KubernetesObject, type PolicyRule } from '../snapshot.ts';

/** A case of test/fixtures/oracle/cases.json. */
type Case = { id: string; desc: string; why: string; expect: boolean } & (AuthorizationCase | CoversCase);

interface AuthorizationCase {
  kind: 'authz';
  objects: Partial<Record<'clusterRoles' | 'roles' | 'crbs' | 'rbs', ShortObject[]>> & { aggregate?: boolean };
  user: { name: string; groups: string[] };
  request: { verb: string; ns: string } & ({ path: string } | { group: string; resource: string; sub: string; name: string });
}

interface CoversCase {
  kind: 'covers';
  owner: PolicyRule[];
  servant: PolicyRule[];
}

/** An object without apiVersion and kind, its labels and namespace not in metadata. */
interface ShortObject {
  name: string;
  ns?: string;
  labels?: Record<string, string>;
}

const cases: Case[] = JSON.parse(readFileSync('test/fixtures/oracle/cases.json', 'utf8'));
const kinds = { clusterRoles: 'ClusterRole', roles: 'Role', crbs: 'ClusterRoleBinding', rbs: 'RoleBinding' } as const;

function objectsOf(objects: AuthorizationCase['objects']): KubernetesObject[] {
  return (['clusterRoles', 'roles', 'crbs', 'rbs'] as const).flatMap((field) =>
    (objects[field] ?? []).map(({ name, ns, labels, ...rest }) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: kinds[field],
      metadata: { name, namespace: ns, labels },
      ...rest,
    })),
  );
}

function requestOf(request: AuthorizationCase['request']): Request {
  if ('path' in request) return { verb: request.verb, path: request.path };
  const { verb, group, resource, sub, name, ns } = request;
  return { verb, group, resource, subresource: sub, name, namespace: ns };
}

/** A rule of the model: absent lists are empty. */
function ruleOf(rule: PolicyRule) {
  return { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], ...rule };
}

function answer(tricky: Case): boolean {
  if (tricky.kind === 'covers') return covers(tricky.owner.map(ruleOf), tricky.servant.map(ruleOf));
  const { objects, user, request } = tricky;
  const input = objects.aggregate ? 'manifests' : 'cluster';
  return accessTo(objectsOf(objects), { input }).allows({ user: user.name, groups: user.groups }, requestOf(request));
}

describe('tricky cases derived from the source of Kubernetes', () => {
  it('are 119', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(119);
  });

  it.each(cases)('$id: $desc: $expect. $why', (tricky) => {
    expect(answer(tricky)).toBe(tricky.expect);
  });
});
