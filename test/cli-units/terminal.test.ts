import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { type ColorChoice, layoutFor } from '../../src/cli/terminal.ts';

type Stream = Parameters<typeof layoutFor>[0];

const terminal: Stream = Object.assign(Object.create(WriteStream.prototype), { isTTY: true, columns: 100 });
const pipe: Stream = Object.assign(Object.create(PassThrough.prototype), { isTTY: undefined, columns: undefined });

describe('the width of the text', () => {
  it('is that of the terminal', () => {
    expect(layoutFor(terminal, 'auto', {}).width).toBe(100);
  });

  it('is COLUMNS where the terminal does not say', () => {
    const silent: Stream = Object.assign(Object.create(terminal), { columns: 0 });
    expect(layoutFor(silent, 'auto', { COLUMNS: '132' }).width).toBe(132);
    expect(layoutFor(silent, 'auto', { COLUMNS: 'wide' }).width).toBeUndefined();
  });

  it('is not limited in a pipe', () => {
    expect(layoutFor(pipe, 'auto', { COLUMNS: '80' }).width).toBeUndefined();
  });
});

describe('colour', () => {
  it.each<[string, Stream, ColorChoice, NodeJS.ProcessEnv, boolean]>([
    ['is used on a terminal', terminal, 'auto', {}, true],
    ['is not used in a pipe', pipe, 'auto', {}, false],
    ['is not used on a dumb terminal', terminal, 'auto', { TERM: 'dumb' }, false],
    ['is not used with NO_COLOR, whatever it says', terminal, 'auto', { NO_COLOR: '0' }, false],
    ['is used where NO_COLOR is empty', terminal, 'auto', { NO_COLOR: '' }, true],
    ['is used in a pipe with FORCE_COLOR', pipe, 'auto', { FORCE_COLOR: '1' }, true],
    ['is used in a pipe with CLICOLOR_FORCE', pipe, 'auto', { CLICOLOR_FORCE: '1' }, true],
    ['is used on a dumb terminal with FORCE_COLOR', terminal, 'auto', { TERM: 'dumb', FORCE_COLOR: '3' }, true],
    ['is not used in a pipe with FORCE_COLOR=0', pipe, 'auto', { FORCE_COLOR: '0' }, false],
    ['is not used on a terminal with FORCE_COLOR=0', terminal, 'auto', { FORCE_COLOR: '0' }, false],
    ['is not used with NO_COLOR, even with FORCE_COLOR', pipe, 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['is used with --color always, whatever the surroundings say', pipe, 'always', { NO_COLOR: '1', TERM: 'dumb' }, true],
    ['is not used with --color never, whatever the surroundings say', terminal, 'never', { FORCE_COLOR: '1' }, false],
  ])('%s', (_what, stream, choice, env, expected) => {
    expect(layoutFor(stream, choice, env).color).toBe(expected);
  });
});
