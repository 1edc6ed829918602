import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

/** The certificate of every server and client in these tests; its key is public, it proves nothing outside them. */
export const certificate = readFileSync(new URL('tls/loopback.crt', import.meta.url), 'utf8');
/** Its key. */
export const key = readFileSync(new URL('tls/loopback.key', import.meta.url), 'utf8');

/** A request as it came. */
interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** All lines of a header, one for each time it was sent. */
  header(name: string): string[];
  /** The name in the client's certificate. */
  certifiedName: string | undefined;
}

/** What to answer: JSON, raw text, nothing at all, or the beginning of an answer that is then cut or never goes on. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string | Buffer;
  silent?: boolean;
  cut?: boolean;
  stalled?: boolean;
}

type Route = (request: SeenRequest) => FakeAnswer;

export interface FakeApiServer {
  url: string;
  requests: SeenRequest[];
  /** Answers a path from now on. */
  on(path: string, route: Route): void;
  /** Answers a path with a list of these items. */
  holds(path: string, items: readonly unknown[]): void;
}

/** Starts an API server that serves nothing but a version and empty lists of what it is told to hold; it stops with the test. */
export async function startFakeApiServer({ tls = false } = {}): Promise<FakeApiServer> {
  const requests: SeenRequest[] = [];
  const routes = new Map<string, Route>();
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const request = seen(incoming);
    requests.push(request);
    reply(response, (routes.get(request.path) ?? notFound)(request));
  };
  const server = tls
    ? createHttpsServer({ cert: certificate, key, requestCert: true, rejectUnauthorized: false }, listener)
    : createHttpServer(listener);
  const port = await new Promise<number>((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const on: FakeApiServer['on'] = (path, route) => routes.set(path, route);
  const holds: FakeApiServer['holds'] = (path, items) => on(path, () => ({ json: { items, metadata: {} } }));
  on('/version', () => ({ json: { gitVersion: 'v1.31.2' } }));
  on('/api', () => ({ json: { kind: 'APIVersions', versions: ['v1'] } }));
  on('/apis', () => ({ json: { kind: 'APIGroupList', groups: [] } }));
  on('/api/v1', () => ({ json: { kind: 'APIResourceList', groupVersion: 'v1', resources: [] } }));
  for (const resource of ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'])
    holds(`/apis/rbac.authorization.k8s.io/v1/${resource}`, []);
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests, on, holds };
}

/** A refusal in the words of the API server. */
export function forbidden(user: string, resource: string): FakeAnswer {
  const message = `${resource} is forbidden: User "${user}" cannot list resource "${resource}" in API group "rbac.authorization.k8s.io" at the cluster scope`;
  return { status: 403, json: { kind: 'Status', status: 'Failure', reason: 'Forbidden', message, details: { kind: resource }, code: 403 } };
}

function notFound(): FakeAnswer {
  return {
    status: 404,
    json: { kind: 'Status', status: 'Failure', reason: 'NotFound', message: 'the server could not find the requested resource' },
  };
}

function seen(incoming: IncomingMessage): SeenRequest {
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const { rawHeaders } = incoming;
  const header = (name: string) =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name.toLowerCase());
  const certifiedName = incoming.socket instanceof TLSSocket ? incoming.socket.getPeerCertificate().subject?.CN?.toString() : undefined;
  return { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, header, certifiedName };
}

function reply(response: ServerResponse, answer: FakeAnswer): void {
  if (answer.silent) return;
  const body = answer.text ?? JSON.stringify(answer.json ?? {});
  if (answer.cut || answer.stalled) {
    response.writeHead(200, { 'Content-Length': '1000', ...answer.headers }).write(body);
    if (answer.cut) setImmediate(() => response.destroy());
    return;
  }
  response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers }).end(body);
}
