import { nearest } from '../facts/nearest.ts';
import { globMatcher } from '../facts/pattern.ts';
import type { Platform } from '../facts/platform.ts';
import { UserError } from '../model/error.ts';
import type { Severity } from '../model/finding.ts';
import type { FieldPath, Position } from '../model/position.ts';
import { type ConfigData, configSchema, type ExpectedData, type IgnoreData, keysAt } from './schema.ts';

/** A configuration file as it was read, with the places of its values and keys. */
export interface ConfigDocument {
  value: unknown;
  locate(path: FieldPath): Position;
  locateKey(path: FieldPath): Position;
}

/** An entry under `ignore`, and where it stands, for people: `.rbac-audit.yaml:12: ignore[2]`. */
export type IgnoreEntry = IgnoreData & { by: string };

/** What .rbac-audit.yaml says; what it does not say is empty or absent. */
export interface Config {
  admins: readonly string[];
  expected: readonly ExpectedData[];
  platform: Platform | undefined;
  inventory: ConfigData['inventory'];
  severities: ReadonlyMap<string, Severity>;
  sensitiveNamespaces: readonly string[];
  failOn: Severity | 'none' | undefined;
  minSeverity: Severity | undefined;
  skipChecks: readonly string[];
  ignore: readonly IgnoreEntry[];
}

/**
 * Reads a configuration. `checks` are the ids of all checks there are. Throws a UserError for the first thing that is wrong:
 * a setting that nobody reads would look like one that holds.
 */
export function parseConfig(document: ConfigDocument, checks: readonly string[]): Config {
  // A file of comments only has no value.
  const value = document.value ?? {};
  const result = configSchema.safeParse(value);
  if (!result.success) throw new Complaint(document, value).about(result.error.issues);
  const { data } = result;
  for (const { id, path } of checkIds(data, value)) expectCheck(id, path, checks, document);
  return {
    admins: data.admins ?? [],
    expected: data.expected ?? [],
    platform: data.platform,
    inventory: data.inventory,
    severities: new Map(Object.entries(data.severity ?? {})),
    sensitiveNamespaces: data.sensitiveNamespaces ?? [],
    failOn: data.failOn,
    minSeverity: data.minSeverity,
    skipChecks: data.skipChecks ?? [],
    ignore: (data.ignore ?? []).map((entry, index) => {
      const { file, line } = document.locate(['ignore', index]);
      return { ...entry, by: `${file}:${line}: ignore[${index}]` };
    }),
  };
}

/** Every place where a check is named. The keys of `severity` are taken as written: the schema passes over `__proto__`. */
function checkIds({ skipChecks = [], ignore = [] }: ConfigData, value: object): { id: string; path: FieldPath }[] {
  const overridden = 'severity' in value && value.severity ? Object.keys(value.severity) : [];
  return [
    ...overridden.map((id) => ({ id, path: ['severity', id] })),
    ...skipChecks.map((id, index) => ({ id, path: ['skipChecks', index] })),
    ...ignore.map(({ check }, index) => ({ id: check, path: ['ignore', index, 'check'] })),
  ];
}

function expectCheck(id: string, path: FieldPath, checks: readonly string[], document: ConfigDocument): void {
  const isMeant = path[0] === 'ignore' ? globMatcher(id) : (check: string) => check === id;
  if (checks.some(isMeant)) return;
  const meant = nearest(id, checks);
  const place = path[0] === 'severity' ? document.locateKey(path) : document.locate(path);
  throw new UserError(
    `${placeText(place)}: there is no check ${id}`,
    meant === undefined ? 'docs/checks lists them all' : `did you mean ${meant}?`,
  );
}

type Issue = NonNullable<ReturnType<typeof configSchema.safeParse>['error']>['issues'][number];

/** Puts what the schema found wrong into words. */
class Complaint {
  private readonly document: ConfigDocument;
  private readonly value: unknown;

  constructor(document: ConfigDocument, value: unknown) {
    this.document = document;
    this.value = value;
  }

  /** The first of the issues; a misspelt key goes first, since it is often why another one is missing. */
  about(issues: readonly Issue[]): UserError {
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    return issue === undefined ? new UserError('the configuration is not valid') : this.one(issue);
  }

  private one(issue: Issue): UserError {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const name = pathText(path);
    const value = valueAt(this.value, path);
    const at = (message: string, advice?: string) => new UserError(`${placeText(this.document.locate(path))}: ${message}`, advice);
    switch (issue.code) {
      case 'unrecognized_keys':
        return this.unknownKey(path, issue.keys[0] ?? '');
      case 'invalid_type':
        if (value === undefined) return at(`${name} is missing`, `write ${name}`);
        return at(`${name} is ${typeText(value)}`, `${typeNames.get(issue.expected) ?? issue.expected} is needed`);
      case 'invalid_value': {
        const values = issue.values.map(String);
        const meant = nearest(String(value), values);
        return at(
          `${name} is ${quoted(value)}, not one of ${values.join(', ')}`,
          meant === undefined ? undefined : `did you mean ${meant}?`,
        );
      }
      case 'too_small':
        return at(`${name} is empty`, 'write something, or leave it out');
      default:
        return at(`${name} is not valid: ${quoted(value)}`, issue.message);
    }
  }

  private unknownKey(path: FieldPath, key: string): UserError {
    const keys = keysAt.get(path.filter((step) => typeof step === 'string').join('.')) ?? [];
    const meant = nearest(key, keys);
    const place = placeText(this.document.locateKey([...path, key]));
    return new UserError(`${place}: there is no key ${key}`, meant === undefined ? `keys: ${keys.join(', ')}` : `did you mean ${meant}?`);
  }
}

function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** `ignore[2].when.onlyVerbs`; the configuration itself where the path is empty. */
function pathText(path: FieldPath): string {
  if (path.length === 0) return 'the configuration';
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), value);
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'a string'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
]);

function typeText(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}

/** As JSON, and short: it may be anything. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
