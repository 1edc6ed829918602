import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { IdentifiedRequest } from './baseline.ts';
import type { ObjectList } from './objects.ts';

/** One question that a real API server was asked, and its answer. */
export interface Answer {
  request: IdentifiedRequest;
  allowed: boolean;
}

/** A line of answers.jsonl: absent fields mean empty. */
interface AnswerLine {
  user: string;
  groups: string[];
  verb: string;
  group?: string;
  resource?: string;
  subresource?: string;
  name?: string;
  namespace?: string;
  nonResourceURL?: string;
  allowed: boolean;
}

/** Reads `cluster.json.gz` of a folder of oracle answers (test/fixtures/README.md). */
export function readCluster(folder: string): ObjectList {
  return JSON.parse(readText(join(folder, 'cluster.json.gz')));
}

/** Reads `answers.jsonl.gz` of a folder of oracle answers. */
export function readAnswers(folder: string): Answer[] {
  const lines = readText(join(folder, 'answers.jsonl.gz')).trimEnd().split('\n');
  return lines.map((text) => {
    const line: AnswerLine = JSON.parse(text);
    return { request: requestOf(line), allowed: line.allowed };
  });
}

function requestOf(line: AnswerLine): IdentifiedRequest {
  const { user, groups, verb } = line;
  if (line.nonResourceURL !== undefined) return { user, groups, verb, path: line.nonResourceURL };
  const { group = '', resource = '', subresource = '', name = '', namespace = '' } = line;
  return { user, groups, verb, group, resource, subresource, name, namespace };
}

function readText(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8');
}
