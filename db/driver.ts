// The library postgres.js, with four of its faults repaired as it is loaded. Release 3.4.9, the newest in November 2026,
// ends the whole process when a connection closes while a transaction still runs on it, and can leave a connection that
// never sends again (github.com/porsager/postgres, issues 1154, 1208 and the pull requests that mend them, not released).
// After a statement that fails when some of its rows have come, the next answer on that connection begins with as many holes.
// The error comes from a timer inside the library, so no caller can catch it. Each repair replaces one exact
// line; a test fails when a newer release no longer has those lines, and then this file is to be looked at again.
import { registerHooks } from 'node:module';
import type Postgres from 'postgres';

const closedConnection = `Errors.connection('CONNECTION_CLOSED', options, socket)`;

/** Exact text of postgres/src/connection.js, and what takes its place. */
export const repairs: readonly { was: string; is: string }[] = [
  {
    // A query of a transaction whose connection was lost fails at once. `true`: the pool moves nothing.
    was: `    if (terminated)\n      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))`,
    is: `    if (terminated)\n      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))\n    if (socket === null)\n      return queryError(q, ${closedConnection}), true`,
  },
  {
    // Nothing of the old connection reaches the next one: what was not sent yet, the timer that would have sent it
    // (while it is set, nothing is sent), and the error with which the server ended the old connection.
    was: `    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)`,
    is: `    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = errorResponse = null\n    rows = 0\n    socket.removeListener('data', data)`,
  },
  {
    // Also after an error: a rollback that was begun between the error and the end waits for an answer.
    was: `    !hadError && (query || sent.length) && error(`,
    is: `    ;(query || sent.length) && error(`,
  },
  {
    // The rows of a statement that failed are not counted into the next answer.
    was: `      errorResponse = Errors.postgres(parseError(x))`,
    is: `      errorResponse = Errors.postgres(parseError(x))\n      rows = 0`,
  },
];

/** Leaves out what does not fit: the test says so, not a start in the middle of the night. */
export function repaired(source: string): string {
  return repairs.reduce((text, { was, is }) => text.replace(was, () => is), source);
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!/\/node_modules\/postgres\/src\/connection\.js$/.test(url)) return loaded;
    return { ...loaded, source: repaired(Buffer.from(loaded.source as Uint8Array).toString('utf8')) };
  },
});

// Only now, when the hook is there.
export const postgres: typeof Postgres = (await import('postgres')).default;
