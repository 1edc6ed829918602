import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { projectRoot } from '../cli/run.ts';

/** A machine with the tool on PATH, an empty home, and nothing that knows a cluster. */
export interface Machine {
  /** A new folder with what the pages call by names of their own: a folder of manifests, rendered manifests, and questions. */
  readersFolder(): string;
  /** Runs a line as a shell does; stdout and stderr as they come. */
  sh(line: string, cwd: string, env?: Readonly<Record<string, string>>): { text: string; exitCode: number | null };
}

/** Sets up a machine for the tests of a file. `programs` are further programs, as shell scripts. */
export function setUpMachine(programs: Readonly<Record<string, string>> = {}): Machine {
  const machine = mkdtempSync(join(tmpdir(), 'rbac-audit-docs-'));
  const [bin, home] = [join(machine, 'bin'), join(machine, 'home')];
  const tool = `exec '${process.execPath}' '${join(projectRoot, 'bin/run.js')}' "$@"`;

  beforeAll(() => {
    for (const folder of [bin, home]) mkdirSync(folder);
    for (const [name, script] of Object.entries({ 'rbac-audit': tool, 'kubectl-rbac_audit': tool, ...programs })) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  });

  afterAll(() => rmSync(machine, { recursive: true }));

  return {
    readersFolder() {
      const folder = mkdtempSync(join(machine, 'work-'));
      symlinkSync(join(projectRoot, 'examples'), join(folder, 'examples'));
      cpSync(join(projectRoot, 'examples/clinic-and-shop'), join(folder, 'deploy'), { recursive: true });
      cpSync(join(projectRoot, 'examples/clinic-and-shop/shop/rbac.yaml'), join(folder, 'rendered.yaml'));
      writeFileSync(join(folder, 'questions.jsonl'), '{"user":"ines","verb":"get","resource":"pods","namespace":"shop"}\n');
      return folder;
    },
    sh(line, cwd, more = {}) {
      const path = `${bin}${delimiter}${process.env.PATH}`;
      const env = { PATH: path, HOME: home, KUBECONFIG: join(home, 'missing'), TMPDIR: tmpdir(), ...more };
      const { stdout, status } = spawnSync('bash', ['-o', 'pipefail', '-c', `{ ${line}\n} 2>&1`], { cwd, env, encoding: 'utf8' });
      return { text: stdout, exitCode: status };
    },
  };
}
