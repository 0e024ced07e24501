// [PERF-20] to [PERF-23]: random landlords with backdating, reversals, former tenants, credits, suspense and other accounts,
// and with errors inserted. The expected ledger is summed here, from the generated data.
import type { DiscrepancyKind, TieLineName } from '../../contract/performance/reconciliation.ts';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays } from '../../domain/days.ts';
import { dayIn } from '../../domain/zone.ts';
import { readDiscrepancies, swapOf } from './discrepancies.ts';
import { readTieHistory } from './controls.ts';
import { readReconciliation, residual, type ListedCase } from './reconciliation.ts';

const { sql } = await freshDatabase();
const landlord = await smallLandlord(sql, { homes: 6 });
const now = Date.now();
const today = dayIn('Europe/London', now);
const hours = 3_600_000;
/** Finance's figure is of four days ago, with its cut-off 70 hours ago. */
const asOfDay = addDays(today, -4);
const cutOffAt = new Date(now - 70 * hours);

const pence = fc.integer({ min: 1, max: 40_000 });
const signed = fc.oneof({ weight: 4, arbitrary: pence }, { weight: 1, arbitrary: pence.map((p) => -p) });
const posting = fc.record({
  account: fc.nat({ max: 5 }),
  line: fc.constantFrom<Line>('charge', 'payment', 'adjustment'),
  pence: signed,
  hoursAgo: fc.integer({ min: 1, max: 300 }),
  // Backdated, or of a day to come.
  daysBack: fc.integer({ min: -6, max: 12 }),
});
/** Often around the day of the figure, where it is decided. */
const daysAgo = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 3, max: 5 }));
const made = fc.record({
  postings: fc.array(posting, { minLength: 4, maxLength: 30 }),
  /** When each tenancy ended. */
  ends: fc.array(fc.option(fc.integer({ min: -5, max: 12 })), { minLength: 6, maxLength: 6 }),
  items: fc.array(
    fc.record({
      pence,
      daysAgo,
      hoursAgo: fc.integer({ min: 1, max: 300 }),
      payment: fc.option(fc.nat({ max: 29 })),
      returnedDaysAgo: fc.option(daysAgo, { freq: 2 }),
    }),
    { maxLength: 5 },
  ),
  others: fc.array(
    fc.record({
      kind: fc.constantFrom('garage', 'court_costs'),
      figures: fc.uniqueArray(fc.record({ daysAgo: fc.nat({ max: 12 }), pence: signed }), {
        maxLength: 3,
        selector: (one) => one.daysAgo,
      }),
      closedDaysAgo: fc.option(fc.nat({ max: 8 }), { freq: 4 }),
    }),
    { maxLength: 4 },
  ),
  coversFormer: fc.boolean(),
});
type Line = 'charge' | 'payment' | 'adjustment';
type Landlord = typeof made extends fc.Arbitrary<infer T> ? T : never;

const at = (hoursAgo: number) => new Date(now - hoursAgo * hours);
const onOf = ({ hoursAgo, daysBack }: Landlord['postings'][number]) =>
  addDays(dayIn('Europe/London', at(hoursAgo).getTime()), -daysBack);
let n = 0;

async function post(line: Line, nth: number, pence: number, on: string, posted: Date): Promise<number> {
  const account = landlord.accounts[nth]!;
  const [row] =
    line === 'charge'
      ? await sql<{ id: number }[]>`insert into charge (rent_account_id, amount_pence, due_on, posted_at)
          values (${account}, ${pence}, ${on}, ${posted}) returning id`
      : line === 'adjustment'
        ? await sql<{ id: number }[]>`
            insert into adjustment (rent_account_id, amount_pence, kind, effective_on, posted_at)
            values (${account}, ${pence}, ${pence < -20_000 ? 'write_off' : 'correction'}, ${on}, ${posted}) returning id`
        : await sql<{ id: number }[]>`
            insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
            values (${account}, ${pence}, 'card', 'test', ${String(n++)}, ${on}, ${posted}) returning id`;
  return row!.id;
}

