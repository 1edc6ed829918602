import { readFile } from 'node:fs/promises';
import { UserError } from '../../model/error.ts';
import type { Fields } from '../fields.ts';
import { runExecPlugin } from './exec-plugin.ts';
import type { Surroundings } from './surroundings.ts';
import type { Target, UserEntry } from './target.ts';

/** What the user proves itself with; certificate and key as data (PEM in base64) or else as files. */
export interface Credentials {
  token?: string;
  username?: string;
  password?: string;
  certData?: string;
  certFile?: string;
  keyData?: string;
  keyFile?: string;
  /** A kubeconfig's auth-provider (oidc and older ones), which client-node knows how to ask. */
  authProvider?: Fields;
}

/**
 * The credentials of the target's user, the exec plugin run and the token file read. As in client-go, a plugin's answer goes
 * before what the kubeconfig holds, a token file before a token, and data before files.
 * Throws a UserError where they cannot be had.
 */
export async function findCredentials(
  target: Target,
  surroundings: Surroundings,
  progress: (message: string) => void,
): Promise<Credentials> {
  const { user, cluster } = target;
  // client-go reads credentials only for secure transports: over plain http (kubectl proxy) nothing secret is sent.
  if (cluster.server.protocol !== 'https:') return {};
  const own = ownCredentials(user, user.tokenFile === undefined ? user.token : await readToken(user, user.tokenFile));
  if (user.exec === undefined) return own;
  const { token, certificate, key } = await runExecPlugin(user.exec, cluster, surroundings, progress);
  if (token !== undefined) own.token = token;
  if (certificate !== undefined) own.certData = Buffer.from(certificate).toString('base64');
  if (key !== undefined) own.keyData = Buffer.from(key).toString('base64');
  return own;
}

/** Leaves out the file where there is data, because client-node would let the file go first. */
function ownCredentials(user: UserEntry, token: string | undefined): Credentials {
  const { username, password, certData, certFile, keyData, keyFile, authProvider } = user;
  return {
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username, password: password ?? '' }),
    ...(certData !== undefined ? { certData } : certFile === undefined ? {} : { certFile }),
    ...(keyData !== undefined ? { keyData } : keyFile === undefined ? {} : { keyFile }),
    ...(authProvider === undefined ? {} : { authProvider }),
  };
}

async function readToken(user: UserEntry, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw credentialError(user.name, error);
  }
}

/**
 * The UserError for credentials that cannot be had. The messages of auth providers may hold anything: only what the file
 * system says about a path is passed on.
 */
export function credentialError(userName: string, error: unknown): UserError {
  const reason =
    error instanceof Error && 'path' in error && 'code' in error ? `cannot read ${error.path} (${error.code})` : 'its login has ended';
  return new UserError(
    `no credentials${userName === '' ? '' : ` for the user ${userName}`}: ${reason}`,
    'log in again, or correct the kubeconfig',
  );
}
