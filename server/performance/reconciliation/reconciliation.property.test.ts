// [PERF-20] to [PERF-23]: random landlords with backdating, reversals, former tenants, credits, suspense and other accounts,
// and with errors inserted. The expected ledger is summed here, from the generated data.
import type { TieLineName } from '../../contract/performance/reconciliation.ts';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord, type SmallLandlord } from '../../../tests/support/landlord.ts';
import { addDays } from '../../domain/days.ts';
import { dayIn } from '../../domain/zone.ts';
import { readDiscrepancies, swapOf } from './discrepancies.ts';
import { readTieHistory } from './controls.ts';
import { readReconciliation, residual, type ListedCase } from './reconciliation.ts';

const { sql } = await freshDatabase();
let landlord: SmallLandlord;
const now = Date.now();
const today = dayIn('Europe/London', now);
const hours = 3_600_000;
/** Finance's figure is of four days ago, with its cut-off 70 hours ago. */
const asOfDay = addDays(today, -4);
const cutOffAt = new Date(now - 70 * hours);

beforeAll(async () => {
  landlord = await smallLandlord(sql, { homes: 6 });
});

type Posting = {
  account: number;
  line: 'charge' | 'payment' | 'adjustment';
  pence: number;
  hoursAgo: number;
  daysBack: number;
};
type Item = {
  pence: number;
  daysAgo: number;
  hoursAgo: number;
  payment: number | null;
  returnedDaysAgo: number | null;
};
type Other = {
  kind: 'garage' | 'court_costs';
  figures: { daysAgo: number; pence: number }[];
  closedDaysAgo: number | null;
};
type Landlord = {
  postings: Posting[];
  ends: (number | null)[];
  items: Item[];
  others: Other[];
  coversFormer: boolean;
};

const pence = fc.integer({ min: 1, max: 40_000 });
const signed = fc.oneof({ weight: 4, arbitrary: pence }, { weight: 1, arbitrary: pence.map((p) => -p) });
const posting: fc.Arbitrary<Posting> = fc.record({
  account: fc.nat({ max: 5 }),
  line: fc.constantFrom('charge', 'payment', 'adjustment'),
  pence: signed,
  hoursAgo: fc.integer({ min: 1, max: 300 }),
  // Backdated, or of a future day.
  daysBack: fc.integer({ min: -6, max: 12 }),
});
const made: fc.Arbitrary<Landlord> = fc.record({
  postings: fc.array(posting, { minLength: 4, maxLength: 30 }),
  ends: fc.array(fc.option(fc.integer({ min: -5, max: 12 })), { minLength: 6, maxLength: 6 }),
  items: fc.array(
    fc.record({
      pence,
      // Often near the day of the figure, where the result is decided.
      daysAgo: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 3, max: 5 })),
      hoursAgo: fc.integer({ min: 1, max: 300 }),
      payment: fc.option(fc.nat({ max: 29 })),
      returnedDaysAgo: fc.option(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 3, max: 5 })), {
        freq: 2,
      }),
    }),
    { maxLength: 5 },
  ),
  others: fc.array(
    fc.record({
      kind: fc.constantFrom('garage', 'court_costs'),
      figures: fc.uniqueArray(fc.record({ daysAgo: fc.nat({ max: 12 }), pence: signed }), {
        maxLength: 3,
        selector: ({ daysAgo }) => daysAgo,
      }),
      closedDaysAgo: fc.option(fc.nat({ max: 8 }), { freq: 4 }),
    }),
    { maxLength: 4 },
  ),
  coversFormer: fc.boolean(),
});

const at = (hoursAgo: number) => new Date(now - hoursAgo * hours);
const onOf = ({ hoursAgo, daysBack }: Posting) =>
  addDays(dayIn('Europe/London', at(hoursAgo).getTime()), -daysBack);
let n = 0;

