import { describe, expect, it } from 'vitest';
import { refusal } from './answer.ts';
import { projectRoot, run } from './run.ts';
import { scratch } from './scratch.ts';

const shop = '-R -f examples/clinic-and-shop';
const inProject = { cwd: projectRoot };
const json = async (command: string): Promise<Record<string, unknown>> =>
  JSON.parse((await run(`${command} -q --format json`, inProject)).stdout);

/** Ines may add ConfigMaps to kube-system: on EKS aws-auth, elsewhere none that matters. */
const configWriter = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { namespace: kube-system, name: settings }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [create] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { namespace: kube-system, name: ines }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: settings }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: ines }]
`;

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

  it('folds whom the settings expect to get there, and leaves their grants out of the cut', async () => {
    const settings = '--config examples/settings.yaml';
    const { stdout, stderr } = await run(`paths ${settings} ${shop}`, inProject);
    expect(stderr).toContain('note: settings from examples/settings.yaml; --no-config leaves them out\n');
    expect(stdout).toMatch(/^Who can get where\? {2}5 cluster-admin {2}1 all-secrets\n/);
    expect(stdout).not.toContain('platform-oncall');
    expect(stdout).toContain('subjects of Kubernetes itself, examples/settings.yaml, kubeadm, as expected: --all');
    const cut = stdout.slice(stdout.indexOf('To cut'));
    expect(cut).toContain('RoleBinding argocd/app-writers');
    expect(cut).not.toContain('ClusterRoleBinding argocd');
    const { subjects, run: made } = (await json(`paths ${settings} ${shop}`)) as {
      subjects: { name: string; expected: boolean }[];
      run: object;
    };
    expect(made).toMatchObject({ config: 'examples/settings.yaml', platform: 'kubeadm' });
    expect(subjects.find(({ name }) => name === 'platform-oncall')).toMatchObject({ expected: true });
    const one = await run(`paths sa:argocd/application-controller -q ${settings} ${shop}`, inProject);
    expect(one.stdout).toContain('Nothing to remove: what leads there is expected (Kubernetes itself, examples/settings.yaml, kubeadm).');
  });

  it('goes through aws-auth as the report does: by --platform, else by what the input looks like', async () => {
    const cwd = scratch({ 'rbac.yaml': configWriter });
    const answers = async (flags: string) => {
      const { subjects } = JSON.parse((await run(`paths -q -o json -f rbac.yaml ${flags}`, { cwd })).stdout) as {
        subjects: { name: string }[];
      };
      const { findings } = JSON.parse(
        (await run(`report -q -o json -f rbac.yaml --check configmaps-kube-system-write ${flags}`, { cwd })).stdout,
      ) as {
        findings: { severity: string; path?: { hops: string[] } }[];
      };
      return { gets: subjects.some(({ name }) => name === 'ines'), found: findings.map(({ severity, path }) => [severity, path?.hops]) };
    };
    const onEks = { gets: true, found: [['high', ['aws-auth']]] };
    const elsewhere = { gets: false, found: [['medium', undefined]] };
    expect(await answers('')).toEqual(onEks);
    expect(await answers('--platform eks')).toEqual(onEks);
    expect(await answers('--platform gke')).toEqual(elsewhere);
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
