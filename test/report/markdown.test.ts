import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/report/markdown.ts';
import { code, htmlText, markdownText } from '../../src/report/markdown-text.ts';
import { plain } from '../../src/report/plain.ts';
import { accepted, evidence, finding, fingerprint, hostileNames, view } from './clinic.ts';

/** What GitHub makes of Markdown, HTML in it included. */
function htmlOf(text: string): string {
  return micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** What a reader sees of HTML; spaces without width are not seen. */
function seen(html: string): string {
  const text = html.replace(/<[^>]*>/g, '').replaceAll('\u200b', '');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#8203;', '').replaceAll('&amp;', '&');
}

const tagsIn = (html: string) => new Set([...html.matchAll(/<([a-z]\w*)/gi)].map(([, tag = '']) => tag.toLowerCase()));
const ours = new Set(['h2', 'p', 'strong', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'b', 'ul', 'li', 'code']);
const number = (html: string, what: RegExp) => html.match(what)?.length ?? 0;

/** Findings about as many subjects, each through a role of its own. */
const many = (length: number, changes: (index: number) => Partial<ReturnType<typeof finding>>) =>
  Array.from({ length }, (_, index) => {
    const [id, role] = [fingerprint(index), { kind: 'ClusterRole', name: `role-${index}` } as const];
    return finding({ id, cause: id, subject: { kind: 'User', name: `nurse-${index}` }, evidence: [evidence({ role })], ...changes(index) });
  });

describe('a comment', () => {
  const findings = [
    finding({ severity: 'critical', scope: '*', check: 'cluster-admin-binding' }),
    ...many(3, (index) => ({ cause: fingerprint(100), scope: `ward-${index}` })),
    finding({ id: fingerprint(7), cause: fingerprint(7), severity: 'low' }),
  ];

  it('has the counts, a table of the checks, and a folded entry for each cause', () => {
    const html = htmlOf(markdown(view(findings)));
    expect(html).toContain('<h2>RBAC audit of <code>clinic</code></h2>');
    expect(html).toContain('<strong>1 critical</strong> <strong>3 high</strong> <strong>1 low</strong>');
    expect(html).toMatch(/<td>critical<\/td>\s*<td>cluster-admin-binding<\/td>\s*<td[^>]*>1<\/td>\s*<td[^>]*>1<\/td>/);
    expect(html).toMatch(/<td>high<\/td>\s*<td>secrets-list-watch<\/td>\s*<td[^>]*>1<\/td>\s*<td[^>]*>3<\/td>/);
    expect(number(html, /<details>/g)).toBe(2);
    expect(html).toContain('<summary><b>HIGH</b> 3 subjects can read every Secret in ward-0 and ward-1 and ward-2</summary>');
  });

  it('says of each entry whom, through what, where, why, how bad, and what to do', () => {
    const text = markdown(view([finding()]));
    expect(text).toContain(
      [
        '- **check** `secrets-list-watch`',
        '- **bound by** `RoleBinding clinic/nurses`',
        '- **role** `Role clinic/records-reader rules[0]`',
        '- **at** `clinic/records.yaml:7`',
        '- **why** list and watch return the whole content of Secrets.',
        '- **severity** critical -&gt; high (only in namespace clinic)',
        '- **do** Take list and watch away.',
      ].join('\n'),
    );
  });

  it('folds what is below high, says how to see it, and shows it where asked', () => {
    expect(markdown(view(findings))).toContain('Not shown: 1 low (`--min-severity low`).');
    const all = markdown(view(findings, { minSeverity: 'info' }));
    expect(all).not.toContain('Not shown');
    expect(number(htmlOf(all), /<details>/g)).toBe(3);
  });

  it('names gaps first, and what somebody accepted last', () => {
    const gaps = [{ code: 'too-large' as const, source: 'a.yaml', message: 'a.yaml is too large' }];
    const text = markdown(view([...findings, accepted('reviewed in May', { id: fingerprint(8) })], { gaps }));
    expect(text.indexOf('1 gap: this report may be incomplete')).toBeLessThan(text.indexOf('| severity'));
    expect(text).toContain('1 ignored finding</summary>');
    expect(text).toContain('- Group nurses can read every Secret in clinic: reviewed in May (.rbac-audit.yaml:3)');
  });

  it('is short where nothing was found', () => {
    expect(markdown(view([]))).toContain('\n\nno findings\n3 subjects, 2 bindings, 1 role\n\n');
  });

  it('begins with a mark by which it is found again', () => {
    expect(markdown(view([])).startsWith('<!-- rbac-audit -->\n')).toBe(true);
  });
});

describe('a comment holds 65,536 characters', () => {
  it('so the mildest are left out, counted by severity', () => {
    const text = markdown(view(many(1_000, (index) => ({ severity: index < 10 ? 'critical' : 'high' }))));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    const [, left] = /\*\*(\d+) entries left out\*\* \((\d+) high\)/.exec(text) ?? [];
    const html = htmlOf(text);
    expect(number(html, /<details>/g) + Number(left)).toBe(1_000);
    expect(number(html, /<b>CRITICAL<\/b>/g)).toBe(10);
    expect(number(html, /<\/details>/g)).toBe(number(html, /<details>/g));
  });

  it('and no check takes them all: of each severity the first entry of each check comes first', () => {
    const text = markdown(view(many(1_000, (index) => ({ check: index < 999 ? 'secrets-read' : 'wildcard-verbs', severity: 'high' }))));
    expect(text).toContain('entries left out');
    expect(number(htmlOf(text), /<code>wildcard-verbs<\/code>/g)).toBeGreaterThan(0);
  });

  it('and no name takes them all', () => {
    const long = '@'.repeat(100_000);
    const binding = { kind: 'RoleBinding', namespace: long, name: long } as const;
    const hostile = finding({
      subject: { kind: 'User', name: long },
      title: long,
      detail: long,
      remediation: long,
      statement: long,
      evidence: [evidence({ binding })],
      severity: 'critical',
    });
    const gaps = Array.from({ length: 50 }, () => ({ code: 'too-large' as const, source: long, message: long }));
    const text = markdown(
      view([hostile, finding({ id: fingerprint(2), cause: fingerprint(2) })], { coverage: { ...view([]).coverage, source: long } }),
    );
    expect(text).toContain('Group nurses can read every Secret in clinic');
    expect(markdown(view([hostile], { gaps })).length).toBeLessThanOrEqual(65_536);
  });

  it('whatever the number of checks and of accepted findings', () => {
    const findings = many(500, (index) => ({ check: `check-${'x'.repeat(index % 90)}` }));
    const others = findings.map(({ id }) => accepted('r'.repeat(5_000), { id: `${id}a` }));
    expect(markdown(view([...findings, ...others])).length).toBeLessThanOrEqual(65_536);
  });
});

describe('hostile names in a comment', () => {
  it.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('make nothing but text: %s', (_, name) => {
    const binding = { kind: 'RoleBinding', namespace: name, name } as const;
    const position = { file: name, line: 1, column: 1 };
    const hostile = finding({
      title: `User ${name} can read`,
      detail: name,
      remediation: name,
      modifiers: [{ id: 'namespace', from: 'critical', to: 'high', reason: name }],
      evidence: [evidence({ binding, position })],
    });
    const text = markdown(
      view([hostile, { ...hostile, id: fingerprint(2), ignored: { reason: name, by: name, ticket: name } }], {
        coverage: { source: name, subjects: 1, bindings: 1, roles: 1, limits: [`namespace ${name}`] },
        gaps: [{ code: 'too-large', source: name, message: `${name} is too large` }],
      }),
    );
    const html = htmlOf(text).replace('<!-- rbac-audit -->', '').replaceAll('&#8203;', '\u200b');
    expect([...tagsIn(html)].filter((tag) => !ours.has(tag))).toEqual([]);
    expect(number(html, /<details>/g)).toBe(2);
    expect(number(html, /<summary>/g)).toBe(2);
    expect(number(html, /<tr>/g)).toBe(2);
    expect(html.replace(/<code>.*?<\/code>/g, '')).not.toMatch(/@\w|#\d|https?:\/\/|www\./);
    expect(text).not.toMatch(/[\p{Bidi_Control}\0-\x09\x0b-\x1f]/u);
  });
});

describe('a text', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...'\\`*_[]()|~$<>&"\'@#:/.-+!={}^w a1\n\t'), maxLength: 40 });

  it('in Markdown is seen as it is, and is nothing but text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const html = htmlOf(`- **why** x${markdownText(text)}x`);
        expect([...tagsIn(html)].sort()).toEqual(['li', 'strong', 'ul']);
        expect(seen(html).trim()).toBe(`why x${plain(text)}x`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('in HTML is seen as it is, and is nothing but text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const html = htmlOf(`<details><summary>x${htmlText(text)}x</summary>\n\n</details>`);
        expect([...tagsIn(html)].sort()).toEqual(['details', 'summary']);
        expect(seen(html).trim()).toBe(`x${plain(text)}x`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('as code is seen as it is, and stays code', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(plain(text).trim() !== '');
        const html = htmlOf(`- **at** ${code(text)}, ${code('next')}`);
        expect(number(html, /<code>/g)).toBe(2);
        expect(seen(html).trim()).toBe(`at ${plain(text)}, next`);
      }),
      { numRuns: 2_000 },
    );
  });
});
