// What exactly the tiles count, and how time alone changes them; on a real database with the real worklist.
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { owe, pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { worklistsOn } from '../../../tests/support/worklist.ts';
import { addDays } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import type { TileName } from '../../domain/statistics/tiles.ts';
import { dayIn, startOfDay, timeIn } from '../../domain/zone.ts';
import { daySoFar } from './day-so-far.ts';
import { Tiles, type TilesOptions } from './tiles.ts';

const zone = 'Europe/London';
const db = await freshDatabase();
const { sql } = db;
const homes = await smallLandlord(sql, { homes: 12, patches: 2 });
await owe(sql, 60_000);
// On any day, the only bank holiday nearby is the one that a test sets.
await sql`delete from bank_holiday`;
const open = worklistsOn(() => db);
const [officer] = homes.officers as [number];
const account = (i: number) => homes.accounts[i]!;

/** By local time, which a day on which the clocks change reaches an hour earlier or later. */
function atHour(day: Day, hour: number): number {
  const instant = startOfDay(zone, day) + hour * 3_600_000;
  return instant - (Number(timeIn(zone, instant).slice(0, 2)) - hour) * 3_600_000;
}
let now = atHour(dayIn(zone, Date.now()), 12);
const today = () => dayIn(zone, now);
const hours = (n: number) => new Date(now + n * 3_600_000);

const opened: Tiles[] = [];
afterEach(() => Promise.all(opened.splice(0).map((tiles) => tiles.stop())));
async function follow(options: Partial<TilesOptions> = {}): Promise<Tiles> {
  const worklist = await open({ clock: () => now });
  const timing = { gapMs: 1, beatMs: 3_600_000 };
  const tiles = await Tiles.open({ sql, worklist, log: { warn() {} }, clock: () => now, timing, ...options });
  opened.push(tiles);
  await tiles.settled();
  return tiles;
}
function tile(tiles: Tiles, name: TileName, patches: number[] | 'all' = 'all') {
  const found = tiles.of(patches).tiles.find((one) => one.name === name)!;
  if (found.kind === 'instant') throw new Error('not a number');
  return found;
}
const paid = (id: number, pence: number, postedAt: Date, method = 'card') =>
  pay(sql, id, pence, { on: dayIn(zone, postedAt.getTime()), postedAt, method });

test('[PERF-32] a visit counts as avoided exactly when it was about rent, was not made, and the money came before it', async () => {
  // The weekly rent is £100.00. Each row: the visit's state, what was paid and when (hours from now; planned 5 h ago).
  const visits: [counts: boolean, state: string, pence: number[], at: number, more?: string][] = [
    [true, 'stood_down', [2_000], -2],
    [false, 'stood_down', [], -2],
    [false, 'stood_down', [2_000, -2_000], -2],
    [true, 'planned', [10_000], -2],
    [true, 'planned', [6_000, 4_000], -2],
    [false, 'planned', [9_999], -2],
    [false, 'planned', [10_000], -6],
    [true, 'cancelled', [10_000], -2],
    [false, 'cancelled', [10_000], -0.5],
    [false, 'done', [10_000], -2],
    [false, 'on_the_way', [10_000], -2],
    [false, 'planned', [10_000], -2, 'repair'],
  ];
  for (const [i, [, state, pence, at, purpose]] of visits.entries()) {
    const ended = state === 'planned' || state === 'on_the_way' ? null : hours(-1);
    await sql`insert into visit (rent_account_id, staff_id, planned_for, created_at, state, ended_at, purpose)
      values (${account(i)}, ${officer}, ${today()}, ${hours(-5)}, ${state}, ${ended}, ${purpose ?? 'arrears'})`;
    for (const one of pence) await paid(account(i), one, hours(at));
  }
  const avoided = await sql<{ id: number }[]>`
    select rent_account_id as id from visit_avoided where on_day = ${today()} order by 1`;
  expect(avoided.map(({ id }) => id)).toEqual(visits.flatMap(([counts], i) => (counts ? [account(i)] : [])));
  const tiles = await follow();
  expect(tile(tiles, 'visits_avoided').parts).toEqual([
    { key: 'stood_down', label: 'Stopped on the way', value: 1 },
    { key: 'not_set_out', label: 'Before setting out', value: 3 },
  ]);
  expect(tile(tiles, 'visits_planned').value).toBe(
    visits.filter(([, state]) => state !== 'cancelled').length,
  );
  // A visit that was avoided is not still to come as well.
  expect(tile(tiles, 'visits_planned').parts.map(({ key, value }) => [key, value])).toEqual([
    ['planned', 3],
    ['on_the_way', 1],
    ['done', 1],
    ['stood_down', 3],
    ['avoided', 2],
  ]);
  expect(tile(tiles, 'stand_downs').value).toBe(3);
  expect(tile(tiles, 'visits_made')).toMatchObject({ value: 1, of: 10 });
});

test('[PERF-100] collected today counts what is dated today; a history that is loaded now does not count, and the note says so', async () => {
  const before = tile(await follow(), 'collected_today');
  const put = (pence: number, on: Day, postedAt = hours(-0.1)) =>
    pay(sql, account(5), pence, { method: 'cash', source: 'history', on, postedAt });
  for (let week = 1; week <= 40; week++) await put(8_520, addDays(today(), -7 * week));
  const loaded = await follow();
  const after = tile(loaded, 'collected_today');
  expect(after.value).toBe(before.value);
  expect(after.note).toContain(
    'There are not enough earlier weeks to show what is usual. Another £3,408.00 was posted today with other dates. It is not counted here.',
  );
  // A direct debit that was posted ahead counts on its day.
  await put(1_000, today(), new Date(startOfDay(zone, today()) - 3_600_000));
  await put(2_000, today());
  const then = await follow();
  expect(tile(then, 'collected_today').value).toBe(before.value! + 3_000);
  // The chart of the day counts the same money.
  const points = daySoFar(then).points.flatMap((point) => point.collectedPence ?? []);
  expect(points.at(-1)).toBeLessThanOrEqual(before.value! + 3_000);
  await sql`delete from payment where source = 'history'`;
});

test('[PERF-101] the usual figure counts like the tile: money that arrived after its day is not in it', async () => {
  const usual = async () => tile(await follow(), 'collected_today').comparison?.usual ?? null;
  for (let week = 1; week <= 8; week++) {
    const early = startOfDay(zone, addDays(today(), -7 * week)) + 3_600_000;
    await paid(account(4), 7_000, new Date(early), 'cash');
  }
  const history = { method: 'cash', source: 'history', postedAt: hours(-0.1) };
  const before = await usual();
  expect(before).not.toBeNull();
  for (let week = 1; week <= 8; week++)
    await pay(sql, account(4), 90_000, { ...history, on: addDays(today(), -7 * week) });
  expect(await usual()).toBe(before);
  await sql`delete from payment where source = 'history' or (rent_account_id = ${account(4)} and amount_pence = 7000)`;
});

test('[PERF-34] the usual figure is the median of the last eight such weekdays by this time of day, without bank holidays', async () => {
  // 100, 200, … one week further back each time; half of it before this time of day.
  for (let weeks = 1; weeks <= 10; weeks++)
    for (const at of [8, 20])
      await paid(account(2), weeks * 10_000, new Date(atHour(addDays(today(), -7 * weeks), at)), 'cash');
  await sql`insert into bank_holiday values ('england', ${addDays(today(), -14)}, 'A holiday')`;
  const tiles = await follow();
  const { comparison, value } = tile(tiles, 'collected_today');
  // Weeks 1, 3 to 9: 5 and 6 are in the middle.
  expect(comparison?.usual).toBe(55_000);
  expect(comparison?.difference).toBe(value! - 55_000);
  const name = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: zone }).format(now);
  expect(comparison?.sentence).toContain(`than usual by 12:00 on a ${name}: typical (median) of the last 8`);
  const [one, other] = homes.patches as [number, number];
  const each = [one, other].map((id) => tile(tiles, 'collected_today', [id]).comparison!.usual);
  expect(each.sort((a, b) => a - b)).toEqual([0, 55_000]);
});

