import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Discovery } from '../model/discovery.ts';
import { UserError } from '../model/error.ts';
import { parseDiscovery } from './discovery.ts';
import { parseDocuments } from './documents.ts';
import { SourceText } from './source-text.ts';
import { decode } from './text.ts';

const advice = 'give the answers of `kubectl get --raw` for /api/v1, /apis and each /apis/GROUP/VERSION, one after the other';

/**
 * Reads what an API serves from a file of discovery documents (APIGroupDiscoveryList, APIResourceList, APIGroupList).
 * Throws a UserError where the file is missing, holds none, or holds one that cannot be read: what it lists would look unserved.
 */
export function readDiscovery(path: string, version: string): Discovery {
  if (!existsSync(path) || !statSync(path).isFile()) throw new UserError(`${path}: no such file`, advice);
  const decoded = decode(readFileSync(path));
  if (!('text' in decoded)) throw new UserError(`${path}: cannot be read as text`, advice);
  const { documents, broken } = parseDocuments(new SourceText(path, decoded.text));
  const [first] = broken;
  if (first) throw new UserError(`${path}:${first.position.line}:${first.position.column}: not YAML or JSON: ${first.reason}`, advice);
  const discovery = parseDiscovery(
    documents.map((document) => document.value),
    version,
  );
  if (!discovery) throw new UserError(`${path}: no discovery documents found`, advice);
  return discovery;
}
