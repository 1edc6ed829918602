import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { validLog } from '../report/sarif/schema.ts';
import { parseXml } from '../report/xml.ts';
import { example, type Outcome, projectRoot, run, shell } from './run.ts';
import { scratch } from './scratch.ts';

const formats = ['table', 'json', 'yaml', 'sarif', 'junit', 'markdown', 'csv'] as const;
/** Those that hold every finding. */
const whole = ['json', 'yaml', 'sarif', 'junit', 'csv'] as const;
type Whole = (typeof whole)[number];

interface Listed {
  id: string;
  severity: string;
}

/** The findings that an answer holds, whatever its format. */
const read: Record<Whole, (text: string) => Listed[]> = {
  json: (text) => JSON.parse(text).findings,
  yaml: (text) => Object(load(text)).findings,
  sarif: (text) =>
    (validLog(text).runs[0]?.results ?? []).map(({ partialFingerprints = {}, properties = {} }) => ({
      id: partialFingerprints['rbacAudit/v1'] ?? '',
      severity: properties.severity,
    })),
  junit: (text) =>
    parseXml(text)
      .children.flatMap(({ children }) => children)
      .flatMap(({ attributes: { name = '' }, children: [result] }) => {
        const [, id] = / \[([0-9a-f]{16})\]$/.exec(name) ?? [];
        return id === undefined ? [] : [{ id, severity: result?.attributes.type ?? 'skipped' }];
      }),
  csv: (text) => parseCsv<Listed>(text, { columns: true }),
};

const onExample = (flags: string): Promise<Outcome> => run(`report -q -R -f . ${flags}`, { cwd: example });
const listed = async (format: Whole, flags: string) => read[format]((await onExample(`-o ${format} ${flags}`)).stdout);
const idsOf = (findings: readonly Listed[]) => findings.map(({ id }) => id).sort();

describe('the formats of a report', () => {
  it.each(whole)('hold the same findings: %s', async (format) => {
    const all = idsOf(await listed('json', ''));
    expect(all.length).toBeGreaterThan(30);
    expect(idsOf(await listed(format, ''))).toEqual(all);
  });

  it.each(whole)('leave out the same below --min-severity: %s', async (format) => {
    const some = idsOf(await listed('json', '--min-severity high'));
    expect(some.length).toBeLessThan((await listed('json', '')).length);
    expect(idsOf(await listed(format, '--min-severity high'))).toEqual(some);
  });

  it.each(whole)('hold the same where checks and namespaces are chosen: %s', async (format) => {
    const flags = '-n shop --check secrets-list-watch --check secrets-read';
    expect(idsOf(await listed(format, flags))).toEqual(idsOf(await listed('json', flags)));
  });

  it.each(formats)('end with the same exit code: %s', async (format) => {
    const codes = async (flags: string) => (await onExample(`-o ${format} ${flags}`)).exitCode;
    expect(await codes('')).toBe(0);
    expect(await codes('--fail-on critical')).toBe(1);
    expect(await codes('--fail-on low --min-severity critical')).toBe(1);
    expect(await codes('--fail-on medium --check unused-role')).toBe(0);
    expect((await run(`report -q -f wrong-types.yaml -o ${format}`)).exitCode).toBe(3);
    expect((await run(`report -q -f wrong-types.yaml -o ${format} --allow-partial`)).exitCode).toBe(0);
    expect(await run(`report -q -f nowhere.yaml -o ${format}`)).toMatchObject({ stdout: '', exitCode: 2 });
  });

  it.each(formats)('still hold all where the gate is hit: %s', async (format) => {
    expect((await onExample(`-o ${format} --fail-on info`)).stdout).toBe((await onExample(`-o ${format}`)).stdout);
  });

  it.each(formats)('say that something was not seen: %s', async (format) => {
    const { stdout } = await run(`report -q -f wrong-types.yaml -o ${format}`);
    expect(stdout).toMatch(format === 'table' ? /gaps?: this answer may be incomplete/ : /rules\\?\[1\\?\]\.verbs is a string/);
  });

  it.each(formats)('are the same bytes each time: %s', async (format) => {
    expect((await onExample(`-o ${format}`)).stdout).toBe((await onExample(`-o ${format}`)).stdout);
  });

  it.each(formats)('are colourless but for tables: %s', async (format) => {
    const { stdout } = await onExample(`-o ${format} --color always`);
    expect(stdout.includes('\u001b[')).toBe(format === 'table');
  });
});

