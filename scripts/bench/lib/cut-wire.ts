// A network between a browser and a server that can be cut, and whose server may come back on another port.
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export type Wire = {
  url: string;
  /** Where it leads from now on. */
  lead: (url: string) => void;
  /** Every connection ends at once, as when a cable is pulled. */
  cut: () => void;
  /** Web sockets that are open now. */
  readonly webSockets: number;
  close: () => Promise<void>;
};

export async function wire(): Promise<Wire> {
  let port = 0;
  const ends = new Set<Socket>();
  const upgraded = new WeakSet<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
    }
    near.once('data', (head) => {
      if (/^upgrade: websocket/im.test(head.toString('latin1'))) upgraded.add(near);
    });
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const cut = () => {
    for (const one of ends) one.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (url) => void (port = Number(new URL(url).port)),
    cut,
    get webSockets() {
      return [...ends].filter((end) => upgraded.has(end)).length;
    },
    close: () => {
      cut();
      return new Promise((done) => void server.close(() => done()));
    },
  };
}
