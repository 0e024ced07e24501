// One way to open Postgres for queries. Integers that fit a double come as numbers: money in pence and ids do,
// and the constraints keep them below 2^53.
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;

/** A pool of `max` connections. Days (type date) stay 'YYYY-MM-DD' strings: a Date would drag a time zone in. */
export function connect(
  url: string,
  options: { max?: number; applicationName?: string; onnotice?: () => void } = {},
): Sql {
  return postgres(url, {
    max: options.max ?? 8,
    onnotice: options.onnotice ?? (() => {}),
    connection: { application_name: options.applicationName ?? 'doorstep' },
    types: {
      bigint: { to: 20, from: [20], serialize: (n: number) => String(n), parse: (s: string) => Number(s) },
      day: { to: 1082, from: [1082], serialize: (s: string) => s, parse: (s: string) => s },
    },
  }) as unknown as Sql;
}
