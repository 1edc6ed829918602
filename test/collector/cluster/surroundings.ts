import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Surroundings } from '../../../src/collector/cluster/surroundings.ts';

/** An empty folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rbac-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine without kubeconfig, proxy, terminal and pod, with what a test puts there. */
export function bareMachine(home: string, changes: Partial<Surroundings> = {}): Surroundings {
  return { env: { PATH: process.env.PATH }, home, serviceAccountFolder: join(home, 'no-pod'), interactive: false, ...changes };
}

/** Named parts of a kubeconfig, in the short form that the tests write. */
export interface KubeconfigParts {
  clusters?: Record<string, object>;
  users?: Record<string, object>;
  contexts?: Record<string, object>;
  current?: string;
}

/** Writes a kubeconfig into a folder and returns its path. */
export async function writeKubeconfig(
  folder: string,
  name: string,
  { clusters = {}, users = {}, contexts = {}, current }: KubeconfigParts,
): Promise<string> {
  const named = (field: string, entries: Record<string, object>) =>
    Object.entries(entries).map(([entry, value]) => ({ name: entry, [field]: value }));
  const file = join(folder, name);
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', clusters),
    users: named('user', users),
    contexts: named('context', contexts),
    'current-context': current,
  };
  await writeFile(file, JSON.stringify(content));
  return file;
}
