import { describe, expect, it } from 'vitest';
import { type Outcome, run, shell } from './run.ts';
import { scratch } from './scratch.ts';

const shop = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { namespace: shop, name: reader }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { namespace: shop, name: ines }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: ines }]
`;
const ignoreInes = `ignore:
  - check: secrets-*
    subject: user:ines
    reason: on call for the shop
    ticket: SHOP-7
`;

/** A folder with the shop's manifests, and whatever else. */
function folderWith(files: Readonly<Record<string, string>>): string {
  return scratch({ '.git/HEAD': '', 'shop/rbac.yaml': shop, ...files });
}

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly ignored?: { readonly reason: string; readonly by: string };
}
interface Report {
  readonly run: { readonly config?: string; readonly platform?: string };
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly limitations: readonly { readonly code: string; readonly source: string; readonly message: string }[];
}

async function report(cwd: string, flags = '', exitCode = 0): Promise<Report> {
  const outcome = await run(`report -q -f shop/rbac.yaml -o json ${flags}`, { cwd });
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  return JSON.parse(outcome.stdout);
}

function table(cwd: string, flags = ''): Promise<Outcome> {
  return run(`report -f shop/rbac.yaml ${flags}`, { cwd });
}

describe('settings', () => {
  it('are taken from the working folder or the nearest one above, which is said', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes });
    const { stdout, stderr, exitCode } = await table(cwd);
    expect(stderr).toContain('note: settings from .rbac-audit.yaml; --no-config leaves them out\n');
    expect(stdout).toContain('2 ignored)');
    expect(exitCode).toBe(0);
    const below = await run('report -f rbac.yaml', { cwd: `${cwd}/shop` });
    expect(below.stderr).toContain('note: settings from ../.rbac-audit.yaml;');
  });

  it('are named in the answer, as what it was made with', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'platform: kubeadm\n' });
    expect((await report(cwd)).run).toMatchObject({ config: '.rbac-audit.yaml', platform: 'kubeadm' });
    expect((await report(cwd, '--platform eks')).run).toMatchObject({ platform: 'eks' });
    const { run: plain } = await report(cwd, '--no-config');
    expect([plain.config, plain.platform]).toEqual([undefined, undefined]);
  });

  it('and flags that leave findings out are named there too', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'minSeverity: high\n' });
    const limited = await report(cwd, '-n shop --skip-check secrets-read');
    expect(limited.run).toMatchObject({ limits: ['namespace shop', 'checks other than secrets-read', 'severity high and above'] });
    expect((await report(cwd, '--no-config')).run).not.toHaveProperty('limits');
  });

  it('are never taken from what is audited', async () => {
    const cwd = scratch({ 'audited/.git/HEAD': '', 'audited/.rbac-audit.yaml': ignoreInes, 'audited/rbac.yaml': shop });
    for (const flags of ['-f audited/rbac.yaml', '-R -f audited', '-f -']) {
      const { stdout, stderr } = await run(`report -o json ${flags}`, { cwd, stdin: shop });
      expect(stderr).not.toContain('settings from');
      expect(JSON.parse(stdout).summary.ignored).toBe(0);
    }
  });

  it('are no manifest, where both lie in one folder', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes });
    const { stderr, exitCode } = await run('report -R -f .', { cwd });
    expect(stderr).not.toContain('gap:');
    expect(exitCode).toBe(0);
  });

  it('come from --config, else from RBAC_AUDIT_CONFIG, else from the file', async () => {
    const files = { '.rbac-audit.yaml': 'failOn: critical\n', 'env.yaml': 'failOn: high\n', 'flag.yaml': 'failOn: none\n' };
    const cwd = folderWith(files);
    const command = 'rbac-audit report -f shop/rbac.yaml 2>notes >/dev/null; code=$?; grep settings notes; exit $code';
    const file = await shell(command, cwd);
    expect([file.exitCode, file.stdout]).toEqual([0, 'note: settings from .rbac-audit.yaml; --no-config leaves them out\n']);
    const env = await shell(`export RBAC_AUDIT_CONFIG=env.yaml; ${command}`, cwd);
    expect([env.exitCode, env.stdout]).toEqual([1, 'note: settings from env.yaml; --no-config leaves them out\n']);
    const flag = await shell(`export RBAC_AUDIT_CONFIG=env.yaml; ${command.replace('report', 'report --config flag.yaml')}`, cwd);
    expect([flag.exitCode, flag.stdout]).toEqual([0, 'note: settings from flag.yaml; --no-config leaves them out\n']);
    const none = await shell(`export RBAC_AUDIT_CONFIG=env.yaml; ${command.replace('report', 'report --no-config')}`, cwd);
    expect([none.exitCode, none.stdout]).toEqual([0, '']);
    const unset = await shell(`export RBAC_AUDIT_CONFIG=; ${command}`, cwd);
    expect(unset.stdout).toContain('.rbac-audit.yaml');
  });

  it('give way to flags', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'failOn: high\nminSeverity: critical\nskipChecks: [secrets-read]\n' });
    expect((await table(cwd)).exitCode).toBe(1);
    expect((await table(cwd, '--fail-on none')).exitCode).toBe(0);
    expect((await report(cwd, '', 1)).findings).toEqual([]);
    const low = await report(cwd, '--min-severity low', 1);
    expect(low.findings.map(({ check }) => check)).toEqual(['secrets-list-watch']);
    const asked = await report(cwd, '--min-severity low --check secrets-read', 1);
    expect(asked.findings.map(({ check }) => check)).toEqual(['secrets-read']);
  });

  it('that leave checks out are said to do so', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'skipChecks: [secrets-read, unused-role]\n' });
    expect((await report(cwd)).limitations).toEqual([
      { code: 'checks-skipped', source: '.rbac-audit.yaml', message: '.rbac-audit.yaml skips secrets-read, unused-role' },
    ]);
  });

  it('that call a namespace sensitive that is not there are said to', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'sensitiveNamespaces: [sh*, shpo]\n' });
    expect((await report(cwd)).limitations).toEqual([
      {
        code: 'sensitive-namespace-unknown',
        source: '.rbac-audit.yaml',
        message: '.rbac-audit.yaml: sensitiveNamespaces: the input has no namespace shpo',
      },
    ]);
  });

  it('say whose grants are expected, how bad something is, and which namespaces are sensitive', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': 'admins: ["user:i*"]\n' });
    expect((await report(cwd)).findings).toEqual([]);
    expect((await table(cwd)).stdout).toMatch(/\(\d+ grants of Kubernetes itself, \.rbac-audit\.yaml as expected\)/);
    expect((await table(cwd, '--all')).stdout).toContain('User ines can read every Secret in shop');
    const judged = folderWith({ '.rbac-audit.yaml': 'severity: { secrets-read: low }\nsensitiveNamespaces: [sh*]\n' });
    expect((await report(judged)).findings.map(({ check, severity }) => `${check} ${severity}`)).toEqual([
      'secrets-list-watch critical',
      'secrets-read low',
    ]);
  });
});

describe('settings that are wrong', () => {
  it.each([
    ['ignor: []', '.rbac-audit.yaml:1:1: there is no key ignor', 'did you mean ignore?'],
    ['failOn: [', '.rbac-audit.yaml:1:9: not YAML: ', 'mend it, or leave it out with --no-config'],
    ['skipChecks: [secret-read]', '.rbac-audit.yaml:1:14: there is no check secret-read', 'did you mean secrets-read?'],
  ])('end the run before anything is read: %s', async (yaml, message, advice) => {
    const { stdout, stderr, exitCode } = await table(folderWith({ '.rbac-audit.yaml': yaml }));
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr.split('\n')).toEqual([expect.stringContaining(`error: ${message}`), `  ${advice}`, '']);
  });

  it.each([
    ['--config gone.yaml', 'error: gone.yaml: no such file, or not readable', 2],
    ['--config -', 'error: settings are not read from standard input', 2],
    ['--config=', 'error: ', 2],
    ['--config a.yaml --no-config', 'error: ', 2],
    ['--platform digitalocean', 'error: ', 2],
  ])('are refused: %s', async (flags, message, code) => {
    const { stdout, stderr, exitCode } = await run(['report', '-f', 'shop/rbac.yaml', ...flags.split(' ')], { cwd: folderWith({}) });
    expect([stdout, exitCode]).toEqual(['', code]);
    expect(stderr).toContain(message);
  });
});

describe('what is ignored', () => {
  it('stays in the JSON with its reason, is counted, and fails no gate', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes });
    const { findings, summary } = await report(cwd, '--fail-on info');
    expect(findings.map(({ check, ignored }) => [check, ignored])).toEqual(
      ['secrets-list-watch', 'secrets-read'].map((check) => [
        check,
        { reason: 'on call for the shop', ticket: 'SHOP-7', by: '.rbac-audit.yaml:2: ignore[0]' },
      ]),
    );
    expect(summary).toMatchObject({ critical: 0, high: 0, ignored: 2, causes: 0 });
    await report(cwd, '--fail-on high --no-config', 1);
  });

  it('is shown in the table where it is asked for', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes });
    const { stdout } = await table(cwd);
    expect(stdout).not.toContain('on call for the shop');
    expect(stdout).toContain('What is ignored, and why: --show-ignored');
    const shown = await table(cwd, '--show-ignored');
    expect(shown.stdout).toContain('    on call for the shop (SHOP-7, .rbac-audit.yaml:2: ignore[0])');
  });

  it('does not take with it what it implied', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes.replace('secrets-*', 'secrets-list-watch') });
    const { findings } = await report(cwd, '--fail-on high', 1);
    expect(findings.filter(({ ignored }) => !ignored).map(({ check }) => check)).toEqual(['secrets-read']);
  });
});

describe('an ignore entry that counts for nothing', () => {
  const entry = (more: string) => `${ignoreInes}    ${more}\n`;
  const cases: [what: string, yaml: string, code: string, message: string][] = [
    ['expired', entry('expires: 2020-01-31'), 'ignore-expired', 'expired on 2020-01-31: the 2 findings that it covered are reported again'],
    ['covers nothing', entry('namespace: clinic'), 'ignore-unmatched', 'covers nothing that was found: delete it, or mend it'],
    [
      'no longer holds',
      entry('when: { onlyInNamespaces: [clinic] }'),
      'ignore-lapsed',
      'no longer holds, since its condition onlyInNamespaces fails for "User ines can read every Secret whose name it knows in shop": the 2 findings that it covered are reported',
    ],
  ];

  it.each(cases)('is reported on stderr and in the answer: %s', async (_, yaml, code, message) => {
    const cwd = folderWith({ '.rbac-audit.yaml': yaml });
    const { stdout, stderr, exitCode } = await table(cwd, '--fail-on high');
    expect(stderr).toContain(`note: .rbac-audit.yaml:2: ignore[0] ${message}\n`);
    expect(stdout).toContain('1 ignore entry counts for nothing');
    expect(exitCode).toBe(1);
    const { limitations, summary } = await report(cwd);
    expect(limitations).toEqual([{ code, source: '.rbac-audit.yaml', message: `.rbac-audit.yaml:2: ignore[0] ${message}` }]);
    expect(summary.ignored).toBe(0);
  });

  it.each(cases)('ends the run with --strict-ignores: %s', async (_, yaml, __, message) => {
    const { stdout, stderr, exitCode } = await table(folderWith({ '.rbac-audit.yaml': yaml }), '-q --strict-ignores');
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toBe(`error: .rbac-audit.yaml:2: ignore[0] ${message}\n  mend or delete the entry, or run without --strict-ignores\n`);
  });

  it('is none as long as it holds', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': entry('when: { onlyInNamespaces: [shop], onlyVerbs: [get, list] }') });
    expect((await table(cwd, '--strict-ignores')).exitCode).toBe(0);
    const dated = folderWith({ '.rbac-audit.yaml': entry('expires: 2026-06-30') });
    const on = async (epoch: number) =>
      (await shell(`SOURCE_DATE_EPOCH=${epoch} rbac-audit report --strict-ignores -f shop/rbac.yaml`, dated)).exitCode;
    expect(await on(Date.UTC(2026, 5, 30, 23) / 1000)).toBe(0);
    expect(await on(Date.UTC(2026, 6, 1) / 1000)).toBe(2);
  });

  it('does not depend on what is asked for', async () => {
    const cwd = folderWith({ '.rbac-audit.yaml': ignoreInes });
    for (const flags of ['-n clinic', '--check unused-role', '--skip-check secrets-read', '--min-severity critical']) {
      expect((await table(cwd, `--strict-ignores ${flags}`)).exitCode, flags).toBe(0);
    }
  });
});

describe('annotations in the objects', () => {
  const annotated = shop.replace('name: reader }', 'name: reader, annotations: { rbac-audit/ignore.secrets-list-watch: mounts them } }');

  it('accept findings in manifests', async () => {
    const { findings } = await report(scratch({ 'shop/rbac.yaml': annotated }));
    expect(findings.find(({ check }) => check === 'secrets-list-watch')?.ignored).toEqual({
      reason: 'mounts them',
      by: 'rbac-audit/ignore.secrets-list-watch on Role shop/reader',
    });
  });

  it('do not in a dump of a whole cluster, and that is said', async () => {
    const { findings, limitations, summary } = await report(scratch({ 'shop/rbac.yaml': annotated }), '--input cluster');
    expect(findings.some(({ ignored }) => ignored)).toBe(false);
    expect(summary.ignored).toBe(0);
    expect(limitations.map(({ code }) => code)).toEqual(['annotations-not-honoured']);
  });

  it('need a reason', async () => {
    const cwd = scratch({ 'shop/rbac.yaml': annotated.replace('mounts them', '""') });
    expect((await table(cwd)).stderr).toContain(
      'rbac-audit/ignore.secrets-list-watch on Role shop/reader is not honoured: it gives no reason\n',
    );
    expect((await table(cwd, '--strict-ignores')).exitCode).toBe(2);
  });
});

describe('a platform', () => {
  const kubeadm = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: "kubeadm:cluster-admins" }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "kubeadm:cluster-admins" }]
`;

  it('is proposed where the input looks like one, and not assumed', async () => {
    const cwd = scratch({ 'shop/rbac.yaml': kubeadm });
    const { stderr, exitCode } = await table(cwd, '--fail-on critical');
    expect(stderr).toContain(
      'note: ClusterRoleBinding kubeadm:cluster-admins looks like kubeadm: --platform kubeadm takes what the platform itself grants as expected\n',
    );
    expect(exitCode).toBe(1);
  });

  it('that is named takes its grants out, and is proposed no more', async () => {
    const cwd = scratch({ 'shop/rbac.yaml': kubeadm });
    const { stdout, stderr, exitCode } = await table(cwd, '--fail-on critical --platform kubeadm');
    expect(stderr).not.toContain('looks like');
    expect(stdout).toMatch(/no findings +\(\d+ grants of Kubernetes itself, kubeadm as expected\)/);
    expect(exitCode).toBe(0);
    expect((await report(cwd, '--platform kubeadm')).findings).toEqual([]);
  });
});
