import { describe, expect, it } from 'vitest';
import { answer, refusal } from './answer.ts';
import { example, run } from './run.ts';

describe('exit code 0: done', () => {
  it.each([
    'who-can get secrets -n clinic -f records.yaml',
    'what-can group:nurses -f records.yaml',
    'can-i get secrets --as group:nurses -n clinic -f records.yaml',
    'suggest -f records.yaml',
  ])('%s', async (command) => {
    expect(await run(command)).toMatchObject({ exitCode: 0 });
  });

  it('is what a report gives, whatever it finds: a review is no failure', async () => {
    const outcome = await run(['report', '-R', '-f', example]);
    expect(outcome.stdout).toContain('CRITICAL');
    expect(outcome.exitCode).toBe(0);
  });

  it('is what a report gives whose findings are all below the gate', async () => {
    const findings = answer(await run('report -f records.yaml -o json')).findings ?? [];
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
    expect(await run('report -f records.yaml --fail-on critical')).toMatchObject({ exitCode: 0 });
  });

  it('is what a yes of can-i gives, gaps or not: what was not read could only add to it', async () => {
    expect(await run('can-i get secrets --as group:nurses -n clinic -f wrong-types.yaml')).toMatchObject({ stdout: 'yes\n', exitCode: 0 });
  });

  it('is what can-i --requests gives once every line is answered, be all answers no', async () => {
    const outcome = await run('can-i --requests - -f records.yaml', { stdin: '{"user":"mara","verb":"get","resource":"pods"}\n' });
    expect(outcome.stdout).toContain('"allowed":false');
    expect(outcome.exitCode).toBe(0);
  });
});

describe('exit code 1: the answer is no, or the gate is hit', () => {
  it('is what a no of can-i gives', async () => {
    expect(await run('can-i delete secrets --as group:nurses -n clinic -f records.yaml')).toMatchObject({ stdout: 'no\n', exitCode: 1 });
  });

  it.each(['critical', 'high', 'medium', 'low', 'info'])(
    'is what a report with a critical finding gives under --fail-on %s',
    async (severity) => {
      expect(await run(['report', '-R', '-f', example, '--fail-on', severity])).toMatchObject({ exitCode: 1 });
    },
  );

  it('depends on what was found, not on what is shown', async () => {
    const outcome = await run('report -f records.yaml --fail-on high --min-severity critical');
    expect(outcome.exitCode).toBe(1);
  });

  it('still gives the whole report', async () => {
    const gated = await run('report -f records.yaml --fail-on info');
    const free = await run('report -f records.yaml');
    expect(gated.exitCode).toBe(1);
    expect(gated.stdout).toBe(free.stdout);
  });
});

describe('exit code 2: could not run', () => {
  it.each(['who-can get secrets', 'what-can group:nurses', 'can-i get secrets --as group:nurses', 'report', 'suggest'])(
    'is what %s gives for a file that is not there',
    async (command) => {
      expect(refusal(await run(`${command} -f appointments.yaml`))).toContain('appointments.yaml');
    },
  );

  it.each(['who-can get secrets', 'what-can group:nurses', 'can-i get secrets --as group:nurses', 'report', 'suggest'])(
    'is what %s gives without -f where no kubeconfig is found',
    async (command) => {
      const error = refusal(await run(command));
      expect(error).toContain('kubeconfig');
      expect(error).toContain('-f');
      expect(error).not.toContain('localhost');
    },
  );

  it('beats 0: one file that is not there is enough', async () => {
    refusal(await run('who-can get secrets -n clinic -f records.yaml -f appointments.yaml'));
  });

  it('beats 1 and 3', async () => {
    refusal(await run('report --fail-on info -f wrong-types.yaml -f appointments.yaml'));
  });
});

describe('exit code 3: ran, but with gaps', () => {
  const commands = ['who-can get secrets -n clinic', 'what-can group:nurses', 'report', 'suggest'];

  it.each(commands)('is what %s gives', async (command) => {
    expect(await run(`${command} -f wrong-types.yaml`)).toMatchObject({ exitCode: 3 });
  });

  it.each(commands)('becomes 0 for %s with --allow-partial, and the gaps are still said', async (command) => {
    const outcome = await run(`${command} -f wrong-types.yaml --allow-partial -o json`);
    expect(outcome.exitCode).toBe(0);
    expect(answer(outcome).gaps).not.toEqual([]);
    expect(outcome.stderr).toMatch(/^gap: /m);
  });

  it.each(commands)('is explained by the table of %s itself, which may be all that is kept', async (command) => {
    const partial = await run(`${command} -f wrong-types.yaml -o table`);
    expect(partial.stdout).toMatch(/\bgaps?\b/);
    const whole = await run(`${command} -f records.yaml -o table`);
    expect(whole.stdout).not.toMatch(/\bgaps?\b/);
  });

  it('is what a no of can-i gives: what was not read might have allowed it', async () => {
    const command = 'can-i delete secrets --as group:nurses -n clinic -f wrong-types.yaml';
    expect(await run(command)).toMatchObject({ stdout: 'no\n', exitCode: 3 });
    expect(await run(`${command} --allow-partial`)).toMatchObject({ stdout: 'no\n', exitCode: 1 });
  });

  it('is what can-i --requests gives for a line that is no request, unless --allow-partial', async () => {
    expect(await run('can-i --requests - -f records.yaml', { stdin: 'nonsense\n' })).toMatchObject({ exitCode: 3 });
    expect(await run('can-i --requests - --allow-partial -f records.yaml', { stdin: 'nonsense\n' })).toMatchObject({ exitCode: 0 });
  });

  it('is what can-i --requests gives where the input has gaps', async () => {
    const stdin = '{"user":"mara","verb":"get","resource":"pods"}\n';
    expect(await run('can-i --requests - -f wrong-types.yaml', { stdin })).toMatchObject({ exitCode: 3 });
  });

  it('is beaten by 1', async () => {
    expect(await run('report -f wrong-types.yaml --fail-on high')).toMatchObject({ exitCode: 1 });
    expect(await run('report -f wrong-types.yaml --fail-on critical')).toMatchObject({ exitCode: 3 });
  });
});

describe('exit code 130', () => {
  it('is what SIGINT gives, without a word', async () => {
    const waits = (): void => undefined;
    const outcome = await run('can-i --requests - -f wrong-types.yaml', { stdin: waits, signal: 'SIGINT' });
    expect(outcome.exitCode).toBe(130);
    expect(outcome.stderr).not.toContain('error');
  });
});
