import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Position, Subject } from './answer.ts';
import { example, run } from './run.ts';
import { scratch } from './scratch.ts';

interface Finding {
  readonly id: string;
  readonly cause: string;
  readonly check: string;
  readonly severity: string;
  readonly base: string;
  readonly modifiers: readonly { readonly id: string; readonly from: string; readonly to: string; readonly reason: string }[];
  readonly subject?: Subject;
  readonly scope: string;
  readonly title: string;
  readonly evidence: readonly {
    readonly binding?: Subject;
    readonly role?: Subject;
    readonly rule?: number;
    readonly position?: Position;
  }[];
}

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

const severities = ['critical', 'high', 'medium', 'low', 'info'];

async function report(flags: string, cwd = example): Promise<Report> {
  const outcome = await run(`report -R -f . -o json ${flags}`, { cwd });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  const parsed: Report = JSON.parse(outcome.stdout);
  return parsed;
}

async function table(flags: string): Promise<string> {
  return (await run(`report -R -f . ${flags}`, { cwd: example })).stdout;
}

/** Findings about one rule in one role, bound as is said. */
async function judge(rule: string, binding: 'ClusterRoleBinding' | 'RoleBinding' | 'none'): Promise<readonly Finding[]> {
  const role = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: caretaker }\nrules: [${rule}]\n`;
  const bound = `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ${binding}\nmetadata: { name: caretaker, namespace: clinic }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: caretaker }
