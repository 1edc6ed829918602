import { parseDocuments } from '../../src/collector/documents.ts';
import { SourceText } from '../../src/collector/source-text.ts';
import { type Config, type ConfigDocument, parseConfig } from '../../src/review/config.ts';

const checks = ['cluster-admin-binding', 'secrets-list-watch', 'secrets-read', 'unused-role', 'clusterrole-non-admin-cluster-wide'];

/** A configuration as if it had been read from .rbac-audit.yaml. */
export function documentOf(yaml: string): ConfigDocument {
  const [document] = parseDocuments(new SourceText('.rbac-audit.yaml', yaml)).documents;
  if (!document) throw new Error('the text holds no document');
  const { value, origin } = document;
  return { value, locate: (path) => origin.locate(path), locateKey: (path) => origin.locateKey(path) };
}

export function configOf(yaml: string): Config {
  return parseConfig(documentOf(yaml), checks);
}
