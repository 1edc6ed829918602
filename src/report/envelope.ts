import { stringifyChunked } from '@discoveryjs/json-ext';
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
  /** What flags and settings left of the findings, in words such as `namespace shop`; missing where it is all of them. */
  limits?: readonly string[];
  authorizers: Readonly<Record<string, string>>;
}

/** An answer that reads nothing, such as the catalogue of checks, has only a version. */
export interface Envelope {
  run: Run | Pick<Run, 'version'>;
  gaps: readonly Gap[];
  limitations: readonly Limitation[];
}

/** The authorizers of an API server and what this tool knows of them: a "no" means "not by RBAC". */
export const authorizers: Run['authorizers'] = { RBAC: 'evaluated', Node: 'not modelled', Webhook: 'unknown' };

/** An answer in the frame that all share: apiVersion, kind, run, the answer's own fields, gaps, limitations. */
export function enveloped(kind: string, { run, gaps, limitations }: Envelope, answer: object): object {
  return { apiVersion: 'rbac-audit/v1', kind, run, ...answer, gaps, limitations };
}

/** How many characters of JSON, at least, are in one piece: few writes, and no long string. */
const pieceSize = 2 ** 18;

/** JSON with two spaces and a final newline, in pieces: a report on a large cluster is longer than a string can be. */
export function* toJson(value: object): Generator<string> {
  yield* stringifyChunked(value, { space: 2, highWaterMark: pieceSize });
  yield '\n';
}

/** So many items of a list are put into one piece of YAML. */
const pieceItems = 500;

/** The same object as YAML, in pieces: field by field, and long lists a part at a time. */
export function* toYaml(value: object): Generator<string> {
  for (const [field, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const slices = Array.isArray(part) && part.length > pieceItems ? slicesOf(part) : [part];
    // Lists that are cut go on where they were: without the line that names the field.
    for (const [index, slice] of slices.entries()) yield yamlOf({ [field]: slice }).slice(index === 0 ? 0 : `${field}:\n`.length);
  }
}

function slicesOf(items: readonly unknown[]): unknown[][] {
  const slices: unknown[][] = [];
  for (let start = 0; start < items.length; start += pieceItems) slices.push(items.slice(start, start + pieceItems));
  return slices;
}

function yamlOf(value: object): string {
  return dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1, noRefs: true });
}
