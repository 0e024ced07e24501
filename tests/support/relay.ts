// A relay between a browser and the app, for engines whose drivers cannot watch a page from its first line or make it
// offline. It puts a small script before everything else on each page, which records errors
// (`EnginePage.errors()` collects them), and gives the page the test's day. It can also cut the connection: then every
// connection is reset and none is accepted.
import { createHash } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { movePage } from './day/page.ts';

/** Records the errors of a page from its first line. */
const watcher = `{
  const errors = (globalThis.doorstepSaid = []);
  const words = (one) => (one && one.message ? one.name + ': ' + one.message : String(one));
  const console_error = console.error;
  console.error = (...all) => { errors.push('console: ' + all.map(words).join(' ')); console_error.apply(console, all); };
  addEventListener('error', (e) => { if (e.message) errors.push('error: ' + e.message + ' at ' + e.filename + ':' + e.lineno + ':' + e.colno); }, true);
  addEventListener('unhandledrejection', (e) => errors.push('rejection: ' + words(e.reason)));
  addEventListener('securitypolicyviolation', (e) => errors.push('refused by the policy: ' + e.violatedDirective + ' ' + e.blockedURI));
}`;

/** The script that runs before the page's own, and what the page's policy must have to allow it. */
type First = { script: string; hash: string };
function first(): First {
  const aheadMs = Number(process.env['TEST_AHEAD_MS'] ?? 0);
  const script = (aheadMs === 0 ? '' : `(${String(movePage)})(${aheadMs});\n`) + watcher;
  return { script, hash: `'sha256-${createHash('sha256').update(script).digest('base64')}'` };
}

export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #up = true;

  /** Listens on a port of its own and passes everything on to the app at `target`. */
  static async to(target: string): Promise<Relay> {
    const { hostname, port } = new URL(target);
    const relay = new Relay(hostname, Number(port));
    await new Promise<void>((resolve, reject) => {
      relay.#server.once('error', reject);
      relay.#server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  private constructor(hostname: string, port: number) {
    const script = first();
    this.#server = createServer((incoming, outgoing) => {
      const page = /text\/html/.test(incoming.headers.accept ?? '');
      const headers = { ...incoming.headers };
      // A page is read and changed here, so it must arrive complete and uncompressed.
      if (page) for (const name of ['accept-encoding', 'if-none-match', 'range']) delete headers[name];
      const onward = request(
        { hostname, port, method: incoming.method, path: incoming.url, headers, agent: false },
        (answer) => void pass(answer, outgoing, script),
      );
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('upgrade', (incoming, client: Socket, head) => {
      const onward = connect(port, hostname, () => {
        const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
        for (let i = 0; i < incoming.rawHeaders.length; i += 2)
          lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
        onward.write(`${lines.join('\r\n')}\r\n\r\n`);
        onward.write(head);
        client.pipe(onward).pipe(client);
      });
      this.#keep(onward);
      onward.on('close', () => client.destroy());
      client.on('close', () => onward.destroy());
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the relay does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** False: the browser is without signal. Every open and new connection is reset. */
  set up(up: boolean) {
    this.#up = up;
    if (!up) for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.up = false;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #keep(socket: Socket): void {
    socket.on('error', () => {});
    if (!this.#up) {
      socket.resetAndDestroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

async function pass(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  { script, hash }: First,
): Promise<void> {
  answer.on('error', () => outgoing.destroy());
  if (!/text\/html/.test(answer.headers['content-type'] ?? '') || answer.headers['content-encoding']) {
    outgoing.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(outgoing);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const page = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/<head>/, `<head><script>${script}</script>`);
  const headers: Record<string, string | string[] | undefined> = {
    ...answer.headers,
    'content-length': String(Buffer.byteLength(page)),
  };
  delete headers['etag'];
  const policy = answer.headers['content-security-policy'];
  if (policy) headers['content-security-policy'] = String(policy).replace(/script-src/, `script-src ${hash}`);
  outgoing.writeHead(answer.statusCode!, headers);
  outgoing.end(page);
}
