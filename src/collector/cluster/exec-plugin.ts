import { type SpawnOptions, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { UserError } from '../../model/error.ts';
import { type Fields, fieldAt, listAt, parseJson, textAt, textsAt } from '../fields.ts';
import type { Surroundings } from './surroundings.ts';
import type { ClusterEntry, UserEntry } from './target.ts';

/** What an exec plugin gives: a token, or a client certificate with its key (both PEM), or both. */
export interface PluginCredentials {
  token: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
}

/** An ExecCredential is some kilobytes; what is longer is no answer. */
const maxOutput = 1 << 20;

/**
 * Runs a kubeconfig's credential plugin by the client.authentication.k8s.io protocol, as kubectl does: the question in
 * KUBERNETES_EXEC_INFO, the answer on stdout, its talk with the user on the terminal. (client-node does neither the first
 * nor the last, and cannot end a plugin that hangs.) Where nobody can answer its questions, it gets `patience` milliseconds.
 * Throws a UserError where the plugin is missing, fails, hangs or answers something else. No error quotes its output.
 */
export async function runExecPlugin(
  { fields, folder }: NonNullable<UserEntry['exec']>,
  cluster: ClusterEntry,
  surroundings: Surroundings,
  progress: (message: string) => void,
  patience = 60_000,
): Promise<PluginCredentials> {
  const command = textAt(fields, 'command');
  if (command === undefined)
    throw new UserError('the exec section of the kubeconfig names no command', 'correct its user in the kubeconfig');
  const mode = textAt(fields, 'interactiveMode') ?? 'IfAvailable';
  if (mode === 'Always' && !surroundings.interactive) {
    throw new UserError(`the credential plugin ${command} needs a terminal`, 'run it from a terminal, or use a user that needs none');
  }
  const interactive = mode !== 'Never' && surroundings.interactive;
  progress(`running the credential plugin ${command}`);
  const { output, problem } = await run(programAt(command, folder), textsAt(fields, 'args'), {
    env: { ...surroundings.env, KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(fields, cluster, interactive)), ...ownVariables(fields) },
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    timeout: interactive ? 0 : patience,
  });
  const credentials = problem === undefined ? credentialsFrom(output, textAt(fields, 'apiVersion')) : undefined;
  if (credentials !== undefined) return credentials;
  const hint = problem === notInstalled ? textAt(fields, 'installHint')?.replace(/\s+/g, ' ').trim() : undefined;
  throw new UserError(
    `the credential plugin ${command} ${problem ?? 'gave no usable ExecCredential'}`,
    hint ?? 'log in again with it, then repeat',
  );
}

/** A command with a slash in it is relative to the kubeconfig's folder, any other is searched in PATH (client-go ResolveLocalPaths). */
function programAt(command: string, folder: string): string {
  return /[/\\]/.test(command) ? resolve(folder, command) : command;
}

function ownVariables(fields: Fields): Record<string, string> {
  return Object.fromEntries(listAt(fields, 'env').map((variable) => [textAt(variable, 'name') ?? '', textAt(variable, 'value') ?? '']));
}

const notInstalled = 'is not installed';

/** What a program wrote to stdout, and what went wrong with it, if anything. */
function run(program: string, args: string[], options: SpawnOptions): Promise<{ output: string; problem?: string }> {
  return new Promise((done) => {
    const child = spawn(program, args, options);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxOutput) chunks.push(chunk);
      else child.kill();
    });
    child.on('error', (error) =>
      done({ output: '', problem: 'code' in error && error.code === 'ENOENT' ? notInstalled : 'cannot be started' }),
    );
    // What a stopped plugin has started may still hold its end of the pipe.
    child.on('exit', (code) => {
      if (code === null) child.stdout?.destroy();
    });
    child.on('close', (code) => {
      if (code === 0) done({ output: Buffer.concat(chunks).toString('utf8') });
      else done({ output: '', problem: code === null ? 'came to no end and was stopped' : `failed with exit code ${code}` });
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

/** Undefined where the output is no ExecCredential of the version that the kubeconfig names, or holds nothing to log in with. */
function credentialsFrom(output: string, apiVersion: string | undefined): PluginCredentials | undefined {
  const answer = parseJson(output);
  if (textAt(answer, 'kind') !== 'ExecCredential' || textAt(answer, 'apiVersion') !== apiVersion) return undefined;
  const [token, certificate, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => textAt(answer, 'status', name));
  if ((certificate === undefined) !== (key === undefined) || (token ?? certificate) === undefined) return undefined;
  return { token, certificate, key };
}
