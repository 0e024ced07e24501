// A connection that is lost at the wrong moment must not end the process. The database's library reads the names of types
// on each new connection, and waits for the answer in a promise that nobody holds: where the connection breaks just then,
// Node would take it for a fault of ours and end. What passes by itself is written down and passed over; anything else
// still ends the process, as it should.
import { isAway } from '../db/away.ts';
import type { Log } from './log.ts';

export function survivePassing(log: Pick<Log, 'warn'>): { stop: () => void } {
  const hear = (reason: unknown): void => {
    if (!isAway(reason)) throw reason;
    log.warn({ err: reason }, 'the database went away while nobody was waiting for it');
  };
  process.on('unhandledRejection', hear);
  return { stop: () => void process.off('unhandledRejection', hear) };
}
