// The worklist on a real database: its events when facts change and when time passes, and for clients that were away.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { londonDay } from '../../tests/support/london-day.ts';
import { owe, pay as payInto, smallLandlord, type SmallLandlord } from '../../tests/support/landlord.ts';
import { begin, untilBlocked } from '../../tests/support/transactions.ts';
import { seen, worklistsOn } from '../../tests/support/worklist.ts';
import { addDays } from '../domain/days.ts';
import { dayIn, startOfDay } from '../domain/zone.ts';
import type { Batch, DoorEvent } from './events.ts';
import { doorMessages } from './stand-downs.ts';
import type { Worklist } from './worklist.ts';

const hour = 3_600_000;
let db: TestDatabase;
let homes: SmallLandlord;
/** The first account: £600.00 is owed, and the action is a visit. */
let id: number;
const open = worklistsOn(() => db);

beforeEach(async () => {
  db = await freshDatabase();
  homes = await smallLandlord(db.sql, { homes: 8, patches: 2 });
  await owe(db.sql, 60_000);
  id = homes.accounts[0]!;
});

const pay = (account: number, pence: number, source = 'card') => payInto(db.sql, account, pence, { source });
const moveHome = (account: number, patch: number) => db.sql`
  update property set patch_id = ${patch} where id = (
    select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${account})`;
const idsOn = (worklist: Worklist, ...patches: number[]) => worklist.list(patches).map((c) => c.id);
/** The cases that batches brought as changed. */
const changedIn = (batches: Batch[]) =>
  new Set(batches.flatMap((b) => [...b.patches.values()].flatMap((p) => p.changed.map((c) => c.id))));

function recorded(worklist: Worklist) {
  const received = { batches: [] as Batch[], paid: [] as DoorEvent[], order: [] as string[], resets: 0 };
  worklist.on('batch', (batch) => {
    received.batches.push(batch);
    received.order.push('batch');
  });
  worklist.on('door', (event) => {
    received.paid.push(event);
    received.order.push('paid');
  });
  worklist.on('reset', () => received.resets++);
  return received;
}

test('[WORK-1] a payment is in its patch’s batch, with its cause, after the event of the paid case', async () => {
  const worklist = await open();
  const received = recorded(worklist);
  const before = worklist.get(id)!;
  expect(before).toMatchObject({ balancePence: 60_000, action: 'visit' });
  await pay(id, 8_520);
  await expect.poll(() => received.batches.length).toBe(1);
  const [batch] = received.batches;
  expect([...batch!.patches.keys()]).toEqual([before.patchId]);
  const patch = batch!.patches.get(before.patchId)!;
  expect(patch.changed).toEqual([worklist.get(id)]);
  expect(patch.changed[0]).toMatchObject({
    balancePence: 51_480,
    version: before.version + 1,
    lastPayment: { amountPence: 8_520, method: 'card', source: 'card' },
  });
  expect(patch.because).toMatchObject([{ caseId: id, kind: 'payment', amountPence: 8_520, method: 'card' }]);
  expect(received.order).toEqual(['paid', 'batch']);
  expect(received.paid[0]).toMatchObject({
    caseId: id,
    patchId: before.patchId,
    payment: { amountPence: 8_520, method: 'card' },
  });
  expect(received.paid[0]!.before).toBe(before);
  expect(received.paid[0]!.after).toBe(worklist.get(id));
});

test('[WORK-2] a case that needs no action any more leaves the list, and one that is paid off twice leaves it once', async () => {
  const worklist = await open();
  const received = recorded(worklist);
  const { patchId } = worklist.get(id)!;
  await pay(id, 60_000);
  await expect.poll(() => received.batches.length).toBe(1);
  expect(received.batches[0]!.patches.get(patchId)).toMatchObject({ changed: [], gone: [id] });
  expect(idsOn(worklist, patchId)).not.toContain(id);
  await pay(id, 100);
  await expect.poll(() => worklist.get(id)!.balancePence).toBe(-100);
  expect(received.batches.length).toBe(1);
});

test('[WORK-3] a home that moves between patches leaves the old one and is changed in the new one', async () => {
  const worklist = await open();
  const received = recorded(worklist);
  const from = worklist.get(id)!.patchId;
  const to = homes.patches.find((p) => p !== from)!;
  await moveHome(id, to);
  await expect.poll(() => received.batches.length).toBe(1);
  expect(received.batches[0]!.patches.get(from)!.gone).toEqual([id]);
  expect(received.batches[0]!.patches.get(to)!.changed.map((c) => c.id)).toEqual([id]);
  expect(idsOn(worklist, from)).not.toContain(id);
  expect(idsOn(worklist, to)).toContain(id);
});

