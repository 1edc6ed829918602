import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type { Origin, Position } from '../model/position.ts';
import { DocumentOrigin } from './positions.ts';
import { readForgiving } from './shallow-lines.ts';
import type { SourceText } from './source-text.ts';
import { type Range, splitJson, splitYaml } from './split.ts';
import { unfoldedSize } from './unfolded-size.ts';

/** One YAML or JSON document: its value as plain data, and where each of its fields stands. */
interface ManifestDocument {
  value: unknown;
  origin: Origin;
}

/** A document that could not be parsed. `template` tells that it looks like a Helm template that was never rendered. */
export interface BrokenDocument {
  position: Position;
  reason: string;
  template: boolean;
}

export interface Documents {
  documents: ManifestDocument[];
  broken: BrokenDocument[];
}

// An alias makes one node stand in two places; RBAC manifests need few. Nesting of Kubernetes objects ends long before 100.
// `json` lets the last of two equal keys win and `<<` merges mappings, as kubectl does.
const options = { maxAliases: 1000, maxDepth: 100, json: true, schema: CORE_SCHEMA.withTags(mergeTag) };

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
      documents: [{ value: JSON.parse(text), origin: new DocumentOrigin(source, { start: 0, end: text.length }, false) }],
      broken: [],
    };
  } catch {
    const parts = /^---\s/m.test(text) ? [] : splitJson(text);
    return parts.length < 2 ? undefined : parseParts(source, parts, false, (part) => JSON.parse(part));
  }
}

function parseYaml(source: SourceText): Documents {
  return parseParts(source, splitYaml(source.text), true, loadYaml);
}

/** Throws where the text is no YAML, and where its aliases would fill the memory of whoever walks through the value. */
function loadYaml(text: string): unknown {
  const value = readForgiving(text, (yaml) => load(yaml, options));
  if (text.includes('&') && unfoldedSize(value) > Math.max(maxUnfolded, text.length)) {
    throw new Error('its aliases unfold to more than a manifest can hold');
  }
  return value;
}

function parseParts(source: SourceText, parts: readonly Range[], isYaml: boolean, parse: (part: string) => unknown): Documents {
  const result: Documents = { documents: [], broken: [] };
  for (const range of parts) {
    const part = source.text.slice(range.start, range.end);
    if (isEmpty(part)) continue;
    try {
      const value = parse(part);
      if (value !== undefined && value !== null) result.documents.push({ value, origin: new DocumentOrigin(source, range, isYaml) });
    } catch (error) {
      result.broken.push(brokenDocument(error, source, range, part));
    }
  }
  return result;
}

/** True for a document of blank lines and comments only; js-yaml refuses those. */
function isEmpty(part: string): boolean {
  return !/^(?<![\u2028\u2029])[ \t]*[^\s#]/m.test(part);
}

function brokenDocument(error: unknown, source: SourceText, range: Range, part: string): BrokenDocument {
  const known = error instanceof YAMLException;
  // A document that ends too early is reported where its text ends, not at the separator after it.
  const offset = known ? Math.min(error.mark?.position ?? 0, Math.max(part.trimEnd().length - 1, 0)) : 0;
  const reason = known ? error.reason : error instanceof Error ? error.message : String(error);
  return { position: source.positionAt(range.start + offset), reason, template: part.includes('{{') };
}
