import { describe, expect, it } from 'vitest';
import { splitJson, splitYaml } from '../../src/collector/split.ts';

function yamlParts(text: string): string[] {
  return splitYaml(text).map(({ start, end }) => text.slice(start, end));
}

function jsonParts(text: string): string[] {
  return splitJson(text).map(({ start, end }) => text.slice(start, end));
}

describe('YAML is split into its documents', () => {
  it('at lines that begin with ---, which belong to the document that they open', () => {
    expect(yamlParts('kind: Role\n---\nkind: RoleBinding\n')).toEqual(['kind: Role\n', '---\nkind: RoleBinding\n']);
  });

  it('where something follows the --- on its line', () => {
    expect(yamlParts('--- # the ward\nkind: Role\n--- {kind: Role}\n')).toEqual(['--- # the ward\nkind: Role\n', '--- {kind: Role}\n']);
  });

  it('where the last line is --- alone', () => {
    expect(yamlParts('kind: Role\n---')).toEqual(['kind: Role\n', '---']);
  });

  it.each([
    ['that is indented', 'data: |\n  ---\n  kind: Role\n'],
    ['with a word after it', '---kind: Role\n'],
    ['of four dashes', '----\n'],
    ['in the middle of a line', 'name: a --- b\n'],
  ])('but not at a --- %s', (_what, text) => {
    expect(yamlParts(text)).toEqual([text]);
  });

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('whose lines end with %s', (_name, end) => {
    const text = ['kind: Role', '---', 'kind: RoleBinding', ''].join(end);
    expect(yamlParts(text)).toEqual([`kind: Role${end}`, `---${end}kind: RoleBinding${end}`]);
  });

  it.each(['\u2028', '\u2029'])('but not after %j, which YAML takes for no line end', (separator) => {
    const text = `note: "ward${separator}--- ${separator}end"\nkind: Role\n`;
    expect(yamlParts(text)).toEqual([text]);
  });

  it('at ..., which belongs to neither side', () => {
    expect(yamlParts('kind: Role\n...\n---\nkind: Role\n')).toEqual(['kind: Role\n', '\n', '---\nkind: Role\n']);
  });

  it('with the directives before a document, and with the other documents apart', () => {
    expect(yamlParts('%YAML 1.2\n%TAG ! !a\n---\nkind: Role\n---\nkind: Role\n')).toEqual([
      '%YAML 1.2\n%TAG ! !a\n---\nkind: Role\n',
      '---\nkind: Role\n',
    ]);
  });

  it('with directives after ..., comments between them', () => {
    expect(yamlParts('a: b\n...\n# next\n%YAML 1.2\n---\nc: d\n')).toEqual(['a: b\n', '\n# next\n%YAML 1.2\n---\nc: d\n']);
  });

  it('where a % begins a line later on, which is no directive', () => {
    expect(yamlParts('---\nkind: Role\n---\n%YAML\n---\nkind: Role\n')).toEqual(['---\nkind: Role\n', '---\n%YAML\n', '---\nkind: Role\n']);
  });

  it('of which an empty text has none', () => {
    expect(splitYaml('')).toEqual([]);
  });

  it('in time that grows with the text, whatever stands in it', () => {
    const size = 2_000_000;
    for (const text of ['-'.repeat(size), `${'\n'.repeat(size)}%\n${'---\n'.repeat(size / 10)}`, '%\n---\n'.repeat(size / 6)]) {
      const start = performance.now();
      splitYaml(text);
      expect(performance.now() - start).toBeLessThan(3_000);
    }
  });
});

describe('JSON texts in a row are split', () => {
  it('after each closing bracket of the outermost level, blanks left out', () => {
    expect(jsonParts('{"a":{"b":[]}}\n[1]{"c":2}')).toEqual(['{"a":{"b":[]}}', '[1]', '{"c":2}']);
  });

  it('with brackets inside strings left alone', () => {
    expect(jsonParts('{"name":"}{"}{"name":"\\"}{"}')).toEqual(['{"name":"}{"}', '{"name":"\\"}{"}']);
  });

  it('with what is unfinished as a part of its own', () => {
    expect(jsonParts('{"a":1}{"b":')).toEqual(['{"a":1}', '{"b":']);
  });

  it('without a part for blanks at the end', () => {
    expect(jsonParts('{"a":1}\n\n')).toEqual(['{"a":1}']);
  });

  it('in time that grows with the text, whatever stands in it', () => {
    for (const text of ['"{'.repeat(1_000_000), ']'.repeat(2_000_000), '"\\'.repeat(1_000_000)]) {
      const start = performance.now();
      splitJson(text);
      expect(performance.now() - start).toBeLessThan(3_000);
    }
  });
});