test('[DOMAIN-250] the day on which a tenancy began comes with its case, and again when it is corrected', async () => {
  const worklist = await open();
  const unpaid = () => worklist.get(id)!.reasons.find(({ code }) => code === 'no_payment')!.params;
  // Not in this week: its rent alone is no reason.
  const began = londonDay(-10);
  expect(unpaid()['tenancyFrom']).toBe('');
  await db.sql`update charge set due_on = ${began} where rent_account_id = ${id}`;
  await db.sql`update tenancy set start_date = ${began}
    where id = (select tenancy_id from rent_account where id = ${id})`;
  await expect.poll(() => unpaid()['tenancyFrom']).toBe(began);
});

test('[WORK-4] a hold starts and ends at midnight without a write, with an event', async () => {
  let ahead = 0;
  await db.sql`insert into hold (rent_account_id, kind, starts_on, ends_on)
    values (${id}, 'breathing_space', now()::date + 1, now()::date + 3)`;
  const worklist = await open({ clock: () => Date.now() + ahead });
  const received = recorded(worklist);
  expect(worklist.get(id)!.action).toBe('visit');
  ahead = 24 * hour;
  await worklist.reassessDue();
  expect(worklist.get(id)).toMatchObject({ action: 'hold', blockers: [{ kind: 'breathing_space' }] });
  expect(changedIn(received.batches)).toContain(id);
  ahead = 72 * hour;
  await worklist.reassessDue();
  expect(worklist.get(id)!.blockers).toEqual([]);
  expect(seen(worklist.list('all'))).toEqual(
    seen((await open({ clock: () => Date.now() + ahead })).list('all')),
  );
});

test('[WORK-4] a timer assesses cases again when something becomes due during the day', async () => {
  // The clock stands still until the list was read: a busy machine may open it only after the repair is due.
  const opened = Date.now();
  let standing = true;
  await db.sql`insert into repair (property_id, category, target_at)
    select t.property_id, 'boiler', ${new Date(opened + 400)}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${id}`;
  const worklist = await open({ clock: () => (standing ? opened : Date.now()) });
  const overdue = () => worklist.get(id)!.reasons.some((r) => r.code === 'repair_first');
  expect(overdue()).toBe(false);
  standing = false;
  await expect.poll(overdue).toBe(true);
});

test('[WORK-5] a client that was away gets the same list as from a full load', async () => {
  const worklist = await open();
  const [mine, other] = homes.patches as [number, number];
  const client = new Map(worklist.list([mine]).map((c) => [c.id, c]));
  const { cursor } = worklist;
  const [first, second, third] = [...client.keys()];
  await pay(first!, 60_000);
  await pay(second!, 1_000);
  await moveHome(third!, other);
  await expect.poll(() => worklist.get(third!)!.patchId).toBe(other);
  const missed = await worklist.since(cursor, [mine]);
  for (const c of missed!.changed) client.set(c.id, c);
  for (const id of missed!.gone) client.delete(id);
  expect(seen(client.values())).toEqual(seen(worklist.list([mine])));
  expect(missed!.gone.sort()).toEqual([first, third].sort());
  expect(missed!.because).toContainEqual(expect.objectContaining({ caseId: second, kind: 'payment' }));
  expect((await worklist.since(missed!.cursor, [mine]))!.gone).toEqual([]);
});

test('[WORK-5] a cursor of one hub is valid at another; one of another database or day needs a full load', async () => {
  let ahead = 0;
  const first = await open();
  const { cursor } = first;
  await pay(id, 500);
  const second = await open({ hub: 'other', clock: () => Date.now() + ahead });
  const missed = await second.since(cursor, 'all');
  expect(missed!.changed.map((c) => c.id)).toContain(id);
  expect(await second.since('nonsense', 'all')).toBeNull();
  expect(await second.since(cursor.replace(/~\w+/, '~000000000000'), 'all')).toBeNull();
  ahead = 24 * hour;
  expect(await second.since(cursor, 'all')).toBeNull();
});

