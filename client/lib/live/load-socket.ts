// The script of the socket, apart from the first one: the first list comes without it (first-answers.ts), and it is a seventh
// of all that the first page would load.
import type { io } from 'socket.io-client';

const retryMs = 2000;

/** Resolves when it has arrived, however often it has to be requested: without it nothing is ever live. */
export async function loadSocket(failed: () => void): Promise<typeof io> {
  for (;;) {
    try {
      return (await import('socket.io-client')).io;
    } catch {
      failed();
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
