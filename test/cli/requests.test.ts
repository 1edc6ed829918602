import { describe, expect, it } from 'vitest';
import { refusal } from './answer.ts';
import { run } from './run.ts';
import { scratch } from './scratch.ts';

interface Answered {
  readonly allowed?: boolean;
  readonly reason?: string;
  readonly error?: string;
}

/** Asks requests about the wards of the clinic; a string is a line as it stands. */
async function ask(requests: readonly unknown[], flags = ''): Promise<{ answers: Answered[]; exitCode: number; stderr: string }> {
  const stdin = requests.map((request) => `${typeof request === 'string' ? request : JSON.stringify(request)}\n`).join('');
  const { stdout, stderr, exitCode } = await run(`can-i --requests - -f wards.yaml ${flags}`, { stdin });
  const answers: Answered[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { answers, exitCode, stderr };
}

const allowed = { user: 'ines', verb: 'get', group: 'apps', resource: 'deployments', namespace: 'clinic' };
const refused = { ...allowed, namespace: 'shop' };

describe('a line of --requests', () => {
  it('comes back as it was, with allowed and reason', async () => {
    const odd = { ...allowed, comment: 'from the ticket', nested: { b: 1, a: [null] } };
    const { answers, exitCode } = await ask([odd]);
    expect(answers).toEqual([{ ...odd, allowed: true, reason: expect.any(String) }]);
    expect(exitCode).toBe(0);
  });

  it('comes back with its keys in their order', async () => {
    const line = '{"verb":"get","user":"ines","resource":"nodes"}';
    const { stdout } = await run('can-i --requests - -f wards.yaml', { stdin: `${line}\n` });
    expect(stdout.startsWith(`${line.slice(0, -1)},"allowed":false`)).toBe(true);
  });

  it('gets a new answer, whatever answer it brings along', async () => {
    const { answers } = await ask([
      { ...allowed, allowed: false, reason: 'old' },
      { ...refused, allowed: true, reason: 'old' },
    ]);
    expect(answers.map(({ allowed, reason }) => [allowed, reason === 'old'])).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it('names binding, role and subject as the reason, as the API server words it', async () => {
    const { answers } = await ask([
      allowed,
      { ...allowed, user: 'system:serviceaccount:clinic:intake' },
      { ...allowed, user: 'mara', groups: ['technicians'] },
    ]);
    expect(answers.map(({ reason }) => reason)).toEqual([
      'RBAC: allowed by RoleBinding "ward/clinic" of ClusterRole "ward" to User "ines"',
      'RBAC: allowed by RoleBinding "ward/clinic" of ClusterRole "ward" to ServiceAccount "intake/clinic"',
      'RBAC: allowed by ClusterRoleBinding "ward" of ClusterRole "ward" to Group "technicians"',
    ]);
  });

  it('may ask about a resource, a subresource, a name or a URL', async () => {
    const { answers, exitCode } = await ask([
      { user: 'ines', verb: 'get', resource: 'pods', subresource: 'log', namespace: 'clinic' },
      { user: 'ines', verb: 'get', resource: 'secrets', name: 'fax-password', namespace: 'clinic' },
      { user: 'ines', verb: 'get', resource: 'secrets', name: 'pager-password', namespace: 'clinic' },
      { user: 'mara', groups: ['technicians'], verb: 'get', nonResourceURL: '/metrics' },
      { user: 'mara', groups: ['technicians'], verb: 'get', nonResourceURL: '/metrics/cadvisor' },
      { user: 'mara', groups: ['technicians'], verb: 'get', resource: 'nodes' },
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, true, false, true]);
    expect(exitCode).toBe(0);
  });

  it('may be a SubjectAccessReview', async () => {
    const review = (spec: object): object => ({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec });
    const resourceAttributes = { verb: 'get', group: 'apps', version: 'v1', resource: 'deployments', name: 'fax', namespace: 'clinic' };
    const { answers, exitCode } = await ask([
      review({ user: 'ines', resourceAttributes }),
      review({ user: 'ines', resourceAttributes: { ...resourceAttributes, subresource: 'status' } }),
      review({
        user: 'mara',
        groups: ['technicians'],
        uid: '7',
        extra: { ward: ['seven'] },
        nonResourceAttributes: { verb: 'get', path: '/metrics' },
      }),
      review({ user: 'mara', nonResourceAttributes: { verb: 'get', path: '/metrics' } }),
      { spec: { groups: ['technicians'], resourceAttributes } },
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, false, true, false, true]);
    expect(answers[0]).toMatchObject({ kind: 'SubjectAccessReview', spec: { user: 'ines', resourceAttributes } });
    expect(exitCode).toBe(0);
  });

  it('is taken literally: no short names, no kinds, no default namespace, no sa:', async () => {
    const { answers } = await ask([
      { ...allowed, resource: 'deploy' },
      { ...allowed, resource: 'Deployment' },
      { ...allowed, namespace: undefined },
      { ...allowed, user: 'sa:clinic/intake' },
      { ...allowed, user: 'user:ines' },
      { ...allowed, verb: 'GET' },
      { user: 'ines', verb: 'update', resource: 'configmaps' },
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, false, false, false, false, false, false]);
  });

  it('counts exactly the groups that it names', async () => {
    const visit = { user: 'system:serviceaccount:clinic:cleaner', verb: 'list', resource: 'endpoints', namespace: 'clinic' };
    const version = { user: 'mara', verb: 'get', nonResourceURL: '/version' };
    const { answers } = await ask([
      visit,
      { ...visit, groups: ['system:serviceaccounts:clinic'] },
      version,
      { ...version, groups: ['system:authenticated'] },
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, true, false, true]);
  });

  it('counts the groups that Kubernetes adds too with --implied-groups, and still comes back as it was', async () => {
    const visit = { user: 'system:serviceaccount:clinic:cleaner', verb: 'list', resource: 'endpoints', namespace: 'clinic' };
    const version = { user: 'mara', verb: 'get', nonResourceURL: '/version' };
    const reviews = { user: 'mara', verb: 'create', group: 'authentication.k8s.io', resource: 'selfsubjectreviews' };
    const { answers } = await ask(
      [visit, version, reviews, { ...reviews, user: 'system:anonymous' }, { ...version, user: 'system:anonymous' }],
      '--implied-groups',
    );
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, true, false, true]);
    expect(answers[0]).not.toHaveProperty('groups');
  });

  it('may come from the group of admins, which passes before RBAC', async () => {
    const { answers } = await ask([{ user: 'mara', groups: ['system:masters'], verb: 'post', nonResourceURL: '/any/path' }]);
    expect(answers).toMatchObject([{ allowed: true }]);
  });
});

describe('the lines of --requests', () => {
  it('are answered in their order', async () => {
    const requests = Array.from({ length: 500 }, (_, id) => ({ ...(id % 3 === 0 ? allowed : refused), id }));
    const { answers } = await ask(requests);
    expect(answers).toMatchObject(requests.map(({ id }) => ({ id, allowed: id % 3 === 0 })));
  });

  it('may end as on Windows, or not at all, and may begin with a byte order mark', async () => {
    const line = JSON.stringify(allowed);
    for (const text of [`${line}\r\n${line}\r\n`, `${line}\n${line}`, `\ufeff${line}\n${line}\n`, `\n${line}\n\n${line}\n\n`]) {
      const { stdout, exitCode } = await run('can-i --requests - -f wards.yaml', { stdin: text });
      expect(stdout.split('\n').filter((answer) => answer.includes('"allowed":true'))).toHaveLength(2);
      expect(stdout.trimEnd().split('\n')).toHaveLength(2);
      expect(exitCode).toBe(0);
    }
  });

  it('may be none', async () => {
    expect(await run('can-i --requests - -f wards.yaml', { stdin: '' })).toMatchObject({ stdout: '', exitCode: 0 });
  });

  it('come from a file or from stdin, with the same answers', async () => {
    const stdin = `${JSON.stringify(allowed)}\n${JSON.stringify(refused)}\n`;
    const cwd = scratch({ 'requests.jsonl': stdin });
    const { stdout } = await run('can-i --requests - -f wards.yaml', { stdin });
    expect(await run(['can-i', '--requests', `${cwd}/requests.jsonl`, '-f', 'wards.yaml'])).toMatchObject({ stdout, exitCode: 0 });
  });

  it('that are not there are an error', async () => {
    expect(refusal(await run('can-i --requests nowhere.jsonl -f wards.yaml'))).toContain('nowhere.jsonl');
  });

  it('may be asked about a cluster that comes on stdin', async () => {
    const cwd = scratch({ 'requests.jsonl': `${JSON.stringify(allowed)}\n` });
    const outcome = await run(['can-i', '--requests', `${cwd}/requests.jsonl`, '-f', '-'], {
      stdin: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n',
    });
    expect(outcome.stdout).toContain('"allowed":false');
  });
});

describe('a line that is no request', () => {
  it.each([
    ['no JSON', 'get deployments as ines'],
    ['cut off', JSON.stringify(allowed).slice(0, -5)],
    ['a list', '[]'],
    ['a word', '"get"'],
    ['null', 'null'],
    ['without resource and URL', '{"user":"ines","verb":"get"}'],
    ['misspelled', '{"user":"ines","verb":"get","resuorce":"deployments"}'],
    ['with a user that is a number', { ...allowed, user: 7 }],
    ['with groups that are no list', { ...allowed, groups: 'nurses' }],
    ['with groups that are no strings', { ...allowed, groups: [7] }],
    ['with a verb that is a list', { ...allowed, verb: ['get'] }],
    ['with a name that is a number', { ...allowed, name: 7 }],
    ['a review without spec', { kind: 'SubjectAccessReview', apiVersion: 'authorization.k8s.io/v1' }],
    ['a review without attributes', { kind: 'SubjectAccessReview', spec: { user: 'ines' } }],
    [
      'a review with both kinds of attributes',
      { spec: { user: 'ines', resourceAttributes: { verb: 'get', resource: 'pods' }, nonResourceAttributes: { verb: 'get', path: '/' } } },
    ],
    ['both about a resource and a URL', { ...allowed, nonResourceURL: '/metrics' }],
  ])('is answered with an error in its place, and exit code 3: %s', async (_what, line) => {
    const { answers, exitCode, stderr } = await ask([refused, line, allowed]);
    expect(answers).toHaveLength(3);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, undefined, true]);
    expect(answers[1]).toEqual({ error: expect.any(String) });
    expect(stderr).toMatch(/^gap: .*:2: /m);
    expect(exitCode).toBe(3);
  });
});