test('[WORK-6] a bulk change is sent in slices, and only the last one has the cursor that includes all of it', async () => {
  await db.sql`insert into property (address, postcode, latitude, longitude, patch_id)
    select 'More ' || i, 'ZZ1 1ZZ', 51, 0, ${homes.patches[0]!} from generate_series(1, 2500) i`;
  await db.sql`insert into tenancy (property_id, start_date) select id, '2021-01-04' from property where address like 'More %'`;
  await db.sql`insert into rent_account (reference, tenancy_id, weekly_rent_pence)
    select 'M' || id, id, 10000 from tenancy t where not exists (select from rent_account where tenancy_id = t.id)`;
  const worklist = await open();
  const start = worklist.cursor;
  const received = recorded(worklist);
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on) select id, 30000, now()::date - 30 from rent_account`;
  await expect.poll(() => changedIn(received.batches).size, { timeout: 20_000 }).toBe(2508);
  expect(received.batches.length).toBeGreaterThan(1);
  const [firstBatch, lastBatch] = [received.batches[0]!, received.batches.at(-1)!];
  expect((await worklist.since(firstBatch.cursor, 'all'))!.changed.length).toBe(2508);
  expect((await worklist.since(lastBatch.cursor, 'all'))!.changed.length).toBe(0);
  expect((await worklist.since(start, 'all'))!.changed.length).toBe(2508);
});

test('[WORK-7] fresh reads the database, and emits what it found to everybody', async () => {
  const worklist = await open();
  const stale = worklist.get(id)!;
  await pay(id, 1_000);
  const found = await worklist.fresh(id);
  expect(found!.case.balancePence).toBe(59_000);
  expect(worklist.get(id)).toBe(found!.case);
  expect(stale.balancePence).toBe(60_000);
  expect(await worklist.fresh(999_999)).toBeNull();
});

test('[WORK-16] money that was read before its change came from the log is still reported to people who have the case open', async () => {
  const worklist = await open();
  const events = recorded(worklist).paid;
  // The call that waits for the log while the payment is written reads it first; the feed reads it later.
  const log = await begin(db.url);
  let locked: PromiseLike<unknown> | undefined;
  await db.sql.begin(async (tx) => {
    await payInto(tx, id, 1_000);
    locked = log.tx`lock table change_log in access exclusive mode`.execute();
    await untilBlocked(db.sql, 'doorstep test');
  });
  await locked;
  expect((await worklist.fresh(id))!.case.balancePence).toBe(59_000);
  expect(events).toEqual([]);
  await log.rollback();
  await expect.poll(() => events.length).toBe(1);
  const [event] = events;
  expect(event!.before).toBe(event!.after);
  expect(doorMessages(event!, 'Europe/London').open).toMatchObject({
    verdict: 'changed',
    payment: { amountPence: 1_000 },
  });
});

test('[WORK-16] a correction of a payment that was known is not reported as a payment', async () => {
  await pay(id, 1_000, 'bank');
  const worklist = await open();
  const events = recorded(worklist).paid;
  await db.sql`update payment set source = 'renamed' where rent_account_id = ${id}`;
  await expect.poll(() => events.length).toBe(1);
  expect(doorMessages(events[0]!, 'Europe/London').open).toBe(null);
});

test('[WORK-30] a source is known up to the newest day of its file, not to the time of the load', async () => {
  const zone = 'Europe/London';
  const today = dayIn(zone, Date.now());
  const file = (source: string, daysAgo: number) =>
    payInto(db.sql, id, 100, { source, on: addDays(today, -daysAgo) });
  const known = (worklist: Worklist, name: string) =>
    worklist.sources.find((source) => source.name === name)?.knownUpTo;
  await file('before', 5);
  await file('before', 3);
  const worklist = await open();
  // The whole day, and nothing after it.
  const end = (daysAgo: number) => new Date(startOfDay(zone, addDays(today, 1 - daysAgo))).toISOString();
  expect(known(worklist, 'before')).toBe(end(3));
  await file('while it runs', 4);
  await expect.poll(() => known(worklist, 'while it runs'), { timeout: 10_000 }).toBe(end(4));
  // The last row of a load is not always of the last day.
  await db.sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select ${homes.accounts[1]!}, 100, 'card', 'newest first', 'n' || ago, ${today}::date - ago
    from generate_series(2, 6) ago order by ago`;
  await expect.poll(() => known(worklist, 'newest first'), { timeout: 10_000 }).toBe(end(2));
  // A payment of today makes the source known to the moment of its posting.
  const at = Date.now();
  await file('while it runs', 0);
  await expect
    .poll(() => Date.parse(known(worklist, 'while it runs')!), { timeout: 10_000 })
    .toBeGreaterThan(Math.min(at, Date.parse(end(1))) - 5_000);
  expect(Date.parse(known(worklist, 'while it runs')!)).toBeLessThanOrEqual(Date.now() + 1_000);
});

