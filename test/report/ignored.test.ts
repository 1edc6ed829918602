import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/analyzer/checks/index.ts';
import type { Ignored } from '../../src/model/finding.ts';
import { ignoredBlocks } from '../../src/report/ignored.ts';
import { accessTo, role } from '../analyzer/snapshot.ts';

const { findings } = runChecks(accessTo([role('shop', 'old', { verbs: ['get'], apiGroups: [''], resources: ['pods'] })]));

function blocks(ignored: Ignored | undefined, width?: number): string[] {
  return ignoredBlocks(
    findings.map((finding) => ({ ...JSON.parse(JSON.stringify(finding)), ignored })),
    { width, color: false },
  );
}

describe('what is ignored', () => {
  it('stands with its reason, until when, where it was discussed and where it is written', () => {
    const by = '.rbac-audit.yaml:3: ignore[0]';
    expect(blocks({ reason: 'kept for the sale', expires: '2026-12-31', ticket: 'SHOP-7', by })).toEqual([
      'Ignored:\n  info Role shop/old is used by no binding (unused-role)\n    kept for the sale (until 2026-12-31, SHOP-7, .rbac-audit.yaml:3: ignore[0])',
    ]);
    expect(blocks({ reason: 'kept', by })[0]).toContain('kept (.rbac-audit.yaml:3: ignore[0])');
  });

  it('is nothing where nothing was accepted', () => {
    expect(blocks(undefined)).toEqual([]);
  });

  it('shows no control characters and fits the width', () => {
    const [text = ''] = blocks({ reason: `\u001b[2J${'kept '.repeat(30)}`, by: 'x' }, 40);
    expect(text).toContain('\\u001b[2J');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});
