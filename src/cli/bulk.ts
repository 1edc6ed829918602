import { readFileSync } from 'node:fs';
import type { Access } from '../analyzer/access/access.ts';
import { impliedGroups, superuserGroup } from '../analyzer/access/identity.ts';
import { reasonText } from '../analyzer/questions/can-i.ts';
import { readStdin } from '../collector/stdin.ts';
import { UserError } from '../model/error.ts';
import type { Gap } from '../model/gap.ts';
import type { Request } from '../model/request.ts';
import type { Identity } from '../model/subject.ts';

/** Answers as JSON lines, and a gap for each line that was no request. */
export interface Answers {
  text: string;
  gaps: Gap[];
}

interface Asked {
  identity: Identity;
  request: Request;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Answers one request per line: a SubjectAccessReview, or the short form `{"user", "groups", "verb", …}`. Strings are
 * literal and exactly the user and groups given count, as in a SubjectAccessReview sent to an API server.
 */
export async function answerRequests(access: Access, file: string, addImpliedGroups: boolean): Promise<Answers> {
  const lines: string[] = [];
  const gaps: Gap[] = [];
  for (const [index, line] of (await readLines(file)).entries()) {
    if (line.trim() === '') continue;
    try {
      const value = parseLine(line);
      const { identity, request } = readAsked(value);
      lines.push(
        JSON.stringify({ ...asFields(value, 'the line'), ...decide(access, addImpliedGroups ? withImplied(identity) : identity, request) }),
      );
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      lines.push(JSON.stringify({ error: message }));
      gaps.push(badLine(file === '-' ? 'stdin' : file, index + 1, message));
    }
  }
  return { text: lines.map((line) => `${line}\n`).join(''), gaps };
}

/** Throws a UserError where manifests and requests would both come from standard input. */
export function refuseSharedStdin(files: readonly string[] | undefined, requests: string): void {
  if (requests === '-' && files?.includes('-'))
    throw new UserError('-f - and --requests - cannot both read standard input', 'put one of them into a file');
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (file === '-' ? await readStdin() : readFileSync(file))
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .split('\n');
  } catch {
    throw new UserError(`${file}: no such file, or not readable`, '--requests takes a file of JSON lines, or - for stdin');
  }
}

/** The engine's own message would differ from one Node version to the next. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error('the line is not JSON');
  }
}

function decide(access: Access, identity: Identity, request: Request): { allowed: boolean; reason: string } {
  const allowed = access.allows(identity, request);
  const reason = allowed && !identity.groups.includes(superuserGroup) ? reasonText(access, identity, request) : '';
  return { allowed, reason };
}

function withImplied({ user, groups }: Identity): Identity {
  return { user, groups: [...new Set([...groups, ...impliedGroups(user, groups)])] };
}

function readAsked(value: unknown): Asked {
  const line = asFields(value, 'the line');
  return 'spec' in line ? readReview(asFields(line.spec, 'spec')) : readShort(line);
}

function readReview(spec: Fields): Asked {
  const identity = readIdentity(spec);
  if (isGiven(spec.nonResourceAttributes)) {
    if (isGiven(spec.resourceAttributes)) throw new Error('both resourceAttributes and nonResourceAttributes are given');
    const { verb, path } = asFields(spec.nonResourceAttributes, 'spec.nonResourceAttributes');
    return { identity, request: { verb: asText(verb, 'verb'), path: asText(path, 'path') } };
  }
  return { identity, request: readResource(asFields(spec.resourceAttributes, 'spec.resourceAttributes')) };
}

function readShort(line: Fields): Asked {
  const identity = readIdentity(line);
  if (isGiven(line.nonResourceURL)) {
    if (isGiven(line.resource)) throw new Error('both resource and nonResourceURL are given');
    return { identity, request: { verb: asText(line.verb, 'verb'), path: asText(line.nonResourceURL, 'nonResourceURL') } };
  }
  return { identity, request: readResource(line) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readResource({ verb, group, resource, subresource, name, namespace }: Fields): Request {
  if (resource === undefined) throw new Error('neither resource nor nonResourceURL is given');
  return {
    verb: asText(verb, 'verb'),
    group: asText(group, 'group'),
    resource: asText(resource, 'resource'),
    subresource: asText(subresource, 'subresource'),
    name: asText(name, 'name'),
    namespace: asText(namespace, 'namespace'),
  };
}

function readIdentity({ user, groups }: Fields): Identity {
  const list = groups ?? [];
  if (!Array.isArray(list) || !list.every((group) => typeof group === 'string')) throw new Error('groups is no list of strings');
  return { user: asText(user, 'user'), groups: list };
}

/** An absent string is empty, as in Kubernetes' own types. */
function asText(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Error(`${field} is no string`);
  return value;
}

function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return { ...value };
}

function badLine(file: string, line: number, message: string): Gap {
  return {
    code: 'bad-request-line',
    source: file,
    position: { file, line, column: 1 },
    message: `${file}:${line}: no request: ${message}`,
    advice: 'a line is a SubjectAccessReview or {"user", "groups", "verb", "group", "resource", "subresource", "name", "namespace"}',
  };
}
