import type { Rounds } from './measure.ts';

/** How much is measured. */
export interface Sizes {
  /** Starts of the command. */
  starts: Rounds;
  /** Runs over all requests. */
  decisions: Rounds;
  /** Bindings of the clusters that are compared, each ten times the one before. */
  clusters: readonly number[];
  /** Namespaces of clusters in which everybody has a role in each, ten times as many in the second. */
  tenants: readonly number[];
  /** Processes for each cluster. */
  clusterRuns: Rounds;
  yamlReads: Rounds;
  /** Processes that read an audit log. */
  auditReads: Rounds;
  /** Bytes of the audit logs whose memory is compared, the second ten times the first. */
  auditLogs: readonly [number, number];
}

/** For each change: two minutes. */
export const reduced: Sizes = {
  starts: { warmUp: 3, measured: 20 },
  decisions: { warmUp: 1, measured: 3 },
  clusters: [1_000, 10_000],
  tenants: [200, 2_000],
  clusterRuns: { warmUp: 0, measured: 5 },
  yamlReads: { warmUp: 1, measured: 5 },
  auditReads: { warmUp: 1, measured: 5 },
  auditLogs: [10_000_000, 100_000_000],
};

/** For the figures in docs/performance.md. */
export const full: Sizes = {
  starts: { warmUp: 3, measured: 60 },
  decisions: { warmUp: 1, measured: 7 },
  clusters: [1_000, 10_000, 100_000],
  tenants: [200, 2_000],
  clusterRuns: { warmUp: 0, measured: 5 },
  yamlReads: { warmUp: 1, measured: 15 },
  auditReads: { warmUp: 1, measured: 15 },
  auditLogs: [100_000_000, 1_000_000_000],
};
