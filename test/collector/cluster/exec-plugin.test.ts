import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runExecPlugin } from '../../../src/collector/cluster/exec-plugin.ts';
import type { Surroundings } from '../../../src/collector/cluster/surroundings.ts';
import type { ClusterEntry } from '../../../src/collector/cluster/target.ts';
import { bareMachine, temporaryFolder } from './surroundings.ts';

const ward: ClusterEntry = {
  server: new URL('https://ward.clinic.test:6443'),
  caData: 'Q0E=',
  caFile: undefined,
  skipTlsVerify: false,
  tlsServerName: undefined,
  proxyUrl: undefined,
  execConfig: { audience: 'ward' },
};

const v1 = 'client.authentication.k8s.io/v1';

/** Runs a plugin that is this Node script, by a path relative to its folder. */
async function run(script: string, fields: object = {}, changes: Partial<Surroundings> = {}, patience?: number) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'plugin'), `#!${process.execPath}\n${script}`);
  await chmod(join(folder, 'plugin'), 0o700);
  const said: string[] = [];
  const exec = { fields: { apiVersion: v1, command: './plugin', ...fields }, folder };
  const credentials = await runExecPlugin(exec, ward, bareMachine(folder, changes), (message) => said.push(message), patience);
  return { credentials, said };
}

const answer = (status: string) => `console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${v1}', status: ${status} }))`;

describe('an exec plugin', () => {
  it('gives a token, and is announced', async () => {
    const { credentials, said } = await run(answer("{ token: 'from-plugin' }"));
    expect(credentials).toEqual({ token: 'from-plugin', certificate: undefined, key: undefined });
    expect(said).toEqual(['running the credential plugin ./plugin']);
  });

  it('gives a certificate with its key', async () => {
    const { credentials } = await run(answer("{ clientCertificateData: 'CERT', clientKeyData: 'KEY' }"));
    expect(credentials).toMatchObject({ certificate: 'CERT', key: 'KEY' });
  });

  it('gets its arguments, its environment, ours, and the question', async () => {
    const script = answer(
      "{ token: [process.argv[2], process.env.ROLE, process.env.HOME_WARD, process.env.KUBERNETES_EXEC_INFO].join(' ') }",
    );
    const fields = { args: ['login'], env: [{ name: 'ROLE', value: 'nurse' }], provideClusterInfo: true };
    const { credentials } = await run(script, fields, { env: { PATH: process.env.PATH, HOME_WARD: 'b7' } });
    const [argument, role, home, ...question] = credentials.token?.split(' ') ?? [];
    expect([argument, role, home]).toEqual(['login', 'nurse', 'b7']);
    expect(JSON.parse(question.join(' '))).toEqual({
      kind: 'ExecCredential',
      apiVersion: v1,
      spec: {
        interactive: false,
        cluster: { server: 'https://ward.clinic.test:6443/', 'certificate-authority-data': 'Q0E=', config: { audience: 'ward' } },
      },
    });
  });

  it('is told nothing of the cluster where it does not ask', async () => {
    const { credentials } = await run(answer('{ token: process.env.KUBERNETES_EXEC_INFO }'));
    expect(credentials.token).not.toContain('ward');
  });

  it.each([
    ['fails', "console.log('sesame'); process.exit(3)", 'the credential plugin ./plugin failed with exit code 3'],
    ['answers no JSON', "console.log('sesame')", 'the credential plugin ./plugin gave no usable ExecCredential'],
    ['answers without credentials', answer('{}'), 'the credential plugin ./plugin gave no usable ExecCredential'],
    [
      'answers half a certificate',
      answer("{ clientCertificateData: 'sesame' }"),
      'the credential plugin ./plugin gave no usable ExecCredential',
    ],
    [
      'talks without end',
      "setInterval(() => process.stdout.write('sesame'.repeat(100000)), 1)",
      'the credential plugin ./plugin came to no end and was stopped',
    ],
  ])('that %s is a clear error without its output', async (_what, script, message) => {
    await expect(run(script)).rejects.toThrow(new RegExp(`^${message}$`));
  });

  it('that hangs is not waited for, where nobody can answer its questions', async () => {
    const hangs = run(
      "require('node:child_process').spawn('sleep', ['5'], { stdio: ['ignore', 'inherit', 'ignore'] }); setInterval(() => {}, 1000)",
      {},
      {},
      300,
    );
    await expect(hangs).rejects.toThrow('the credential plugin ./plugin came to no end and was stopped');
  });

  it('of another version than the kubeconfig names is no usable answer', async () => {
    await expect(run(answer("{ token: 'x' }"), { apiVersion: 'client.authentication.k8s.io/v1beta1' })).rejects.toThrow(
      'no usable ExecCredential',
    );
  });

  it('that is not installed says how to get it', async () => {
    const fields = { command: 'rbac-audit-no-such-plugin', installHint: 'Get it from\n  the clinic.' };
    await expect(run('', fields)).rejects.toMatchObject({
      message: 'the credential plugin rbac-audit-no-such-plugin is not installed',
      advice: 'Get it from the clinic.',
    });
  });

  it('that needs a terminal is not started without one', async () => {
    await expect(run(answer("{ token: 'x' }"), { interactiveMode: 'Always' })).rejects.toThrow('needs a terminal');
  });

  it('needs a command', async () => {
    await expect(run('', { command: '' })).rejects.toThrow('names no command');
  });
});
