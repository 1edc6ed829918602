/** Path segments as part of a URI: percent-encoded, and none that leads to another folder. */
export function encodedPath(segments: readonly string[]): string {
  return segments.map((segment) => (/^\.*$/.test(segment) ? `_${segment}` : encodeURIComponent(segment.toWellFormed()))).join('/');
}
