// One way to open Postgres for queries. Integers that fit a double come as numbers: money in pence and ids do,
// and the constraints keep them below 2^53.
import type { Socket } from 'node:net';
import type Postgres from 'postgres';
import { postgres } from './driver.ts';
import { trackedSocket, serverOf } from './idle-sockets.ts';

export type Sql = Postgres.Sql<{ bigint: number }>;
/** A pool, one connection of it, or a transaction: for a function that only queries. */
export type Queries = Postgres.ISql<{ bigint: number }>;

export type ConnectOptions = {
  max?: number;
  applicationName?: string;
  onnotice?: () => void;
  /** Server settings of each connection, e.g. { statement_timeout: 5000 }. */
  settings?: Record<string, string | number>;
  /** Arrays as parameters and in answers; false saves a round trip for each connection. */
  arrays?: boolean;
  /** Seconds; the library's own default is 30. */
  connectTimeout?: number;
};

/**
 * Settings for work that takes longer than a request may, where the role has limits (embedded-roles.ts). '0' is no limit; the
 * library leaves out a 0.
 */
export const longJob = { statement_timeout: '0', idle_in_transaction_session_timeout: '0' } as const;

/** A pool of `max` connections. Days (type date) stay 'YYYY-MM-DD' strings: a Date would drag a time zone in. */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const sql = postgres(url, {
    max: options.max ?? 8,
    onnotice: options.onnotice ?? (() => {}),
    connect_timeout: options.connectTimeout ?? 10,
    fetch_types: options.arrays ?? true,
    socket: dialler(url),
    // A server that was away for a minute should not be waited for any longer than it was away.
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1) * (0.75 + Math.random() / 2),
    connection: { application_name: options.applicationName ?? 'doorstep', ...options.settings },
    types: {
      bigint: { to: 20, from: [20], serialize: (n: number) => String(n), parse: (s: string) => Number(s) },
      day: { to: 1082, from: [1082], serialize: (s: string) => s, parse: (s: string) => s },
    },
  } as Postgres.Options<Record<string, Postgres.PostgresType>>) as unknown as Sql;
  addresses.set(sql, url);
  return sql;
}

const addresses = new WeakMap<Sql, string>();

/** A client of one connection to the same server and database as a pool, as the same user, apart from that pool. */
export function connectApart(pool: Sql, applicationName: string): Sql {
  const url = addresses.get(pool);
  if (url === undefined) throw new Error('This pool was not opened by connect().');
  return connect(url, { max: 1, applicationName });
}

type Parsed = { host: string[]; port: number[]; path?: string; ssl?: unknown };
type Dialled = Socket & { host?: string; port?: number; ssl?: unknown };

/** As the library itself would connect, each host in turn, on sockets that can be given up when they fall silent. */
function dialler(url: string): (parsed: Parsed) => Socket {
  const server = serverOf(url);
  let turn = 0;
  return ({ host, port, path, ssl }) => {
    const socket: Dialled = trackedSocket(server);
    if (path) return socket.connect(path);
    const at = turn++ % host.length;
    // What is written before it is connected waits. The library looks for these when it starts TLS.
    Object.assign(socket, { host: host[at], port: port[at], ssl });
    return socket.connect(port[at]!, host[at]!);
  };
}
