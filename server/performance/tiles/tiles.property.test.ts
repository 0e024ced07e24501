// After any writes, in any order, in one transaction or several, also across midnight: the tiles that followed them equal
// those of a new read of the database, and each is the sum of its rows.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { worklistsOn } from '../../../tests/support/worklist.ts';
import { dayIn, startOfDay } from '../../domain/zone.ts';
import { addDays } from '../../domain/days.ts';
import { opensWhole, tileNames } from '../../domain/statistics/tiles.ts';
import { RowSnapshots } from './rows.ts';
import { Tiles } from './tiles.ts';

const zone = 'Europe/London';
const quiet = { warn() {} };
const db = await freshDatabase();
const { sql } = db;
const homes = await smallLandlord(sql, { homes: 6, patches: 3 });
await sql`insert into charge (rent_account_id, amount_pence, due_on)
  select id, 10000, now()::date - 7 * w from rent_account, generate_series(0, 8) w`;
const open = worklistsOn(() => db);

// The server's clock moves from day to day; each write takes its time from it.
let now = startOfDay(zone, dayIn(zone, Date.now())) + 10 * 3_600_000;
const at = () => new Date(now);
const today = () => dayIn(zone, now);

let n = 0;
const ref = () => `p-${++n}`;
const file = () => ({ source: 'file', ref: ref(), on: today() });
const propertyOf = (account: number) =>
  sql`(select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${account})`;
const visitOf = (account: number) =>
  sql`(select max(id) from visit where rent_account_id = ${account} and state in ('planned', 'on_the_way'))`;
type Write = (account: number, x: number) => PromiseLike<unknown>;
const writes: Record<string, Write> = {
  paid: (a, x) =>
    pay(sql, a, (x + 1) * 300, { ...file(), postedAt: at(), method: x % 2 ? 'card' : 'housing_benefit' }),
  paidYesterday: (a, x) => pay(sql, a, (x + 1) * 300, { ...file(), postedAt: new Date(now - 86_400_000) }),
  reversed: (a) => sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select rent_account_id, -abs(amount_pence), method, 'file', ${ref()}, ${today()}, ${at()} from payment
    where rent_account_id = ${a} order by id desc limit 1`,
  paymentChanged: (a, x) => sql`update payment set amount_pence = ${(x + 1) * 50}, rent_account_id = ${a}
    where id = (select max(id) from payment)`,
  paymentDeleted: () => sql`delete from payment where id = (select max(id) from payment)`,
  visitPlanned: (a, x) => sql`insert into visit (rent_account_id, staff_id, planned_for, created_at, purpose)
    values (${a}, ${homes.officers[x % 3]!}, ${addDays(today(), x % 3 ? 0 : 1)}, ${at()}, ${x % 5 ? 'arrears' : 'repair'})`,
  setOut: (a) => sql`update visit set state = 'on_the_way', set_out_at = ${at()} where id = ${visitOf(a)}
    and not exists (select from visit where rent_account_id = ${a} and state = 'on_the_way')`,
  knocked: (a, x) => sql`
    update visit set knock_checked_at = ${at()}, knock_verdict = ${x % 2 ? 'clear' : 'stand-down'}
    where id = ${visitOf(a)}`,
  visitDone: (a, x) => sql`update visit set state = 'done', ended_at = ${at()},
    outcome = ${['seen_tenant', 'no_access', 'seen_other', null][x % 4]!} where id = ${visitOf(a)}`,
  stoodDown: (a) => sql`update visit set state = 'stood_down', ended_at = ${at()} where id = ${visitOf(a)}`,
  cancelled: (a) => sql`update visit set state = 'cancelled', ended_at = ${at()} where id = ${visitOf(a)}`,
  visitMoved: (a, x) =>
    sql`update visit set planned_for = ${addDays(today(), x % 2)} where id = ${visitOf(a)}`,
  contact: (a, x) => sql`insert into contact (rent_account_id, kind, reached, happened_at)
    values (${a}, 'call', ${x % 3 === 0}, ${new Date(now - (x % 4) * 7_200_000)})`,
  plan: (a, x) => sql`
    insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${a}, ${(x + 1) * 20}, 'weekly', ${addDays(today(), 1 - (x % 40))}, ${addDays(today(), -(x % 4))}) on conflict do nothing`,
  planEnded: (a) =>
    sql`update repayment_plan set ended_on = ${today()} where rent_account_id = ${a} and ended_on is null`,
  planDeleted: (a) => sql`delete from repayment_plan where rent_account_id = ${a}`,
  asked: ask,
  answered: (a, x) => sql`update thread set state = ${x % 2 ? 'waiting_for_income' : 'settled'},
    waiting_since = ${x % 2 ? at() : null}, needs_answer_by = null where rent_account_id = ${a}`,
  moved: (a, x) => sql`update property set patch_id = ${homes.patches[x % 3]!} where id = ${propertyOf(a)}`,
  rent: (a, x) => sql`update rent_account set weekly_rent_pence = ${x * 150} where id = ${a}`,
  tenancyEnded: (a, x) => sql`update tenancy set end_date = ${x % 3 ? null : addDays(today(), -x)}
    where id = (select tenancy_id from rent_account where id = ${a})`,
  logBegunAnew: () => sql`select restart_change_log(force => true)`,
  rentWeek: (_, x) => sql`update landlord set rent_week_starts_on = ${1 + (x % 7)}`,
  file: (_, x) => sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select id, ${x + 1}, 'direct_debit', 'file', ${ref()} || '-' || id, ${today()}, ${at()} from rent_account`,
};

