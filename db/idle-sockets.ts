// What to do about connections on which nothing comes any more, and no error either: a router that died, a machine that
// lost its power. The system itself gives up on them after a quarter of an hour, and whoever waits on one is stuck for
// as long. So every connection that we open is noted here; whoever has proof that the way to a server is dead (the feed,
// whose small questions have a deadline) says so, and whichever of that server's connections then stay silent are
// destroyed. Their owners hear an error and connect anew.
import { Socket } from 'node:net';

const noted = new Map<string, Set<Socket>>();
const sweeping = new Set<string>();

/** A connection with a way to be given up; not connected yet. `server`: of serverOf(). */
export function trackedSocket(server: string): Socket {
  const socket = new Socket();
  const sockets = noted.get(server) ?? new Set();
  noted.set(server, sockets);
  // Drivers take listeners off a socket, ours too: so those that have ended are looked for.
  for (const one of sockets) if (one.destroyed) sockets.delete(one);
  sockets.add(socket);
  return socket;
}

export function serverOf(url: string): string {
  const { host } = new URL(url);
  return host;
}

/** An answer did not come in time: after `grace` ms, the connections that have not had one byte meanwhile are destroyed. */
export function destroyIdleSockets(server: string, grace = 1_000): void {
  if (sweeping.has(server)) return;
  sweeping.add(server);
  const heard = new Map([...(noted.get(server) ?? [])].map((socket) => [socket, socket.bytesRead]));
  setTimeout(() => {
    sweeping.delete(server);
    for (const [socket, bytes] of heard)
      if (!socket.destroyed && socket.bytesRead === bytes)
        socket.destroy(Object.assign(new Error('the database fell silent'), { code: 'ETIMEDOUT' }));
  }, grace).unref();
}
