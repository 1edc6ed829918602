import { describe, expect, it } from 'vitest';
import type { Gap } from '../../src/model/gap.ts';
import { gapLines, gapSummary } from '../../src/report/gaps.ts';

const gap: Gap = { code: 'malformed-rule', source: 'ward.yaml', message: 'rules[2].verbs is a string, "get"; a list is needed' };

describe('gaps for people', () => {
  it('say where, what, and below it what to do', () => {
    const position = { file: 'ward.yaml', line: 17, column: 3 };
    expect(gapLines([{ ...gap, position, advice: 'that rule was left out' }], [])).toEqual([
      'gap: ward.yaml:17: rules[2].verbs is a string, "get"; a list is needed',
      '  that rule was left out',
    ]);
  });

  it('name the source where there is no line', () => {
    expect(gapLines([{ ...gap, source: '/apis/rbac.authorization.k8s.io/v1/roles' }], [])).toEqual([
      'gap: /apis/rbac.authorization.k8s.io/v1/roles: rules[2].verbs is a string, "get"; a list is needed',
    ]);
  });

  it.each([
    ['ward.yaml: a binary file', undefined],
    ['ward.yaml:17:3: not YAML', { file: 'ward.yaml', line: 17, column: 3 }],
  ])('say their place once: %s', (message, position) => {
    const lines = gapLines([{ ...gap, message, ...(position ? { position } : {}) }], []);
    expect(lines.join().match(/ward\.yaml/g)).toHaveLength(1);
  });

  it('are safe to print', () => {
    expect(gapLines([{ ...gap, source: 'a\u001b[2J.yaml', message: 'b\nc', advice: '\u202ed' }], [])).toEqual([
      'gap: a\\u001b[2J.yaml: b\\u000ac',
      '  \\u202ed',
    ]);
  });

  it('come before limitations, which are notes', () => {
    const limitation = { code: 'nearest-version', source: 'facts', message: 'Kubernetes 1.36 stands in for 1.37' };
    expect(gapLines([gap], [limitation])).toEqual([expect.stringMatching(/^gap: /), 'note: Kubernetes 1.36 stands in for 1.37']);
  });
});

describe('gaps in the answer itself', () => {
  it('are counted in one line', () => {
    expect(gapSummary([gap])).toMatch(/^1 gap: this answer may be incomplete/);
    expect(gapSummary([gap, gap])).toMatch(/^2 gaps: /);
  });

  it('are not mentioned where there are none', () => {
    expect(gapSummary([])).toBe('');
  });
});
