import { describe, expect, it } from 'vitest';
import { parseDocuments } from '../../src/collector/documents.ts';
import { SourceText } from '../../src/collector/source-text.ts';

function parse(text: string) {
  return parseDocuments(new SourceText('ward.yaml', text));
}

describe('a line inside brackets that is not indented deeply enough', () => {
  it.each([
    ['a bracket below the field', 'rules:\n  - verbs: [\n      get, list\n    ]\n'],
    ['a bracket at the start of the line', 'rules: [\n  {verbs: [get, list]}\n]\n'],
    ['items at the start of the line', 'rules:\n  - verbs: [get,\nlist]\n'],
    ['braces', 'rules:\n  - {\n  verbs: [get, list]\n  }\n'],
    ['blank and comment lines before it', 'rules:\n  - verbs: [\n      get, list\n      # and no more\n\n    # at all\n    ]\n'],
    ['CR LF', 'rules:\r\n  - verbs: [\r\n      get, list\r\n    ]\r\n'],
  ])('is read as kubectl reads it: %s', (_what, text) => {
    const { documents, broken } = parse(text);
    expect(broken).toEqual([]);
    expect(documents.map((document) => document.value)).toEqual([{ rules: [{ verbs: ['get', 'list'] }] }]);
  });

  it('leaves all positions as they are', () => {
    const [document] = parse('rules:\n  - verbs: [\n      get\n    ]\n    resources: [\n      # all\n    pods\n    ]\n').documents;
    expect(document?.origin.locate(['rules', 0, 'verbs', 0])).toMatchObject({ line: 3, column: 7 });
    expect(document?.origin.locate(['rules', 0, 'resources', 0])).toMatchObject({ line: 7, column: 5 });
  });

  it('may occur many times', () => {
    const rule = '  - verbs: [\n      get\n    ]\n';
    expect(parse(`rules:\n${rule.repeat(300)}`)).toMatchObject({ broken: [], documents: [{ value: { rules: { length: 300 } } }] });
  });

  it('is a gap where a comment may be in the way', () => {
    const { broken } = parse('rules:\n  - verbs: [\n      get # no more\n    ]\n  - verbs: [list]\n');
    expect(broken).toMatchObject([{ reason: 'deficient indentation', position: { line: 4, column: 5 } }]);
  });

  it('is a gap in time where there is no end of them', () => {
    const start = performance.now();
    expect(parse(`rules: [\n${'a,\n'.repeat(100_000)}]\n`)).toMatchObject({ documents: [], broken: [{}] });
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
