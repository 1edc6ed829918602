import { request } from 'node:https';
import type { ApiServer } from './apiserver.ts';

/** An answer of the API server: its status, and the object in its body, empty where that is none. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Somebody who asks the API server with a token, and maybe as somebody else. */
export class Actor {
  private readonly server: ApiServer;
  private readonly token: string;
  private readonly impersonation: Readonly<Record<string, string>>;

  constructor(server: ApiServer, token: string, impersonation: Readonly<Record<string, string>> = {}) {
    this.server = server;
    this.token = token;
    this.impersonation = impersonation;
  }

  /** The same person, acting as another user and group. */
  as(user: string | undefined, group?: string): Actor {
    const headers = { ...(user && { 'Impersonate-User': user }), ...(group && { 'Impersonate-Group': group }) };
    return new Actor(this.server, this.token, headers);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.ask('POST', path, body);
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  /** A JSON merge patch. */
  patch(path: string, body: unknown): Promise<Answer> {
    return this.ask('PATCH', path, body, 'application/merge-patch+json');
  }

  /** A server-side apply, which makes what is not there. */
  apply(path: string, body: unknown): Promise<Answer> {
    return this.ask('PATCH', `${path}?fieldManager=e2e`, body, 'application/apply-patch+yaml');
  }

  private ask(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const { url, certificate: ca } = this.server;
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': type, Accept: 'application/json', ...this.impersonation };
    return new Promise((done, fail) => {
      request(`${url}${path}`, { method, ca, headers })
        .on('response', async (response) => {
          try {
            const text = Buffer.concat(await response.toArray()).toString('utf8');
            done({ status: response.statusCode ?? 0, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {} });
          } catch (error) {
            fail(error);
          }
        })
        .on('error', fail)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
