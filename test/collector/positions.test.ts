import { describe, expect, it } from 'vitest';
import { DocumentOrigin, ItemOrigin } from '../../src/collector/positions.ts';
import { SourceText } from '../../src/collector/source-text.ts';
import type { FieldPath } from '../../src/model/position.ts';

/** What stands at the position of a field, up to the end of its line, with line and column. */
function at(text: string, path: FieldPath): string {
  const origin = new DocumentOrigin(new SourceText('ward.yaml', text), { start: 0, end: text.length }, 'yaml');
  const { line, column } = origin.locate(path);
  return `${line}:${column} ${text.split(/\r\n|\n/)[line - 1]?.slice(column - 1)}`;
}

const block = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ward
rules:
  - apiGroups: [""]
    resources: [pods, "pods/log"]
    verbs:
      - get
      - 'list'
`;

describe('the position of a field', () => {
  it('is that of its value in block style', () => {
    expect(at(block, [])).toBe('1:1 apiVersion: rbac.authorization.k8s.io/v1');
    expect(at(block, ['metadata', 'name'])).toBe('4:9 ward');
    expect(at(block, ['rules'])).toBe('6:3 - apiGroups: [""]');
    expect(at(block, ['rules', 0])).toBe('6:5 apiGroups: [""]');
    expect(at(block, ['rules', 0, 'verbs', 0])).toBe('9:9 get');
  });

  it('is that of its value in flow style', () => {
    expect(at(block, ['rules', 0, 'resources'])).toBe('7:16 [pods, "pods/log"]');
    expect(at(block, ['rules', 0, 'resources', 0])).toBe('7:17 pods, "pods/log"]');
  });

  it('is that of the opening quote of a string in quotes', () => {
    expect(at(block, ['rules', 0, 'apiGroups', 0])).toBe('6:17 ""]');
    expect(at(block, ['rules', 0, 'resources', 1])).toBe('7:23 "pods/log"]');
    expect(at(block, ['rules', 0, 'verbs', 1])).toBe("10:9 'list'");
  });

  it('is found in JSON too', () => {
    const json = JSON.stringify({ kind: 'Role', rules: [{ verbs: ['get', 'list'] }] }, null, 2);
    expect(at(json, [])).toBe('1:1 {');
    expect(at(json, ['rules', 0])).toBe('4:5 {');
    expect(at(json, ['rules', 0, 'verbs', 1])).toBe('7:9 "list"');
  });

  it('counts lines that end with CR LF', () => {
    expect(at(block.replaceAll('\n', '\r\n'), ['rules', 0, 'verbs', 0])).toBe('9:9 get');
  });

  it('counts columns in UTF-16 code units, as editors do', () => {
    expect(at('{a: "病院🏥", b: shop}', ['b'])).toBe('1:16 shop}');
  });

  it('is found for keys in quotes', () => {
    expect(at('"rules": []\n\'verbs\': [get]\n', ['rules'])).toBe('1:10 []');
    expect(at('"rules": []\n\'verbs\': [get]\n', ['verbs', 0])).toBe('2:11 get]');
  });

  it('is that of the last of two equal keys, whose value counts', () => {
    expect(at('rules: [a]\nrules: [b]\n', ['rules', 0])).toBe('2:9 b]');
  });

  it('is that of an alias where one stands for the value', () => {
    expect(at('read: &read [get]\nrules:\n  - verbs: *read\n', ['rules', 0, 'verbs', 0])).toBe('3:13 read');
  });

  it('is that of the key where there is no value', () => {
    expect(at('kind: Role\nrules:\n', ['rules'])).toBe('2:1 rules:');
  });

  it('is that of the innermost node on the way where the field is missing', () => {
    expect(at(block, ['rules', 0, 'resourceNames', 3])).toBe('6:5 apiGroups: [""]');
    expect(at(block, ['rules', 7])).toBe('6:3 - apiGroups: [""]');
    expect(at('rules:\n  - verbs: [get]\n  -\n', ['rules', 1])).toBe('2:3 - verbs: [get]');
    expect(at(block, ['subjects'])).toBe('1:1 apiVersion: rbac.authorization.k8s.io/v1');
  });

  it('is that of the document where its text cannot be walked through', () => {
    expect(at(`{"a":${'['.repeat(200)}${']'.repeat(200)}}`, ['a', 0, 0])).toMatch(/^1:1 /);
  });
});

describe('a document behind others in its file', () => {
  const text = 'kind: Role\n---\n# the ward\nkind: RoleBinding\nsubjects: []\n';
  const origin = new DocumentOrigin(new SourceText('ward.yaml', text), { start: text.indexOf('---'), end: text.length }, 'yaml');

  it('has positions in the whole file', () => {
    expect(origin.locate(['subjects'])).toEqual({ file: 'ward.yaml', line: 5, column: 11 });
  });

  it('stands where its content begins', () => {
    expect(origin.locate([])).toEqual({ file: 'ward.yaml', line: 4, column: 1 });
  });
});

describe('an object inside a List', () => {
  const text = 'kind: List\nitems:\n  - kind: Role\n    rules: []\n';
  const list = new DocumentOrigin(new SourceText('ward.yaml', text, text), { start: 0, end: text.length }, 'yaml');
  const role = new ItemOrigin(list, ['items', 0]);

  it('has positions of its own', () => {
    expect(role.locate([])).toEqual({ file: 'ward.yaml', line: 3, column: 5 });
    expect(role.locate(['rules'])).toEqual({ file: 'ward.yaml', line: 4, column: 12 });
  });

  it('is edited in the text of the List', () => {
    expect(role.source?.()).toEqual({ ...list.source?.(), path: ['items', 0] });
  });

  it('has no text to edit where the List has none', () => {
    const packed = new DocumentOrigin(new SourceText('ward.yaml.gz', text), { start: 0, end: text.length }, 'yaml');
    expect(new ItemOrigin(packed, ['items', 0]).source).toBeUndefined();
  });
});
