// One `porchlight serve` with a database of its own, and the command line beside it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What these tests read the server's numbers with. */
export const METRICS_TOKEN = 'numbers for the tests';

const BINARY = process.env.PORCHLIGHT_BIN ?? resolve(import.meta.dirname, '../target/debug/porchlight');

export type Environment = Record<string, string>;

/** Whatever still runs when this process ends, however it ends, ends with it. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Server {
  readonly url: string;
  readonly databaseUrl: string;
  #directory: string;
  #environment: Environment;
  #child: ChildProcess | undefined;
  #ahead = 0;
  #log = '';
  #printed = '';

  private constructor(directory: string, port: number, environment: Environment) {
    this.#directory = directory;
    this.url = `http://127.0.0.1:${port}`;
    this.databaseUrl = `sqlite://${join(directory, 'porchlight.db')}`;
    this.#environment = {
      ...inherited(),
      PORCHLIGHT_LISTEN: `127.0.0.1:${port}`,
      PORCHLIGHT_PUBLIC_URL: this.url,
      PORCHLIGHT_DATABASE_URL: this.databaseUrl,
      PORCHLIGHT_TEST_CLOCK: join(directory, 'ahead'),
      // A clock that is put forward is not a server that stood still.
      PORCHLIGHT_SUSPEND_GAP: '0',
      PORCHLIGHT_METRICS_TOKEN: METRICS_TOKEN,
      ...environment,
    };
  }

  /** Starts a server on a free port with an empty database, and waits until it is ready. */
  static async start(environment: Environment = {}): Promise<Server> {
    const directory = await mkdtemp(join(tmpdir(), 'porchlight-end2end-'));
    const server = new Server(directory, await freePort(), environment);
    try {
      await server.run();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** Everything the server has written so far, on standard output and standard error. */
  get log(): string {
    return this.#log;
  }

  /** Starts the process, on the same port and database as before, and waits until `/readyz` says so. */
  async run(): Promise<void> {
    const child = spawn(BINARY, ['serve'], {
      cwd: this.#directory,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    running.add(child);
    let failure: Error | undefined;
    child.on('error', (error) => (failure = error));
    child.on('close', () => running.delete(child));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text;
      this.#log += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#log += text));

    const isReady = async () => {
      if (failure) throw new Error(`cannot run ${BINARY}: ${failure.message}`);
      if (hasEnded(child)) throw new Error(`porchlight serve has ended (${ending(child)})`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      return answer?.ok ? true : undefined;
    };
    await until(`${this.url}/readyz`, isReady).catch((error: Error) => {
      throw new Error(`${error.message}; its log:\n${this.#log}`);
    });
  }

  /** Moves the server's clock: so much time has passed for it. What is due is found at the next request. */
  async passTime(seconds: number): Promise<void> {
    this.#ahead += seconds * 1000;
    const file = join(this.#directory, 'ahead');
    await writeFile(`${file}.new`, String(this.#ahead));
    // In one step: it is never seen half written.
    await rename(`${file}.new`, file);
  }

  /** Ends the server as an operator would; it must finish by itself, and with success. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || hasEnded(child)) return;
    child.kill('SIGTERM');
    const closed = once(child, 'close');
    const patience = delay(10_000, 'late' as const, { ref: false });
    if ((await Promise.race([closed, patience])) === 'late') {
      child.kill('SIGKILL');
      await closed;
      throw new Error(`porchlight serve did not end within 10 s of SIGTERM:\n${this.#log}`);
    }
    if (child.exitCode !== 0) {
      throw new Error(`porchlight serve ended with ${ending(child)} after SIGTERM:\n${this.#log}`);
    }
  }

  /** Ends the server as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || hasEnded(child)) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  /** Stops the server and removes its database. */
  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await rm(this.#directory, { recursive: true, force: true });
    }
  }

  /** The one-time link to create the first site admin, as printed on standard output. */
  async setupLink(): Promise<string> {
    return until('the set-up link', async () => {
      const link = /\S*\/setup\?code=[\w-]+/.exec(this.#printed);
      return link ? new URL(link[0], this.url).href : undefined;
    });
  }

  /** Runs another subcommand against the same database, and returns what it printed on standard output. */
  async cli(args: string[], stdin = ''): Promise<string> {
    const child = spawn(BINARY, args, {
      cwd: this.#directory,
      env: this.#environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    let printed = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
    // A command that reads nothing may have closed its end already.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    await once(child, 'close');
    running.delete(child);
    if (child.exitCode !== 0) {
      throw new Error(`porchlight ${args.join(' ')} ended with ${ending(child)}:\n${printed}${complained}`);
    }
    return printed;
  }

  async addUser(user: { email: string; name: string; password: string; siteAdmin?: boolean }): Promise<void> {
    const admin = user.siteAdmin ? ['--site-admin'] : [];
    const args = ['user', 'add', '--email', user.email, '--name', user.name, ...admin, '--password-stdin'];
    await this.cli(args, `${user.password}\n`);
  }

  async addProject(project: { key: string; name: string; chat?: boolean }): Promise<void> {
    const chat = project.chat ? ['--chat'] : [];
    await this.cli(['project', 'add', '--key', project.key, '--name', project.name, ...chat]);
  }

  async addMember(member: { project: string; email: string; role: 'agent' | 'admin' }): Promise<void> {
    const { project, email, role } = member;
    await this.cli(['member', 'add', '--project', project, '--email', email, '--role', role]);
  }

  /** A new API token of that person. */
  async addToken(token: { email: string; name: string }): Promise<string> {
    return (await this.cli(['token', 'add', '--email', token.email, '--name', token.name])).trim();
  }
}

/** The environment of a test is the test's own: a developer's settings of Porchlight stay out of it. */
function inherited(): Environment {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('PORCHLIGHT_'),
  );
  return Object.fromEntries(kept);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Asks again, twenty times a second, until there is an answer. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await delay(50)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`waited 20 s in vain for ${what}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function ending(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
