import { STATUS_CODES } from 'node:http';
import { textAt } from '../fields.ts';

/**
 * A GET that brought no usable answer. The message is one line that is safe to show: it never holds a header, and of a body
 * only what a Kubernetes Status says of itself.
 */
export class ApiError extends Error {
  /** The HTTP status, undefined where no whole answer came. */
  readonly status: number | undefined;
  /** Whether the same request may succeed a moment later. */
  readonly transient: boolean;
  /** How many milliseconds the server asks to wait. */
  readonly retryAfter: number;
  /** The kind of object that a refusal is about, as in `users` for a refused impersonation. */
  readonly refusedKind: string | undefined;

  constructor(
    message: string,
    properties: { status?: number; transient?: boolean; retryAfter?: number; refusedKind?: string | undefined } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = properties.status;
    this.transient = properties.transient ?? false;
    this.retryAfter = properties.retryAfter ?? 0;
    this.refusedKind = properties.refusedKind;
  }
}

/** The error for an answer other than 200. `retryAfter` is the header of that name, in seconds as API servers write it. */
export function errorFromStatus(status: number, body: unknown, retryAfter: string | undefined): ApiError {
  const seconds = Number(retryAfter ?? 0);
  return new ApiError(statusMessage(status, body), {
    status,
    transient: status === 429 || status >= 500,
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0,
    refusedKind: status === 403 ? textAt(body, 'details', 'kind') : undefined,
  });
}

const maxMessage = 300;

function statusMessage(status: number, body: unknown): string {
  const code = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  const said = textAt(body, 'kind') === 'Status' ? textAt(body, 'message') : undefined;
  if (said === undefined || status === 401) return code;
  const line = said.replace(/\s+/g, ' ').trim().slice(0, maxMessage);
  // 'roles.rbac.authorization.k8s.io is forbidden: User "jane" cannot list ...': the second half says it all.
  return status === 403 ? line.replace(/^.*? is forbidden: /, '') : `${code}: ${line}`;
}

const lossCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETRESET', 'HPE_INVALID_EOF_STATE']);

/** The error for a connection that failed; lost ones are worth another try, refused ones and those that cannot be trusted are not. */
export function errorFromConnection(error: unknown): ApiError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return new ApiError(connectionMessage(code, error), { transient: code !== undefined && lossCodes.has(code) });
}

const connectionWords = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection lost'],
  ['EPIPE', 'connection lost'],
  ['ETIMEDOUT', 'no connection in time'],
  ['ENOTFOUND', 'no such host'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up now'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no route to the network'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', "the server's certificate is self-signed"],
  ['SELF_SIGNED_CERT_IN_CHAIN', "the server's certificate is signed by an unknown authority"],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', "the server's certificate is signed by an unknown authority"],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', "the server's certificate is signed by an unknown authority"],
  ['CERT_HAS_EXPIRED', "the server's certificate has expired"],
  ['ERR_TLS_CERT_ALTNAME_INVALID', "the server's certificate is for another name"],
]);

function connectionMessage(code: string | undefined, error: unknown): string {
  if (code !== undefined) return connectionWords.get(code) ?? `the connection failed (${code})`;
  // The proxy agents reject with an error without a code whose message ends with the proxy's status.
  const proxyStatus = error instanceof Error ? /\b\d{3}$/.exec(error.message)?.[0] : undefined;
  return proxyStatus === undefined ? 'the connection failed' : `the proxy answered ${proxyStatus}`;
}