function ask(account: number, x: number): Promise<unknown> {
  const [thread, message] = [crypto.randomUUID(), crypto.randomUUID()];
  const by = new Date(now + (x - 50) * 600_000);
  return sql.begin(async (tx) => {
    await tx`insert into thread (id, rent_account_id, subject, state, needs_answer_by, waiting_since, opened_by, happened_at,
        last_message, last_n, last_at, last_by, last_words)
      values (${thread}, ${account}, 'Boiler', 'waiting_for_repairs', ${x % 5 ? by : null}, ${at()}, ${homes.officers[0]!}, ${at()},
        ${message}, 0, ${at()}, ${homes.officers[0]!}, 'When?')`;
    await tx`insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
      values (${message}, ${thread}, ${account}, ${homes.officers[0]!}, 'income', 'When?', ${at()})`;
  });
}

const followers: Tiles[] = [];
afterAll(() => Promise.all(followers.map((one) => one.stop())));

/** All tiles, by their owner; without the times, which differ between two reads. */
function tilesByOwner(tiles: Tiles) {
  const of = (patches: number[] | 'all') =>
    tiles
      .of(patches)
      .tiles.map(({ asOf: _, stale: __, ...tile }) => (tile.name === 'known_up_to' ? tile.name : tile));
  return { all: of('all'), each: homes.patches.map((id) => of([id])), two: of(homes.patches.slice(1)) };
}

test(
  '[PERF-30] [PERF-31] [PERF-106] after any writes the tiles equal those of a new read, and the sum of their rows',
  { timeout: 120_000 },
  async () => {
    const worklist = await open({ clock: () => now });
    const common = { sql, log: quiet, clock: () => now, timing: { gapMs: 1, beatMs: 3_600_000 } };
    const tiles = await Tiles.open({ ...common, worklist });
    followers.push(tiles);
    const rowSnapshots = new RowSnapshots(tiles, sql, () => now);
    const step = fc.record({
      write: fc.constantFrom(...Object.keys(writes), 'dayTurns', 'anHour'),
      account: fc.nat({ max: homes.accounts.length - 1 }),
      x: fc.nat({ max: 99 }),
      together: fc.boolean(),
    });
    const ever = new Set<string>();
    let turns = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (script) => {
        const pending: PromiseLike<unknown>[] = [];
        for (const { write, account, x, together } of script) {
          if (write === 'dayTurns' && turns < 20) {
            turns++;
            now = startOfDay(zone, addDays(today(), 1)) + 9 * 3_600_000;
            pending.push(worklist.reassessDue());
          } else if (write === 'anHour') now += 600_000;
          const done = Promise.resolve(writes[write]?.(homes.accounts[account]!, x));
          pending.push(done);
          if (!together) await done;
        }
        await Promise.all(pending);
        await worklist.reassessDue();
        const other = await open({ hub: 'other', clock: () => now });
        const anew = await Tiles.open({ ...common, worklist: other });
        await anew.settled();
        const expected = tilesByOwner(anew);
        await anew.stop();
        await other.stop();
        await expect
          .poll(async () => (await tiles.settled(), tilesByOwner(tiles)), { timeout: 5_000 })
          .toEqual(expected);
        for (const patches of ['all' as const, [homes.patches[0]!]])
          for (const name of tileNames) {
            const snapshot = rowSnapshots.take(1, name, null, patches);
            if (!snapshot || snapshot.tile.kind === 'instant') continue;
            expect(snapshot.sum, name).toBe(snapshot.tile.value);
            for (const part of snapshot.tile.parts) {
              if (part.value !== 0) ever.add(`${name}/${part.key}`);
              expect(rowSnapshots.take(1, name, part.key, patches)!.sum).toBe(part.value);
            }
            // A fraction opens into all that it is out of.
            const whole = snapshot.tile.whole ?? [];
            for (const part of whole) {
              if (part.value !== 0) ever.add(`whole ${name}/${part.key}`);
              expect(rowSnapshots.take(1, name, part.key, patches)!.lines).toHaveLength(part.value);
            }
            // By the worklist itself: open plans of whoever owes.
            if (name === 'plans_kept' && patches === 'all')
              expect(whole.map(({ key, value }) => [key, value])).toEqual(
                ['kept', 'late', 'broken'].map((state) => [
                  state,
                  worklist.list('all').filter(({ planState }) => planState === state).length,
                ]),
              );
            if (whole.length > 0)
              expect(rowSnapshots.take(1, name, 'all', patches)!.sum).toBe(snapshot.tile.of);
            expect(whole.length > 0).toBe(opensWhole.has(name));
          }
      }),
      { numRuns: 12 },
    );
    // The script has used the kinds that change most tiles.
    expect([...ever].join()).toContain('collected_today/');
  },
);
