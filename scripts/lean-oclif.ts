import type { Plugin } from 'rolldown';

interface Detour {
  /** The end of the module's path. */
  module: string;
  from: string;
  to: string;
}

/** What oclif does at every start though nobody here needs it, and what it does instead in the bundle. */
const detours: readonly Detour[] = [
  // Comparing strings by locale makes V8 load its collation tables: a tenth of the time of a small who-can. Ids are ASCII.
  { module: '/@oclif/core/lib/config/plugin.js', from: 'a.id.localeCompare(b.id)', to: '(a.id < b.id ? -1 : 1)' },
  // Only a user agent that is never sent tells WSL from Linux; finding out loads half of Node.
  { module: '/@oclif/core/lib/util/os.js', from: "(await import('wsl-utils')).isWsl", to: 'false' },
];

/** Takes the detours out of oclif as it is bundled. Throws where oclif has changed, so that none comes back unseen. */
export const leanOclif: Plugin = {
  name: 'lean-oclif',
  transform(code, id) {
    const detour = detours.find(({ module }) => id.endsWith(module));
    if (!detour) return undefined;
    if (!code.includes(detour.from)) throw new Error(`${id} no longer says ${detour.from}: see scripts/lean-oclif.ts`);
    return code.replace(detour.from, detour.to);
  },
};
