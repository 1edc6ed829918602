import { describe, expect, it } from 'vitest';
import { type Documents, parseDocuments } from '../../src/collector/documents.ts';
import { SourceText } from '../../src/collector/source-text.ts';

function parse(text: string): Documents {
  return parseDocuments(new SourceText('ward.yaml', text, text));
}

function values(text: string): unknown[] {
  const { documents, broken } = parse(text);
  expect(broken).toEqual([]);
  return documents.map((document) => document.value);
}

/** Line and column of each document. */
function places(text: string): [number, number][] {
  return parse(text).documents.map(({ origin }) => {
    const { line, column } = origin.locate([]);
    return [line, column];
  });
}

describe('a file of manifests', () => {
  it('is one YAML document or several', () => {
    expect(values('kind: Role\n')).toEqual([{ kind: 'Role' }]);
    expect(values('kind: Role\n---\nkind: RoleBinding\n')).toEqual([{ kind: 'Role' }, { kind: 'RoleBinding' }]);
  });

  it('is one JSON text or several in a row', () => {
    expect(values('{"kind":"Role"}')).toEqual([{ kind: 'Role' }]);
    expect(values('{"kind":"Role"}\n{"kind":"List","items":[]}\n')).toEqual([{ kind: 'Role' }, { kind: 'List', items: [] }]);
    expect(values('[1]\n')).toEqual([[1]]);
  });

  it('is JSON texts between ---, as YAML allows', () => {
    expect(values('{"kind":"Role"}\n---\n{"kind":"RoleBinding"}\n')).toEqual([{ kind: 'Role' }, { kind: 'RoleBinding' }]);
    expect(places('{"kind":"Role"}\n---\n{"kind":"RoleBinding"}\n')).toEqual([
      [1, 1],
      [3, 1],
    ]);
  });

  it('is YAML in flow style, which begins as JSON does', () => {
    expect(values('{kind: Role, # a comment\n metadata: {name: ward}}\n')).toEqual([{ kind: 'Role', metadata: { name: 'ward' } }]);
    expect(values('{kind: Role}\n---\n{kind: RoleBinding}\n')).toEqual([{ kind: 'Role' }, { kind: 'RoleBinding' }]);
  });

  it('may be indented with tabs where it is JSON', () => {
    expect(values('{\n\t"kind": "Role"\n}\n')).toEqual([{ kind: 'Role' }]);
  });

  it('may hold documents of comments and blank lines, which are none', () => {
    expect(values('# a licence\n\n---\n# nothing\n---\nkind: Role\n---\n...\n \n---\n')).toEqual([{ kind: 'Role' }]);
  });

  it('may begin with a comment of any length', () => {
    for (let length = 3_900; length < 4_400; length += 7) {
      const licence = `${'# Licensed to the clinic\n'.repeat(400).slice(0, length)}\n`;
      expect(values(`${licence}kind: Role\n`)).toEqual([{ kind: 'Role' }]);
      expect(values(`${licence}---\nkind: Role\n`)).toEqual([{ kind: 'Role' }]);
    }
  });
});

