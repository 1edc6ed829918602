import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/cli/errors.ts';
import { UserError } from '../../src/model/error.ts';

describe('a failure in words', () => {
  it('says what happened, and below it what to do', () => {
    expect(errorText(new UserError('rolse.yaml: no such file', 'did you mean roles.yaml?'))).toBe(
      'error: rolse.yaml: no such file\n  did you mean roles.yaml?',
    );
    expect(errorText(new UserError('rolse.yaml: no such file'))).toBe('error: rolse.yaml: no such file');
  });

  it('is one line for a wrong flag, without the hint of the flag parser', () => {
    const error = Object.assign(new Error('Nonexistent flags:\n  --flie\nSee more help with --help'), { oclif: { exit: 2 } });
    expect(errorText(error)).toBe('error: Nonexistent flags: --flie\n  see --help');
  });

  it('owns up to a defect, with its stack', () => {
    const text = errorText(new TypeError('x is undefined'));
    expect(text).toMatch(/^error: internal error, please report it\nTypeError: x is undefined\n {4}at /);
    expect(errorText('thrown text')).toBe('error: internal error, please report it\nthrown text');
  });

  it.each([
    new UserError('a\u001b[2Jb', 'c\u202ed'),
    Object.assign(new Error('a\u001b[2Jb'), { oclif: {} }),
    Object.assign(new Error('x'), { stack: 'Error: a\u001b[2Jb\n    at c\u202ed' }),
  ])('is safe to print: %s', (error) => {
    expect(errorText(error)).not.toMatch(/[\u001b\u202e]/);
    expect(errorText(error)).toContain('\\u001b[2J');
  });
});
