import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type { Position, SourceDocument } from '../model/position.ts';
import { DocumentOrigin } from './positions.ts';
import { readForgiving } from './shallow-lines.ts';
import type { SourceText } from './source-text.ts';
import { type Range, splitJson, splitYaml } from './split.ts';
import { unfoldedSize } from './unfolded-size.ts';

/** One YAML or JSON document: its value as plain data, and where each of its fields stands. */
interface ManifestDocument {
  value: unknown;
  origin: DocumentOrigin;
}

/** A document that could not be parsed. `template` tells that it looks like a Helm template that was never rendered. */
export interface BrokenDocument {
  position: Position;
  reason: string;
  template: boolean;
  /** True where the document could be read all the same: a key stands twice, and the last one counts, as for kubectl. */
  repeatsKey: boolean;
}

export interface Documents {
  documents: ManifestDocument[];
  broken: BrokenDocument[];
}

// An alias makes one node stand in two places; RBAC manifests need few. Nesting of Kubernetes objects ends long before 100.
// `<<` merges mappings, as for kubectl.
const options = { maxAliases: 1000, maxDepth: 100, schema: CORE_SCHEMA.withTags(mergeTag) };

/** How many nodes a document may have once its aliases are written out; without aliases it has fewer nodes than characters. */
const maxUnfolded = 1_000_000;

/**
 * Parses all documents of a file, each by itself, so that a broken one does not cost the others.
 * Values are read by JSON.parse or js-yaml; positions are found only when asked.
 */
export function parseDocuments(source: SourceText): Documents {
  return (startsLikeJson(source.text) && parseJson(source)) || parseYaml(source);
}

function startsLikeJson(text: string): boolean {
  return /^\s*(?:\[|\{(?!\{))/.test(text);
}

/** Reads one JSON text or several in a row; undefined where the text is no JSON (YAML in flow style begins alike, and may hold JSON between `---`). */
function parseJson(source: SourceText): Documents | undefined {
  const { text } = source;
  try {
    return {
      documents: [{ value: JSON.parse(text), origin: new DocumentOrigin(source, { start: 0, end: text.length }, 'json') }],
      broken: [],
    };
  } catch {
    const parts = /^---\s/m.test(text) ? [] : splitJson(text);
    return parts.length < 2 ? undefined : parseParts(source, parts, 'json', (part) => JSON.parse(part));
  }
}

function parseYaml(source: SourceText): Documents {
  return parseParts(source, splitYaml(source.text), 'yaml', loadYaml);
}

/** Throws where the text is no YAML, and where its aliases would fill the memory of whoever walks through the value. */
function loadYaml(text: string, lastKeyCounts: boolean): unknown {
  const value = readForgiving(text, (yaml) => load(yaml, { ...options, json: lastKeyCounts }));
  if (text.includes('&') && unfoldedSize(value) > Math.max(maxUnfolded, text.length)) {
    throw new Error('its aliases unfold to more than a manifest can hold');
  }
  return value;
}

/** The value of a YAML or JSON text that stands in a field of an object; undefined where it is neither. */
export function parseEmbedded(text: string): unknown {
  try {
    return loadYaml(text, true);
  } catch {
    return undefined;
  }
}

type Parse = (part: string, lastKeyCounts: boolean) => unknown;

function parseParts(source: SourceText, parts: readonly Range[], format: SourceDocument['format'], parse: Parse): Documents {
  const result: Documents = { documents: [], broken: [] };
  const read = (part: string, range: Range, lastKeyCounts: boolean) => {
    try {
      const value = parse(part, lastKeyCounts);
      if (value !== undefined && value !== null) result.documents.push({ value, origin: new DocumentOrigin(source, range, format) });
    } catch (error) {
      const broken = brokenDocument(error, source, range, part);
      result.broken.push(broken);
      if (broken.repeatsKey) read(part, range, true);
    }
  };
  for (const range of parts) {
    const part = source.text.slice(range.start, range.end);
    if (!isEmpty(part)) read(part, range, false);
  }
  return result;
}

/** True for a document of blank lines and comments only; js-yaml refuses those. */
function isEmpty(part: string): boolean {
  return !/^(?<![\u2028\u2029])[ \t]*[^\s#]/m.test(part);
}

function brokenDocument(error: unknown, source: SourceText, range: Range, part: string): BrokenDocument {
  const reason = error instanceof YAMLException ? error.reason : error instanceof Error ? error.message : '';
  // A document that ends too early is reported where its text ends, not at the separator after it.
  const offset = Math.min(offsetOf(error), Math.max(part.trimEnd().length - 1, 0));
  return {
    position: source.positionAt(range.start + offset),
    reason: withoutContent(reason),
    template: part.includes('{{'),
    repeatsKey: reason === 'duplicated mapping key',
  };
}

/** Where in its document a parser gave up; JSON.parse tells it only in its message. */
function offsetOf(error: unknown): number {
  if (error instanceof YAMLException) return error.mark?.position ?? 0;
  const [, position] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? Number.POSITIVE_INFINITY : Number(position);
}

/** Parsers quote what they stumble over, which may be a part of a Secret. */
function withoutContent(reason: string): string {
  return /\bJSON\b/.test(reason) ? 'broken JSON' : reason.replace(/".*"|'.*'|!?<.*>/gs, '…');
}
