import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/report/csv.ts';
import type { ReportView } from '../../src/report/report-view.ts';
import { accepted, evidence, finding, fingerprint, hostileNames, view } from './clinic.ts';

type Row = Record<string, string>;

const textOf = (shown: ReportView) => [...csv(shown)].join('');

function rowsOf(shown: ReportView): Row[] {
  return parse(textOf(shown), { columns: true, record_delimiter: '\r\n' });
}

describe('CSV', () => {
  it('has a row for each finding, with what a reviewer looks for in columns of their own', () => {
    const night = { kind: 'RoleBinding', namespace: 'clinic', name: 'night' } as const;
    const subject = { kind: 'ServiceAccount', namespace: 'clinic', name: 'fax' } as const;
    const [row] = rowsOf(view([finding({ subject, evidence: [evidence(), evidence({ binding: night, rule: 2 })] })]));
    expect(row).toEqual({
      id: '00000000000000a1',
      severity: 'high',
      base: 'critical',
      check: 'secrets-list-watch',
      title: 'Group nurses can read every Secret in clinic',
      subject_kind: 'ServiceAccount',
      subject_namespace: 'clinic',
      subject_name: 'fax',
      scope: 'clinic',
      bindings: 'RoleBinding clinic/nurses; RoleBinding clinic/night',
      role: 'Role clinic/records-reader',
      rules: 'rules[0]; rules[2]',
      position: 'clinic/records.yaml:7',
      why: 'list and watch return the whole content of Secrets.',
      severity_reason: 'critical -> high (only in namespace clinic)',
      remediation: 'Take list and watch away.',
      implied_by: '',
      ignored: '',
      cause: '00000000000000c1',
      references: expect.stringContaining('; CIS Kubernetes Benchmark 5.1.2'),
    });
  });

  it('holds what another finding implies, and what somebody accepted, and says so', () => {
    const third = accepted('reviewed in May', { id: fingerprint(3) });
    const rows = rowsOf(view([finding({ implied: [fingerprint(2)] }), finding({ id: fingerprint(2) }), third]));
    expect(rows.map(({ implied_by }) => implied_by)).toEqual(['', '00000000000000a1', '']);
    expect(rows.map((row) => row.ignored)).toEqual(['', '', 'reviewed in May (.rbac-audit.yaml:3)']);
  });

  it('ends with the gaps: what was not seen might be worse than what was', () => {
    const gap = {
      code: 'broken-document' as const,
      source: 'a.yaml',
      position: { file: 'a.yaml', line: 3, column: 1 },
      message: 'no YAML',
      advice: 'mend it',
    };
    expect(rowsOf(view([finding()], { gaps: [gap] })).at(-1)).toMatchObject({
      id: '',
      severity: 'gap',
      check: 'broken-document',
      title: 'a.yaml:3: no YAML',
      position: 'a.yaml:3',
      remediation: 'mend it',
    });
  });

  it('is only the heads where nothing was found', () => {
    expect(textOf(view([]))).toMatch(/^id,severity,.*,references\r\n$/);
  });

  it('is the same in many pieces as in few', () => {
    const many = Array.from({ length: 1_234 }, (_, number) => finding({ id: fingerprint(number) }));
    expect(rowsOf(view(many)).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    expect([...csv(view(many))].length).toBeGreaterThan(3);
  });

  it('cuts a cell that a spreadsheet could not hold, and says so', () => {
    const chains = Array.from({ length: 5_000 }, (_, rule) => evidence({ rule }));
    const [row] = rowsOf(view([finding({ evidence: chains })]));
    expect(row?.rules?.length).toBeLessThan(32_767);
    expect(row?.rules).toMatch(/ … cut here: --format json has all$/);
  });
});

describe('a cell', () => {
  const cellsOf = (name: string) => {
    const binding = { kind: 'RoleBinding', namespace: name, name } as const;
    const hostile = finding({ title: name, subject: { kind: 'User', name }, scope: name, detail: name, evidence: [evidence({ binding })] });
    return rowsOf(view([hostile, accepted(name)], { gaps: [{ code: 'too-large', source: name, message: name }] }));
  };

  it.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('is never a formula and never another row: %s', (_, name) => {
    const rows = cellsOf(name);
    expect(rows).toHaveLength(3);
    for (const cell of rows.flatMap((row) => Object.values(row))) {
      expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      expect(cell).not.toMatch(/[\p{Control}\p{Bidi_Control}]/u);
    }
  });

  it.each(['=1+1', '+1', '-1', '@A1'])('that begins as a formula gets an apostrophe: %s', (name) => {
    expect(cellsOf(name)[0]).toMatchObject({ title: `'${name}`, subject_name: `'${name}` });
  });

  it('of an ordinary name stays as it is', () => {
    expect(cellsOf('system:serviceaccount:shop:cart, "the" cart')[0]?.subject_name).toBe('system:serviceaccount:shop:cart, "the" cart');
  });
});
