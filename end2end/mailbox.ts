// A mail server that keeps every letter (RFC 5321, as far as it is needed). It can be away.

import { createServer, type Server as Net, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export class Mailbox {
  readonly letters: string[] = [];
  #server: Net | undefined;
  #port = 0;
  readonly #open = new Set<Socket>();

  /** Opens a mailbox, or opens it again at the same address. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#talk(socket));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** For `PORCHLIGHT_SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Nobody answers any more, until it is opened again. */
  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    this.#server = undefined;
  }

  #talk(socket: Socket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8');
    socket.write('220 mailbox\r\n');
    let text = '';
    let letter: string[] | undefined;
    socket.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (letter && line === '.') {
          this.letters.push(readable(letter.join('\n')));
          letter = undefined;
          socket.write('250 kept\r\n');
        } else if (letter) {
          letter.push(line);
        } else if (line === 'DATA') {
          letter = [];
          socket.write('354 go on\r\n');
        } else if (line === 'QUIT') {
          socket.end('221 bye\r\n');
        } else {
          socket.write('250 fine\r\n');
        }
      }
    });
  }
}

/** A letter without its transfer encoding. */
function readable(letter: string): string {
  const at = letter.indexOf('\n\n');
  const [head, body] = [letter.slice(0, at), letter.slice(at + 2)];
  if (/^content-transfer-encoding: base64$/im.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
