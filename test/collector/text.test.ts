import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode, maxTextBytes } from '../../src/collector/text.ts';

const manifest = 'kind: Role # 病院\n';

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('the bytes of a manifest', () => {
  it.each([
    ['UTF-8', Buffer.from(manifest)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${manifest}`)],
    ['UTF-16, little endian, with a byte order mark', Buffer.from(`\ufeff${manifest}`, 'utf16le')],
    ['UTF-16, big endian, with a byte order mark', bigEndian(`\ufeff${manifest}`)],
    ['gzip', gzipSync(manifest)],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${manifest}`, 'utf16le'))],
    ['gzip in two members', Buffer.concat([gzipSync(manifest.slice(0, 5)), gzipSync(manifest.slice(5))])],
    ['gzip of gzip', gzipSync(gzipSync(manifest))],
  ])('may be %s', (_encoding, bytes) => {
    expect(decode(bytes)).toEqual({ text: manifest });
  });

  it('may be none', () => {
    expect(decode(Buffer.alloc(0))).toEqual({ text: '' });
  });

  it.each([
    ['a NUL byte in UTF-8', Buffer.from('kind: Role\0')],
    ['UTF-16 without a byte order mark', Buffer.from(manifest, 'utf16le')],
  ])('are refused as binary: %s', (_what, bytes) => {
    expect(decode(bytes)).toEqual({ refused: 'binary' });
  });

  it('are refused where they are of another encoding: they would become names that nobody wrote', () => {
    expect(decode(Buffer.from('name: m\xfcller', 'latin1'))).toEqual({ refused: 'encoding' });
  });

  it.each([
    ['cut off', gzipSync(manifest.repeat(100)).subarray(0, 40)],
    ['no gzip but for the first two bytes', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])('are refused as broken gzip: %s', (_what, bytes) => {
    expect(decode(bytes)).toEqual({ refused: 'broken-gzip' });
  });

  it('may end in the middle of a UTF-16 unit', () => {
    expect(decode(Buffer.concat([bigEndian('\ufeffkind'), Buffer.from([0])]))).toEqual({ text: 'kind' });
  });

  it('are refused where they unpack to more than one string holds', () => {
    const megabytes = gzipSync(Buffer.alloc(16 * 1024 * 1024, 'a'));
    const bomb = Buffer.concat(Array(Math.ceil(maxTextBytes / (16 * 1024 * 1024)) + 1).fill(megabytes));
    expect(decode(bomb)).toEqual({ refused: 'too-large' });
  });
});