test('[WORK-31] a home without a position is a case like any other, and may get its position later', async () => {
  const property = (text: string) =>
    db.sql.unsafe(`update property set ${text} where id = (select t.property_id from rent_account a
      join tenancy t on t.id = a.tenancy_id where a.id = ${id})`);
  await property('latitude = null, longitude = null');
  const worklist = await open();
  expect(worklist.get(id)).toMatchObject({ latitude: null, longitude: null, action: 'visit' });
  expect(worklist.list('all').map((one) => one.id)).toContain(id);
  await property('latitude = 51.5, longitude = -0.1');
  await expect
    .poll(() => worklist.get(id), { timeout: 10_000 })
    .toMatchObject({ latitude: 51.5, longitude: -0.1 });
  await expect(property('latitude = null')).rejects.toThrow('property_place_whole');
});

test('[WORK-8] each source has the time up to which it is known, and a case has that of its slowest source', async () => {
  await db.sql`insert into money_source (name, label, cadence, known_up_to)
    values ('housing_benefit', 'Housing benefit', 'weekly', now() - interval '3 days')`;
  const worklist = await open();
  const received = recorded(worklist);
  await pay(id, 1_000, 'card');
  await expect.poll(() => worklist.sources.map((s) => s.name)).toEqual(['card', 'housing_benefit']);
  expect(Date.parse(worklist.get(id)!.knownUpTo)).toBeGreaterThan(Date.now() - hour);
  await pay(id, 1_000, 'housing_benefit');
  await expect.poll(() => worklist.get(id)!.balancePence).toBe(58_000);
  const slow = worklist.sources.find((s) => s.name === 'housing_benefit')!;
  expect(Date.parse(slow.knownUpTo)).toBeLessThan(Date.now() - 71 * hour);
  expect(worklist.get(id)).toMatchObject({
    knownUpTo: slow.knownUpTo,
    moneySources: ['card', 'housing_benefit'],
  });
  await db.sql`update money_source set known_up_to = now()`;
  await expect.poll(() => received.batches.some((b) => b.landlord.has('source'))).toBe(true);
  expect(Date.parse(worklist.get(id)!.knownUpTo)).toBeGreaterThan(Date.now() - hour);
});

test('[WORK-9] new rules change every case, and an invalid row changes none', async () => {
  const worklist = await open();
  expect(worklist.get(id)!.action).toBe('visit');
  // The landlord's own rules apply on any day: no row of a migration begins after them.
  await db.sql`delete from assessment_rules where version > 1`;
  await db.sql`insert into assessment_rules (version, effective_from, rules, why)
    values (900, now()::date - 1, '{"nonsense": true}', 'a mistake')`;
  await pay(id, 100);
  await expect.poll(() => worklist.get(id)!.balancePence).toBe(59_900);
  expect(worklist.get(id)!.action).toBe('visit');
  const { defaultRules } = await import('../domain/rules.ts');
  const strict = { ...defaultRules, weeks: { message: 20, call: 21, visit: 22, court: 30 } };
  await db.sql`update assessment_rules set rules = ${db.sql.json(strict as never)} where version = 900`;
  await expect.poll(() => worklist.get(id)!.action).toBe('wait');
  expect(seen(worklist.list('all'))).toEqual(seen((await open()).list('all')));
});

test('[WORK-10] when the log cannot say what happened, everything is loaded again and an event says so', async () => {
  const worklist = await open();
  const received = recorded(worklist);
  await db.sql`select restart_change_log(true)`;
  await expect.poll(() => received.resets).toBe(1);
  await pay(id, 700);
  await expect.poll(() => worklist.get(id)!.balancePence).toBe(59_300);
});

test('[WORK-11] changes of rights, and other kinds that belong to no case, are listed in the batch', async () => {
  const worklist = await open();
  const received = recorded(worklist);
  await db.sql`update staff set active = false where id = ${homes.manager}`;
  await expect.poll(() => received.batches.map((b) => [...b.landlord])).toEqual([['rights']]);
  expect(received.batches[0]!.patches.size).toBe(0);
});
