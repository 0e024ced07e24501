// Live tiles while money comes in: 500 payments a second for a minute, at a small and at a large landlord, a manager and
// the officers listening. How long after its insert was sent a payment is in the tiles that a manager receives, and what
// the tiles cost the hub: the floor is the same load in the same process with the tiles taken away.
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { TilesNow } from '../../server/contract/tiles.ts';
import { percentile, type Bench, type BenchContext, type Figure } from './figure.ts';
import { connectClient, signIn, startApp } from './lib/app.ts';
import type { Load } from './lib/tiles-process.ts';
import type { WriterOrder } from './lib/writer-thread.ts';

const sizes = [3_000, 50_000];
const rate = 500;
const seconds = Number(process.env['BENCH_TILES_SECONDS'] ?? 60);
const officers = 12;
/** What the writers pay each time. */
const pence = 8520;

type Run = { load: Load; payments: number; lag: number[]; messages: number };

export const bench: Bench = {
  name: 'tiles',
  about: `${rate} payments a second for ${seconds} s at ${sizes.join(' and ')} homes, a manager and ${officers} officers listening; floor: the same without tiles`,
  async run(context) {
    const figures: Figure[] = [];
    const costs: number[] = [];
    for (const homes of sizes) {
      const { ours, floor, cost } = await measure(context, homes);
      costs.push(cost);
      const [p50, p99] = [percentile(ours.lag, 0.5), percentile(ours.lag, 0.99)];
      const at = `${homes.toLocaleString('en-GB')} homes`;
      figures.push(
        { name: `${at}: payments a second, in fact`, value: ours.payments / seconds, unit: '/s' },
        { name: `${at}: insert sent to tiles message, p50`, value: p50, unit: 'ms' },
        {
          name: `${at}: the same, p99`,
          value: p99,
          unit: 'ms',
          goal: { text: 'under 1,000 ms', met: p99 < 1_000 },
        },
        { name: `${at}: tiles messages a second, each listener`, value: ours.messages / seconds, unit: '/s' },
        {
          name: `${at}: hub's event loop late, p99`,
          value: ours.load.loopMs.p99,
          unit: 'ms',
          against: { name: 'without tiles', value: floor.load.loopMs.p99 },
          goal: { text: 'under 50 ms', met: ours.load.loopMs.p99 < 50 },
        },
        {
          name: `${at}: hub's processor time a payment`,
          value: (ours.load.cpuMs * 1000) / ours.payments,
          unit: 'µs',
          against: { name: 'without tiles', value: (floor.load.cpuMs * 1000) / floor.payments },
        },
      );
    }
    figures.push({
      name: `a change in the sums, ${sizes[1]} homes`,
      value: costs[1]!,
      unit: 'µs',
      against: { name: `${sizes[0]} homes`, value: costs[0]! },
      // A larger map is colder in the processor's caches.
      goal: { text: 'within 2 x', met: costs[1]! <= costs[0]! * 2 },
    });
    return figures;
  },
};

async function measure(
  context: BenchContext,
  homes: number,
): Promise<{ ours: Run; floor: Run; cost: number }> {
  const app = await startApp(context, { homes, program: 'tiles-process.ts' });
  const { url, sql } = app;
  const [about] = await sql<{ newest: number; accounts: number }[]>`
    select (select max(id) from payment)::int as newest, (select max(id) from rent_account) as accounts`;

  const received: { at: number; pence: number }[] = [];
  const { socket } = await connectClient(url, await signIn(url, 'manager@demo.doorstep.test'));
  socket.on('tiles', (tiles: TilesNow, acknowledge: () => void) => {
    const tile = tiles.tiles.find(({ name }) => name === 'collected_today');
    received.push({ at: performance.timeOrigin + performance.now(), pence: tile?.value as number });
    acknowledge();
  });
  await socket.emitWithAck('tiles:listen', { patches: 'all' });
  const others = [];
  for (let i = 1; i <= officers; i++) {
    const other = await connectClient(url, await signIn(url, `officer${i}@demo.doorstep.test`));
    other.socket.on('tiles', (_tiles: TilesNow, received: () => void) => received());
    await other.socket.emitWithAck('tiles:listen', { patches: 'all' });
    others.push(other.socket);
  }

  let first = about!.newest + 1;
  const run = async (seconds: number): Promise<Run> => {
    await wait(2_000);
    const base = received.at(-1)!.pence;
    const from = received.length;
    const sentAt = new Float64Array(
      new SharedArrayBuffer(8 * (first + Math.ceil(rate * seconds * 1.1) + 1_000)),
    );
    await app.ask('begin', 'begun');
    const order: WriterOrder = {
      url: app.databaseUrl,
      writers: 8,
      accounts: about!.accounts,
      rate,
      milliseconds: seconds * 1_000,
      first,
      sentAt,
    };
    const worker = new Worker(join(import.meta.dirname, 'lib', 'writer-thread.ts'), { workerData: order });
    const [{ next }] = (await once(worker, 'message')) as [{ next: number }];
    const load = await app.ask<Load>('end', 'load');
    const sent = sentAt.slice(first, next).filter((at) => at > 0);
    await wait(1_500);
    // The k-th payment that was sent is in the first message that includes k of them.
    const lag: number[] = [];
    let at = from;
    for (let k = 1; k <= sent.length; k++) {
      while (at < received.length && received[at]!.pence < base + k * pence) at++;
      if (at < received.length) lag.push(received[at]!.at - sent[k - 1]!);
    }
    const messages = received.length - from;
    first = next + 1;
    return { load, payments: sent.length, lag, messages };
  };
  context.say(`${homes} homes: warming up, then ${seconds} s with tiles`);
  await run(Math.min(10, seconds));
  const ours = await run(seconds);
  if (ours.lag.length < ours.payments)
    throw new Error(`${ours.payments - ours.lag.length} payments are in no tile`);
  const cost = await app.ask<number>('cost', 'cost');
  await app.ask('without', 'without');
  context.say(`${homes} homes: ${seconds} s without`);
  const floor = await run(seconds);
  for (const one of [socket, ...others]) one.disconnect();
  await app.stop();
  return { ours, floor, cost };
}
