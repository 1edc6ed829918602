import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type GetPolicy, getter } from '../../../src/collector/cluster/get.ts';
import { type FakeAnswer, type FakeApiServer, startFakeApiServer } from './fake-api-server.ts';

const path = '/apis/rbac.authorization.k8s.io/v1/roles';

function getFrom(server: FakeApiServer, policy: Partial<GetPolicy> = {}) {
  const connection = { server: new URL(server.url), agent: new Agent({ keepAlive: true }), headers: {} };
  return getter(connection, { requestTimeout: 0, backoff: 1, ...policy });
}

/** Answers one after the other, the last one again and again. */
async function answering(...answers: FakeAnswer[]) {
  const server = await startFakeApiServer();
  server.on(path, () => (answers.length > 1 ? answers.shift() : answers[0]) ?? {});
  return server;
}

describe('a GET', () => {
  it('asks for JSON, compressed, and reads it', async () => {
    const server = await answering({ headers: { 'Content-Encoding': 'gzip' }, text: gzipSync('{"items": ["é"]}') });
    expect(await getFrom(server)(path)).toEqual({ items: ['é'] });
    const [request] = server.requests;
    expect(request?.method).toBe('GET');
    expect(request?.header('accept')).toEqual(['application/json']);
    expect(request?.header('accept-encoding')).toEqual(['gzip']);
  });

  it("keeps the server's own path, as cluster managers have one", async () => {
    const server = await startFakeApiServer();
    server.on(`/k8s/clusters/ward${path}`, () => ({ json: { items: [] } }));
    const connection = { server: new URL(`${server.url}/k8s/clusters/ward/`), agent: new Agent(), headers: {} };
    expect(await getter(connection, { requestTimeout: 0, backoff: 1 })(path)).toEqual({ items: [] });
  });

  it.each([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['a connection cut in the middle', { cut: true, text: '{"items": [' }],
    ['a compressed answer cut in the middle', { cut: true, headers: { 'Content-Encoding': 'gzip' }, text: gzipSync('{}').subarray(0, 12) }],
  ])('is repeated after %s', async (_what, failure) => {
    const server = await answering(failure, failure, { json: { items: [] } });
    expect(await getFrom(server)(path)).toEqual({ items: [] });
    expect(server.requests).toHaveLength(3);
  });

  it('is repeated three times at most', async () => {
    const server = await answering({ status: 503 });
    await expect(getFrom(server)(path)).rejects.toMatchObject({ status: 503, message: '503 Service Unavailable' });
    expect(server.requests).toHaveLength(4);
  });

  it('waits as long as the server asks', async () => {
    const server = await answering({ status: 429, headers: { 'Retry-After': '1' } }, { json: {} });
    const start = performance.now();
    await getFrom(server)(path);
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  it.each([400, 401, 403, 404, 410])('is not repeated after %i', async (status) => {
    const server = await answering({ status });
    await expect(getFrom(server)(path)).rejects.toMatchObject({ status });
    expect(server.requests).toHaveLength(1);
  });

  it('does not follow redirects, which would take the credentials elsewhere', async () => {
    const server = await answering({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } });
    await expect(getFrom(server)(path)).rejects.toMatchObject({ status: 302, message: '302 Found' });
  });

  it.each([
    ['no JSON', { text: '<html>Log in</html>' }, 'the answer is no JSON'],
    ['an empty body', { text: '' }, 'the answer is no JSON'],
    ['half a JSON', { text: '{"items": [' }, 'the answer is no JSON'],
    ['broken compression', { headers: { 'Content-Encoding': 'gzip' }, text: 'plain' }, 'the connection failed (Z_DATA_ERROR)'],
  ])('fails on %s', async (_what, answer, message) => {
    await expect(getFrom(await answering(answer))(path)).rejects.toMatchObject({ status: undefined, message });
  });

  it('gives up when the answer, or its end, takes longer than the timeout', async () => {
    for (const answer of [{ silent: true }, { stalled: true, text: '{"items":' }]) {
      const server = await answering(answer);
      await expect(getFrom(server, { requestTimeout: 50 })(path)).rejects.toThrow('no whole answer within 50 ms');
      expect(server.requests).toHaveLength(1);
    }
  });

  it('does not unpack a bomb', async () => {
    const bomb = await answering({ headers: { 'Content-Encoding': 'gzip' }, text: gzipSync(Buffer.alloc(5_000_000)) });
    await expect(getFrom(bomb, { maxBody: 1024 * 1024 })(path)).rejects.toThrow('the answer is longer than 1 MiB');
  });

  it('says that nobody is there, at once', async () => {
    const connection = { server: new URL('http://127.0.0.1:9'), agent: new Agent(), headers: {} };
    await expect(getter(connection, { requestTimeout: 0, backoff: 60_000 })(path)).rejects.toMatchObject({
      status: undefined,
      message: 'connection refused',
    });
  });
});

describe('what an error tells', () => {
  const status = (code: number, message: string, kind = 'Status') => ({ status: code, json: { kind, message } });

  it('is what a Kubernetes Status says of itself, in one line and bounded', async () => {
    await expect(getFrom(await answering(status(410, 'The provided continue\nparameter is too old')))(path)).rejects.toThrow(
      /^410 Gone: The provided continue parameter is too old$/,
    );
    await expect(getFrom(await answering(status(400, 'x'.repeat(5000))))(path)).rejects.toMatchObject({
      message: `400 Bad Request: ${'x'.repeat(300)}`,
    });
  });

  it('is who may not do what for a refusal', async () => {
    const message = 'roles.rbac.authorization.k8s.io is forbidden: User "jane" cannot list resource "roles"';
    await expect(getFrom(await answering(status(403, message)))(path)).rejects.toThrow(/^User "jane" cannot list resource "roles"$/);
  });

  it('is no other body, and nothing of a 401', async () => {
    await expect(getFrom(await answering(status(403, 'sesame', 'Page')))(path)).rejects.toThrow(/^403 Forbidden$/);
    await expect(getFrom(await answering(status(401, 'sesame')))(path)).rejects.toThrow(/^401 Unauthorized$/);
  });
});
