import { describe, expect, it } from 'vitest';
import { answer, gaps, refusal, who } from './answer.ts';
import type { Outcome } from './run.ts';
import { run } from './run.ts';
import { scratch } from './scratch.ts';

/** Control characters but the line feed, line separators, and marks that turn the direction of writing: \p{Bidi_Control}. */
const unprintable = /[\0-\t\v-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function expectPlain({ stdout, stderr }: Outcome): void {
  expect(JSON.stringify(stdout.match(unprintable))).toBe('null');
  expect(JSON.stringify(stderr.match(unprintable))).toBe('null');
}

describe('control characters and marks of direction are never printed raw', () => {
  it.each([
    'who-can get secrets -n clinic',
    'who-can get secrets --explain',
    'what-can group:nurses',
    'can-i get secrets --as user:eve --explain',
    'can-i list secrets --as user:eve -A --explain',
    'report',
    'report --min-severity info --all',
    'suggest -o table',
    'suggest',
    'suggest -o diff',
  ])('by %s', async (command) => {
    const outcome = await run(`${command} -f hostile.yaml`);
    expectPlain(outcome);
    expect(outcome.stdout + outcome.stderr).not.toBe('');
  });

  it('by what-can, of the very subject', async () => {
    const outcome = await run(['what-can', 'user:eve\u001b[1A\u202eseni\u0007', '-f', 'hostile.yaml']);
    expectPlain(outcome);
    expect(outcome.stdout).toContain('secrets');
    expectPlain(await run(['what-can', 'user:eve\u001b[1A\u202eseni\u0007', '--matrix', '-f', 'hostile.yaml']));
  });

  it('by JSON, where escapes keep the name as it is', async () => {
    const { stdout } = await run('who-can get secrets -f hostile.yaml -o json');
    expect(stdout).not.toMatch(/[\0-\t\v-\x1f\x7f]/);
    expect(stdout).toContain('eve\\u001b[1A');
    expect(who(answer({ stdout, stderr: '', exitCode: 0 }).subjects)).toContain('User eve\u001b[1A\u202eseni\u0007');
  });

  it('by YAML', async () => {
    const { stdout } = await run('who-can get secrets -f hostile.yaml -o yaml');
    expect(stdout).not.toMatch(/[\0-\t\v-\x1f\x7f]/);
  });

  it('by gaps, which quote the input', async () => {
    const outcome = await run('who-can get secrets -f hostile.yaml');
    expect(outcome.stderr).toMatch(/^gap: hostile\.yaml:11: /m);
    expectPlain(outcome);
  });

  it.each([
    [['who-can', 'get', 'pods', '-f', 'ward\u001b[31m\u202e.yaml']],
    [['who-can\u001b[31m']],
    [['who-can', 'get', 'pods', '--\u001b[31mflag']],
    [['who-can', 'get', 'pods', '--input=\u001b[31m\u202e']],
    [['who-can', 'get', 'pods/\u001b[31m\u202e', '-f', 'records.yaml']],
    [['who-can', 'get\u001b[31m', 'pods\u202e', 'name\u0007', '-n', 'ward\u009b', '-f', 'records.yaml']],
    [['can-i', 'get\u001b[31m', 'pods\u202e', '--as', 'sa:\u001b[31m/\u0007', '-n', 'ward\u009b', '--explain', '-f', 'records.yaml']],
    [['what-can', 'group:\u001b[31m', '-f', 'records.yaml']],
    [['report', '--check', '\u001b[31m', '-f', 'records.yaml']],
    [['suggest', '--role', '\u001b[31m/\u202e', '-f', 'records.yaml']],
    [['can-i', '--requests', '\u001b[31m', '-f', 'records.yaml']],
  ])('by messages that quote the command line: %j', async (args) => {
    expectPlain(await run(args));
  });

  it('by messages that quote the names of files', async () => {
    const cwd = scratch({ 'ward\u001b[31m\u202e.yaml': 'kind: [\n' });
    expectPlain(await run(['report', '-f', 'ward\u001b[31m\u202e.yaml'], { cwd }));
    expectPlain(await run(['report', '-f', '.'], { cwd }));
  });

  it('by errors that quote a line of --requests', async () => {
    const outcome = await run('can-i --requests - -f records.yaml', { stdin: '{"user": \u001b[31m\u202e}\n\u001b[2J\n' });
    expect(JSON.stringify(outcome.stderr.match(unprintable))).toBe('null');
    expect(outcome.stdout).not.toMatch(/[\0-\t\v-\x1f\x7f]/);
    expect(outcome.exitCode).toBe(3);
  });

  it('so that no name can pass for a row of its own', async () => {
    const { stdout } = await run('who-can get secrets -f hostile.yaml');
    expect(stdout.split('\n').filter((line) => line.startsWith('Group  system:masters'))).toHaveLength(1);
  });
});

describe('names that JavaScript knows', () => {
  const readers = ['Group hasOwnProperty', 'SA constructor/constructor', 'User __proto__'];

  it('are names like others, to who-can', async () => {
    const outcome = await run('who-can get secrets -n constructor -f prototype.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(outcome.exitCode).toBe(0);
  });

  it('are verbs like others', async () => {
    const outcome = await run('who-can toString secrets -n constructor -f prototype.yaml -o json');
    expect(who(answer(outcome).subjects)).toEqual(readers);
    expect(who(answer(await run('who-can valueOf secrets -n constructor -f prototype.yaml -o json')).subjects)).toEqual([]);
  });

  it.each(['__proto__', 'group:hasOwnProperty', 'sa:constructor/constructor'])('are subjects like others: %s', async (subject) => {
    const outcome = await run(`can-i get secrets --as ${subject} -n constructor -f prototype.yaml`);
    expect(outcome).toMatchObject({ stdout: 'yes\n', exitCode: 0 });
    expect(await run(`can-i list secrets --as ${subject} -n constructor -f prototype.yaml`)).toMatchObject({ stdout: 'no\n', exitCode: 1 });
    expect(await run(`what-can ${subject} -f prototype.yaml`)).toMatchObject({ exitCode: 0 });
  });

  it.each(['constructor', 'valueOf', 'toString'])('grant nothing to subjects that are nowhere: %s', async (subject) => {
    expect(await run(`can-i get secrets --as ${subject} -n constructor -f prototype.yaml`)).toMatchObject({ stdout: 'no\n', exitCode: 1 });
  });

  it.each(['report', 'suggest'])('are no trouble to %s', async (command) => {
    expect(await run(`${command} -f prototype.yaml`)).toMatchObject({ exitCode: 0 });
  });

  it('are keys like others, in requests too', async () => {
    const line =
      '{"user":"__proto__","groups":["constructor"],"verb":"get","resource":"secrets","namespace":"constructor","__proto__":{"verb":"list"}}';
    const cwd = scratch({ 'requests.jsonl': `${line}\n` });
    const outcome = await run(['can-i', '--requests', `${cwd}/requests.jsonl`, '-f', 'prototype.yaml']);
    expect(outcome.stdout).toContain('"allowed":true');
    expect(outcome.stdout).toContain('"__proto__":{"verb":"list"}');
  });
});

describe('Secrets in the input', () => {
  it.each([
    'who-can get secrets -n clinic -o table',
    'who-can get secrets -n clinic -o json',
    'what-can group:nurses -o yaml',
    'can-i get secrets --as jane --explain',
    'report -o json',
    'report -o table',
    'suggest -o json',
  ])('are never shown, not even where they are broken: %s', async (command) => {
    const outcome = await run(`${command} -f secrets.yaml -f records.yaml`);
    expect(outcome.stdout + outcome.stderr).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(outcome.exitCode).toBe(3);
  });

  it('are gaps where they are broken: what they are, nobody knows', async () => {
    const outcome = await run('report -f secrets.yaml -f records.yaml -o json');
    expect(gaps(outcome).filter(({ code }) => code === 'broken-document').length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"fax"},"stringData":{"password":hunter2}}',
    '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"fax"},"stringData":{"password":"hunter2',
    '[{"kind":"Secret","stringData":{"password":"hunter2"}}]',
    'hunter2: hunter2',
  ])('are not quoted in an error either: %s', async (stdin) => {
    const cwd = scratch({ 'secret.json': stdin });
    const outcome = await run('report -f secret.json', { cwd });
    expect(outcome.stderr).not.toContain('hunter2');
  });

  it('that are no gap are no trouble', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: fax }\nstringData: { password: hunter2 }\n';
    const cwd = scratch({ 'secret.yaml': secret });
    expect(await run(['report', '-f', `${cwd}/secret.yaml`, '-f', 'records.yaml'])).toMatchObject({ exitCode: 0 });
    refusal(await run('report -f nowhere.yaml', { cwd }));
  });
});
