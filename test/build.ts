import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Tests that spawn the command run what users run: the bundle, built anew where a source is newer. */
export default function build(): void {
  if (existsSync('oclif.manifest.json') && newest('src') < statSync('oclif.manifest.json').mtimeMs) return;
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function newest(folder: string): number {
  const times = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(folder, path)).mtimeMs);
  return Math.max(...times);
}