/** Writes it into the database; returns what finance's ledger would have, summed without the database. */
async function write(one: Landlord): Promise<{ controlId: number; truth: number }> {
  for (const table of ['suspense_item', 'other_figure', 'other_account', 'payment', 'charge', 'adjustment'])
    await sql`delete from ${sql(table)}`;
  for (const [i, ago] of one.ends.entries())
    await sql`update tenancy set end_date = ${ago === null ? null : addDays(today, -ago)}
      where id = (select tenancy_id from rent_account where id = ${landlord.accounts[i]!})`;
  const inFigure = (account: number) => {
    const ago = one.ends[account]!;
    return one.coversFormer || ago === null || addDays(today, -ago) > asOfDay;
  };
  let truth = 0;
  const payments = new Map<number, { id: number; known: boolean }>();
  for (const [i, p] of one.postings.entries()) {
    const [on, posted] = [onOf(p), at(p.hoursAgo)];
    const known = on <= asOfDay && posted < cutOffAt;
    if (known && inFigure(p.account)) truth += p.line === 'payment' ? -p.pence : p.pence;
    const id = await post(p.line, p.account, p.pence, on, posted);
    if (p.line === 'payment') payments.set(i, { id, known });
  }
  for (const item of one.items) {
    const left = [...payments.keys()];
    const nth = item.payment === null || left.length === 0 ? undefined : left[item.payment % left.length]!;
    const matched = nth === undefined ? undefined : payments.get(nth);
    if (nth !== undefined) payments.delete(nth);
    const returned = matched || item.returnedDaysAgo === null ? null : addDays(today, -item.returnedDaysAgo);
    const received = addDays(today, -item.daysAgo);
    await sql`insert into suspense_item (amount_pence, received_on, posted_at, source, reference, matched_payment_id, matched_at, returned_on)
      values (${item.pence}, ${received}, ${at(item.hoursAgo)}, 'bank', ${String(n++)}, ${matched?.id ?? null},
        ${matched ? at(1) : null}, ${returned})`;
    const waits = received <= asOfDay && at(item.hoursAgo) < cutOffAt && !matched?.known;
    if (waits && (returned === null || returned > asOfDay)) truth -= item.pence;
  }
  for (const other of one.others) {
    const closed = other.closedDaysAgo === null ? null : addDays(today, -other.closedDaysAgo);
    const [row] = await sql<{ id: number }[]>`
      insert into other_account (kind, reference, closed_on) values (${other.kind}, ${'O' + n++}, ${closed}) returning id`;
    for (const figure of other.figures)
      await sql`insert into other_figure (other_account_id, as_of_day, pence)
        values (${row!.id}, ${addDays(today, -figure.daysAgo)}, ${figure.pence})`;
    const last = other.figures.filter(({ daysAgo }) => daysAgo >= 4).sort((a, b) => a.daysAgo - b.daysAgo)[0];
    if (last && (closed === null || closed > asOfDay)) truth += last.pence;
  }
  return { controlId: await enter(truth, one.coversFormer), truth };
}

async function enter(figure: number, coversFormer = true): Promise<number> {
  const covers = coversFormer ? ['former', 'suspense', 'other'] : ['suspense', 'other'];
  const [row] = await sql<{ id: number }[]>`
    insert into control_total (ledger, as_of_day, cut_off_at, covers, pence)
    values (${'Ledger ' + n++}, ${asOfDay}, ${cutOffAt}, ${covers}, ${figure}) returning id`;
  return row!.id;
}

