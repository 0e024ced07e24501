// The history and the statement: nothing is lost or doubled, with any entries, pages and filters.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { ledgerHistory, readHistory } from './history.ts';
import { readStatement } from './statement.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

const db = await freshDatabase();
const homes = await smallLandlord(db.sql, { homes: 60 });
const timeZone = 'Europe/London';
const key = (entry: { kind: string; ref: string }) => `${entry.kind} ${entry.ref}`;

async function all(caseId: number, kinds: readonly string[] | null, size: number) {
  const entries = [];
  for (let before: string | null = null; ;) {
    const page = await readHistory(db.sql, caseId, { timeZone, before, kinds, size });
    entries.push(...page.entries);
    expect(page.entries.length).toBeLessThanOrEqual(size);
    if (page.next === null) return entries;
    before = page.next;
  }
}

// Many entries at one instant, on both sides of a change of the clocks, and some a millisecond apart.
const instants = [
  '2026-03-28T12:00:00Z',
  '2026-03-29T00:30:00Z',
  '2026-03-29T01:30:00.001Z',
  '2026-10-25T01:30:00Z',
];
const facts = fc.array(
  fc.record({
    kind: fc.constantFrom('contact', 'visit', 'payment', 'charge', 'adjustment', 'repair', 'hold', 'plan'),
    at: fc.constantFrom(...instants),
  }),
  { minLength: 1, maxLength: 40 },
);

async function write(caseId: number, { kind, at }: { kind: string; at: string }): Promise<void> {
  const { sql } = db;
  const day = at.slice(0, 10);
  const staff = homes.officers[0]!;
  if (kind === 'contact')
    await sql`insert into contact (rent_account_id, staff_id, kind, reached, note, happened_at) values (${caseId}, ${staff}, 'call', true, 'x', ${at})`;
  if (kind === 'visit')
    await sql`insert into visit (rent_account_id, staff_id, state, planned_for, ended_at) values (${caseId}, ${staff}, 'done', ${day}, ${at})`;
  if (kind === 'payment') await pay(sql, caseId, 700, { on: day });
  if (kind === 'charge')
    await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${caseId}, 1000, ${day})`;
  if (kind === 'adjustment')
    await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values (${caseId}, -30, 'correction', ${day})`;
  if (kind === 'repair')
    await sql`insert into repair (property_id, category, reported_at, completed_at, status)
      select t.property_id, 'plumbing', ${at}, ${at}, 'completed' from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId}`;
  if (kind === 'hold')
    await sql`insert into hold (rent_account_id, kind, starts_on, ends_on) values (${caseId}, 'agreed', ${day}, ${day}::date + 3)`;
  if (kind === 'plan')
    await sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, ended_on) values (${caseId}, 500, 'weekly', ${day}, ${day}, ${day})`;
}
/** A repair, a hold and a plan have two entries: begun and ended. */
const entriesOf = (kind: string) => (['repair', 'hold', 'plan'].includes(kind) ? 2 : 1);

test('[CASE-73] with every page size and filter each entry comes once, newest first', async () => {
  let next = 0;
  await fc.assert(
    fc.asyncProperty(facts, fc.integer({ min: 1, max: 7 }), async (list, size) => {
      const caseId = homes.accounts[next++ % homes.accounts.length]!;
      const before = await all(caseId, null, 100);
      for (const fact of list) await write(caseId, fact);
      const work = list.filter(({ kind }) => !ledgerHistory.includes(kind));
      const entries = await all(caseId, null, size);
      expect(new Set(entries.map(key)).size).toBe(entries.length);
      const added = work.reduce((count, { kind }) => count + entriesOf(kind), 0);
      expect(entries.length - before.length).toBe(added);
      const times = entries.map((e) => e.at);
      expect(times).toEqual(times.toSorted().reverse());
      for (const kind of new Set(list.map((fact) => fact.kind))) {
        const some = await all(caseId, [kind], size);
        expect(some.every((e) => e.kind === kind)).toBe(true);
        const { kinds } = await readHistory(db.sql, caseId, { timeZone, before: null, kinds: [kind] });
        expect(kinds.find((k) => k.kind === kind)?.count).toBe(some.length);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);

test('[CASE-73] an entry with only a day is on that day, also across a change of the clocks', async () => {
  const caseId = homes.accounts.at(-1)!;
  await write(caseId, { kind: 'payment', at: '2026-03-29T00:30:00Z' });
  await write(caseId, { kind: 'payment', at: '2026-10-25T01:30:00Z' });
  const entries = (await all(caseId, ['payment'], 5)).filter((e) => e.dayOnly);
  expect(entries.map((e) => e.at).slice(0, 2)).toEqual([
    '2026-10-25T12:00:00.000Z',
    '2026-03-29T11:00:00.000Z',
  ]);
  expect(entries[0]!.title).toBe('Paid £7.00 by card');
});

test('[CASE-73] an invalid cursor and an unknown kind are ignored', async () => {
  const caseId = homes.accounts[0]!;
  const first = await readHistory(db.sql, caseId, { timeZone, before: null, kinds: null });
  for (const before of [
    "1~x'; drop table visit~1",
    'NaN~visit~1',
    '',
    '99999999999999999999~visit~1',
    '-999999999999999~visit~1',
  ]) {
    const { entries } = await readHistory(db.sql, caseId, { timeZone, before, kinds: null });
    expect(entries, before).toEqual(first.entries);
  }
  const unknown = await readHistory(db.sql, caseId, { timeZone, before: null, kinds: ['nothing'] });
  expect(unknown.entries).toEqual([]);
});

test('[CASE-74] opening, charges and payments sum to the closing balance, for any span of days', async () => {
  const caseId = homes.accounts.at(-2)!;
  const day = fc.integer({ min: 0, max: 400 }).map((ago) => londonDay(-ago));
  for (const [on] of fc.sample(fc.tuple(day), 40)) {
    await db.sql`insert into charge (rent_account_id, amount_pence, due_on) values (${caseId}, 9386, ${on!})`;
    await pay(db.sql, caseId, 9_100, { on: on! });
  }
  await pay(db.sql, caseId, -4_000, { method: 'direct_debit', on: londonDay(-30) });
  const today = londonDay();
  const [account] = await db.sql`select balance_pence from rent_account where id = ${caseId}`;
  await fc.assert(
    fc.asyncProperty(day, day, async (a, b) => {
      const [from, to] = [a, b].sort() as [string, string];
      const early = await readStatement(db.sql, caseId, from, to);
      expect(early.openingPence + early.chargedPence - early.paidPence).toBe(early.closingPence);
      expect(early.lines.at(-1)?.balancePence ?? early.openingPence).toBe(early.closingPence);
      const whole = await readStatement(db.sql, caseId, from, today);
      expect(whole.openingPence).toBe(early.openingPence);
      expect(whole.closingPence).toBe(account!['balance_pence']);
    }),
    { numRuns: 25 },
  );
});
