// Keeps the demo landlord alive: rent on Mondays, files and collections on their days, people paying through the day, all
// by the households' own behaviours; and, so that a person watching sees something, a steady trickle that brings forward
// what people would pay in the next weeks (the same payment later is then the same row, and does not come twice).
// The same amount is reversed by unpaid debits and recovered benefits, so that the landlord's total does not change.
// Several may run at the same time. Making the households takes a second or more, so it should have its own process.
import { randomUUID } from 'node:crypto';
import type { Sql } from '../connect.ts';
import { Households, type Made } from './alive.ts';
import { colleaguesDay } from './colleagues.ts';
import type { Payment } from './behaviour.ts';
import { londonDay } from './days.ts';
import { postDay, postPayments, sourcesKnown, type Posting } from './posting.ts';
import { Random } from './random.ts';
import { completeRepair, reportRepair } from './repair-life.ts';

export type SimulatorOptions = {
  sql: Sql;
  /** Draws what the trickle does; the behaviours keep the landlord's own seed. Default: from the clock. */
  seed?: number;
  /** Events a second of the trickle; 0 leaves only the real rhythms. */
  rate?: number;
  clock?: () => number;
  /** Receives counts from time to time; no personal data. */
  say?: (line: string) => void;
};
type Simulated = { payments: number; reversals: number; charges: number; repairs: number };
export type Simulator = {
  /** Makes the households and catches up with the clock; then runs until stopped. Throws where no demo landlord is. */
  start(): Promise<void>;
  /** Waits for what is under way. The connection stays the caller's. */
  stop(): Promise<void>;
  /** One event of the trickle, now. For tests and for who keeps the time. */
  once(): Promise<void>;
  /** Posts all that the clock says is due. */
  catchUp(): Promise<void>;
  readonly done: Simulated;
};

/** A payment every four seconds or so. */
export const believableRate = 0.25;

