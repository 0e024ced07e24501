// The largest landlords: what each home costs to load, for 3,000 and for ten times as many.
// Benefit day: 50,000 housing-benefit payments in one statement, 200 officers watching their patches.
import { setTimeout as wait } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { connectClient, signIn, startApp, type Changes, type Reset } from './lib/app.ts';
import { sharedParser } from './lib/shared-parser.ts';
import { percentile, type Bench, type BenchContext, type Figure } from './figure.ts';
import type { Sql } from '../../db/connect.ts';
import { loadDemo } from '../../db/demo/load.ts';

const homes = 50_000;
const clients = 200;
const runs = 3;
const giveUp = 30_000;
/** Homes of the two landlords whose loads are compared. */
const loads = { few: 3_000, many: 30_000 };

export const bench: Bench = {
  name: 'bulk',
  about: `${homes} payments in one statement, ${clients} clients; every client's every balance checked`,
  async run(context) {
    const perHome = await loadFigure(context);
    const app = await startApp(context, { homes });
    const figures = [perHome, ...(await insertFigures(app.sql))];
    const officers = await app.sql<{ email: string }[]>`
      select distinct s.email from staff s join stint i on i.staff_id = s.id
      where s.role = 'officer' and i.end_date is null order by 1`;
    const watchers: Watcher[] = [];
    for (let i = 0; i < clients; i++) {
      const watcher = new Watcher();
      const token = await signIn(app.url, officers[i % officers.length]!.email);
      watcher.start(
        await connectClient(app.url, token, {
          changes: (message) => watcher.apply(message),
          parser: sharedParser,
        }),
      );
      watchers.push(watcher);
    }
    context.say(`${clients} clients hold ${watchers.reduce((n, w) => n + w.rows.size, 0)} rows`);

    const paid = new Set((await app.sql<{ id: number }[]>`${first(app.sql)}`).map(({ id }) => id));
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const amount = 2000 + run;
      const all = Promise.all(watchers.map((watcher) => watcher.expect(paid, amount)));
      await app.sql`
        insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
        select id, ${amount}, 'housing_benefit', 'hb-file', ${`bulk ${run} `} || id, now()::date
        from (${first(app.sql)}) a`;
      const committed = performance.now();
      const late = wait(giveUp, null, { ref: false });
      const arrived = await Promise.race([all, late]);
      if (!arrived) {
        const missing = watchers.reduce((rows, watcher) => rows + watcher.missing, 0);
        throw new Error(`after ${giveUp} ms ${missing} rows are not right yet`);
      }
      times.push(Math.max(...arrived) - committed);
      context.say(`file ${run + 1}: ${Math.round(times.at(-1)!)} ms`);
      // The next file comes to a quiet house.
      await wait(2000);
    }
    const wrong = await wrongRows(app.sql, watchers);
    if (wrong > 0) throw new Error(`${wrong} rows at clients differ from Postgres at the end`);
    for (const watcher of watchers) watcher.stop();
    await app.stop();
    const slowest = Math.max(...times);
    figures.push(
      {
        name: `commit to the last row right at the last of ${clients} clients, slowest of ${runs} files`,
        value: slowest,
        unit: 'ms',
        goal: { text: 'within 2,000 ms', met: slowest <= 2000 },
      },
      { name: 'the same, median file', value: percentile(times, 0.5), unit: 'ms' },
    );
    return figures;
  },
};

/** One officer's list, and whether every row of it shows what Postgres has after a file. */
class Watcher {
  readonly rows = new Map<number, number>();
  #awaited = new Map<number, number>();
  #done: (at: number) => void = () => {};
  #socket: Socket | undefined;

  start({ socket, first }: { socket: Socket; first: Reset }): void {
    this.#socket = socket;
    for (const row of first.cases) this.rows.set(row.id, row.balancePence);
  }

  stop(): void {
    this.#socket?.disconnect();
  }

  apply(message: Changes): void {
    for (const row of message.changed) {
      this.rows.set(row.id, row.balancePence);
      if (this.#awaited.get(row.id) === row.balancePence) this.#awaited.delete(row.id);
    }
    for (const id of message.gone) {
      this.rows.delete(id);
      // Only a case that owes nothing any more may be gone.
      if ((this.#awaited.get(id) ?? 1) <= 0) this.#awaited.delete(id);
    }
    if (this.#awaited.size === 0) this.#done(performance.now());
  }

  get missing(): number {
    return this.#awaited.size;
  }

  /** Resolves with the instant at which every row that is on the list now, and paid, shows this much less. */
  expect(paid: ReadonlySet<number>, lessPence: number): Promise<number> {
    const mine = [...this.rows].filter(([id]) => paid.has(id));
    this.#awaited = new Map(mine.map(([id, balance]) => [id, balance - lessPence]));
    return new Promise((resolve) => {
      this.#done = resolve;
      if (mine.length === 0) resolve(performance.now());
    });
  }
}

/** The accounts that the files pay. */
const first = (sql: Sql) => sql`select id from rent_account order by id limit ${homes}`;

/** Rows that show another balance than Postgres has, over all clients. */
async function wrongRows(sql: Sql, watchers: readonly Watcher[]): Promise<number> {
  const accounts = await sql<
    { id: number; pence: number }[]
  >`select id, balance_pence as pence from rent_account`;
  const pence = new Map(accounts.map((account) => [account.id, account.pence]));
  let wrong = 0;
  for (const { rows } of watchers) for (const [id, shown] of rows) if (pence.get(id) !== shown) wrong++;
  return wrong;
}

/** The town and the load of each home in a large landlord, compared with one of the usual size. */
async function loadFigure(context: BenchContext): Promise<Figure> {
  const msOfHome = async (count: number) => {
    const database = await context.database();
    const { ms } = await loadDemo(database.url, { homes: count, seed: 1, today: '2026-11-30' });
    await database.drop();
    context.say(`${count} homes: ${Math.round(ms)} ms`);
    return ms / count;
  };
  const few = await msOfHome(loads.few);
  const many = await msOfHome(loads.many);
  return {
    name: `loading a landlord of ${loads.many} homes, each home`,
    value: many,
    unit: 'ms',
    against: { name: `of ${loads.few}`, value: few },
    goal: { text: 'no more than of the small one', met: many <= few * 1.1 },
  };
}

/** The statement itself, compared with a table of the same shape, keys and indexes without triggers. */
async function insertFigures(sql: Sql): Promise<Figure[]> {
  await sql`create table payment_plain (like payment including all, foreign key (rent_account_id) references rent_account)`;
  const times = { plain: [] as number[], ours: [] as number[] };
  for (let run = 0; run < 5; run++) {
    for (const side of run % 2 ? (['plain', 'ours'] as const) : (['ours', 'plain'] as const)) {
      const start = performance.now();
      await sql`
        insert into ${sql(side === 'plain' ? 'payment_plain' : 'payment')} (id, rent_account_id, amount_pence, method, source, source_ref, value_date)
        select nextval('payment_id_seq'), id, 2, 'housing_benefit', 'bench', ${`${run} `} || id, now()::date from (${first(sql)}) a`;
      times[side].push(performance.now() - start);
      await sql`checkpoint`;
    }
  }
  await sql`drop table payment_plain`;
  await wait(5000);
  const value = percentile(times.ours, 0.5);
  const plain = percentile(times.plain, 0.5);
  return [
    {
      name: `insert of ${homes} payments, median of 5`,
      value,
      unit: 'ms',
      against: { name: 'no triggers', value: plain },
      goal: { text: 'at most 2.5 x', met: value <= plain * 2.5 },
    },
  ];
}
