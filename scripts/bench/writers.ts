// What keeping balances, logging and ringing cost the writers, and how soon a reader knows. The variants are the real
// schema with one function exchanged or some triggers off; each run is a fresh database.
import { Worker } from 'node:worker_threads';
import { connect, type Sql } from '../../db/connect.ts';
import { Feed } from '../../server/feed/feed.ts';
import { percentile, type Bench, type BenchContext, type Figure } from './figure.ts';
import type { WriterOrder } from './lib/writer-thread.ts';

const writers = 16;
const accounts = 3000;
const times = 3;
const milliseconds = 4000;

type Variant = 'no trigger' | 'log only' | 'log + a bell each' | 'ours without the bell' | 'ours';

const setUp: Record<Variant, string> = {
  'no trigger': 'alter table payment disable trigger user',
  'log only': `alter table payment disable trigger a_balance_insert;
    create or replace function ring_doorbell() returns void language plpgsql as 'begin end'`,
  'log + a bell each': `alter table payment disable trigger a_balance_insert;
    create or replace function ring_doorbell() returns void language plpgsql as
    $$ begin perform pg_notify('doorstep', ''); end $$`,
  'ours without the bell': `create or replace function ring_doorbell() returns void language plpgsql as 'begin end'`,
  ours: 'select 1',
};

type Result = { perSecond: number; p50: number; p99: number };

async function measure(
  context: BenchContext,
  variant: Variant,
  rate: number,
  length: number,
): Promise<Result> {
  const { url, drop } = await context.database();
  const sql = connect(url, { max: 2 });
  let feed: Feed | null = null;
  try {
    await homes(sql);
    await sql.unsafe(setUp[variant]);
    const sentAt = new Float64Array(new SharedArrayBuffer(8 * 1_000_000));
    const readAt = new Float64Array(sentAt.length);
    let seen = 0;
    if (variant === 'ours' || variant === 'log + a bell each') {
      feed = await Feed.open({ url, sql, hub: 'bench', log: silent });
      feed.start({
        changes(changes) {
          const now = performance.timeOrigin + performance.now();
          for (const change of changes) {
            if (change.kind !== 'payment') continue;
            readAt[change.ref!] = now;
            seen++;
          }
        },
        reset() {},
        state() {},
      });
    }
    // A short run first: connections, plans and pages are warm when it counts.
    const warm = await write({ url, writers, accounts, rate, milliseconds: 1000, first: 1, sentAt });
    const { next, seconds } = await write({
      url,
      writers,
      accounts,
      rate,
      milliseconds: length,
      first: warm.next,
      sentAt,
    });
    const sent = sentAt.subarray(0, next).reduce((count, at) => count + (at > 0 ? 1 : 0), 0);
    for (let i = 0; feed && seen < sent && i < 500; i++) await new Promise((go) => setTimeout(go, 10));
    if (feed && seen < sent) throw new Error(`${variant}: ${sent - seen} of ${sent} payments were not read`);
    const took: number[] = [];
    for (let id = warm.next; id < next; id++) if (sentAt[id]! > 0) took.push(readAt[id]! - sentAt[id]!);
    return { perSecond: took.length / seconds, p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
  } finally {
    await feed?.stop();
    await sql.end({ timeout: 1 });
    await drop();
  }
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

async function homes(sql: Sql): Promise<void> {
  await sql`insert into landlord (name, demo) values ('Bench Homes', true)`;
  await sql`insert into patch (name) values ('Bench')`;
  await sql`insert into property (address, postcode, latitude, longitude, patch_id)
    select i || ' Bench Street', 'ZZ1 1ZZ', 51.5, -0.1, 1 from generate_series(1, ${accounts}::int) i`;
  await sql`insert into tenancy (property_id, start_date) select id, date '2021-01-04' from property`;
  await sql`insert into rent_account (reference, tenancy_id, weekly_rent_pence) select 'B' || id, id, 10000 from tenancy`;
  await sql.unsafe('analyze');
}

function write(order: WriterOrder): Promise<{ next: number; seconds: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./lib/writer-thread.ts', import.meta.url), { workerData: order });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

export const bench: Bench = {
  name: 'writers',
  about:
    '16 writers of single payments, saturated and at a steady rate: what they lose to us, and how soon it is read',
  async run(context) {
    const figures: Figure[] = [];
    const variants: Variant[] = [
      'no trigger',
      'log only',
      'log + a bell each',
      'ours without the bell',
      'ours',
    ];
    // Each round runs them all, in turn from another end: whatever else the machine does, it does to all of them.
    const rounds = async <V extends Variant>(some: readonly V[], rate: number) => {
      const results = new Map<V, Result[]>(some.map((variant) => [variant, []]));
      for (let round = 0; round < times; round++)
        for (const variant of round % 2 ? [...some].reverse() : some) {
          results.get(variant)!.push(await measure(context, variant, rate, milliseconds));
        }
      return (variant: V, what: keyof Result) =>
        percentile(
          results.get(variant)!.map((result) => result[what]),
          0.5,
        );
    };
    const saturated = await rounds(variants, 0);
    const floor = saturated('log only', 'perSecond');
    for (const variant of variants) {
      const value = saturated(variant, 'perSecond');
      figures.push({
        name: `saturated, ${variant}, median of ${times}`,
        value,
        unit: 'payments/s',
        against: { name: 'log only', value: floor },
        ...(variant === 'ours' ? { goal: { text: 'at least 0.6 x', met: value >= 0.6 * floor } } : {}),
      });
    }
    for (const rate of [500, 2000]) {
      const steady = await rounds(['log + a bell each', 'ours'], rate);
      for (const p of ['p50', 'p99'] as const) {
        const value = steady('ours', p);
        const each = steady('log + a bell each', p);
        figures.push({
          name: `insert to read ${p} at ${rate}/s, median of ${times}`,
          value,
          unit: 'ms',
          against: { name: 'a bell each', value: each },
          ...(p === 'p99' ? { goal: { text: 'no worse', met: value <= each } } : {}),
        });
      }
    }
    return figures;
  },
};