/** Control characters but line ends, and marks that turn the direction of writing. */
const unprintable = /[\0-\t\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;

function withoutProperties(text: string): string {
  return JSON.stringify(
    JSON.parse(text, (key, value) => (key === 'properties' ? undefined : value)),
    null,
    2,
  );
}

describe('hostile input', () => {
  it.each(['sarif', 'junit', 'markdown', 'csv'])('acts on nobody: %s', async (format) => {
    const { stdout, exitCode } = await run(`report -q -f hostile.yaml --min-severity info -o ${format}`);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('eve');
    // Beside what SARIF shows stand the names as they are, for programs.
    const shown = format === 'sarif' ? withoutProperties(stdout) : stdout;
    expect(JSON.stringify(unprintable.exec(shown.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, '')))).toBe('null');
  });

  it.each(whole)('is read as it should be: %s', async (format) => {
    const all = idsOf(read.json((await run('report -q -f hostile.yaml -f prototype.yaml -o json')).stdout));
    const { stdout } = await run(`report -q -f hostile.yaml -f prototype.yaml -o ${format}`);
    expect(idsOf(read[format](stdout)).filter((id) => id !== '')).toEqual(all);
  });

  it.each(['sarif', 'junit', 'markdown', 'csv'])('shows no Secret: %s', async (format) => {
    const { stdout } = await run(`report -q -f secrets.yaml -f records.yaml --min-severity info -o ${format}`);
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/hunter2|aHVudGVyMg/);
  });
});

describe('SARIF', () => {
  const logs = [
    ['the example', `-R -f ${example}`],
    ['an adversarial cluster', `-f ${join(projectRoot, 'test/fixtures/oracle/adversarial-102/cluster.json.gz')}`],
    ['everything that is wrong', '-R -f . --exclude bomb.yaml'],
    ['nothing', '-f hostile.yaml --check empty-role'],
  ] as const;

  it.each(logs)('is valid by its schema: %s', async (_, flags) => {
    const log = validLog((await run(`report -q -o sarif ${flags}`)).stdout);
    expect(log.runs).toHaveLength(1);
  });

  it('is valid by its schema: the RBAC of 82 projects', async ({ skip }) => {
    const real = join(projectRoot, '../shared/oracle/real/cluster.json.gz');
    skip(!existsSync(real), 'the oracle is not there');
    const { results = [] } = validLog((await run(`report -q -o sarif -f ${real}`)).stdout).runs[0] ?? {};
    expect(results.length).toBeGreaterThan(500);
    expect(new Set(results.map(({ partialFingerprints = {} }) => partialFingerprints.primaryLocationLineHash)).size).toBe(results.length);
  });

  it('has places that lead into the checkout, wherever it was run', async () => {
    const uris = async (flags: string, cwd: string) => {
      const { results = [] } = validLog((await run(`report -q -o sarif ${flags}`, { cwd })).stdout).runs[0] ?? {};
      return new Set(
        results.flatMap(({ locations = [] }) => locations.map(({ physicalLocation }) => physicalLocation?.artifactLocation?.uri)),
      );
    };
    const below = await uris('-R -f examples', projectRoot);
    expect(below).toContain('examples/clinic-and-shop/ci/rbac.yaml');
    expect(await uris(`-R -f ${join(projectRoot, 'examples')}`, projectRoot)).toEqual(below);
    expect(await uris('-R -f ../examples', join(projectRoot, 'docs'))).toContain(
      `file://${projectRoot}examples/clinic-and-shop/ci/rbac.yaml`,
    );
  });

  it('keeps odd names of files apart from the syntax of URIs', async () => {
    const cwd = scratch({
      'ward #1/röles 100%?.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: idle }\nrules: []\n',
    });
    const { stdout } = await run('report -q -R -f . -o sarif', { cwd });
    expect(stdout).toContain('"uri": "ward%20%231/r%C3%B6les%20100%25%3F.yaml"');
    validLog(stdout);
  });
});

const records =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader, namespace: clinic }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [list] }]\n';
const crowd = `${records}---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: nurses, namespace: clinic }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }\nsubjects:\n${Array.from({ length: 3_000 }, (_, i) => `  - { kind: User, name: nurse-${i} }\n`).join('')}`;

describe('a long report', () => {
  it.each(['json', 'yaml', 'sarif', 'junit', 'csv', 'table'])('arrives whole through a pipe that is slow: %s', async (format) => {
    const cwd = scratch({ 'crowd.yaml': crowd });
    const flags = `-q -f crowd.yaml -o ${format}${format === 'table' ? ' --check secrets-list-watch' : ''}`;
    await shell(`rbac-audit report ${flags} > straight`, cwd);
    if (format !== 'table') expect(statSync(join(cwd, 'straight')).size).toBeGreaterThan(1_000_000);
    const compared = await shell(`rbac-audit report ${flags} | (sleep 1; cat) | cmp - straight`, cwd);
    expect(compared).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });

  it.each(formats)('ends quietly where its reader leaves early: %s', async (format) => {
    const cwd = scratch({ 'crowd.yaml': crowd });
    const outcome = await shell(`rbac-audit report -q -f crowd.yaml -o ${format} | head -1`, cwd);
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
    expect(outcome.stdout.split('\n')).toHaveLength(2);
  });

  it('is one entry for people: one rule that gives one thing to 3,000', async () => {
    const cwd = scratch({ 'crowd.yaml': crowd });
    const { stdout } = await run('report -q -f crowd.yaml', { cwd });
    expect(stdout).toMatch(/^HIGH +3000 subjects can read every Secret in clinic$/m);
    expect(stdout.match(/^HIGH /gm)).toHaveLength(1);
  });
});
