// Destroys dead connections: those that receive neither data nor an error, because a router or a machine lost its power.
// The operating system closes them only after a quarter of an hour. So every connection that we open is tracked here. When
// the feed, whose queries have a deadline, finds the network path to a server dead, it calls destroyIdleSockets(): each
// connection to that server that stays silent is destroyed, and its owner gets an error and reconnects.
import { Socket } from 'node:net';

const noted = new Map<string, Set<Socket>>();
const sweeping = new Set<string>();

/** A tracked socket, not connected yet. `server`: from serverOf(). */
export function trackedSocket(server: string): Socket {
  const socket = new Socket();
  const sockets = noted.get(server) ?? new Set();
  noted.set(server, sockets);
  // Drivers remove all listeners of a socket, ours too, so ended sockets are removed here.
  for (const one of sockets) if (one.destroyed) sockets.delete(one);
  sockets.add(socket);
  return socket;
}

export function serverOf(url: string): string {
  const { host } = new URL(url);
  return host;
}

/** Call when an answer is late: after `grace` ms, the server's connections that received no byte in that time are destroyed. */
export function destroyIdleSockets(server: string, grace = 1_000): void {
  if (sweeping.has(server)) return;
  sweeping.add(server);
  const received = new Map([...(noted.get(server) ?? [])].map((socket) => [socket, socket.bytesRead]));
  setTimeout(() => {
    sweeping.delete(server);
    for (const [socket, bytes] of received)
      if (!socket.destroyed && socket.bytesRead === bytes)
        socket.destroy(Object.assign(new Error('the database fell silent'), { code: 'ETIMEDOUT' }));
  }, grace).unref();
}
