import { isPathRequest, type Request } from '../../model/request.ts';
import type { Outcome } from '../../model/usage.ts';
import type { LoggedRequest } from './logged-request.ts';

const created = 201;
const refusals: ReadonlySet<number> = new Set([401, 403]);

/** How the request ended; `undecided` where neither a decision nor an answer was logged. */
export function outcomeOf({ decision, reason, code }: LoggedRequest): Outcome | 'undecided' {
  if (decision === 'allow') return reason.startsWith('RBAC:') ? 'allowed' : 'other';
  if (decision !== '') return 'denied';
  if (code === 0) return 'undecided';
  return refusals.has(code) ? 'denied' : 'unsaid';
}

/**
 * True where an update or patch made the object because nothing was there: then the handlers ask for `create` too, by name
 * (update.go withAuthorization, patch.go createAuthorizerAttributes).
 */
export function isCreation({ code, request }: LoggedRequest): boolean {
  return code === created && (request.verb === 'update' || request.verb === 'patch') && !isPathRequest(request);
}

/**
 * True if rules can name exactly this request. `*` means more in a rule than in a request, a path that ends with it would become
 * a prefix, and the API server knows no rules without a verb.
 */
export function isSpeakable(request: Request): boolean {
  if (request.verb === '' || request.verb === '*') return false;
  if (isPathRequest(request)) return request.path !== '' && !request.path.endsWith('*');
  const { group, resource } = request;
  return resource !== '' && resource !== '*' && !resource.includes('/') && group !== '*';
}
