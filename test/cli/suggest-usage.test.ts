import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Subject } from './answer.ts';
import { refusal } from './answer.ts';
import { example, type Outcome, projectRoot, run, shell } from './run.ts';
import { scratch } from './scratch.ts';

const exampleLog = join(projectRoot, 'examples/clinic-and-shop-audit.log');
const lines = readFileSync(exampleLog, 'utf8').trimEnd().split('\n');

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
  readonly rules?: readonly {
    readonly verbs: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

interface Proposals {
  readonly proposals: readonly {
    readonly id: string;
    readonly kind: string;
    readonly subjects: readonly Subject[];
    readonly creates: readonly KubernetesObject[];
    readonly removes: readonly Subject[];
    readonly why: readonly string[];
    readonly proof: {
      readonly gained: readonly string[];
      readonly used: { readonly requests: number; readonly lost: readonly string[]; readonly unexplained: readonly string[] };
    };
  }[];
  readonly usage: {
    readonly log: { readonly days: number; readonly counts: Readonly<Record<string, number>> };
    readonly subjects: readonly {
      readonly subject: Subject;
      readonly requests: number;
      readonly used: readonly { readonly verb: string; readonly resource?: string; readonly count: number; readonly last: string }[];
      readonly denied: readonly { readonly verb: string; readonly resource?: string; readonly count: number }[];
      readonly unused: readonly { readonly scope: string; readonly rule: { readonly verbs: readonly string[] } }[];
    }[];
    readonly unseen: readonly Subject[];
  };
  readonly gaps: readonly { readonly code: string }[];
  readonly limitations: readonly { readonly code: string; readonly message: string }[];
}

/** A log that is there only for a test. */
function logFolder(text: string | Buffer): string {
  return scratch({ 'audit.log': text });
}

async function suggest(args: string, cwd: string, exitCode = 0): Promise<Proposals> {
  const outcome = await run(`suggest -o json -R -f ${example} ${args}`, { cwd });
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  return JSON.parse(outcome.stdout);
}

const whole = `--audit-log ${exampleLog}`;

describe('what suggest keeps of the rights that an audit log shows', () => {
  it('is proved for each subject: used <= new <= old', async () => {
    const { proposals } = await suggest(whole, projectRoot);
    expect(proposals.length).toBeGreaterThan(5);
    for (const { kind, proof } of proposals) {
      expect(kind).toBe('usage');
      expect(proof).toMatchObject({ gained: [], used: { lost: [], unexplained: [] } });
    }
  });

  it('is every request of the log that RBAC allowed, once the proposals are carried out', async () => {
    const cwd = scratch({
      'requests.jsonl': `${lines
        .map(asRequest)
        .filter((line) => line !== undefined)
        .join('\n')}\n`,
    });
    const before = await shell(`rbac-audit suggest ${whole} -o diff -R -f clinic-and-shop > usage.patch`, copyOfExample(cwd));
    expect(before.exitCode, before.stderr).toBe(0);
    const ask = () => shell('rbac-audit can-i --requests requests.jsonl -R -f . -q 2>/dev/null | grep -c \'"allowed":true\'', cwd);
    const allowed = (await ask()).stdout;
    const patched = await shell(
      'patch -p1 -f < usage.patch && rbac-audit can-i --requests requests.jsonl -R -f . -q 2>/dev/null | grep -c \'"allowed":true\'',
      cwd,
    );
    expect(Number(allowed)).toBeGreaterThan(40);
    expect(patched.stdout.trimEnd().split('\n').at(-1), patched.stderr).toBe(allowed.trim());
  });

  it('is told right by right: used with counts and times, not used, refused', async () => {
    const { usage } = await suggest(`${whole} --for sa:ci/deployer`, projectRoot);
    expect(usage.log).toMatchObject({ days: expect.closeTo(33), counts: { requests: lines.length } });
    expect(usage.subjects).toHaveLength(1);
    const [deployer] = usage.subjects;
    expect(deployer?.used).toContainEqual(
      expect.objectContaining({
        verb: 'patch',
        resource: 'deployments',
        namespace: 'shop',
        names: ['catalog', 'checkout'],
        count: 4,
        last: expect.stringMatching(/^2026-/),
      }),
    );
    expect(deployer?.denied).toMatchObject([{ verb: 'create', resource: 'rolebindings', count: 3 }]);
    expect(deployer?.unused.length).toBeGreaterThan(0);
  });

  it('never includes what was refused', async () => {
    const { proposals } = await suggest(`${whole} --for sa:ci/deployer --drop-unseen delegation --drop-unseen identity`, projectRoot);
    const resources = proposals.flatMap(({ creates }) =>
      creates.flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.resources ?? [])),
    );
    expect(resources).not.toContain('rolebindings');
    expect(resources).toContain('deployments');
  });

  it('names those who hold rights and did nothing, and leaves them alone', async () => {
    const { usage, proposals } = await suggest(whole, projectRoot);
    expect(usage.unseen).toContainEqual({ kind: 'ServiceAccount', namespace: 'argocd', name: 'application-controller' });
    const touched = proposals.flatMap(({ subjects }) => subjects);
    for (const subject of usage.unseen) expect(touched).not.toContainEqual(subject);
  });

  it('is limited to a time', async () => {
    const { usage } = await suggest(`${whole} --since 2026-11-01 --until 2026-11-10`, projectRoot);
    expect(usage.log.counts.requests).toBeLessThan(30);
    expect(usage.log.counts.outside).toBe(lines.length - (usage.log.counts.requests ?? 0));
  });

  it('is the same whether it comes as a file, gzipped, in parts, or through a pipe', async () => {
    const text = lines.join('\n');
    const half = 20;
    const cwd = scratch({
      'audit.log.gz': gzipSync(text),
      'parts/audit.log.1': `${lines.slice(0, half).join('\n')}\n`,
      'parts/audit.log': lines.slice(half).join('\n'),
      'list.json': `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${lines.join(',\n')}]}`,
    });
    const inputs = [
      '--audit-log audit.log.gz',
      '--audit-log parts',
      '--audit-log parts/audit.log.1 --audit-log parts/audit.log',
      '--audit-log parts/* --since 2026-01-01',
      '--audit-log list.json',
    ];
    const answers = await Promise.all([whole, ...inputs].map((input) => suggest(input, cwd)));
    const piped = await run(`suggest -o json -R -f ${example} --audit-log -`, { stdin: text });
    for (const answer of [...answers, JSON.parse(piped.stdout)]) expect(answer.proposals).toEqual(answers[0]?.proposals);
  });
});

