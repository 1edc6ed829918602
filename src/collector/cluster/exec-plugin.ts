import { spawn } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../../model/error.ts';
import { fieldAt, isFields, listAt, parseJson, textAt, textsAt } from './fields.ts';
import type { Surroundings } from './surroundings.ts';
import type { ClusterEntry, UserEntry } from './target.ts';

/** What an exec plugin gives: a token, or a client certificate with its key (both PEM), or both. */
export interface PluginCredentials {
  token: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
}

/** Without anyone to answer its questions, a plugin that waits longer than this waits for ever. */
const patience = 60_000;

/** An ExecCredential is some kilobytes; what is longer is no answer. */
const maxOutput = 1 << 20;

/**
 * Runs a kubeconfig's credential plugin by the client.authentication.k8s.io protocol, as kubectl does: the question in
 * KUBERNETES_EXEC_INFO, the answer on stdout, its talk with the user on the terminal. client-node knows neither of the
 * first and the last, and cannot end a plugin that hangs.
 * Throws a UserError where the plugin is missing, fails, hangs or answers something else. No error quotes its output.
 */
export async function runExecPlugin(
  exec: NonNullable<UserEntry['exec']>,
  cluster: ClusterEntry,
  surroundings: Surroundings,
  progress: (message: string) => void,
): Promise<PluginCredentials> {
  const command = textAt(exec.fields, 'command');
  if (command === undefined)
    throw new UserError('the exec section of the kubeconfig names no command', 'correct the user in the kubeconfig');
  const mode = textAt(exec.fields, 'interactiveMode') ?? 'IfAvailable';
  if (mode === 'Always' && !surroundings.interactive) {
    throw new UserError(`the credential plugin ${command} needs a terminal`, 'run it from a terminal, or use a user that needs none');
  }
  const interactive = mode !== 'Never' && surroundings.interactive;
  progress(`running the credential plugin ${command}`);
  const output = await run(command, exec, cluster, interactive, surroundings);
  return credentialsFrom(output, command, textAt(exec.fields, 'apiVersion'));
}

function run(
  command: string,
  { fields, folder }: NonNullable<UserEntry['exec']>,
  cluster: ClusterEntry,
  interactive: boolean,
  surroundings: Surroundings,
): Promise<string> {
  // A command with a slash in it is relative to the kubeconfig's folder, any other is searched in PATH (client-go ResolveLocalPaths).
  const program = /[/\\]/.test(command) && !isAbsolute(command) ? resolve(folder, command) : command;
  const env: NodeJS.ProcessEnv = { ...surroundings.env, KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(fields, cluster, interactive)) };
  for (const variable of listAt(fields, 'env')) {
    const name = textAt(variable, 'name');
    if (name !== undefined) env[name] = textAt(variable, 'value') ?? '';
  }
  return new Promise((done, fail) => {
    const child = spawn(program, textsAt(fields, 'args'), {
      env,
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
      ...(interactive ? {} : { timeout: patience }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxOutput) chunks.push(chunk);
      else child.kill();
    });
    child.on('error', (error) => {
      const reason = 'code' in error && error.code === 'ENOENT' ? 'is not installed' : 'cannot be started';
      fail(new UserError(`the credential plugin ${command} ${reason}`, textAt(fields, 'installHint')?.replace(/\s+/g, ' ').trim()));
    });
    child.on('close', (code) => {
      if (code === 0 && size <= maxOutput) done(Buffer.concat(chunks).toString('utf8'));
      else
        fail(
          new UserError(
            `the credential plugin ${command} failed${code === null ? '' : ` with exit code ${code}`}`,
            'log in again with it, then repeat',
          ),
        );
    });
  });
}

/** The ExecCredential that asks: client-go's NewExecCredential. */
function execInfo(fields: unknown, cluster: ClusterEntry, interactive: boolean): unknown {
  const spec = { interactive, ...(fieldAt(fields, 'provideClusterInfo') === true ? { cluster: clusterInfo(cluster) } : {}) };
  return { kind: 'ExecCredential', apiVersion: textAt(fields, 'apiVersion'), spec };
}

function clusterInfo(cluster: ClusterEntry): unknown {
  return {
    server: cluster.server.href,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTlsVerify || undefined,
    'certificate-authority-data': cluster.caData,
    'proxy-url': cluster.proxyUrl,
    config: cluster.execConfig,
  };
}

function credentialsFrom(output: string, command: string, apiVersion: string | undefined): PluginCredentials {
  const answer = parseJson(output);
  const status = fieldAt(answer, 'status');
  const [token, certificate, key] = [textAt(status, 'token'), textAt(status, 'clientCertificateData'), textAt(status, 'clientKeyData')];
  const understood = textAt(answer, 'kind') === 'ExecCredential' && textAt(answer, 'apiVersion') === apiVersion && isFields(status);
  if (!understood || (certificate === undefined) !== (key === undefined) || (token ?? certificate) === undefined) {
    throw new UserError(`the credential plugin ${command} answered no usable ExecCredential`, 'log in again with it, then repeat');
  }
  return { token, certificate, key };
}
