import { dump } from 'js-yaml';
import type { Gap, Limitation } from '../model/gap.ts';

/** What every machine-readable answer says of its making. Only this block may differ between sources of the same cluster. */
export interface Run {
  version: string;
  source: string;
  input: string;
  kubernetesVersion: string;
  /** The file of settings by which it was judged, where there was one. */
  config?: string;
  /** The platform whose grants were taken as expected, where one was named. */
  platform?: string;
  authorizers: Readonly<Record<string, string>>;
}

export interface Envelope {
  run: Run;
  gaps: readonly Gap[];
  limitations: readonly Limitation[];
}

/** The authorizers of an API server and what this tool knows of them: a "no" means "not by RBAC". */
export const authorizers: Run['authorizers'] = { RBAC: 'evaluated', Node: 'not modelled', Webhook: 'unknown' };

/** An answer in the frame that all share: apiVersion, kind, run, the answer's own fields, gaps, limitations. */
export function enveloped(kind: string, { run, gaps, limitations }: Envelope, answer: object): object {
  return { apiVersion: 'rbac-audit/v1', kind, run, ...answer, gaps, limitations };
}

/** JSON with two spaces and a final newline. */
export function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The same object as YAML. */
export function toYaml(value: object): string {
  return dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1, noRefs: true });
}
