import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit.ts';

describe('the exit code of a run that came to its end', () => {
  it.each([
    ['gate', 'nothing to say', false, false, false, 0],
    ['gate', 'findings at the gate', true, false, false, 1],
    ['gate', 'gaps', false, true, false, 3],
    ['gate', 'gaps that are allowed', false, true, true, 0],
    ['gate', 'findings and gaps', true, true, false, 1],
    ['can-i', 'yes', false, false, false, 0],
    ['can-i', 'yes, with gaps: RBAC only adds', false, true, false, 0],
    ['can-i', 'no', true, false, false, 1],
    ['can-i', 'no, but what was not seen may allow it', true, true, false, 3],
    ['can-i', 'no, with gaps that are allowed', true, true, true, 1],
  ] as const)('%s: %s', (question, _what, negative, gaps, allowPartial, code) => {
    expect(exitCodeOf({ question, negative, gaps, 'allow-partial': allowPartial })).toBe(code);
  });

  it('is judged as for a gate where no question is named', () => {
    expect(exitCodeOf({ negative: true, gaps: true, 'allow-partial': false })).toBe(1);
  });
});