/** Writes it into the database; returns what finance's ledger would have, summed without the database. */
async function write(one: Landlord): Promise<{ controlId: number; truth: number }> {
  await sql`delete from suspense_item`;
  await sql`delete from other_figure`;
  await sql`delete from other_account`;
  for (const table of ['payment', 'charge', 'adjustment']) await sql`delete from ${sql(table)}`;
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
    const [account, on, posted] = [landlord.accounts[p.account]!, onOf(p), at(p.hoursAgo)];
    const known = on <= asOfDay && posted < cutOffAt;
    if (known && inFigure(p.account)) truth += p.line === 'payment' ? -p.pence : p.pence;
    if (p.line === 'charge')
      await sql`insert into charge (rent_account_id, amount_pence, due_on, posted_at) values (${account}, ${p.pence}, ${on}, ${posted})`;
    else if (p.line === 'adjustment')
      await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on, posted_at)
        values (${account}, ${p.pence}, ${p.pence < -20_000 ? 'write_off' : 'correction'}, ${on}, ${posted})`;
    else {
      const [row] = await sql<{ id: number }[]>`
        insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
        values (${account}, ${p.pence}, 'card', 'test', ${String(n++)}, ${on}, ${posted}) returning id`;
      payments.set(i, { id: row!.id, known });
    }
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
      const { totals } = await readTieHistory(sql, now);
      const residuals = ids.map((id) => totals.find((total) => total.id === id)!.residualPence);
      expect(residuals).toEqual([0, 1, 2, 3, 4]);
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
      expect(statement.lines.reduce((sum, { pence }) => sum + pence, 0)).toBe(truth);
      expect(statement.lines.find(({ line }) => line === 'behind')).toMatchObject({ pence: 0, rows: 0 });
      for (const { line, what, pence, rows } of statement.lines) {
        const { opened, reconciliation: again } = await read(controlId, undefined, { line, what });
        expect(
          opened!.rows.reduce((sum, row) => sum + row.pence, 0),
          line,
        ).toBe(pence);
        expect(opened!.rows, line).toHaveLength(rows);
        expect(again.lines).toEqual(statement.lines);
      }
      expect((await readDiscrepancies(sql, { now, controlId }))!.groups).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('[PERF-20] the rent accounts at the control day equal the sum of their postings of that day', async () => {
  await fc.assert(
    fc.asyncProperty(made, async (one) => {
      const { controlId } = await write({ ...one, coversFormer: true });
      const [anew] = await sql<{ pence: number }[]>`
        select coalesce(sum(pence), 0)::bigint as pence from ledger_row where on_day <= ${asOfDay} and posted_at < ${cutOffAt}`;
      expect((await read(controlId)).reconciliation.rentAccountsPence).toBe(anew!.pence);
    }),
    { numRuns: 15 },
  );
});

test('[PERF-20] a posting exactly at the cut-off is later; the last moment before it is in the figure', async () => {
  const { truth } = await write(quiet);
  for (const [ms, pence] of [
    [-1, 100],
    [0, 1_000],
  ] as const)
    await sql`insert into charge (rent_account_id, amount_pence, due_on, posted_at)
      values (${landlord.accounts[0]!}, ${pence}, ${asOfDay}, ${new Date(cutOffAt.getTime() + ms)})`;
  const controlId = await enter(truth + 100);
  const { reconciliation } = await read(controlId);
  expect(reconciliation.residualPence).toBe(0);
  expect(reconciliation.lines.find(({ what }) => what === 'charge')).toMatchObject({
    pence: -1_000,
    rows: 1,
  });
  const history = await readTieHistory(sql, now);
  expect(history.totals.find(({ id }) => id === controlId)!.residualPence).toBe(0);
});

test('[PERF-21] a control total that is wrong by any amount leaves exactly that amount', async () => {
  await fc.assert(
    fc.asyncProperty(made, signed, async (one, off) => {
      const { truth } = await write(one);
      const controlId = await enter(truth + off, one.coversFormer);
      expect((await read(controlId)).reconciliation.residualPence).toBe(off);
      expect((await readDiscrepancies(sql, { now, controlId }))!.residualPence).toBe(off);
      const history = await readTieHistory(sql, now);
      expect(history.totals.find(({ id }) => id === controlId)!.residualPence).toBe(off);
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
  const kept = async (by: number) => {
    await sql`alter table rent_account disable trigger guard_balance_update`;
    await sql`update rent_account set balance_pence = balance_pence + ${by} where id = ${account}`;
    await sql`alter table rent_account enable trigger guard_balance_update`;
  };
  await kept(555);
  const answer = await read(controlId);
  const found = (await readDiscrepancies(sql, { now, controlId }))!.groups;
  await kept(-555);
  expect(answer.reconciliation.residualPence).toBe(-555);
  expect(found[0]).toMatchObject({ kind: 'drift', count: 1, rows: [{ id: account, pence: 555 }] });
});

test('[PERF-22] a suspense item that was posted to two accounts is the residual; the item and both payments are named', async () => {
  const one = structuredClone(quiet);
  one.postings.push({ account: 4, line: 'payment', pence: 7_777, hoursAgo: 100, daysBack: 0 });
  one.items[0]!.payment = one.postings.length - 1;
  const { controlId } = await write(one);
  expect((await read(controlId)).reconciliation.residualPence).toBe(0);
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    values (${landlord.accounts[5]!}, 7777, 'other', 'suspense', 'twice', ${addDays(today, -6)}, ${at(90)})`;
  expect((await read(controlId)).reconciliation.residualPence).toBe(7_777);
  const { groups } = (await readDiscrepancies(sql, { now, controlId }))!;
  expect(groups.map(({ kind }) => kind).slice(0, 2)).toEqual(['suspense', 'equal']);
  expect(groups[0]!.rows[0]!.why).toContain('posted once');
  expect(
    groups[1]!.rows
      .filter(({ of }) => of === 'posting')
      .map(({ caseId }) => caseId)
      .sort(),
  ).toEqual([landlord.accounts[4]!, landlord.accounts[5]!].sort());
});