export function createSimulator(options: SimulatorOptions): Simulator {
  const { sql, clock = Date.now, say = () => {} } = options;
  const rate = options.rate ?? believableRate;
  if (!(rate >= 0 && rate <= 5000))
    throw new RangeError('rate is a number of events a second, from 0 to 5000');
  const run = randomUUID();
  const random = new Random(options.seed ?? clock() / 1000, 99);
  const done: Simulated = { payments: 0, reversals: 0, charges: 0, repairs: 0 };
  const early = new Set<string>();
  const flying = new Set<Promise<void>>();
  let households: Households | null = null;
  let waiting: Posting[] = [];
  let debtors: { id: number; owed: number }[] = [];
  let askedAt = -Infinity;
  let wentAt = -Infinity;
  let net = 0;
  let serial = 0;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let owedEvents = 0;
  let last = 0;

  async function ready(): Promise<Households> {
    if (households) return households;
    const [made] = await sql<Made[]>`select seed, homes, today, weeks from demo_truth.made`;
    if (!made)
      throw new Error('There is no demo landlord in this database, so there is nothing to simulate.');
    return (households ??= await Households.make(made));
  }

  async function catchUp(): Promise<void> {
    const alive = await ready();
    const now = clock();
    while (alive.day <= londonDay(now)) {
      const lived = alive.liveOn();
      const posted = await postDay(sql, lived, now);
      done.charges += posted.charges;
      done.payments += posted.payments;
      waiting.push(...lived.payments.filter((one) => one.postedAt > now));
      await sourcesKnown(sql, now);
    }
    const due = waiting.filter((one) => one.postedAt <= now);
    if (due.length === 0) return;
    waiting = waiting.filter((one) => one.postedAt > now);
    try {
      done.payments += await postPayments(sql, due);
    } catch (error) {
      waiting.push(...due);
      throw error;
    }
    await sourcesKnown(sql, now);
  }

  async function once(): Promise<void> {
    const alive = await ready();
    // However fast payments come, repairs come at the pace of people.
    if (random.chance(Math.min(0.09, 0.03 / Math.max(rate, 0.01)))) {
      done.repairs += random.chance(0.55)
        ? await reportRepair(sql, random, clock())
        : await completeRepair(sql, clock());
      return;
    }
    if (debtors.length === 0 || clock() - askedAt > 60_000) {
      askedAt = clock();
      debtors = await sql<{ id: number; owed: number }[]>`
        select a.id, a.balance_pence as owed from rent_account a join tenancy t on t.id = a.tenancy_id
        where a.balance_pence > 0 and t.end_date is null`;
    }
    if (net > alive.weeklyRentPence * 0.03 && random.chance(0.6)) await takeBack(alive);
    else await payEarly(alive);
  }

  async function payEarly(alive: Households): Promise<unknown> {
    const debtor = debtors.length > 0 && random.chance(0.8) ? random.pick(debtors) : null;
    const number = debtor?.id ?? random.whole(1, alive.all.size);
    // What another simulator, or an earlier run, has brought forward already is there: then the one after it.
    for (let tries = random.chance(0.7) ? 4 : 0; tries > 0; tries--) {
      const next = alive.nextByHand(number, (one) => early.has(keyOf(one)));
      if (!next) break;
      early.add(keyOf(next));
      if (await pay({ ...next, number })) return;
    }
    // Who would not pay by themselves pays a little, or now and then all.
    const owed = debtor?.owed ?? 4000;
    const part = random.chance(0.15) ? owed : Math.min(owed, random.whole(2, 16) * 500);
    return pay({
      number,
      pence: Math.max(100, Math.min(part, 60_000)),
      method: 'card',
      source: 'card-terminal',
      ref: `live-${run}-${++serial}`,
      valueOn: 0,
      postedAt: 0,
    });
  }

  async function takeBack(alive: Households): Promise<unknown> {
    const number = random.whole(1, alive.all.size);
    const one = alive.all.get(number);
    if (!one || one.account.endsOn !== null) return;
    const stream = one.account.behaviour.streams.find((each) => each.kind !== 'own');
    const benefit = stream?.kind === 'benefit';
    const weeks = benefit ? random.pick([0.5, 1, 2]) : random.pick([1, 1, 2, 4]);
    const ref = `live-${run}-${++serial}`;
    return pay({
      number,
      pence: -Math.round(one.account.weeklyRentPence * weeks),
      method: stream?.method ?? 'card',
      source: benefit ? stream.source : stream ? 'dd-returns' : 'card-terminal',
      ref: benefit
        ? `OVERPAYMENT-RECOVERED-${ref}`
        : stream
          ? `ARUDD-0-REFER-TO-PAYER-${ref}`
          : `CHARGEBACK-${ref}`,
      valueOn: 0,
      postedAt: 0,
    });
  }

  /** False where that payment is there already. */
  async function pay(posting: Posting): Promise<boolean> {
    const now = clock();
    const count = await postPayments(sql, [{ ...posting, valueOn: londonDay(now), postedAt: now }]);
    if (count === 0) return false;
    net += posting.pence;
    if (posting.pence > 0) done.payments++;
    else done.reversals++;
    return true;
  }

  async function beat(): Promise<void> {
    try {
      await catchUp();
      const now = clock();
      // People go at the pace of people: a stress test has none of them.
      if (rate <= 5 && now - wentAt > 20_000) {
        wentAt = now;
        await colleaguesDay(sql, now);
      }
      owedEvents = Math.min(owedEvents + ((now - last) / 1000) * rate, Math.max(1, rate));
      last = now;
      while (running && owedEvents >= 1 && flying.size < 16) {
        owedEvents--;
        const one: Promise<void> = once()
          .catch((error: unknown) => say(`not committed: ${codeOf(error)}`))
          .finally(() => flying.delete(one));
        flying.add(one);
        if (flying.size >= 16) await Promise.race(flying);
      }
    } catch (error) {
      say(`the database does not answer: ${codeOf(error)}; trying again`);
    }
    // Uneven, as people are; a fast rate needs short beats.
    const pause = rate > 2 ? 20 : 250 + 500 * Math.random();
    if (running) timer = setTimeout(() => void (beating = beat()), pause);
  }
  let beating: Promise<void> = Promise.resolve();

  return {
    done,
    once,
    catchUp,
    async start() {
      if (running) return;
      running = true;
      await catchUp();
      last = clock();
      if (running) beating = beat();
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      await beating;
      clearTimeout(timer);
      await Promise.allSettled(flying);
    },
  };
}

const keyOf = (payment: Payment): string => `${payment.source} ${payment.ref}`;
const codeOf = (error: unknown): string =>
  error instanceof Error ? String((error as { code?: unknown }).code ?? error.name) : 'unknown';