test('[PERF-34] a weekday on which nothing is ever paid has the usual figure zero: there are enough weeks', async () => {
  await sql`delete from payment where posted_at < ${new Date(startOfDay(zone, today()))}`;
  for (let weeks = 0; weeks <= 10; weeks++)
    await paid(account(2), 10_000, new Date(startOfDay(zone, addDays(today(), -7 * weeks - 1)) + 36_000_000));
  const { comparison, note } = tile(await follow(), 'collected_today');
  expect([comparison?.usual, note]).toEqual([0, null]);
});

test('[PERF-34] with too few weeks before there is no usual figure, and the note says so', async () => {
  await sql`delete from payment where posted_at < ${new Date(startOfDay(zone, addDays(today(), -21)))}`;
  const { comparison, note } = tile(await follow(), 'collected_today');
  expect(comparison).toBeNull();
  expect(note).toMatch(/not enough earlier weeks/);
});

test('[PERF-30] a plan that was made by mistake is not counted, as in the trend', async () => {
  for (const [i, reason] of [null, 'broken', 'mistake', 'not_in_force'].entries())
    await sql`insert into repayment_plan
        (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, ended_on, end_reason)
      values (${account(4 + i)}, 500, 'weekly', ${today()}, ${today()}, ${reason && today()}, ${reason})`;
  expect(tile(await follow(), 'plans_made').value).toBe(2);
});

