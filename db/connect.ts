// One way to open Postgres for queries. Integers that fit a double come as numbers: money in pence and ids do,
// and the constraints keep them below 2^53.
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;

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

/** A pool of `max` connections. Days (type date) stay 'YYYY-MM-DD' strings: a Date would drag a time zone in. */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 8,
    onnotice: options.onnotice ?? (() => {}),
    connect_timeout: options.connectTimeout ?? 10,
    fetch_types: options.arrays ?? true,
    // A server that was away for a minute should not be waited for any longer than it was away.
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1) * (0.75 + Math.random() / 2),
    connection: { application_name: options.applicationName ?? 'doorstep', ...options.settings },
    types: {
      bigint: { to: 20, from: [20], serialize: (n: number) => String(n), parse: (s: string) => Number(s) },
      day: { to: 1082, from: [1082], serialize: (s: string) => s, parse: (s: string) => s },
    },
  }) as unknown as Sql;
}
