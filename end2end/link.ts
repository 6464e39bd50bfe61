// The network between browsers and a server: it can be cut, and a laptop can fall asleep in the middle of it.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class Link {
  #to: number;
  #server: Server;
  /** Towards the browsers, and towards the server. */
  #near = new Set<Socket>();
  #far = new Set<Socket>();
  #state: 'whole' | 'cut' | 'asleep' = 'whole';

  private constructor() {
    this.#to = 0;
    this.#server = createServer((from) => this.#join(from));
  }

  /** A link that leads nowhere yet: its address is what the server is told to be known by. */
  static async open(): Promise<Link> {
    const link = new Link();
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Leads to the server at this address. */
  leadTo(url: string): void {
    this.#to = Number(new URL(url).port);
  }

  /** Breaks every connection, and refuses new ones. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of [...this.#near, ...this.#far]) socket.destroy();
  }

  /**
   * The browsers' side is asleep: nothing passes any more, and a browser is told of nothing. The server has
   * given up on the connections, as it does when nothing that it sends is received.
   */
  fallAsleep(): void {
    this.#state = 'asleep';
    for (const socket of this.#near) socket.pause().unpipe();
    for (const socket of this.#far) socket.destroy();
  }

  /** Whole again. What was open before a sleep is gone. */
  mend(): void {
    for (const socket of this.#near) socket.destroy();
    this.#state = 'whole';
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(from: Socket): void {
    keep(from, this.#near);
    if (this.#state === 'cut') return void from.destroy();
    if (this.#state === 'asleep') return void from.pause();
    const to = connect(this.#to, '127.0.0.1');
    keep(to, this.#far);
    from.pipe(to).pipe(from);
    from.on('close', () => to.destroy());
    to.on('close', () => this.#state === 'asleep' || from.destroy());
  }
}

function keep(socket: Socket, among: Set<Socket>): void {
  among.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => among.delete(socket));
}
