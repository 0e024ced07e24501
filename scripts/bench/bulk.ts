// Benefit day: 50,000 housing-benefit payments in one statement, 200 officers watching their patches.
import type { Socket } from 'socket.io-client';
import { connectClient, signIn, startApp, type Changes, type Reset } from './lib/app.ts';
import { percentile, type Bench, type Figure } from './figure.ts';
import type { Sql } from '../../db/connect.ts';

const homes = 50_000;
const clients = 200;
const runs = 3;

export const bench: Bench = {
  name: 'bulk',
  about: `${homes} payments in one statement, ${clients} clients; every client's every balance checked`,
  async run(context) {
    const app = await startApp(context, { homes });
    const figures = await insertFigures(app.sql);
    const officers = await app.sql<{ email: string }[]>`
      select distinct s.email from staff s join stint i on i.staff_id = s.id
      where s.role = 'officer' and i.end_date is null order by 1`;
    const watchers: Watcher[] = [];
    for (let i = 0; i < clients; i++) {
      const watcher = new Watcher();
      const token = await signIn(app.url, officers[i % officers.length]!.email);
      watcher.start(await connectClient(app.url, token, { changes: (message) => watcher.apply(message) }));
      watchers.push(watcher);
    }
    context.say(`${clients} clients hold ${watchers.reduce((n, w) => n + w.rows.size, 0)} rows`);

    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const amount = 2000 + run;
      const all = watchers.map((watcher) => watcher.expect(amount));
      await app.sql`
        insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
        select id, ${amount}, 'housing_benefit', 'hb-file', ${`bulk ${run} `} || id, current_date
        from rent_account order by id limit ${homes}`;
      const committed = performance.now();
      times.push(Math.max(...(await Promise.all(all))) - committed);
      context.say(`file ${run + 1}: ${Math.round(times.at(-1)!)} ms`);
    }
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
      // Gone is right only for whoever owes nothing any more.
      if ((this.#awaited.get(id) ?? 1) <= 0) this.#awaited.delete(id);
    }
    if (this.#awaited.size === 0) this.#done(performance.now());
  }

  /** Resolves with the instant at which every row that is on the list now shows this much less. */
  expect(lessPence: number): Promise<number> {
    this.#awaited = new Map([...this.rows].map(([id, balance]) => [id, balance - lessPence]));
    return new Promise((resolve) => (this.#done = resolve));
  }
}

/** The statement itself, beside a table of the same shape, keys and indexes without triggers. */
async function insertFigures(sql: Sql): Promise<Figure[]> {
  await sql`create table payment_plain (like payment including all, foreign key (rent_account_id) references rent_account)`;
  const times = { plain: [] as number[], ours: [] as number[] };
  for (let run = 0; run < 5; run++) {
    for (const side of run % 2 ? (['plain', 'ours'] as const) : (['ours', 'plain'] as const)) {
      const start = performance.now();
      await sql`
        insert into ${sql(side === 'plain' ? 'payment_plain' : 'payment')} (id, rent_account_id, amount_pence, method, source, source_ref, value_date)
        select nextval('payment_id_seq'), id, 2, 'housing_benefit', 'bench', ${`${run} `} || id, current_date from rent_account order by id limit ${homes}`;
      times[side].push(performance.now() - start);
      await sql`checkpoint`;
    }
  }
  await sql`drop table payment_plain`;
  await new Promise((resolve) => setTimeout(resolve, 5000));
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
