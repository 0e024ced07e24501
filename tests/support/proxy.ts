// A TCP proxy for the tests of faults: what a network does to a connection, on command. Everything that it does goes for
// the connections that are open and for those that come.
import { createServer, connect, type Server, type Socket } from 'node:net';

/** `pass`; `stall`: accepts, swallows both ways and closes nothing (half-open); `refuse`: resets every new connection. */
export type Weather = 'pass' | 'stall' | 'refuse';

/** A stalled connection stays dead, since the swallowed bytes are lost. */
type Pair = { client: Socket; upstream: Socket | null; dead: boolean };

export class Proxy {
  readonly port: number;
  /** Added to everything that passes, each way, in milliseconds. */
  delay = 0;
  readonly #server: Server;
  readonly #pairs: Set<Pair>;
  #weather: Weather = 'pass';

  /** Listens on a free port of 127.0.0.1 and connects to the server of `url`. */
  static async between(url: string): Promise<Proxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Proxy(server, hostname, Number(port || 5432));
  }

  private constructor(server: Server, host: string, port: number) {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.port = address.port;
    this.#server = server;
    this.#pairs = new Set();
    server.on('connection', (client) => this.#accept(client, host, port));
  }

  get weather(): Weather {
    return this.#weather;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    if (weather === 'refuse') this.cut();
    if (weather === 'stall') for (const pair of this.#pairs) pair.dead = true;
  }

  /** How many connections go through now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** The same address, by way of the proxy. */
  url(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.port);
    return through.href;
  }

  /** Resets every open connection on both sides. */
  cut(): void {
    for (const { client, upstream } of this.#pairs) {
      client.resetAndDestroy();
      upstream?.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  /** Ends every open connection with a FIN and without an error, like a pooler or a server that shuts down. */
  end(): void {
    for (const { client, upstream } of this.#pairs) {
      client.end();
      upstream?.end();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: Socket, host: string, port: number): void {
    client.on('error', () => {});
    if (this.#weather === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const pair: Pair = { client, upstream: null, dead: this.#weather === 'stall' };
    this.#pairs.add(pair);
    // A connection that begins while everything is stalled never gets any further, as behind a dead router.
    if (pair.dead) {
      client.resume();
      client.once('close', () => this.#pairs.delete(pair));
      return;
    }
    const upstream = connect(port, host);
    pair.upstream = upstream;
    upstream.on('error', () => client.destroy());
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    this.#carry(pair, client, upstream);
    this.#carry(pair, upstream, client);
    const gone = () => {
      // A side's FIN does not reach the other one through a dead connection either.
      if (pair.dead && !(client.destroyed && upstream.destroyed)) return;
      client.destroy();
      upstream.destroy();
      this.#pairs.delete(pair);
    };
    client.once('close', gone);
    upstream.once('close', gone);
  }

  #carry(pair: Pair, from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      const pass = () => {
        if (!pair.dead && !to.destroyed) to.write(bytes);
      };
      if (this.delay > 0) setTimeout(pass, this.delay);
      else pass();
    });
  }
}
