import { type Evidence, type Finding, type Severity, type Summary, severities } from '../../src/model/finding.ts';
import type { FindingsView } from '../../src/report/findings.ts';
import type { CheckInfo } from '../../src/report/report-view.ts';

/** A finding as the checks make them: by default, that the nurses may read every Secret of the clinic. */
export function finding(changes: Partial<Finding> = {}): Finding {
  const { severity = 'high', scope = 'clinic' } = changes;
  const subject = { kind: 'Group', name: 'nurses' } as const;
  const holder = changes.object ? {} : { subject: changes.subject ?? subject };
  const own: Finding = {
    id: '00000000000000a1',
    cause: '00000000000000c1',
    check: 'secrets-list-watch',
    severity,
    base: 'critical',
    modifiers: severity === 'critical' ? [] : [{ id: 'namespace', from: 'critical', to: severity, reason: `only in namespace ${scope}` }],
    ...holder,
    scope,
    title: 'Group nurses can read every Secret in clinic',
    statement: 'can read every Secret',
    detail: 'list and watch return the whole content of Secrets.',
    evidence: [evidence()],
    implied: [],
    remediation: 'Take list and watch away.',
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets', 'CIS Kubernetes Benchmark 5.1.2'],
  };
  return { ...own, ...changes };
}

/** The same, accepted as it is. */
export function accepted(reason: string, changes: Partial<Finding> = {}): Finding {
  return finding({ ignored: { reason, by: '.rbac-audit.yaml:3' }, ...changes });
}

/** A chain from a binding to a rule, with a place in a file. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    binding: { kind: 'RoleBinding', namespace: 'clinic', name: 'nurses' },
    role: { kind: 'Role', namespace: 'clinic', name: 'records-reader' },
    rule: 0,
    position: { file: 'clinic/records.yaml', line: 7, column: 5 },
    ...changes,
  };
}

export const secretsCheck: CheckInfo = {
  id: 'secrets-list-watch',
  title: 'A subject can list or watch Secrets',
  kind: 'risk',
  base: 'critical',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets', 'CIS Kubernetes Benchmark 5.1.2'],
  remediation: 'Take list and watch away.',
};

export const unusedCheck: CheckInfo = {
  id: 'unused-role',
  title: 'A role is used by no binding',
  kind: 'lint',
  base: 'info',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review'],
  remediation: 'Delete the role.',
};

/** A report on such findings. */
export function view(findings: readonly Finding[], changes: Partial<FindingsView> = {}): FindingsView {
  return {
    coverage: { source: 'clinic', subjects: 3, bindings: 2, roles: 1, limits: [] },
    judgement: { summary: summaryOf(findings), findings: [...findings], expected: [] },
    expectedOf: 'Kubernetes itself',
    minSeverity: undefined,
    checks: [secretsCheck, unusedCheck],
    gaps: [],
    limitations: [],
    full: false,
    all: false,
    showIgnored: false,
    idle: 0,
    bin: 'rbac-audit',
    ...changes,
  };
}

function summaryOf(findings: readonly Finding[]): Summary {
  const implied = new Set(findings.flatMap((one) => one.implied));
  const counted = findings.filter((one) => !implied.has(one.id) && !one.ignored);
  const count = (severity: Severity) => counted.filter((one) => one.severity === severity).length;
  const [critical, high, medium, low, info] = severities.map(count);
  const numbers = { critical, high, medium, low, info } as Record<Severity, number>;
  const causes = new Set(counted.map(({ cause }) => cause)).size;
  return { ...numbers, causes, implied: implied.size, ignored: findings.filter(({ ignored }) => ignored).length, expected: 0 };
}

/** A fingerprint for the nth of many. */
export function fingerprint(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** Texts by which a name can try to be more than a name, in one format or another. */
export const hostileNames: readonly string[] = [
  "=cmd|'/c calc'!A1",
  '+1+1',
  '-1+1',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  'a","b"\r\nc,d',
  '<script>alert(1)</script>',
  '</details></summary><b>',
  '"><img src=x onerror=alert(1)>',
  '<![CDATA[ ]]> & &amp; &#64;',
  '| a | b |\n| - | - |',
  '`code` ``more`` `',
  '*bold* _italic_ ~~gone~~ \\ $x$',
  '[link](https://evil.example) ![image](https://evil.example/x.png)',
  '[1](2)',
  'https://evil.example www.evil.example',
  '@octocat #1 octocat@example.com',
  '\u001b[31mred\u001b[0m \u0000 \u0007',
  '\u202etxt.exe \u2066 \u200f \ufeff',
  'half \ud800 pair \udc00, none \ufffe \uffff',
  '../../etc/passwd',
  '..',
  '',
  ' ',
  '__proto__',
  'true',
  '%2e%2e/%00',
  'Ünïcode 名前 🦀',
];
