// A desk that does as it is told, for the tests of the portal's light: it serves the embed, the
// availability and its event stream as the real server does, and misbehaves on request. And a host: a
// page of somebody else on an origin of its own, with as strict a policy as a page can have.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';

const EMBED = new URL('../../public/embed/portal.js', import.meta.url);

export interface Availability {
  project: string;
  status: 'online' | 'offline';
  since: string;
  next_open: string | null;
  revision: number;
  agents_online?: number;
}

/** What the desk does with a call: as usual, or answer so, or never answer, or break the line. */
export type Manner = 'well' | 'never' | 'cut' | { status: number; headers?: Record<string, string>; body?: string };

export class StubServer {
  /** How the desk answers a question. */
  answers: Manner = 'well';
  /** How it opens a stream; `buffered` opens it and holds every byte back. */
  streams: Manner | 'buffered' = 'well';
  /** What it was asked since the last look, in order: `GET`, `304` (asked with an ETag), `stream`. */
  calls: string[] = [];
  readonly projects = new Map<string, Availability>();
  readonly #open = new Map<ServerResponse, string>();
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  origin = '';

  constructor() {
    this.put({ project: 'SUP', status: 'online', since: '2025-11-22T13:02:00Z', next_open: null, revision: 17 });
  }

  async listen(): Promise<this> {
    this.origin = await listen(this.#server);
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Changes a project without telling the streams. */
  put(availability: Availability): void {
    this.projects.set(availability.project, availability);
  }

  /** Changes a project as a real flip does: the revision grows by one and every stream hears it. */
  flip(change: Partial<Availability>, project = 'SUP'): void {
    const before = this.projects.get(project)!;
    this.put({ ...before, revision: before.revision + 1, ...change });
    this.say(this.projects.get(project)!);
  }

  /** Says an object on the open streams of its project, true or not. */
  say(availability: Availability): void {
    for (const [stream, project] of this.#open) if (project === availability.project) tell(stream, availability);
  }

  beat(): void {
    for (const stream of this.#open.keys()) stream.write('event: beat\ndata:\n\n');
  }

  /** How many streams are open now. */
  get open(): number {
    return this.#open.size;
  }

  /** Breaks every open stream. */
  cut(): void {
    for (const stream of this.#open.keys()) stream.destroy();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, 'http://desk');
    if (pathname === '/embed/v1/portal.js') {
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.end(await readFile(EMBED));
      return;
    }
    const [, project, events] = /^\/api\/v1\/projects\/([^/]+)\/availability(\/events)?$/.exec(pathname) ?? [];
    if (!project) {
      response.writeHead(404).end();
      return;
    }
    const known = this.projects.get(project);
    const etag = `"${known?.revision}"`;
    this.calls.push(events ? 'stream' : request.headers['if-none-match'] === etag ? '304' : 'GET');

    const manner = events ? this.streams : this.answers;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Retry-After');
    if (manner === 'cut') response.destroy();
    else if (manner === 'never') return;
    else if (typeof manner === 'object') response.writeHead(manner.status, manner.headers).end(manner.body);
    else if (!known) response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end('{}');
    else if (events) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.flushHeaders();
      if (manner === 'buffered') return;
      this.#open.set(response, project);
      response.on('close', () => this.#open.delete(response));
      tell(response, known);
    } else if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { ETag: etag, 'Cache-Control': 'public, max-age=1' }).end();
    } else {
      response.writeHead(200, { ETag: etag, 'Cache-Control': 'public, max-age=1', 'Content-Type': 'application/json' });
      response.end(JSON.stringify(known));
    }
  }
}

/** A page of somebody else. What stands in it is theirs; as long as they do not say otherwise, nothing but the desk's origin is allowed. */
export class Host {
  origin = '';
  page = '';
  /** The Content-Security-Policy; empty: none. */
  policy: string;
  /** Other pages, by their path. */
  readonly pages = new Map<string, string>();
  readonly #desk: { origin: string };
  readonly #server: Server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (this.policy) response.setHeader('Content-Security-Policy', this.policy);
    response.end(this.pages.get(request.url!) ?? this.page);
  });

  /** A page that trusts this desk, ours or a real one. */
  constructor(desk: { origin: string }) {
    this.#desk = desk;
    const { origin } = desk;
    this.policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`;
  }

  async listen(): Promise<this> {
    this.origin = await listen(this.#server);
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The script tag. */
  script(attributes = 'data-project="SUP" data-name="Support"', kind = 'async'): string {
    return `<script ${kind} src="${this.#desk.origin}/embed/v1/portal.js" ${attributes}></script>`;
  }

  /** Writes the page: the script tag with these attributes, and what else stands in it. */
  write(attributes?: string, body = '', html = 'lang="en"'): void {
    this.compose({ body: body + '</main>' + this.script(attributes), html });
  }

  /** Writes the page with the script tag where it is told. */
  compose({ head = '', body = '', html = 'lang="en"' }): void {
    this.page =
      `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Alder &amp; Finch</title>${head}</head><body><main><h1>How can we help?</h1>` +
      `<p><a href="#orders">Orders and delivery</a></p>${body}</body></html>`;
  }
}

function tell(stream: ServerResponse, availability: Availability): void {
  stream.write(`id: ${availability.revision}\nevent: availability\ndata: ${JSON.stringify(availability)}\n\n`);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