describe('the generalisations of suggest', () => {
  const rules = async (args: string) =>
    (await suggest(`${whole} --for sa:shop/checkout --drop-unseen identity ${args}`, projectRoot)).proposals.flatMap(({ creates }) =>
      creates.flatMap(({ rules = [] }) => rules),
    );

  it('are named, and listed where they are used', async () => {
    const { proposals } = await suggest(`${whole} --for sa:shop/checkout`, projectRoot);
    expect(proposals[0]?.why).toContain('generalised by reads: list configmaps (feature-flags) in shop');
  });

  it('can be chosen, and done without', async () => {
    expect(await rules('')).toMatchObject([{ verbs: ['get', 'list', 'watch'], resourceNames: ['feature-flags'] }]);
    expect(await rules('--generalise updates')).toMatchObject([{ verbs: ['get', 'watch'] }]);
    expect(await rules('--generalise none')).toMatchObject([{ verbs: ['get', 'watch'] }]);
  });

  it('are refused where they contradict each other, or are none', async () => {
    expect(refusal(await run(`suggest ${whole} --generalise none --generalise reads -f records.yaml`))).toContain('--generalise none');
    expect(refusal(await run(`suggest ${whole} --generalise everything -f records.yaml`))).toContain('everything');
  });
});

describe('new roles out of a log alone', () => {
  it('need no input, and hold what each user and ServiceAccount did', async () => {
    const outcome = await run(`suggest --new ${whole} -o json`);
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    const { proposals }: Proposals = JSON.parse(outcome.stdout);
    expect(proposals.map(({ id }) => id)).toContain('usage/ServiceAccount/ci/deployer');
    for (const { removes, proof, subjects } of proposals) {
      expect(removes).toEqual([]);
      expect(proof).toMatchObject({ gained: [], used: { lost: [], unexplained: [] } });
      expect(subjects[0]?.kind).not.toBe('Group');
    }
    expect(outcome.stdout).not.toContain('kubernetes-admin-used');
  });

  it('leave out what something other than RBAC allowed, unless it is asked for', async () => {
    const { stdout } = await run(`suggest --new ${whole} --all-authorizers`);
    expect(stdout).toContain('kubernetes-admin-used-read');
  });

  it('ask no cluster', async () => {
    expect(refusal(await run(`suggest --new ${whole} --context production`))).toContain('--context');
  });
});

