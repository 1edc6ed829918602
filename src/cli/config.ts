import { relative } from 'node:path';
import { checks } from '../analyzer/checks/index.ts';
import { findConfig, readConfig } from '../collector/config-file.ts';
import { UserError } from '../model/error.ts';
import type { Config } from '../review/config.ts';

export interface ConfigFlags {
  config?: string | undefined;
  'no-config': boolean;
}

/** Settings, and the name of the file that they come from; undefined for those that hold where there is no file. */
export interface Settings {
  config: Config;
  file: string | undefined;
}

const noConfig: Config = {
  admins: [],
  expected: [],
  platform: undefined,
  inventory: undefined,
  severities: new Map(),
  sensitiveNamespaces: [],
  failOn: undefined,
  minSeverity: undefined,
  skipChecks: [],
  ignore: [],
};

/**
 * The settings that hold in a folder: those of --config, else of RBAC_AUDIT_CONFIG, else of the nearest file upwards. Never
 * those of what is audited: whoever writes that could accept the findings about it.
 */
export async function settingsFor(flags: ConfigFlags, folder: string, env: NodeJS.ProcessEnv): Promise<Settings> {
  const named = flags.config ?? (env.RBAC_AUDIT_CONFIG || undefined);
  if (named === '-') throw new UserError('settings are not read from standard input', 'name a file with --config');
  const file = flags['no-config'] ? undefined : (named ?? findConfig(folder));
  if (file === undefined) return { config: noConfig, file };
  // What checks the form of a configuration takes as long to load as reading a small cluster.
  const { parseConfig } = await import('../review/config.ts');
  const name = named ?? relative(folder, file);
  const ids = checks.map(({ id }) => id);
  return { config: parseConfig(readConfig(file, name), ids), file: name };
}
