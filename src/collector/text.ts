import { isUtf8 } from 'node:buffer';

/** The largest text that is read from one file, in bytes after unpacking: what fits into one JavaScript string. */
export const maxTextBytes = 512 * 1024 * 1024 - 1024;

/** What became of a file's bytes: its text, or why there is none. */
export type Decoded = { text: string } | { refused: 'binary' | 'encoding' | 'too-large' | 'broken-gzip' };

/**
 * Turns the bytes of a manifest into text: gunzips (told by the magic bytes, not the name), and reads UTF-8 and, where
 * a byte order mark says so, UTF-16. A NUL byte in what claims to be UTF-8 marks a binary file.
 */
export function decode(bytes: Buffer): Decoded {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzip(bytes);
  if (bytes.length > maxTextBytes) return { refused: 'too-large' };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.subarray(2).toString('utf16le') };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: utf16BigEndian(bytes.subarray(2)) };
  if (bytes.includes(0)) return { refused: 'binary' };
  // Bytes of another encoding would become names that nobody wrote.
  if (!isUtf8(bytes)) return { refused: 'encoding' };
  return { text: (hasUtf8Mark(bytes) ? bytes.subarray(3) : bytes).toString('utf8') };
}

/** The text of a file as it stands on disk, byte order mark included, so that it has the same bytes when it is written back; undefined for gzip and UTF-16. */
export function textOnDisk(bytes: Buffer, text: string): string | undefined {
  const isOther =
    (bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isOther) return undefined;
  return hasUtf8Mark(bytes) ? `\uFEFF${text}` : text;
}

function hasUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function gunzip(bytes: Buffer): Decoded {
  // Loaded where it is needed only: that takes as long as reading a small file.
  const { gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    return decode(gunzipSync(bytes, { maxOutputLength: maxTextBytes }));
  } catch (error) {
    return { refused: error instanceof RangeError ? 'too-large' : 'broken-gzip' };
  }
}

function utf16BigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
