import { describe, expect, it } from 'vitest';
import { refusal } from './answer.ts';
import { projectRoot, run } from './run.ts';

const shop = '-R -f examples/clinic-and-shop';
const inProject = { cwd: projectRoot };
const json = async (command: string): Promise<Record<string, unknown>> =>
  JSON.parse((await run(`${command} -q --format json`, inProject)).stdout);

describe('paths', () => {
  it('shows a subject’s way hop by hop', async () => {
    const { stdout, stderr, exitCode } = await run(`paths sa:ci/runner -q ${shop}`, inProject);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(/^SA ci\/runner can get to cluster-admin: 2 hops\n1 {3}runs pods as SA ci\/deployer\n/);
    expect(stdout).toContain('remove 1 binding: RoleBinding ci/runner.');
  });

  it('is done, and no failure, whether or not somebody gets somewhere', async () => {
    expect((await run(`paths ${shop}`, inProject)).exitCode).toBe(0);
    expect((await run(`paths sa:shop/cart ${shop}`, inProject)).exitCode).toBe(0);
  });

  it('folds those of Kubernetes in the table, and has them in JSON', async () => {
    const table = await run(`paths -q ${shop}`, inProject);
    expect(table.stdout).not.toContain('kube-controller-manager');
    expect((await run(`paths -q --all ${shop}`, inProject)).stdout).toContain('User   system:kube-controller-manager');
    const { subjects } = (await json(`paths ${shop}`)) as { subjects: { name: string; expected: boolean }[] };
    expect(subjects.find(({ name }) => name === 'system:kube-controller-manager')).toMatchObject({ expected: true });
    expect(subjects.find(({ name }) => name === 'runner')).toMatchObject({ expected: false });
  });

  it('asks for one goal with --to', async () => {
    const { subjects, cuts, goal } = (await json(`paths --to node-root ${shop}`)) as {
      subjects: { chains: { goal: string }[] }[];
      cuts: { goal: string }[];
      goal: string;
    };
    expect(goal).toBe('node-root');
    expect(new Set([...subjects.flatMap(({ chains }) => chains), ...cuts].map((one) => one.goal))).toEqual(new Set(['node-root']));
  });

  it('understands all spellings of a subject', async () => {
    const answers = await Promise.all(
      ['sa:ci/runner', 'system:serviceaccount:ci:runner'].map((subject) => json(`paths ${subject} ${shop}`)),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it('says so where no binding names a subject, and answers for what everybody has', async () => {
    const { stdout, stderr, exitCode } = await run(`paths user:nobody -q ${shop}`, inProject);
    expect(stderr).toBe('note: no binding names User nobody\n');
    expect(stdout).toContain('User nobody gets nowhere');
    expect(exitCode).toBe(0);
  });

  it('draws', async () => {
    const { stdout } = await run(`paths -q -o dot ${shop}`, inProject);
    expect(stdout).toMatch(/^digraph paths \{\n/);
    expect(stdout).toContain('"SA ci/runner" -> "SA ci/deployer" [label="run-pods"];');
  });

  it('gives the same bytes each time, and from the files in another order', async () => {
    const files = ['ci', 'argocd', 'all-teams', 'databases', 'monitoring', 'shop', 'clinic'].map(
      (name) => `examples/clinic-and-shop/${name}`,
    );
    const answer = async (order: readonly string[]) => {
      const { run: _, ...rest } = await json(`paths -R ${order.map((file) => `-f ${file}`).join(' ')}`);
      return JSON.stringify(rest);
    };
    expect(await answer(files)).toBe(await answer([...files].reverse()));
  });
});

describe('paths with gaps', () => {
  it.each(['table', 'json', 'yaml', 'dot'])('ends with 3 in %s, and says what was not seen', async (format) => {
    const { stdout, stderr, exitCode } = await run(`paths -f wrong-types.yaml --format ${format}`);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('gap: wrong-types.yaml');
    expect(stdout).toMatch(/gap/);
  });

  it('ends with 0 where that is accepted', async () => {
    expect((await run('paths -f wrong-types.yaml --allow-partial')).exitCode).toBe(0);
  });
});

describe('paths refuses', () => {
  it.each([
    ['a goal that there is not', 'paths --to moon -f records.yaml', '--to'],
    ['a subject that is none', 'paths sa:till -f records.yaml', 'a ServiceAccount needs its namespace'],
    ['an empty subject', ['paths', '', '-f', 'records.yaml'], 'names no subject'],
    ['a format that there is not', 'paths -o sarif -f records.yaml', '--format'],
    ['two subjects', 'paths user:ines user:jonas -f records.yaml', 'user:jonas'],
  ])('%s', async (_, command, words) => {
    expect(refusal(await run(command))).toContain(words);
  });
});

it('prints hostile names of a chain as escapes', async () => {
  const name = 'eve\u001b[2J\u202e';
  const manifest = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'mallory' },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  };
  for (const command of ['paths', 'paths --all', 'paths -o dot']) {
    const { stdout } = await run(`${command} -q -f -`, { stdin: JSON.stringify(manifest) });
    expect(stdout).toMatch(/eve\\{1,2}u001b/);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  }
  const { stdout } = await run(['paths', `user:${name}`, '-q', '-f', '-'], { stdin: JSON.stringify(manifest) });
  expect(stdout).not.toContain('\u001b');
});
