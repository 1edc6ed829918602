import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/collector/cluster/api-error.ts';
import type { Get } from '../../../src/collector/cluster/get.ts';
import { baseKinds, type ListedKind, workloadKinds } from '../../../src/collector/cluster/kinds.ts';
import { listKind } from '../../../src/collector/cluster/list.ts';

function kind(name: string): ListedKind {
  const found = [...baseKinds, ...workloadKinds].find((listed) => listed.kind === name);
  if (found === undefined) throw new Error(`no kind ${name}`);
  return found;
}

/** Answers by path: a list of items, or an error. Anything else is not found. */
function serving(answers: Record<string, unknown[] | ApiError>): Get {
  return async (path) => {
    const answer = answers[path.replace(/\?.*/, '')] ?? new ApiError('404 Not Found', { status: 404 });
    if (answer instanceof ApiError) throw answer;
    return { items: answer };
  };
}

const refusal = new ApiError('User "jane" cannot list resource "roles"', { status: 403 });
const outage = new ApiError('503 Service Unavailable', { status: 503 });
const everywhere = { chunkSize: 500, namespace: undefined };
const inTriage = { chunkSize: 500, namespace: 'triage' };
const roles = '/apis/rbac.authorization.k8s.io/v1/roles';
const rolesInTriage = '/apis/rbac.authorization.k8s.io/v1/namespaces/triage/roles';
const reader = { metadata: { name: 'reader', namespace: 'triage' } };

describe('listing a kind', () => {
  it('fills in kind and apiVersion, which lists leave out, and drops what says nothing about access', async () => {
    const pod = {
      kind: 'Secret',
      metadata: { name: 'web', managedFields: [{}] },
      spec: { serviceAccountName: 'web' },
      status: { phase: 'Running' },
    };
    const list = await listKind(serving({ '/api/v1/pods': [pod] }), kind('Pod'), everywhere);
    expect(list.objects).toEqual([
      { source: '/api/v1/pods', value: { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' }, spec: { serviceAccountName: 'web' } } },
    ]);
    expect(list).toMatchObject({ complete: true, gaps: [], limitations: [] });
  });

  it('takes an older version where a newer one is not served', async () => {
    const cronJob = { metadata: { name: 'backup', namespace: 'triage' } };
    const list = await listKind(serving({ '/apis/batch/v1beta1/cronjobs': [cronJob] }), kind('CronJob'), everywhere);
    expect(list.objects[0]?.value).toMatchObject({ apiVersion: 'batch/v1beta1', kind: 'CronJob' });
    expect(list.complete).toBe(true);
  });

  it('takes an auxiliary kind that is not served for one without objects', async () => {
    expect(await listKind(serving({}), kind('CronJob'), everywhere)).toMatchObject({
      objects: [],
      complete: true,
      gaps: [],
      limitations: [],
    });
  });

  it('reports RBAC that is not served as a gap', async () => {
    const list = await listKind(serving({}), kind('Role'), everywhere);
    expect(list).toMatchObject({ complete: false, gaps: [{ code: 'list-failed', source: roles }] });
  });

  it('reports items that are no objects, keeps the others, and no longer calls the list whole', async () => {
    const list = await listKind(serving({ [roles]: [reader, 'role', null] }), kind('Role'), everywhere);
    expect(list.objects).toHaveLength(1);
    expect(list.complete).toBe(false);
    expect(list.gaps).toMatchObject([{ code: 'malformed-object', source: roles }]);
    expect(list.gaps[0]?.message).toBe('2 of 3 items in the list of roles.rbac.authorization.k8s.io are no objects');
  });
});

describe('a list that is refused', () => {
  it('is a gap that says what to grant, where RBAC is refused', async () => {
    const list = await listKind(serving({ [roles]: refusal }), kind('Role'), everywhere);
    expect(list).toMatchObject({ objects: [], complete: false, answered: true, limitations: [] });
    expect(list.gaps).toEqual([
      {
        code: 'list-refused',
        source: roles,
        message: 'roles.rbac.authorization.k8s.io could not be listed: User "jane" cannot list resource "roles"',
        advice: 'grant list on roles.rbac.authorization.k8s.io cluster-wide (docs/rbac/reader.yaml)',
      },
    ]);
  });

  it('is a limitation for anything else', async () => {
    const list = await listKind(serving({ '/api/v1/namespaces': refusal }), kind('Namespace'), everywhere);
    expect(list).toMatchObject({ complete: false, gaps: [], limitations: [{ code: 'list-refused', source: '/api/v1/namespaces' }] });
  });

  it('is read in the given namespace instead, and stays a gap for all the others', async () => {
    const list = await listKind(serving({ [roles]: refusal, [rolesInTriage]: [reader] }), kind('Role'), inTriage);
    expect(list.objects).toMatchObject([{ source: rolesInTriage, value: { kind: 'Role' } }]);
    expect(list.complete).toBe(false);
    expect(list.gaps).toMatchObject([{ code: 'list-refused', source: roles }]);
    expect(list.gaps[0]?.message).toContain('could not be listed, only those in namespace triage were: ');
  });

  it('is one gap where the namespace is refused too', async () => {
    const list = await listKind(serving({ [roles]: refusal, [rolesInTriage]: refusal }), kind('Role'), inTriage);
    expect(list.gaps).toHaveLength(1);
    expect(list.gaps[0]?.message).not.toContain('triage');
  });

  it('is not asked by namespace for a kind that has none', async () => {
    const asked: string[] = [];
    const get: Get = async (path) => {
      asked.push(path);
      throw refusal;
    };
    await listKind(get, kind('ClusterRole'), inTriage);
    expect(asked).toHaveLength(1);
  });
});

describe('a list that fails', () => {
  it('is a gap of its own, whether or not a namespace is given', async () => {
    for (const options of [everywhere, inTriage]) {
      const list = await listKind(serving({ [roles]: outage, [rolesInTriage]: [reader] }), kind('Role'), options);
      expect(list).toMatchObject({ objects: [], complete: false, answered: false, gaps: [{ code: 'list-failed', source: roles }] });
    }
  });

  it('keeps what was read before, and says how much', async () => {
    const get: Get = async (path) => {
      if (path.includes('continue')) throw outage;
      return { items: [reader], metadata: { continue: 'rest' } };
    };
    const list = await listKind(get, kind('Role'), everywhere);
    expect(list.objects).toHaveLength(1);
    expect(list.complete).toBe(false);
    expect(list.gaps[0]?.message).toBe('roles.rbac.authorization.k8s.io could not be listed after the first 1: 503 Service Unavailable');
  });

  it('is a limitation for a workload', async () => {
    const list = await listKind(serving({ '/api/v1/pods': outage }), kind('Pod'), everywhere);
    expect(list).toMatchObject({ gaps: [], limitations: [{ code: 'list-failed', source: '/api/v1/pods' }] });
  });
});
