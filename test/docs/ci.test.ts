import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../cli/run.ts';
import { validLog } from '../report/sarif/schema.ts';
import { parseXml } from '../report/xml.ts';
import { setUpMachine } from './machine.ts';
import { readPage, textOf } from './markdown.ts';

// Programs of a runner that the steps use: what is installed is there already, and comments are kept.
const { readersFolder, sh } = setUpMachine({ npm: 'echo "$@" > npm-was-asked', gh: 'echo "$@" > gh-was-asked; cp "$5" comment-on-$3' });

const blocks = readPage(textOf('docs/ci.md')).blocks.filter(({ language }) => language === 'yaml');

/** The one block of YAML in which something stands. */
function blockWith(text: string): string {
  const [block, ...more] = blocks.map(({ lines }) => lines.join('\n')).filter((lines) => lines.includes(text));
  if (block === undefined || more.length > 0) throw new Error(`${more.length} blocks more with ${text}`);
  return block;
}

interface Step {
  name?: string;
  run?: string;
  uses?: string;
  if?: string;
  with?: Record<string, string | number>;
  env?: Record<string, string>;
}

describe('the workflow for GitHub Actions', () => {
  const workflow = load(blockWith('runs-on:')) as { permissions: Record<string, string>; jobs: { audit: { steps: Step[] } } };
  const { steps } = workflow.jobs.audit;
  const codes = new Map<string, number | null>();
  let folder = '';

  beforeAll(() => {
    folder = readersFolder();
    for (const { run, name = run, env = {} } of steps) {
      if (run === undefined || name === undefined) continue;
      // What GitHub would put in for expressions.
      const filled = Object.fromEntries(Object.entries(env).map(([key]) => [key, '7']));
      codes.set(name, sh(run, folder, filled).exitCode);
    }
  });

  it('installs the tool, audits, and comments, each step as it stands', () => {
    expect([...codes]).toEqual([
      ['npm install --global rbac-audit', 0],
      ['Audit', 1],
      ['Comment', 0],
    ]);
    expect(readFileSync(join(folder, 'npm-was-asked'), 'utf8')).toBe('install --global rbac-audit\n');
  });

  it('fails at what is too dangerous, and uploads the alerts all the same', () => {
    const upload = steps.find(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'));
    expect(upload?.if).toBe('always()');
    const { results = [] } = validLog(readFileSync(join(folder, String(upload?.with?.sarif_file)), 'utf8')).runs[0] ?? {};
    expect(results.length).toBeGreaterThan(10);
    const uris = results.flatMap(({ locations = [] }) =>
      locations.map(({ physicalLocation }) => physicalLocation?.artifactLocation?.uri ?? ''),
    );
    // Kubernetes' own roles are in no file of the checkout.
    for (const uri of uris.filter((one) => !one.startsWith('cluster/'))) expect(existsSync(join(folder, uri)), uri).toBe(true);
  });

  it('comments on the pull request with what fits', () => {
    const comment = readFileSync(join(folder, 'comment-on-7'), 'utf8');
    expect(comment).toContain('## RBAC audit of `deploy/`');
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(readFileSync(join(folder, 'gh-was-asked'), 'utf8')).toBe(
      'pr comment 7 --body-file rbac-audit.md --edit-last --create-if-none\n',
    );
  });

  it('has the rights for what it does, and no others', () => {
    expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write', 'security-events': 'write' });
  });
});

describe('the job for GitLab', () => {
  const pipeline = load(blockWith('script:')) as Record<
    string,
    { script: string[]; artifacts: { when: string; reports: { junit: string } } }
  >;
  const { script, artifacts } = pipeline['rbac-audit'] ?? { script: [], artifacts: { when: '', reports: { junit: '' } } };

  it('fails at what is too dangerous, and leaves the test report all the same', () => {
    const folder = readersFolder();
    expect(script.map((line) => sh(line, folder).exitCode)).toEqual([0, 1]);
    expect(artifacts.when).toBe('always');
    const { name, attributes } = parseXml(readFileSync(join(folder, artifacts.reports.junit), 'utf8'));
    expect(name).toBe('testsuites');
    expect(Number(attributes.failures)).toBeGreaterThan(0);
  });
});

interface Manifest {
  kind: string;
  spec?: { jobTemplate: { spec: { template: { spec: { serviceAccountName: string; containers: { command: string[] }[] } } } } };
}

describe('the job in the cluster', () => {
  const text = blockWith('CronJob');
  const reader = readFileSync(join(projectRoot, 'docs/rbac/reader.yaml'), 'utf8');
  const manifests = loadAll(text) as Manifest[];
  const pod = manifests.find(({ kind }) => kind === 'CronJob')?.spec?.jobTemplate.spec.template.spec;
  const folder = () => {
    const made = readersFolder();
    writeFileSync(join(made, 'nightly.yaml'), text);
    writeFileSync(join(made, 'reader.yaml'), reader);
    return made;
  };

  it('runs a command that fails at what is critical', () => {
    const [container] = pod?.containers ?? [];
    const { text: output, exitCode } = sh(`${container?.command.join(' ')} -R -f deploy/`, folder());
    expect(output).toMatch(/^CRITICAL /m);
    expect(exitCode).toBe(1);
  });

  it.each(['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings', 'namespaces', 'serviceaccounts', 'pods', 'deployments'])(
    'may list %s, with the role of docs/rbac/reader.yaml',
    (resource) => {
      const asked = `rbac-audit can-i list ${resource} --as sa:rbac-audit/${pod?.serviceAccountName} -A -q -f nightly.yaml -f reader.yaml`;
      expect(sh(asked, folder()).text).toBe('yes\n');
    },
  );

  it.each(['get secrets', 'list secrets', 'create pods', 'delete clusterroles'])('may not %s', (request) => {
    const asked = `rbac-audit can-i ${request} --as sa:rbac-audit/${pod?.serviceAccountName} -A -q -f nightly.yaml -f reader.yaml`;
    expect(sh(asked, folder()).text).toBe('no\n');
  });

  it('is read without a gap, and is no danger itself', () => {
    expect(sh('rbac-audit report -f nightly.yaml -f reader.yaml --fail-on high', folder())).toMatchObject({ exitCode: 0 });
  });
});

describe('the page', () => {
  it('has no YAML that is not tried here', () => {
    const tried = ['runs-on:', 'script:', 'CronJob'].map(blockWith);
    expect(blocks.map(({ lines }) => lines.join('\n'))).toEqual(tried);
  });
});
