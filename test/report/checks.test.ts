import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/analyzer/checks/index.ts';
import { checksData, checksMarkdown, checksText } from '../../src/report/checks.ts';
import { secretsCheck, unusedCheck } from './clinic.ts';

const pipe = { width: undefined, color: false };
const milder = { ...secretsCheck, id: 'secrets-read', title: 'A subject can get Secrets', base: 'high' } as const;

describe('the catalogue', () => {
  it('is a table for each kind, worst first', () => {
    const lines = checksText([unusedCheck, milder, secretsCheck], 'rbac-audit', pipe).split('\n');
    expect(lines.filter((line) => /^(\d|[A-Z]+ |[a-z]+ )/.test(line))).toEqual([
      '3 checks',
      'SEVERITY  CHECK               FINDS',
      'critical  secrets-list-watch  A subject can list or watch Secrets',
      'high      secrets-read        A subject can get Secrets',
      'SEVERITY  CHECK        FINDS',
      'info      unused-role  A role is used by no binding',
    ]);
  });

  it('fits a terminal of 80 columns', () => {
    const lines = checksText(checks, 'rbac-audit', { width: 80, color: false }).split('\n');
    expect(lines.length).toBeGreaterThan(checks.length);
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
  });

  it('has no heading without a check', () => {
    expect(checksText([unusedCheck], 'rbac-audit', pipe)).not.toContain('Risks');
    expect(checksMarkdown([unusedCheck])).not.toContain('Risks');
  });

  it('is a table of Markdown for each kind', () => {
    expect(checksMarkdown([unusedCheck, secretsCheck])).toContain(
      '| secrets-list-watch | A subject can list or watch Secrets | critical |',
    );
  });

  it('keeps its order in JSON, and has the page of a check only where it is asked for', () => {
    const data = checksData([
      { ...unusedCheck, page: 'unused-role' },
      { ...secretsCheck, page: 'secrets', text: '# secrets' },
    ]);
    expect(data).toMatchObject({
      checks: [
        { id: 'unused-role', kind: 'lint', severity: 'info', page: 'unused-role' },
        { id: 'secrets-list-watch', kind: 'risk', severity: 'critical', page: 'secrets', text: '# secrets' },
      ],
    });
    expect(JSON.stringify(data).match(/"text"/g)).toHaveLength(1);
  });
});