/** The accounts in the worklist: those that owe, including former tenants. */
async function listed(): Promise<ListedCase[]> {
  const rows = await sql<{ id: number; reference: string; pence: number; former: boolean }[]>`
    select a.id, a.reference, a.balance_pence as pence, coalesce(t.end_date <= ${today}, false) as former
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.balance_pence > 0`;
  return rows.map(({ pence, former, ...one }) => ({
    ...one,
    balancePence: pence,
    blockers: former ? [{ kind: 'former_tenant' }] : [],
  }));
}
const quiet: Landlord = {
  postings: [
    { account: 0, line: 'charge', pence: 31_234, hoursAgo: 200, daysBack: 0 },
    { account: 1, line: 'charge', pence: 22_000, hoursAgo: 200, daysBack: 0 },
    { account: 1, line: 'payment', pence: 30_000, hoursAgo: 150, daysBack: 0 },
    { account: 2, line: 'charge', pence: 40_400, hoursAgo: 200, daysBack: 0 },
    { account: 2, line: 'payment', pence: 5_500, hoursAgo: 20, daysBack: 0 },
  ],
  ends: [null, null, null, 8, null, null],
  items: [{ pence: 7_777, daysAgo: 8, hoursAgo: 180, payment: null, returnedDaysAgo: null }],
  others: [{ kind: 'garage', figures: [{ daysAgo: 5, pence: 2_180 }], closedDaysAgo: null }],
  coversFormer: true,
};
const read = async (controlId: number, list?: ListedCase[], open?: { line: TieLineName; what: string }) => {
  const shown = list ?? (await listed());
  return (await readReconciliation(sql, { list: () => shown, now, controlId }, open))!;
};
/** The sum of all rent accounts at the control day, former tenants included. */
async function ledgerPence(): Promise<number> {
  const [sum] = await sql<{ pence: number }[]>`
    select coalesce(sum(pence), 0)::bigint as pence from ledger_row where on_day <= ${asOfDay} and posted_at < ${cutOffAt}`;
  return sum!.pence;
}
const residualOf = async (controlId: number) => (await read(controlId)).reconciliation.residualPence;
const residualInHistory = async (controlId: number) =>
  (await readTieHistory(sql, now)).totals.find(({ id }) => id === controlId)!.residualPence;
const discrepancies = async (controlId: number) => (await readDiscrepancies(sql, { now, controlId }))!;

test('[PERF-21] figures of many days and cut-offs are each compared with what was known then', async () => {
  await fc.assert(
    fc.asyncProperty(made, async (one) => {
      await write({ ...one, items: [], others: [] });
      const ids: number[] = [];
      for (const [daysAgo, hoursAgo] of [
        [9, 200],
        [7, 190],
        [5, 90],
        [3, 90],
        [2, 30],
      ] as const) {
        const [row] = await sql<{ id: number }[]>`
          insert into control_total (ledger, as_of_day, cut_off_at, pence)
          select ${'Ledger ' + n++}, ${addDays(today, -daysAgo)}, ${at(hoursAgo)}, coalesce(sum(pence), 0) + ${ids.length}::int
          from ledger_row where on_day <= ${addDays(today, -daysAgo)} and posted_at < ${at(hoursAgo)} returning id`;
        ids.push(row!.id);
      }
      expect(await Promise.all(ids.map(residualInHistory))).toEqual([0, 1, 2, 3, 4]);
    }),
    { numRuns: 4 },
  );
});