subjects: [{ kind: ServiceAccount, name: caretaker, namespace: clinic }]\n`;
  const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: caretaker, namespace: clinic }\n';
  const cwd = scratch({
    'clinic.yaml': `${role}${binding === 'none' ? '' : bound.replace(/(kind: ClusterRoleBinding\nmetadata: \{ name: caretaker), namespace: clinic/, '$1')}${account}`,
  });
  return (await report('', cwd)).findings;
}

/** What is said about access, apart from "a ClusterRole is used" and from what is unused. */
function risks(findings: readonly Finding[]): string[] {
  return findings.filter(({ check }) => !/^(clusterrole-|unused-|dead-)/.test(check)).map(({ check, severity }) => `${severity} ${check}`);
}

describe('the JSON of a report', () => {
  it('counts each severity, causes, what is ignored and what is expected', async () => {
    const { summary, findings } = await report('');
    for (const severity of severities) expect(summary[severity]).toEqual(expect.any(Number));
    expect(summary.causes).toBeGreaterThan(0);
    expect(summary.causes).toBeLessThanOrEqual(findings.length);
    expect(summary).toMatchObject({ ignored: 0, expected: expect.any(Number) });
  });

  it('holds what the contract names in each finding', async () => {
    const { findings } = await report('');
    expect(findings.length).toBeGreaterThan(10);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        id: expect.stringMatching(/./),
        cause: expect.stringMatching(/./),
        check: expect.stringMatching(/^[a-z][a-z0-9-]+$/),
        severity: expect.stringMatching(/^(critical|high|medium|low|info)$/),
        base: expect.stringMatching(/^(critical|high|medium|low|info)$/),
        scope: expect.stringMatching(/./),
        title: expect.stringMatching(/./),
        detail: expect.stringMatching(/./),
        remediation: expect.stringMatching(/./),
        references: expect.any(Array),
        implied: expect.any(Array),
        evidence: expect.any(Array),
      });
    }
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  it('lets the steps from the base to the severity be followed', async () => {
    const { findings } = await report('');
    for (const { base, severity, modifiers } of findings) {
      expect(modifiers.reduce((at, { from, to }) => (from === at ? to : 'broken'), base)).toBe(severity);
      for (const { reason } of modifiers) expect(reason).not.toBe('');
    }
    expect(findings.some(({ modifiers }) => modifiers.length > 0)).toBe(true);
  });

  it('leads to the very lines of the files', async () => {
    const { findings } = await report('');
    const positions = findings.flatMap(({ evidence }) => evidence.flatMap(({ position }) => position ?? []));
    expect(positions.length).toBeGreaterThan(10);
    for (const { file, line, column } of positions) {
      const text = readFileSync(join(example, file), 'utf8').split('\n')[line - 1] ?? '';
      expect(text.slice(column - 1), `${file}:${line}:${column}`).toMatch(
        /^(apiVersion|kind|apiGroups|resources|verbs|resourceNames|nonResourceURLs|name):/,
      );
    }
  });

  it('begins with the worst', async () => {
    const { findings } = await report('');
    const order = findings.map(({ severity }) => severities.indexOf(severity));
    expect(order).toEqual([...order].sort());
  });
});

describe('the table of a report', () => {
  it('begins with what was audited and how much of each severity was found', async () => {
    const [first, second] = (await table('')).split('\n');
    expect(first).toMatch(/30 subjects, 44 bindings, 39 roles/);
    expect(second).toMatch(/\d+ critical +\d+ high +\d+ medium +\d+ low/);
  });

  it('folds what is below high, and says how to see it', async () => {
    const text = await table('');
    expect(text).toMatch(/^CHECK +CRITICAL +HIGH +SUBJECTS/m);
    expect(text).toMatch(/^CRITICAL /m);
    expect(text).not.toMatch(/^(MEDIUM|LOW|INFO) /m);
    expect(text).toContain('--min-severity');
    expect(await table('--min-severity high')).toMatch(/^HIGH /m);
    const all = await table('--min-severity info');
    for (const severity of severities) expect(all).toMatch(new RegExp(`^${severity.toUpperCase()} `, 'm'));
  });

  it('names file and line, the binding and the role, and what to do', async () => {
    const text = await table('');
    expect(text).toContain('ci/rbac.yaml:13');
    expect(text).toMatch(/ClusterRoleBinding ci\n/);
    expect(text).toMatch(/ClusterRole ci-deployer rules\[2\]/);
    expect(text).toContain('suggest');
  });

  it('names what Kubernetes brings along in one line, and lists it with --all', async () => {
    const { summary } = await report('');
    const text = await table('');
    expect(text).toContain(`${summary.expected} grants of Kubernetes itself`);
    expect((await table('--all')).length).toBeGreaterThan(text.length);
    expect(await table('--all')).toContain('SA kube-system/generic-garbage-collector');
    expect(text).not.toContain('SA kube-system/');
  });
});

describe('the choice of findings', () => {
  it('is all of them in JSON, unless --min-severity says otherwise; the summary counts all the same', async () => {
    const all = await report('');
    const some = await report('--min-severity high');
    expect(some.findings).toEqual(all.findings.filter(({ severity }) => severity === 'critical' || severity === 'high'));
    expect(some.findings.length).toBeLessThan(all.findings.length);
    expect(some.summary).toEqual(all.summary);
  });

  it('is one check, several, or all but some', async () => {
    const all = await report('');
    const checks = [...new Set(all.findings.map(({ check }) => check))].sort();
    const [first = '', second = ''] = checks;
    const chosen = async (flags: string): Promise<string[]> =>
      [...new Set((await report(flags)).findings.map(({ check }) => check))].sort();
    expect(await chosen(`--check ${first}`)).toEqual([first]);
    expect(await chosen(`--check ${first} --check ${second}`)).toEqual([first, second]);
    expect(await chosen(`--skip-check ${first} --skip-check ${second}`)).toEqual(checks.slice(2));
  });

  it('is a namespace: what holds there, cluster-wide grants included, and nothing of others', async () => {
    const { findings } = await report('-n shop');
    expect(new Set(findings.map(({ scope }) => scope))).toEqual(new Set(['*', 'shop']));
    expect(await table('-n shop')).not.toMatch(/^\S.* in clinic$/m);
  });

  it('never changes a finding', async () => {
    const all = new Map((await report('')).findings.map((finding) => [finding.id, finding]));
    for (const finding of (await report('-n shop')).findings) expect(finding).toEqual(all.get(finding.id));
  });
});

describe('the first checks', () => {
  it('find what a ClusterRoleBinding makes of a rule', async () => {
    expect(risks(await judge('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringMatching(/^critical /),
    );
    expect(risks(await judge('{ apiGroups: [apps], resources: [deployments], verbs: ["*"] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringContaining('wildcard-verbs'),
    );
    expect(risks(await judge('{ apiGroups: [""], resources: ["*"], verbs: [get] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringContaining('wildcard-resources'),
    );
    expect(risks(await judge('{ apiGroups: ["*"], resources: [deployments], verbs: [get] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringContaining('wildcard-apigroups'),
    );
    expect(risks(await judge('{ nonResourceURLs: ["*"], verbs: [get] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringContaining('wildcard-nonresource-urls'),
    );
    expect(risks(await judge('{ apiGroups: [""], resources: [secrets], verbs: [watch] }', 'ClusterRoleBinding'))).toContainEqual(
      'critical secrets-list-watch',
    );
    expect(risks(await judge('{ apiGroups: [""], resources: [secrets], verbs: [get] }', 'ClusterRoleBinding'))).toContainEqual(
      expect.stringContaining('secrets-read'),
    );
  });

  it('look at the scope: the same rule in one namespace is less', async () => {
    const rule = '{ apiGroups: [""], resources: [secrets], verbs: [get, list, watch] }';
    const severity = async (binding: 'ClusterRoleBinding' | 'RoleBinding'): Promise<number[]> =>
      (await judge(rule, binding))
        .filter(({ check }) => check === 'secrets-list-watch')
        .map((finding) => severities.indexOf(finding.severity));
    const [wide = -1] = await severity('ClusterRoleBinding');
    const [narrow = -1] = await severity('RoleBinding');
    expect(wide).toBe(0);
    expect(narrow).toBeGreaterThan(wide);
  });

  it('see no risk in a role that nobody has: it is only unused', async () => {
    const findings = await judge('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }', 'none');
    expect(risks(findings)).toEqual([]);
    expect(findings.map(({ check }) => check)).toContain('unused-role');
  });

  it('see nothing where a RoleBinding cannot grant it', async () => {
    expect(risks(await judge('{ nonResourceURLs: ["*"], verbs: ["*"] }', 'RoleBinding'))).toEqual([]);
  });

  it('see nothing in a small right', async () => {
    expect(risks(await judge('{ apiGroups: [""], resources: [configmaps], verbs: [get] }', 'RoleBinding'))).toEqual([]);
  });

  it('ask about requests, not about the text of rules: resources by any spelling are the same', async () => {
    for (const resources of ['["*"]', '[secrets]', '[pods, secrets]']) {
      const checks = (await judge(`{ apiGroups: ["*"], resources: ${resources}, verbs: [list] }`, 'ClusterRoleBinding')).map(
        ({ check }) => check,
      );
      expect(checks).toContain('secrets-list-watch');
    }
  });

  it('find bindings that point nowhere and rules that never match', async () => {
    const checks = (await report('')).findings.map(
      ({ check, evidence }) => `${check} ${evidence[0]?.binding?.name ?? evidence[0]?.role?.name}`,
    );
    expect(checks).toContain('dangling-roleref campaign');
    expect(checks).toContain('dead-rule restart');
    expect(checks).toContain('unused-role nightly-drain');
  });
});

describe('a report on nothing but namespaces', () => {
  it('finds nothing, and says so', async () => {
    const cwd = scratch({ 'clinic.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n' });
    const outcome = await run('report -f clinic.yaml --min-severity info', { cwd });
    expect(outcome.stdout).toMatch(/0 subjects, 0 bindings, 0 roles/);
    expect(outcome.stdout).not.toMatch(/^(CRITICAL|HIGH|MEDIUM|LOW|INFO) /m);
    expect(outcome.exitCode).toBe(0);
  });
});