describe('what a log could not show', () => {
  const short = lines.slice(0, 10).join('\n');

  it.each(['yaml', 'diff', 'table', 'json'])('is said in the format %s, as is a window of fewer than 30 days', async (format) => {
    const { stdout, exitCode } = await run(`suggest --audit-log audit.log -R -f ${example} -q -o ${format}`, { cwd: logFolder(short) });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('fewer than 30 days');
    if (format !== 'table') expect(stdout).toContain('bind, escalate');
  });

  it('is said on stderr too', async () => {
    expect((await run(`suggest --audit-log audit.log -R -f ${example}`, { cwd: logFolder(short) })).stderr).toMatch(
      /^note: audit\.log: it covers .*fewer than 30 days/m,
    );
  });
});

describe('odd logs', () => {
  const odd = async (text: string | Buffer): Promise<Outcome> =>
    run(`suggest --audit-log audit.log -R -f ${example} -o json`, { cwd: logFolder(text) });
  const counts = (outcome: Outcome): Readonly<Record<string, number>> => JSON.parse(outcome.stdout).usage.log.counts;

  it('that are cut off, of several versions, with other lines between, and without a decision are read as far as they go', async () => {
    const [first = '', second = '', third = '', ...more] = lines;
    const outcome = await odd(
      [
        first,
        second.replace('audit.k8s.io/v1', 'audit.k8s.io/v1beta1'),
        'I1018 06:00:21.000000       1 httplog.go:132] "HTTP" verb="GET"',
        '{"level":"info","msg":"rotated"}',
        third.replace(/,"annotations":\{[^}]*\}/, ''),
        third.replace('"ResponseComplete"', '"RequestReceived"').replace(/"auditID":"[^"]*"/, '"auditID":"only-received"'),
        more.join('\n'),
        first.slice(0, 200),
      ].join('\n'),
    );
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    expect(counts(outcome)).toMatchObject({
      requests: lines.length,
      otherLines: 1,
      otherRecords: 1,
      unsaid: 1,
      receivedOnly: 1,
      truncated: 1,
      broken: 0,
    });
    for (const word of ['no JSON', 'no audit event', 'without a decision', 'only the reception', 'in the middle of an event'])
      expect(outcome.stderr).toContain(word);
  });

  it('with broken events between are a gap: what they hold might have been used', async () => {
    const outcome = await odd(`${lines[0]}\n${lines[1]?.slice(0, 150)}\n${lines.slice(2).join('\n')}\n`);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toMatch(/^gap: audit\.log:2: a record is no JSON/m);
    expect(outcome.stderr.match(/audit\.log:2/g)).toHaveLength(1);
  });

  it('with a wildcard in a request are no way to get one', async () => {
    const forged = (lines[0] ?? '').replace('"verb":"get"', '"verb":"*"').replace(/"resource":"deployments"/, '"resource":"*"');
    const outcome = await run('suggest --new --audit-log audit.log', { cwd: logFolder(`${lines.join('\n')}\n${forged}\n`) });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).not.toMatch(/^ +- ['"]?\*/m);
    expect(outcome.stderr).toContain('cannot be named in a rule');
  });

  it('with control characters in names turn no terminal round', async () => {
    const forged = (lines[0] ?? '').replaceAll('system:serviceaccount:ci:deployer', 'ines\\u001b[31m\\n# x');
    for (const format of ['yaml', 'table']) {
      const { stdout } = await run(`suggest --new --audit-log audit.log -o ${format}`, { cwd: logFolder(`${forged}\n`) });
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toMatch(/^# x/m);
    }
  });

  it.each([
    ['', 'no audit events'],
    ['apiVersion: v1\nkind: Pod\n', 'no audit events'],
    [Buffer.from([0, 1, 2, 255, 254]), 'no audit events'],
    [gzipSync(lines[0] ?? '').subarray(0, 40), 'gzip'],
  ])('without any event are an error', async (text, word) => {
    expect(refusal(await odd(text))).toContain(word);
  });

  it('that are not there are an error, with the nearest name', async () => {
    expect(refusal(await run(`suggest --audit-log audit.lgo -R -f ${example}`, { cwd: logFolder('x') }))).toContain(
      'did you mean audit.log?',
    );
  });
});

describe('flags that cannot be meant', () => {
  it('are refused where two inputs would share standard input', async () => {
    const stdin = readFileSync(join(example, 'ci/rbac.yaml'));
    expect(refusal(await run('suggest --audit-log - -f -', { stdin }))).toContain('--audit-log -');
  });

  it.each([
    [`${whole} --since tomorrow -f records.yaml`, '--since "tomorrow"'],
    [`${whole} --since 2026-11-01 --until 2026-10-01 -f records.yaml`, '--since is later'],
    ['--since 2026-11-01 -f records.yaml', '--since needs --audit-log'],
    ['--new', '--audit-log'],
    ['--generalise reads -f records.yaml', '--audit-log'],
    [`${whole} --drop-unseen secrets -f records.yaml`, 'secrets'],
    ['--only usage -f records.yaml', '--audit-log PATH'],
    [`${whole} --only split -f records.yaml`, '--only usage'],
    [`${whole} --skip usage -f records.yaml`, '--only usage'],
  ])('are refused: %s', async (args, word) => {
    expect(refusal(await run(`suggest ${args}`))).toContain(word);
  });
});

describe('the summary', () => {
  it('of one subject has its rights, before and after, the proof, and what was refused', async () => {
    const { stdout } = await run(`suggest ${whole} --for sa:ci/deployer -o table -R -f ${example}`);
    expect(stdout).toMatch(/^SA ci\/deployer: 28 requests \(2026-10-18 to 2026-11-14\), \d+ rights used of \d+ granted$/m);
    expect(stdout).toMatch(/^ {2}namespaces +all \(\*\) +/m);
    expect(stdout).toMatch(/^ {2}proof +used <= new <= old: holds/m);
    expect(stdout).toMatch(/^ {2}denied, not granted +3 x create rolebindings/m);
  });

  it('of many subjects is a table, with a line for each', async () => {
    const { stdout } = await run(`suggest ${whole} -o table -R -f ${example}`);
    expect(stdout).toMatch(/^SUBJECT +REQUESTS +RIGHTS BEFORE/m);
    expect(stdout).toMatch(/^SA ci\/deployer /m);
    expect(stdout).toMatch(/made no request, and keep what they have/);
  });

  it('says so where the log holds nothing of whoever is asked for', async () => {
    expect((await run(`suggest ${whole} --for sa:shop/cart -R -f ${example}`)).stderr).toContain(
      'the log holds no request of SA shop/cart',
    );
    expect((await run(`suggest ${whole} --new --for user:nobody`)).stderr).toContain('the log holds no request of User nobody');
  });

  it('says so where there is nothing to propose', async () => {
    const { stdout, exitCode } = await run(`suggest ${whole} --for user:tomas -o table --check -R -f ${example}`);
    expect(stdout).toContain('No proposals.');
    expect(exitCode).toBe(0);
    expect((await run(`suggest ${whole} --check -R -f ${example}`)).exitCode).toBe(1);
  });
});

function copyOfExample(cwd: string): string {
  cpSync(example, join(cwd, 'clinic-and-shop'), { recursive: true });
  return cwd;
}

/** An event as a question: who asked for what, in the short form of can-i --requests. */
function asRequest(line: string): string | undefined {
  const event = JSON.parse(line);
  if (event.annotations?.['authorization.k8s.io/decision'] !== 'allow') return undefined;
  if (!event.annotations['authorization.k8s.io/reason'].startsWith('RBAC') || !event.objectRef) return undefined;
  const { username: user, groups } = event.impersonatedUser ?? event.user;
  const { resource, subresource = '', apiGroup: group = '', namespace = '', name = '' } = event.objectRef;
  const isCreate = event.verb === 'create' && subresource === '';
  return JSON.stringify({ user, groups, verb: event.verb, group, resource, subresource, namespace, name: isCreate ? '' : name });
}