test('[PERF-22] an account that only finance has is the residual; homes without an account are named', async () => {
  const { truth } = await write(quiet);
  const [tenancy] = await sql<{ id: number }[]>`
    insert into tenancy (property_id, start_date) select min(id), ${addDays(today, -90)} from property returning id`;
  await sql`insert into other_account (kind, reference) values ('garage', 'G-404')`;
  const controlId = await enter(truth + 18_100);
  expect((await read(controlId)).reconciliation.residualPence).toBe(18_100);
  const found = (await readDiscrepancies(sql, { now, controlId }))!.groups.find(
    ({ kind }) => kind === 'missing',
  )!;
  await sql`delete from tenancy where id = ${tenancy!.id}`;
  expect(found.rows.map(({ reference }) => reference)).toEqual(['G-404', `Tenancy ${tenancy!.id}`]);
});

test('[PERF-22] a figure with two digits swapped, an amount with the wrong sign, and postings at the cut-off are named', async () => {
  const { truth } = await write(quiet);
  const blamed = async (figure: number) =>
    (await readDiscrepancies(sql, { now, controlId: await enter(figure) }))!.groups;
  // £28.10 in the ledger, typed as £21.80 by finance.
  const swapped = (await blamed(truth + 630)).find(({ kind }) => kind === 'digits')!;
  expect(swapped.rows).toMatchObject([
    { of: 'other_account', pence: 2180, why: 'Changed back it is £28.10' },
  ]);
  const wrongSide = (await blamed(truth - 11_000)).find(({ kind }) => kind === 'half')!;
  expect(wrongSide.rows).toMatchObject([{ of: 'posting', pence: -5_500 }]);
  await sql`insert into charge (rent_account_id, amount_pence, due_on, posted_at)
    values (${landlord.accounts[1]!}, 321, ${addDays(today, -5)}, ${new Date(cutOffAt.getTime() + 30_000)})`;
  const cut = (await blamed(truth + 321)).find(({ kind }) => kind === 'cut_off')!;
  expect(cut.rows).toMatchObject([{ pence: 321, why: 'Just after the cut-off' }]);
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
  expect(answer!.reconciliation.lines.find(({ line }) => line === 'behind')).toMatchObject({
    pence: 0,
    rows: 0,
  });
});

test('[PERF-24] a control total is never changed or deleted; another one of that ledger and day supersedes it', async () => {
  const first = await enter(100);
  await expect(sql`update control_total set pence = 200 where id = ${first}`).rejects.toThrow(
    'never changed',
  );
  await expect(sql`delete from control_total where id = ${first}`).rejects.toThrow('never deleted');
  await expect(sql`insert into control_total (ledger, as_of_day, cut_off_at, pence)
    select ledger, as_of_day, cut_off_at, 200 from control_total where id = ${first}`).rejects.toThrow(
    'control_total_standing',
  );
});

test('[PERF-28] a match whose payment is deleted is in suspense again', async () => {
  await write(quiet);
  const [paid] = await sql<{ id: number }[]>`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${landlord.accounts[0]!}, 4200, 'cash', 'test', ${String(n++)}, ${today}) returning id`;
  await sql`insert into suspense_item (amount_pence, received_on, source, reference, matched_payment_id, matched_at)
    values (4200, ${today}, 'bank', ${String(n++)}, ${paid!.id}, now())`;
  const waits = () =>
    sql`select matched_payment_id as payment, matched_at as at from suspense_item where amount_pence = 4200`;
  expect(await waits()).toMatchObject([{ payment: paid!.id, at: expect.any(Date) as Date }]);
  await sql`delete from payment where id = ${paid!.id}`;
  expect(await waits()).toEqual([{ payment: null, at: null }]);
});
