import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/analyzer/checks/index.ts';
import { refusal } from './answer.ts';
import { projectRoot, run } from './run.ts';

const page = (name: string) => readFileSync(join(projectRoot, `docs/checks/${name}.md`), 'utf8');
const ids = async (args: string): Promise<string[]> => {
  const list: { checks: { id: string }[] } = JSON.parse((await run(`checks ${args} -o json`)).stdout);
  return list.checks.map(({ id }) => id);
};

describe('checks', () => {
  it('lists the catalogue by kind, worst first, and needs nothing else', async () => {
    const outcome = await run('checks');
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
    for (const { id, title } of checks)
      expect(outcome.stdout).toMatch(new RegExp(`^(critical|high|medium|low|info) +${id} +${title}$`, 'm'));
    const order = outcome.stdout.split('\n').filter((line) => /^(critical|high|medium|low|info) /.test(line));
    const kinds = order.map((line) => checks.find(({ id }) => line.split(/ +/)[1] === id)?.kind);
    expect(kinds).toEqual([...kinds].sort().reverse());
    expect(outcome.stdout).toContain('rbac-audit checks ID');
  });

  it('shows the page of one', async () => {
    expect(await run('checks wildcard-verbs')).toEqual({ stdout: page('wildcard-verbs'), stderr: '', exitCode: 0 });
    expect((await run('checks wildcard-verbs -o markdown')).stdout).toBe(page('wildcard-verbs'));
  });

  it('shows the page that several share for each of them, and by its own name', async () => {
    const shared = checks.filter((check) => check.page !== check.id);
    expect(shared.length).toBeGreaterThan(0);
    for (const check of shared.slice(0, 2)) expect((await run(`checks ${check.id}`)).stdout).toBe(page(check.page));
    const [first] = shared;
    expect((await run(`checks ${first?.page}`)).stdout).toBe(page(first?.page ?? ''));
    expect(await ids(first?.page ?? '')).toEqual(shared.filter((check) => check.page === first?.page).map(({ id }) => id));
  });

  it('has a page for every check', () => {
    for (const check of checks) expect(page(check.page), check.id).toMatch(/^# /);
  });

  it('lists all in JSON, in the order of the catalogue, or the one that is asked for', async () => {
    expect(await ids('')).toEqual(checks.map(({ id }) => id));
    expect(await ids('secrets-read')).toEqual(['secrets-read']);
  });

  it('lists all as a page of Markdown', async () => {
    const { stdout } = await run('checks -o markdown');
    for (const { id, title, base } of checks) expect(stdout).toContain(`| ${id} | ${title} | ${base} |`);
  });

  it('offers the nearest for an id that there is not', async () => {
    expect(refusal(await run('checks wildcard-verb'))).toBe('error: there is no check wildcard-verb\n  did you mean wildcard-verbs?');
    expect(refusal(await run('checks breakfast'))).toBe('error: there is no check breakfast\n  rbac-audit checks lists them');
  });

  it.each(['-f records.yaml', '--context prod', '--namespace shop', 'secrets-read secrets-read'])(
    'refuses what it has no use for: %s',
    async (args) => {
      expect(refusal(await run(`checks ${args}`))).not.toBe('');
    },
  );

  it('names a check that a report refuses, too', async () => {
    expect(refusal(await run('report --check breakfast -f records.yaml'))).toContain('rbac-audit checks lists them');
  });
});