test('[PERF-35] time alone changes them: an answer becomes late, and a new day begins at zero', async () => {
  const [thread, message] = [crypto.randomUUID(), crypto.randomUUID()];
  await sql.begin(async (tx) => {
    await tx`insert into thread (id, rent_account_id, subject, state, needs_answer_by, waiting_since, opened_by, happened_at,
        last_message, last_n, last_at, last_by, last_words)
      values (${thread}, ${account(0)}, 'Boiler', 'waiting_for_repairs', ${hours(1)}, ${hours(0)}, ${officer}, ${hours(0)},
        ${message}, 0, ${hours(0)}, ${officer}, 'When?')`;
    await tx`insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
      values (${message}, ${thread}, ${account(0)}, ${officer}, 'income', 'When?', ${hours(0)})`;
  });
  const tiles = await follow();
  expect(tile(tiles, 'repairs_waiting')).toMatchObject({ value: 1, wrong: { value: 0 } });
  expect(tile(tiles, 'collected_today').value).not.toBe(0);
  now += 2 * 3_600_000;
  await tiles.settled();
  expect(tile(tiles, 'repairs_waiting')).toMatchObject({ value: 1, wrong: { value: 1 } });
  now += 24 * 3_600_000;
  await tiles.settled();
  for (const name of ['collected_today', 'visits_planned', 'visits_avoided', 'stand_downs'] as const)
    expect(tile(tiles, name).value, name).toBe(0);
  expect(tile(tiles, 'repairs_waiting').value).toBe(1);
});

test('[PERF-36] when the feed stops the figures stay, marked with the time; when it works again they continue', async () => {
  const worklist = await open({ clock: () => now });
  const provedAt = new Date(now - 5_000);
  let stale = false;
  Object.defineProperty(worklist, 'state', { get: () => ({ stale, provedAt }) });
  const tiles = await follow({ worklist });
  const before = tiles.of('all');
  expect(before.stale).toBeNull();
  let moved = 0;
  tiles.on('moved', () => moved++);
  stale = true;
  now += 60_000;
  worklist.emit('state', worklist.state);
  expect(moved).toBe(1);
  await tiles.settled();
  const silenced = tiles.of('all');
  expect(silenced.asOf).toBe(before.asOf);
  expect(silenced.stale?.since).toBe(provedAt.toISOString());
  for (const one of silenced.tiles) expect(one.stale?.why).toMatch(/has had no connection/);
  stale = false;
  worklist.emit('state', worklist.state);
  await tiles.settled();
  expect(tiles.of('all')).toMatchObject({ stale: null, asOf: new Date(now).toISOString() });
});

test('[PERF-37] the residual exists for the whole landlord only, has its own staleness, and is absent where it is not calculated', async () => {
  let answer: () => Promise<{ pence: number | null; asOf: string }> = () =>
    Promise.resolve({ pence: -250, asOf: new Date(now).toISOString() });
  const tiles = await follow({ residual: () => answer(), timing: { gapMs: 1, residualMs: 20 } });
  await expect.poll(() => tile(tiles, 'reconciliation_residual').value).toBe(-250);
  expect(tiles.of([homes.patches[0]!]).tiles.map(({ name }) => name)).not.toContain(
    'reconciliation_residual',
  );
  answer = () => Promise.reject(new Error('away'));
  await expect
    .poll(() => tile(tiles, 'reconciliation_residual').stale?.why)
    .toMatch(/have not been compared/);
  expect(tile(tiles, 'reconciliation_residual').value).toBe(-250);
  // A slow heartbeat of the database makes every tile stale for a moment; the residual must not.
  await expect.poll(() => tile(tiles, 'real_arrears').stale).toBeNull();
  expect((await follow()).of('all').tiles.map(({ name }) => name)).not.toContain('reconciliation_residual');
});
