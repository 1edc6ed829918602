import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../../src/analyzer/access/build.ts';
import { runChecks } from '../../../src/analyzer/checks/index.ts';
import { assemble } from '../../../src/collector/assemble.ts';
import { readManifests } from '../../../src/collector/manifests.ts';
import { severities } from '../../../src/model/finding.ts';

const corpus = '../shared/oracle/corpus';
const manifests = existsSync(corpus) ? readdirSync(corpus).filter((file) => file.endsWith('.yaml')) : [];

/** Line 2 of each file names the namespace of documents that name none. */
function defaultNamespace(path: string): string {
  const [, second = ''] = readFileSync(path, 'utf8').split('\n', 2);
  return /([a-z0-9-]+)\s*$/.exec(second)?.[1] ?? 'default';
}

function judge(file: string) {
  const path = join(corpus, file);
  const admitted = readManifests({ paths: [path], recursive: false, exclude: [], defaultNamespace: defaultNamespace(path) });
  const definitions = new Set(admitted.customResources.map(({ group, resource }) => `${resource}.${group}`));
  return { definitions, judgement: runChecks(buildAccess(assemble(admitted, { sources: [file] }))) };
}

describe.skipIf(manifests.length === 0)('manifests of real projects (../shared/oracle/corpus, skipped without it)', () => {
  it.each(manifests)('%s is judged, without a word about resources that it defines itself', (file) => {
    const { definitions, judgement } = judge(file);
    const { findings, summary } = judgement;
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    const counted = severities.reduce((sum, severity) => sum + summary[severity], 0);
    expect(counted + summary.implied + summary.ignored).toBe(findings.length);
    const unknown = findings.filter(({ check, detail }) => check === 'dead-rule' && /no such (resource|group)/.test(detail));
    const blamed = unknown.filter(({ statement }) => [...definitions].some((name) => statement.includes(` ${name.split('.')[0]},`)));
    expect(blamed.map(({ title }) => title)).toEqual([]);
  });

  it('is a good part of what people install', () => {
    expect(manifests.length).toBeGreaterThan(60);
  });
});
