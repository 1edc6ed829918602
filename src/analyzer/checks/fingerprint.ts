const encoder = new TextEncoder();
const fourGiB = 2 ** 32;

/**
 * A short name for a list of strings that is the same on every machine and in every run: FNV-1a with 64 bits, in hex.
 * It keeps findings apart and is no protection against somebody who looks for collisions. The core may not import
 * node:crypto; the 64-bit product (prime 2^40 + 0x1b3) is taken in two halves that stay exact as numbers.
 */
export function fingerprint(parts: readonly string[]): string {
  return fnv1a64(parts.join('\u0000'));
}

/** FNV-1a, 64 bits, over the text in UTF-8. */
export function fnv1a64(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of encoder.encode(text)) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / fourGiB) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  // A sum of strings would keep its parts in memory beside itself, and there are as many as findings.
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
