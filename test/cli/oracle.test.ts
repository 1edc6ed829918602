import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { projectRoot, run } from './run.ts';
import { scratch } from './scratch.ts';

const fixtures = join(projectRoot, 'test/fixtures/oracle');
const real = join(projectRoot, '../shared/oracle/real');

if (!existsSync(real))
  process.stderr.write('skipped: ../shared/oracle/real is not there, so no answers about public projects are compared\n');

/** Asks what an API server was asked, through the command line, and lists the requests that are answered otherwise. */
async function disagreements(folder: string): Promise<{ asked: number; differ: string[] }> {
  const lines = gunzipSync(readFileSync(join(folder, 'answers.jsonl.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  const recorded = lines.map((line) => {
    const { allowed, reason: _reason, ...request }: { allowed: boolean; reason?: string } = JSON.parse(line);
    return { allowed, request: JSON.stringify(request) };
  });
  const stdin = recorded.map(({ request }) => `${request}\n`).join('');
  const outcome = await run(['can-i', '--requests', '-', '-f', join(folder, 'cluster.json.gz')], { stdin });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  const answers = outcome.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(recorded.length);
  const differ = recorded.flatMap(({ allowed, request }, index) => {
    const answer: { allowed: boolean } = JSON.parse(answers[index] ?? '{}');
    return answer.allowed === allowed ? [] : [`${request} is ${allowed}, not ${answer.allowed}`];
  });
  return { asked: recorded.length, differ };
}

interface ShortObject {
  readonly name: string;
  readonly ns?: string;
  readonly [field: string]: unknown;
}

interface Case {
  readonly id: string;
  readonly desc: string;
  readonly kind: string;
  readonly objects: { readonly [list: string]: readonly ShortObject[] } & { readonly aggregate?: boolean };
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly request: { readonly [field: string]: string };
  readonly expect: boolean;
}

const kinds = new Map([
  ['clusterRoles', 'ClusterRole'],
  ['roles', 'Role'],
  ['crbs', 'ClusterRoleBinding'],
  ['rbs', 'RoleBinding'],
]);

/** The objects of a case as a dump holds them. */
function dumpOf({ objects }: Case): string {
  const items = [...kinds].flatMap(([list, kind]) => {
    const ofKind: readonly ShortObject[] = objects[list] ?? [];
    return ofKind.map(({ name, ns, labels, ...rest }) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name, namespace: ns, labels },
      ...rest,
    }));
  });
  // One case holds no object at all, which is no input.
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns1' } };
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [namespace, ...items] });
}

function requestOf({ user, request }: Case): string {
  const { verb, group, resource, sub, name, ns, path } = request;
  const asked = path === undefined ? { group, resource, subresource: sub, name, namespace: ns } : { nonResourceURL: path };
  return JSON.stringify({ user: user.name, groups: user.groups, verb, ...asked });
}

const everything: Case[] = JSON.parse(readFileSync(join(fixtures, 'cases.json'), 'utf8'));
const cases = everything.filter(({ kind }) => kind === 'authz');

describe('can-i --requests answers tricky cases as Kubernetes does', () => {
  it.each(cases.map((each) => [each.id, each.desc, each] as const))('%s %s', async (_id, _desc, each) => {
    const cwd = scratch({ 'dump.json': dumpOf(each) });
    // The server has filled aggregated roles before anything is dumped; manifests hold them empty.
    const input = each.objects.aggregate ? 'manifests' : 'cluster';
    const { stdout, stderr } = await run(`can-i --requests - -f dump.json --input ${input}`, { cwd, stdin: requestOf(each) });
    const { allowed }: { allowed: boolean } = JSON.parse(stdout);
    expect(allowed, stderr).toBe(each.expect);
  });

  it('are all there', () => {
    expect(cases.length).toBeGreaterThan(100);
  });
});

describe('can-i --requests answers as the API server did', () => {
  it.each(['adversarial-102', 'adversarial-103'])('each of 30,000 questions about %s', async (name) => {
    const { asked, differ } = await disagreements(join(fixtures, name));
    expect(differ).toEqual([]);
    expect(asked).toBe(30_000);
  });

  it.skipIf(!existsSync(real))('every question about the RBAC of 82 public projects', { timeout: 180_000 }, async () => {
    const { asked, differ } = await disagreements(real);
    expect(differ).toEqual([]);
    expect(asked).toBeGreaterThan(100_000);
  });
});
