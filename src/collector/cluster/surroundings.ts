import { homedir } from 'node:os';

/** What kubectl's rules ask of the machine. An argument, so that tests need not change the process they run in. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Where a pod finds its ServiceAccount's token, CA and namespace. */
  serviceAccountFolder: string;
  /** True where a person can answer an exec plugin's questions. */
  interactive: boolean;
}

/** The surroundings of this process. */
export function processSurroundings(): Surroundings {
  return {
    env: process.env,
    home: homedir(),
    serviceAccountFolder: '/var/run/secrets/kubernetes.io/serviceaccount',
    interactive: process.stdin.isTTY === true,
  };
}
