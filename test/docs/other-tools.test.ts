import { describe, expect, it } from 'vitest';
import { checks } from '../../src/analyzer/checks/index.ts';
import { textOf } from './markdown.ts';

const ids = new Set(checks.map(({ id }) => id));

/** The rows of the page, with the tool whose table they stand in. */
const rows = textOf('docs/other-tools.md')
  .split('\n## ')
  .slice(1)
  .flatMap((section) => {
    const [tool = '', ...lines] = section.split('\n');
    return lines
      .filter((line) => line.startsWith('| ') && !line.startsWith('| rule |'))
      .map((line) => {
        const [, rule = '', here = '', difference = ''] = line.split('|').map((cell) => cell.trim());
        return { tool, rule, here, difference };
      });
  });

describe('docs/other-tools.md', () => {
  it('covers the tools of the field', () => {
    expect([...new Set(rows.map(({ tool }) => tool))].toSorted()).toEqual([
      'KubiScan',
      'checkov',
      'krane',
      'kube-linter',
      'kubescape',
      'kubesplaining',
      'polaris',
      'rbac-police',
      'rbac-tool analysis',
      'trivy',
    ]);
  });

  it.each(rows)('$tool: $rule leads to checks that exist, or says why there is none', ({ here, difference }) => {
    const named = [...here.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    if (named.length === 0) expect([here, difference.endsWith('.')]).toEqual(['–', true]);
  });
});
