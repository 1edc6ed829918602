import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';
import { mediansInTurns, millisecondsOf, type Rounds } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = join(root, 'examples/clinic-and-shop');

/**
 * How long the command takes from start to end, as it is installed from the package, in the time of a Node that does nothing.
 * The first runs are not counted: they fill Node's compile cache, as the first run of a user does.
 */
export function startFigures(rounds: Rounds, folder: string): Figure[] {
  const command = install(folder);
  const [nothing = 0, version = 0, whoCan = 0] = mediansInTurns(
    [
      ['-e', '0'],
      [command, '--version'],
      [command, 'who-can', 'get', 'secrets', '-R', '-f', example],
    ].map((args) => () => millisecondsOf(() => run(args))),
    rounds,
  );
  return [
    { what: '`rbac-audit --version`', comparedWith: '`node -e 0`', ratio: version / nothing, limit: { atMost: 3 } },
    { what: '`rbac-audit who-can get secrets` on the example', comparedWith: '`node -e 0`', ratio: whoCan / nothing, limit: { atMost: 5 } },
  ];
}

/** Packs the project as it would be published, installs that into a folder of its own, and returns the path of the command. */
function install(folder: string): string {
  const project = join(folder, 'installed');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{}');
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', [...args, '--silent'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const packed = npm(root, 'pack', '--pack-destination', folder).trim().split('\n').at(-1) ?? '';
  // Offline, because the package brings everything along; without scripts, because there is nothing left to build.
  npm(project, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, packed));
  return join(project, 'node_modules/.bin/rbac-audit');
}

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
}
