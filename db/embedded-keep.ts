// Keeps the embedded Postgres running: when it ends unexpectedly (killed, or out of memory), it is restarted on the same
// port, so that every client can reconnect. After some failed attempts it gives up.
import type { ChildProcess } from 'node:child_process';

export type Keeping = {
  /** Starts it again on the same port, and resolves when it takes connections; throws when it does not. */
  again: () => Promise<ChildProcess>;
  /** Stops a server that runs, and resolves when it has ended. */
  stop: (server: ChildProcess) => Promise<void>;
  say: (line: string) => void;
  /** It could not be started again: nothing is tried any more. */
  lost: (error: Error) => void;
  /** How long to wait before each try, in ms. */
  waits?: readonly number[];
};

const standardWaits = [0, 250, 1_000, 3_000, 6_000];
/** A server that ran for this long did start: the next time is the first try again. */
const steadyMs = 60_000;

/** Returns a function that stops it permanently. */
export function keepRunning(first: ChildProcess, keeping: Keeping): () => Promise<void> {
  const waits = keeping.waits ?? standardWaits;
  let current = first;
  let stopping = false;
  let tries = 0;
  let startedAt = Date.now();
  let restarting = Promise.resolve();

  const attend = (server: ChildProcess) => {
    server.once('exit', () => {
      if (!stopping) restarting = restart();
    });
    // It may have ended before we listened.
    if (!stopping && (server.exitCode !== null || server.signalCode !== null)) restarting = restart();
  };
  let underWay = false;
  const restart = async () => {
    if (underWay) return;
    underWay = true;
    if (Date.now() - startedAt > steadyMs) tries = 0;
    keeping.say('The database ended by itself: it is started again.');
    let last: unknown;
    for (; tries < waits.length && !stopping; tries++) {
      await new Promise((resolve) => setTimeout(resolve, waits[tries]));
      if (stopping) break;
      try {
        current = await keeping.again();
        tries++;
        startedAt = Date.now();
        underWay = false;
        if (stopping) return;
        keeping.say('The database runs again.');
        return attend(current);
      } catch (error) {
        last = error;
      }
    }
    if (stopping) return;
    const why = last instanceof Error ? last.message : 'it ends again and again';
    keeping.lost(new Error(`The embedded Postgres ended and could not be started again: ${why}`));
  };
  attend(first);

  return async () => {
    stopping = true;
    await restarting;
    await keeping.stop(current);
  };
}