describe('values are read as kubectl reads them', () => {
  it('with the last of two equal keys in JSON', () => {
    expect(values('{"name":"ward","name":"shop"}')).toEqual([{ name: 'shop' }]);
  });

  it('with the last of two equal keys in YAML, which is said all the same', () => {
    const { documents, broken } = parse('name: ward\nname: shop\n---\nkind: Role\n');
    expect(documents.map((document) => document.value)).toEqual([{ name: 'shop' }, { kind: 'Role' }]);
    expect(broken).toMatchObject([{ repeatsKey: true, position: { line: 2, column: 1 } }]);
  });

  it('with aliases and merge keys written out', () => {
    expect(values('read: &read {verbs: [get, list]}\nrules: [{<<: *read, resources: [pods]}, *read]\n')).toEqual([
      { read: { verbs: ['get', 'list'] }, rules: [{ verbs: ['get', 'list'], resources: ['pods'] }, { verbs: ['get', 'list'] }] },
    ]);
  });

  it('with dates and words such as `on` left as strings', () => {
    expect(values('{a: 2024-01-01, b: on, c: yes}')).toEqual([{ a: '2024-01-01', b: 'on', c: 'yes' }]);
  });

  it.each(['{"__proto__":{"admin":true},"a":1}', '__proto__: {admin: true}\na: 1\n'])(
    'with __proto__ as a key like any other: %s',
    (text) => {
      const [value] = values(text);
      expect(Object.keys(Object(value))).toEqual(['__proto__', 'a']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );
});

describe('a broken document', () => {
  it('does not cost the others', () => {
    const { documents, broken } = parse('kind: Role\n---\nrules: [get\n---\nkind: RoleBinding\n');
    expect(documents.map((document) => document.value)).toEqual([{ kind: 'Role' }, { kind: 'RoleBinding' }]);
    expect(broken).toMatchObject([{ position: { file: 'ward.yaml', line: 3 }, template: false }]);
  });

  it('does not cost the others in a row of JSON texts', () => {
    const { documents, broken } = parse('{"kind":"Role"}\n{"kind":}\n{"kind":"RoleBinding"}\n');
    expect(documents.map((document) => document.value)).toEqual([{ kind: 'Role' }, { kind: 'RoleBinding' }]);
    expect(broken).toHaveLength(1);
    expect(broken[0]?.reason).toContain('JSON');
  });

  it('that ends too early is reported where its text ends', () => {
    expect(parse('kind: "Role\n\n\n---\nkind: Role\n').broken).toMatchObject([{ position: { line: 1 } }]);
    expect(parse('{"kind": "Role",').broken).toMatchObject([{ position: { line: 1, column: 16 } }]);
  });

  it.each(['a: 1\na: 2\nb: &b [*b]\n', 'a: 1\na: 2\n? {x: y}\n: z\n'])('is broken for more than a key that stands twice: %j', (text) => {
    expect(parse(text)).toMatchObject({ documents: [], broken: [{ repeatsKey: true }, { repeatsKey: false }] });
  });

  it('is described without a word of it, which may be a secret', () => {
    for (const text of [
      '{"password":"hunter2"}\n{"password":hunter2}',
      'password: "hunter2\n',
      'password: !<hunter2> x\n',
      'x: *hunter2\n',
    ]) {
      const { broken } = parse(text);
      expect(broken).toHaveLength(1);
      expect(broken[0]?.reason).not.toContain('hunter2');
    }
  });

  it('is told for a template that was not rendered', () => {
    const { broken } = parse('kind: Role\nmetadata:\n  name: {{ .Values.name }}\n---\nkind: [\n');
    expect(broken.map((document) => document.template)).toEqual([true, false]);
  });
});

describe('an attack with aliases', () => {
  const tenTimes = (name: string) => `[${Array(10).fill(`*${name}`).join(', ')}]`;

  it('is refused where they unfold to more than a manifest can hold', () => {
    const bomb = `a: &a [${Array(300).fill('x').join(', ')}]\nb: &b [${Array(300).fill('*a').join(', ')}]\nc: [${Array(300).fill('*b').join(', ')}]\n`;
    expect(parse(bomb)).toMatchObject({ documents: [], broken: [{ reason: expect.stringContaining('aliases') }] });
  });

  it('is refused where there are more of them than anyone writes', () => {
    expect(parse(`a: &a x\nb: [${Array(1_001).fill('*a').join(', ')}]\n`)).toMatchObject({ documents: [], broken: [{}] });
  });

  it('is refused where a node holds itself', () => {
    expect(parse('kind: List\nitems: &all [*all]\n')).toMatchObject({ documents: [], broken: [{}] });
    expect(parse('verbs: &verbs {all: *verbs}\n')).toMatchObject({ documents: [], broken: [{}] });
  });

  it('is not suspected in what people write', () => {
    const [value] = values(`a: &a [get, list]\nb: &b ${tenTimes('a')}\nc: ${tenTimes('b')}\n`);
    expect(JSON.stringify(value).match(/list/g)).toHaveLength(111);
  });
});

describe('nesting', () => {
  it.each([
    ['YAML', `a: ${'['.repeat(200)}${']'.repeat(200)}\n`],
    ['YAML that never ends', '['.repeat(100_000)],
  ])('deeper than any Kubernetes object is refused: %s', (_what, text) => {
    expect(parse(text)).toMatchObject({ documents: [], broken: [{ position: { line: 1 } }] });
  });

  it('is no trouble in JSON', () => {
    const text = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const [document] = parse(text).documents;
    expect(document?.origin.locate(['a', 0])).toEqual({ file: 'ward.yaml', line: 1, column: 7 });
  });
});

describe('the text that an edit can change', () => {
  const text = 'kind: Role\n---\nkind: RoleBinding\n';

  /** The text, format and rest of each document's source. */
  const sourcesOf = ({ documents }: Documents) =>
    documents.map(({ origin }) => {
      const source = origin.source?.();
      return source && { part: source.text.slice(source.start, source.end), path: source.path, format: source.format };
    });

  it('is that of each YAML document', () => {
    expect(sourcesOf(parse(text))).toEqual([
      { part: 'kind: Role\n', path: [], format: 'yaml' },
      { part: '---\nkind: RoleBinding\n', path: [], format: 'yaml' },
    ]);
  });

  it('is that of each JSON text', () => {
    expect(sourcesOf(parse('{"kind":"Role"}'))).toEqual([{ part: '{"kind":"Role"}', path: [], format: 'json' }]);
    expect(sourcesOf(parse('{"a":1}\n{"b":2}')).map((source) => source?.part)).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('counts the byte order mark that is on disk', () => {
    const marked = parseDocuments(new SourceText('ward.yaml', text, `\uFEFF${text}`));
    expect(sourcesOf(marked)).toEqual(sourcesOf(parse(text)));
  });

  it('is missing for standard input and packed files', () => {
    expect(sourcesOf(parseDocuments(new SourceText('stdin', text)))).toEqual([undefined, undefined]);
  });
});
