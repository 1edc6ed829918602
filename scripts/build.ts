/**
 * Bundles the sources into dist/ (one chunk a command, shared code apart), writes the type declarations, the notices of
 * the bundled packages and the command manifest that lets oclif start without looking for commands.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { leanOclif } from './lean-oclif.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = readdirSync(join(root, 'src/commands')).map((file) => basename(file, '.ts'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: {
    main: 'src/cli/main.ts',
    index: 'src/index.ts',
    'audit-log-worker': 'src/collector/audit-log/worker.ts',
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
  },
  platform: 'node',
  plugins: [leanOclif],
  treeshake: true,
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: true,
});
await bundle.close();

const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
writeFileSync(join(root, 'dist/THIRD_PARTY_NOTICES.txt'), notices(modules));
execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
await writeManifest();

/** The licence texts of all packages whose code is in the bundle. */
function notices(moduleIds: readonly string[]): string {
  const folders = new Set(moduleIds.flatMap((id) => packageFolder(id) ?? []));
  return [...folders].sort().map(notice).join('\n');
}

function packageFolder(id: string): string | undefined {
  const match = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replace(/^\0/, ''));
  return match?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, '', ...texts, '', '-'.repeat(80), ''].join('\n');
}

/** oclif's own manifest: what each command takes, so that only the one that runs is loaded. */
async function writeManifest(): Promise<void> {
  const file = join(root, 'oclif.manifest.json');
  if (existsSync(file)) rmSync(file);
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
  await plugin.load();
  writeFileSync(file, `${JSON.stringify(plugin.manifest)}\n`);
  process.stdout.write(`built ${relative(dirname(root), join(root, 'dist'))}: ${commands.length} commands, ${output.length} files\n`);
}
