import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import pRetry from 'p-retry';
import { parseJson } from '../fields.ts';
import { ApiError, errorFromConnection, errorFromStatus } from './api-error.ts';
import type { Connection } from './connection.ts';

/**
 * Sends one GET to the API server and returns the parsed JSON. Tries again, a bounded number of times, on 429, 5xx and
 * connection loss. Throws an ApiError for everything that is no 200 with JSON.
 */
export type Get = (path: string, options?: { accept?: string; retries?: number }) => Promise<unknown>;

export interface GetPolicy {
  /** Milliseconds for one request with its answer; 0 waits for ever, as in kubectl. */
  requestTimeout: number;
  /** Milliseconds before the first repetition; each later one waits twice as long, with jitter. */
  backoff: number;
  /** Bytes of an unpacked answer that are read; a page of a list is far smaller. */
  maxBody?: number;
}

const retriesOfAList = 3;

/** A server may ask for a longer pause than this; it is asked again all the same. */
const longestPause = 30_000;

const mebibyte = 1024 * 1024;

/** Makes a Get for a connection. GET is the only method that this program ever sends. */
export function getter(connection: Connection, policy: GetPolicy): Get {
  return (path, { accept = 'application/json', retries = retriesOfAList } = {}) =>
    pRetry(() => getOnce(connection, path, accept, policy), {
      retries,
      minTimeout: policy.backoff,
      maxTimeout: longestPause,
      randomize: true,
      shouldRetry: ({ error }) => isTransient(error),
      onFailedAttempt: async ({ error, retriesLeft, retryDelay }) => {
        if (isTransient(error) && retriesLeft > 0) await sleep(Math.max(0, Math.min(error.retryAfter, longestPause) - retryDelay));
      },
    });
}

function isTransient(error: unknown): error is ApiError {
  return error instanceof ApiError && error.transient;
}

async function getOnce(connection: Connection, path: string, accept: string, policy: GetPolicy): Promise<unknown> {
  const { requestTimeout, maxBody = 256 * mebibyte } = policy;
  const signal = requestTimeout > 0 ? AbortSignal.timeout(requestTimeout) : undefined;
  try {
    const response = await send(connection, path, accept, signal);
    const body = await readBody(response, maxBody);
    const value = parseJson(body);
    if (response.statusCode !== 200) throw errorFromStatus(response.statusCode ?? 0, value, response.headers['retry-after']);
    if (value === undefined) throw new ApiError('the answer is no JSON');
    return value;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (signal?.aborted) throw new ApiError(`no whole answer within ${requestTimeout} ms`);
    throw errorFromConnection(error);
  }
}

function send(connection: Connection, path: string, accept: string, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  const { server, agent, headers } = connection;
  const request = server.protocol === 'https:' ? httpsRequest : httpRequest;
  // The server's own path counts: cluster managers serve many clusters behind one host.
  const url = new URL(`${server.href.replace(/\/+$/, '')}${path}`);
  return new Promise((done, fail) => {
    request(url, {
      method: 'GET',
      agent,
      headers: { Accept: accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'rbac-audit', ...headers },
      ...(signal === undefined ? {} : { signal }),
    })
      .on('response', done)
      .on('error', fail)
      .end();
  });
}

async function readBody(response: IncomingMessage, maxBody: number): Promise<string> {
  // pipeline hands a failure of the response on to the stream that is read, which is where it is caught.
  const plain = response.headers['content-encoding'] === 'gzip' ? pipeline(response, createGunzip(), () => {}) : response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of plain) {
    size += chunk.length;
    if (size > maxBody) throw new ApiError(`the answer is longer than ${maxBody / mebibyte} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
