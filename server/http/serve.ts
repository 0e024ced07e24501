// Starting to listen, and stopping without losing anything: within a time, part after part.
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The version in package.json. */
export const version: string = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version;

/** The address that people open. Throws a sentence when the port is taken. */
export function startListening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken: set PORT to another, or stop what uses it.`) : error);
    });
    server.listen(port, host, () => {
      const named = host.includes(':') ? `[${host}]` : host;
      resolve(`http://${named}:${(server.address() as AddressInfo).port}`);
    });
  });
}

type Part = { stop(): unknown } | { close(): unknown };

/** Stops each part in turn; requests that are still open after a while are cut, and after `ms` we do not wait longer. */
export async function stopWithin(ms: number, server: Server, parts: Part[]): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), ms / 2);
  const inTurn = (async () => {
    for (const part of parts) {
      try {
        await ('stop' in part ? part.stop() : part.close());
      } catch {
        // The others still have to stop.
      }
    }
  })();
  let late: NodeJS.Timeout | undefined;
  await Promise.race([inTurn, new Promise((resolve) => (late = setTimeout(resolve, ms)))]);
  clearTimeout(cut);
  clearTimeout(late);
}

/** Resolves at the first Ctrl-C or SIGTERM. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
