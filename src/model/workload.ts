import type { Origin } from './position.ts';

export interface Namespace {
  name: string;
  labels: ReadonlyMap<string, string>;
  origins: readonly Origin[];
}

export interface ServiceAccount {
  namespace: string;
  name: string;
  annotations: ReadonlyMap<string, string>;
  automountToken?: boolean;
  origins: readonly Origin[];
}

/** A pod or anything with a pod template; `serviceAccount` is `default` where the template names none. */
export interface Workload {
  kind: string;
  namespace: string;
  name: string;
  serviceAccount: string;
  automountToken?: boolean;
  origins: readonly Origin[];
}