test('[PERF-20] the lines sum to the control total to the penny, and each opens into rows that sum to it', async () => {
  await fc.assert(
    fc.asyncProperty(made, async (one) => {
      const { controlId, truth } = await write(one);
      const { reconciliation: statement } = await read(controlId);
      expect(statement.residualPence).toBe(0);
      if (one.coversFormer) expect(statement.rentAccountsPence).toBe(await ledgerPence());
      expect(statement.lines.reduce((sum, { pence }) => sum + pence, 0)).toBe(truth);
      expect(statement.lines.find(({ line }) => line === 'behind')).toMatchObject({ pence: 0, rows: 0 });
      for (const { line, what, pence, rows } of statement.lines) {
        const { opened, reconciliation: again } = await read(controlId, undefined, { line, what });
        const sum = opened!.rows.reduce((all, row) => all + row.pence, 0);
        expect([line, opened!.rows.length, sum]).toEqual([line, rows, pence]);
        expect(again.lines).toEqual(statement.lines);
      }
      expect((await discrepancies(controlId)).groups).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('[PERF-20] a posting exactly at the cut-off is later; the last moment before it is in the figure', async () => {
  const { truth } = await write(quiet);
  await post('charge', 0, 100, asOfDay, new Date(cutOffAt.getTime() - 1));
  await post('charge', 0, 1_000, asOfDay, cutOffAt);
  const controlId = await enter(truth + 100);
  const { reconciliation } = await read(controlId);
  expect(reconciliation.residualPence).toBe(0);
  const later = reconciliation.lines.find(({ what }) => what === 'charge');
  expect(later).toMatchObject({ pence: -1_000, rows: 1 });
  expect(await residualInHistory(controlId)).toBe(0);
});

test('[PERF-21] a control total that is wrong by any amount leaves exactly that amount', async () => {
  await fc.assert(
    fc.asyncProperty(made, signed, async (one, off) => {
      const { truth } = await write(one);
      const controlId = await enter(truth + off, one.coversFormer);
      expect(await residualOf(controlId)).toBe(off);
      expect((await discrepancies(controlId)).residualPence).toBe(off);
      expect(await residualInHistory(controlId)).toBe(off);
    }),
    { numRuns: 15 },
  );
});

test('[PERF-21] an error of £12.34 is £12.34, also for the tiles', async () => {
  const { truth } = await write(quiet);
  await sql`insert into control_total (ledger, as_of_day, cut_off_at, pence, entered_at)
    values ('Newest', ${asOfDay}, ${cutOffAt}, ${truth + 1234}, now() + interval '1 minute')`;
  await sql`update control_total set superseded_at = now(), superseded_by = (select max(id) from control_total)
    where as_of_day > ${asOfDay}`;
  expect(await residual(sql, now)).toMatchObject({ ledger: 'Newest', asOfDay, residualPence: 1234 });
});

test('[PERF-22] a stored balance that is not the sum of its postings is the residual, and is named', async () => {
  const { controlId } = await write(quiet);
  const account = landlord.accounts[0]!;
  const change = async (by: number) => {
    await sql`alter table rent_account disable trigger guard_balance_update`;
    await sql`update rent_account set balance_pence = balance_pence + ${by} where id = ${account}`;
    await sql`alter table rent_account enable trigger guard_balance_update`;
  };
  await change(555);
  onTestFinished(() => change(-555));
  expect(await residualOf(controlId)).toBe(-555);
  const { groups } = await discrepancies(controlId);
  expect(groups[0]).toMatchObject({ kind: 'drift', count: 1, rows: [{ id: account, pence: 555 }] });
});

test('[PERF-22] a suspense item that was posted to two accounts is the residual; the item and both payments are named', async () => {
  const one = structuredClone(quiet);
  one.postings.push({ account: 4, line: 'payment', pence: 7_777, hoursAgo: 100, daysBack: 0 });
  one.items[0]!.payment = one.postings.length - 1;
  const { controlId } = await write(one);
  expect(await residualOf(controlId)).toBe(0);
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    values (${landlord.accounts[5]!}, 7777, 'other', 'suspense', 'twice', ${addDays(today, -6)}, ${at(90)})`;
  expect(await residualOf(controlId)).toBe(7_777);
  const { groups } = await discrepancies(controlId);
  expect(groups.map(({ kind }) => kind).slice(0, 2)).toEqual(['suspense', 'equal']);
  expect(groups[0]!.rows[0]!.why).toContain('posted only once');
  const posted = groups[1]!.rows.filter(({ of }) => of === 'posting').map(({ caseId }) => caseId);
  expect(new Set(posted)).toEqual(new Set(landlord.accounts.slice(4, 6)));
  expect(posted).toHaveLength(2);
});

test('[PERF-22] an account that only finance has is the residual; homes without an account are named', async () => {
  const { truth } = await write(quiet);
  const [tenancy] = await sql<{ id: number }[]>`
    insert into tenancy (property_id, start_date) select min(id), ${addDays(today, -90)} from property returning id`;
  await sql`insert into other_account (kind, reference) values ('garage', 'G-404')`;
  const controlId = await enter(truth + 18_100);
  expect(await residualOf(controlId)).toBe(18_100);
  const { groups } = await discrepancies(controlId);
  const missing = groups.find(({ kind }) => kind === 'missing')!;
  await sql`delete from tenancy where id = ${tenancy!.id}`;
  expect(missing.rows.map(({ reference }) => reference)).toEqual(['G-404', `Tenancy ${tenancy!.id}`]);
});

test('[PERF-22] a figure with two digits swapped, an amount with the wrong sign, and postings at the cut-off are named', async () => {
  const { truth } = await write(quiet);
  const rows = async (figure: number, wanted: DiscrepancyKind) =>
    (await discrepancies(await enter(figure))).groups.find(({ kind }) => kind === wanted)!.rows;
  // £28.10 in the ledger, typed as £21.80 by finance.
  expect(await rows(truth + 630, 'digits')).toMatchObject([
    { of: 'other_account', pence: 2180, why: 'With the digits swapped back it is £28.10' },
  ]);
  expect(await rows(truth - 11_000, 'half')).toMatchObject([{ of: 'posting', pence: -5_500 }]);
  await post('charge', 1, 321, addDays(today, -5), new Date(cutOffAt.getTime() + 30_000));
  expect(await rows(truth + 321, 'cut_off')).toMatchObject([{ pence: 321, why: 'Just after the cut-off' }]);
});

test('[PERF-22] two neighbouring digits that were swapped are found from the difference', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 99_999_999 }), fc.nat({ max: 6 }), (typed, place) => {
      const digits = [...String(typed)].reverse();
      if (place + 1 >= digits.length || digits[place] === digits[place + 1]) return;
      [digits[place], digits[place + 1]] = [digits[place + 1]!, digits[place]!];
      const by = Math.abs(Number(digits[place]) - Number(digits[place + 1]));
      expect(swapOf(Math.abs(Number(digits.reverse().join('')) - typed))).toEqual({ by, place });
    }),
  );
  expect(swapOf(1234)).toBeNull();
});

test('[PERF-23] a list that is behind the database has its own line, with its rows, outside the residual', async () => {
  const { controlId } = await write(quiet);
  const list = (await listed()).map((one) =>
    one.id === landlord.accounts[2] ? { ...one, balancePence: one.balancePence + 5_500 } : one,
  );
  const { reconciliation, opened } = await read(controlId, list, { line: 'behind', what: '' });
  expect(reconciliation.residualPence).toBe(0);
  expect(opened).toMatchObject({
    line: { pence: -5_500, rows: 1 },
    rows: [{ caseId: landlord.accounts[2], pence: -5_500 }],
  });
  // A payment that arrived while the figures were read: the list from before equals the snapshot.
  const shown = [await listed(), list];
  const answer = await readReconciliation(sql, { list: () => shown.shift() ?? list, now, controlId });
  const behind = answer!.reconciliation.lines.find(({ line }) => line === 'behind');
  expect(behind).toMatchObject({ pence: 0, rows: 0 });
});

test('[PERF-24] a control total is never changed or deleted; another one of that ledger and day supersedes it', async () => {
  const first = await enter(100);
  const change = sql`update control_total set pence = 200 where id = ${first}`;
  await expect(change).rejects.toThrow('never changed');
  await expect(sql`delete from control_total where id = ${first}`).rejects.toThrow('never deleted');
  await expect(sql`insert into control_total (ledger, as_of_day, cut_off_at, pence)
    select ledger, as_of_day, cut_off_at, 200 from control_total where id = ${first}`).rejects.toThrow(
    'control_total_standing',
  );
});

test('[PERF-28] a match whose payment is deleted is in suspense again', async () => {
  await write(quiet);
  const paid = await post('payment', 0, 4200, today, new Date(now));
  await sql`insert into suspense_item (amount_pence, received_on, source, reference, matched_payment_id, matched_at)
    values (4200, ${today}, 'bank', ${String(n++)}, ${paid}, now())`;
  const waits = () =>
    sql`select matched_payment_id as payment, matched_at as at from suspense_item where amount_pence = 4200`;
  expect(await waits()).toMatchObject([{ payment: paid, at: expect.any(Date) as Date }]);
  await sql`delete from payment where id = ${paid}`;
  expect(await waits()).toEqual([{ payment: null, at: null }]);
});
