import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columns } from '../../src/report/columns.ts';

const pipe = { width: undefined, color: false };
const terminal = (width: number) => ({ width, color: false });
const heads = ['SUBJECT', 'SCOPE', 'THROUGH'];
const rows = [
  ['User   ines', 'clinic', 'RoleBinding clinic/nurses -> ClusterRole view rules[0]'],
  ['Group  oncall', '*', 'ClusterRoleBinding oncall -> ClusterRole cluster-admin rules[0]'],
];

/** Lines without the blanks that a template literal is indented with. */
function lines(text: string): string {
  return text.trim().replace(/^ {4}/gm, '');
}

describe('columns', () => {
  it('stand below their heads, two spaces apart, as kubectl prints them', () => {
    expect(columns(heads, rows, pipe)).toBe(
      lines(`
    SUBJECT        SCOPE   THROUGH
    User   ines    clinic  RoleBinding clinic/nurses -> ClusterRole view rules[0]
    Group  oncall  *       ClusterRoleBinding oncall -> ClusterRole cluster-admin rules[0]`),
    );
  });

  it('end with no blanks', () => {
    expect(columns(['NAME', 'NOTE'], [['cart', '']], pipe)).toBe('NAME  NOTE\ncart');
  });

  it('without rows are the heads', () => {
    expect(columns(heads, [], pipe)).toBe('SUBJECT  SCOPE  THROUGH');
  });

  it('are not wrapped in a pipe, however long they are', () => {
    expect(columns(['NAME'], [['word '.repeat(100).trim()]], pipe).split('\n')).toHaveLength(2);
  });

  it('are as wide as their content where the terminal has room', () => {
    expect(columns(heads, rows, terminal(200))).toBe(columns(heads, rows, pipe));
  });

  it('are wrapped at words where the terminal is too narrow, the widest one first', () => {
    expect(columns(heads, rows, terminal(60))).toBe(
      lines(`
    SUBJECT        SCOPE   THROUGH
    User   ines    clinic  RoleBinding clinic/nurses ->
                           ClusterRole view rules[0]
    Group  oncall  *       ClusterRoleBinding oncall ->
                           ClusterRole cluster-admin rules[0]`),
    );
  });

  it('break names at their joints where a column is too narrow for them', () => {
    const subjects = [
      ['SA argocd/application-controller', 'cluster-admin', 'may do everything'],
      ['SA databases/operator', 'all-secrets', 'reads every Secret'],
    ];
    expect(columns(['SUBJECT', 'REACHES', 'FIRST'], subjects, terminal(44))).toBe(
      lines(`
    SUBJECT        REACHES        FIRST
    SA argocd/     cluster-admin  may do
    application-                  everything
    controller
    SA databases/  all-secrets    reads every
    operator                      Secret`),
    );
  });

  it('let a name go on below itself, not below its kind', () => {
    expect(columns(['SUBJECT', 'REACHES'], [['SA     argocd/application-controller', 'cluster-admin']], terminal(38))).toBe(
      lines(`
    SUBJECT                  REACHES
    SA     argocd/           cluster-admin
           application-
           controller`),
    );
  });

  it('are never wider than their content', () => {
    const proposals = [
      ['ClusterRole node-maintainer', 'split', '5/2/0 everywhere', 'the same', 'nobody loses or gains', 'SA databases/operator'],
    ];
    const text = columns(['ROLE', 'WHAT', 'RIGHTS BEFORE', 'AFTER', 'PROOF', 'FOR'], proposals, terminal(80));
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each([20, 40, 80, 120])('lose no letter at a width of %i', (width) => {
    const names = [
      ['system:serviceaccount:a-very-long-namespace:and-a-very-long-name', '看護師の田中さん'.repeat(9), 'x'.repeat(250)],
      ...rows,
    ];
    const letters = (text: string) =>
      [...text]
        .filter((letter) => letter.trim() !== '')
        .sort()
        .join('');
    expect(letters(columns(heads, names, terminal(width)))).toBe(letters([...heads, ...names.flat()].join('')));
  });

  it('fit the terminal', () => {
    const long = [['看護師の田中さん'.repeat(9), 'clinic', 'x'.repeat(250)], ...rows];
    for (const line of columns(heads, long, terminal(80)).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('stay below one another with glyphs that take two columns', () => {
    expect(
      columns(
        ['NAME', 'SCOPE'],
        [
          ['看護師', 'clinic'],
          ['ines', '*'],
        ],
        pipe,
      ),
    ).toBe('NAME    SCOPE\n看護師  clinic\nines    *');
  });

  it('have bold heads where colour may be used, and stand as they would without', () => {
    const coloured = columns(heads, rows, { width: 60, color: true });
    expect(coloured.startsWith('\u001b[1mSUBJECT\u001b[22m')).toBe(true);
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(columns(heads, rows, terminal(60)));
  });

  it('stay one table however many rows there are', () => {
    const many = Array.from({ length: 2_500 }, (_, i) => [
      `User   user-${i}`,
      '*',
      'ClusterRoleBinding everyone -> ClusterRole view rules[0]',
    ]);
    const lines = columns(heads, many, terminal(60)).split('\n');
    expect(lines).toHaveLength(5_001);
    expect(new Set(lines.filter((line) => line.startsWith('User')).map((line) => line.indexOf('*'))).size).toBe(1);
  });
});
