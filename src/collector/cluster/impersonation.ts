import { validateHeaderValue } from 'node:http';
import { UserError } from '../../model/error.ts';
import type { Impersonation } from './target.ts';

/**
 * The headers that make the API server act as someone else. Each group is a header line of its own: joined by commas they
 * would be one group of another name, and the answers those of a wrong identity.
 * Throws a UserError for a name that no header can carry.
 */
export function impersonationHeaders(impersonation: Impersonation | undefined): Record<string, string | string[]> {
  if (impersonation === undefined) return {};
  const { user, uid, groups, extra } = impersonation;
  const headers: Record<string, string | string[]> = { 'Impersonate-User': headerValue(user) };
  if (uid !== undefined) headers['Impersonate-Uid'] = headerValue(uid);
  if (groups.length > 0) headers['Impersonate-Group'] = groups.map(headerValue);
  // Keys are lower-cased and percent-encoded by the server's own rule (client-go headerKeyEscape).
  for (const [key, values] of extra) headers[`Impersonate-Extra-${encodeURIComponent(key)}`] = values.map(headerValue);
  return headers;
}

/** Go writes a header's UTF-8 bytes as they are; Node writes one byte per character, so each byte becomes a character here. */
function headerValue(name: string): string {
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  try {
    validateHeaderValue('Impersonate-User', bytes);
  } catch {
    throw new UserError('a name to impersonate holds control characters', 'correct --as, --as-group or --as-uid');
  }
  return bytes;
}
