import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, refusal, who } from './answer.ts';
import { clinic, run, shell } from './run.ts';
import { scratch } from './scratch.ts';

const records = readFileSync(join(clinic, 'records.yaml'), 'utf8');

/** Enough subjects for an answer that no pipe takes at once. */
function crowd(size: number): string {
  const subjects = Array.from({ length: size }, (_, i) => `  - { kind: ServiceAccount, name: intake-${i} }\n`);
  return `${records}${subjects.join('')}`;
}

describe('a reader that leaves early', () => {
  it.each([
    'who-can get secrets -n clinic',
    'who-can get secrets -n clinic -o json',
    'who-can get secrets -n clinic -o yaml',
    'what-can group:nurses -o json',
    'report -o json --all',
    'suggest -o json',
  ])('ends %s quietly', async (command) => {
    const cwd = scratch({ 'crowd.yaml': crowd(4_000) });
    const outcome = await shell(`rbac-audit ${command} -q -f crowd.yaml | head -1`, cwd);
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
    expect(outcome.stdout.split('\n')).toHaveLength(2);
  });

  it('ends can-i --requests quietly', async () => {
    const line = '{"user":"mara","groups":["nurses"],"verb":"get","resource":"secrets","namespace":"clinic"}\n';
    const cwd = scratch({ 'records.yaml': records, 'requests.jsonl': line.repeat(100_000) });
    const outcome = await shell('rbac-audit can-i --requests requests.jsonl -q -f records.yaml | head -1', cwd);
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  });

  it.each([
    '',
    '--help',
    '--version',
    '-V',
    'who-can --help',
    'who-can get secrets -q -f records.yaml',
    'can-i get secrets --as group:nurses -n clinic -q -f records.yaml',
  ])('before a word is written ends "%s" quietly', async (command) => {
    const outcome = await shell(`rbac-audit ${command} | true`);
    expect(outcome).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
  });

  it.each([1, 2, 3])('of messages and answer at once ends quietly, with exit code 0 (%i)', async () => {
    const unused = 'ignore:\n  - { check: pods-exec, subject: "user:nobody", reason: was on call }\n';
    const cwd = scratch({ 'crowd.yaml': crowd(4_000), '.rbac-audit.yaml': unused });
    const outcome = await shell('rbac-audit report --all -f crowd.yaml 2>&1 | head -1 > first; exit $PIPESTATUS', cwd);
    expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  });

  it('of the messages does not stop the answer', async () => {
    const outcome = await shell('{ rbac-audit who-can get secrets -n clinic -f wrong-types.yaml -o json 2>&3 || true; } 3> >(true)');
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses']);
  });
});

describe('a disk that is full', () => {
  it.each([
    'who-can get secrets -n clinic',
    'report -o json',
    'can-i get secrets --as group:nurses -n clinic',
    'who-can --help',
    '--version',
  ])('is an error in one line, not a crash: %s', async (command) => {
    refusal(await shell(`rbac-audit ${command} -f records.yaml > /dev/full`.replace(/(--help|--version) -f records.yaml/, '$1')));
  });
});

describe('a long answer', () => {
  it.each(['json', 'yaml', 'table'])('arrives whole through a pipe that is slow: %s', async (format) => {
    const cwd = scratch({ 'crowd.yaml': crowd(4_000) });
    await shell(`rbac-audit who-can get secrets -n clinic -f crowd.yaml -o ${format} > straight`, cwd);
    expect(statSync(join(cwd, 'straight')).size).toBeGreaterThan(200_000);
    const compared = await shell(
      `rbac-audit who-can get secrets -n clinic -f crowd.yaml -q -o ${format} | (sleep 1; cat) | cmp - straight`,
      cwd,
    );
    expect(compared).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });
});

describe('stdin', () => {
  it('may take its time, as helm and kubectl do', async () => {
    const [role = '', binding = ''] = records.split('---\n');
    const outcome = await run('who-can get secrets -n clinic -f - -o json', {
      stdin: (pipe) => {
        setTimeout(() => pipe.write(role), 500);
        setTimeout(() => pipe.end(`---\n${binding}`), 1_000);
      },
    });
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses', 'SA clinic/intake']);
  });

  it('may take its time with requests', async () => {
    const outcome = await run('can-i --requests - -f records.yaml', {
      stdin: (pipe) => {
        setTimeout(() => pipe.write('{"groups":["nurses"],"verb":"get",'), 500);
        setTimeout(() => pipe.end('"resource":"secrets","namespace":"clinic"}\n'), 1_000);
      },
    });
    expect(outcome.stdout).toContain('"allowed":true');
  });

  it('is a file too', async () => {
    const outcome = await shell('rbac-audit who-can get secrets -n clinic -o json -f - < records.yaml');
    expect(who(answer(outcome).subjects)).toEqual(['Group nurses', 'SA clinic/intake']);
  });

  it.each(['who-can get secrets', 'can-i get secrets --as group:nurses', 'what-can group:nurses'])(
    'is left alone by %s where nobody asks for it: no argument is taken from it',
    async (command) => {
      const silent = await run(`${command} -n clinic -f records.yaml`);
      expect(await run(`${command} -n clinic -f records.yaml`, { stdin: 'fax-password\n' })).toEqual(silent);
    },
  );

  it('that is never closed does not keep a command waiting that reads files', async () => {
    const waits = (): void => undefined;
    expect(await run('who-can get secrets -n clinic -f records.yaml', { stdin: waits })).toMatchObject({ exitCode: 0 });
  }, 20_000);

  it('that is closed is an error where it is asked for', async () => {
    expect((await shell('rbac-audit report -f - <&-')).exitCode).toBe(2);
  });
});

describe('what goes where', () => {
  it('is the answer alone on stdout, notices on stderr', async () => {
    const { stdout, stderr } = await run('can-i get secrets --as user:mara -f records.yaml');
    expect(stdout).toBe('no\n');
    expect(stderr).toMatch(/^note: /m);
  });

  it('has no colours and no progress where nobody watches', async () => {
    const { stdout, stderr } = await run('report -f records.yaml --min-severity info');
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stderr).not.toContain('\r');
  });

  it('is coloured on demand, and says the same without', async () => {
    const coloured = await run('report -f records.yaml --color always');
    const plain = await run('report -f records.yaml --color never');
    expect(coloured.stdout).toContain('\u001b[');
    expect(coloured.stdout.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain.stdout);
  });

  it('keeps quiet with -q, but never about errors and gaps', async () => {
    expect(await run('who-can get secrets -n clinic -q -f records.yaml')).toMatchObject({ stderr: '', exitCode: 0 });
    expect((await run('who-can get secrets -n clinic -q -f wrong-types.yaml')).stderr).toMatch(/^gap: /m);
    refusal(await run('who-can get secrets -q -f nowhere.yaml'));
  });
});
