// Reading a case: all of it for its officer, no money for the repairs team, and an audit line.
import type { Actor } from '../access/rights.ts';
import type { CaseDetail, RepairsDetail } from '../contract/case-detail.ts';
import { expect, test } from 'vitest';
import { afterFile } from '../../tests/support/cleanup.ts';
import { connectLimited, freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { Worklist } from '../worklist/worklist.ts';
import { createCases } from './cases.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { londonDay } from '../../tests/support/london-day.ts';

let ahead = 0;
const db = await freshDatabase();
const homes = await smallLandlord(db.sql, { homes: 2, patches: 2 });
const worklist = await Worklist.open({ ...db, hub: 'test', log: silentLog, learn: false });
afterFile(() => worklist.stop());
const clock = () => Date.now() + ahead;
const cases = createCases({ sql: db.sql, fresh: (id) => worklist.fresh(id), clock });
const [staffId] = homes.officers as [number];
const actor = (role: Actor['role'], patchIds: Actor['patchIds']): Actor => {
  return { staffId, name: 'Officer Example 1', role, patchIds };
};

test('[CASE-8] the running balance is right for any order of posting, page by page', async () => {
  const id = homes.accounts[0]!;
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select ${id}, 10000, now()::date - 7 * w from generate_series(0, 69) w`;
  // Posted now, but dated long ago, the newest day first.
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select ${id}, 9000 + w, 'card', 'card', 'l-' || w, now()::date - 7 * w - 3 from generate_series(0, 69) w`;
  await db.sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values (${id}, -500, 'correction', now()::date - 100)`;
  const officer = actor('officer', homes.patches);
  const detail = (await cases.readCase(officer, id)) as CaseDetail;
  const lines = [...detail.ledger.lines];
  for (let next = detail.ledger.next; next !== null;) {
    const page = await cases.readLedger(officer, id, next);
    lines.push(...page!.lines);
    next = page!.next;
  }
  expect(lines.length).toBe(141);
  expect(new Set(lines.map((l) => `${l.kind} ${l.id}`)).size).toBe(141);
  const [account] = await db.sql`select balance_pence from rent_account where id = ${id}`;
  const figures = [lines[0]!.balancePence, detail.summary.balancePence];
  expect(figures).toEqual(Array(2).fill(account!['balance_pence']));
  let balance = 0;
  let day = '';
  for (const line of lines.toReversed()) {
    balance += line.amountPence;
    expect(line.balancePence).toBe(balance);
    expect(line.on >= day).toBe(true);
    day = line.on;
  }
});

test('[CASE-8] the answer has everything that is known of a case', async () => {
  const id = homes.accounts[0]!;
  const [home] = await db.sql<{ property_id: number; tenancy_id: number }[]>`
    select t.property_id, t.id as tenancy_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${id}`;
  await db.sql`insert into repair (property_id, category, description) values (${home!.property_id}, 'damp_mould', 'Black mould in the bedroom')`;
  await db.sql`insert into cautionary_alert (property_id, kind, source, starts_on, review_on, expires_on)
    values (${home!.property_id}, 'dangerous_animal', 'officer', now()::date - 9, now()::date + 9, now()::date + 9),
      (${home!.property_id}, 'do_not_attend', 'officer', now()::date - 9, now()::date - 8, now()::date - 8)`;
  await db.sql`insert into support_need (tenancy_id, kind) values (${home!.tenancy_id}, 'hearing')`;
  await db.sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${id}, 1500, 'weekly', now()::date - 3, now()::date - 5)`;
  await db.sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${id}, 'housing_benefit', 40000, 'four_weekly', now()::date - 14, 3, 1, true)`;
  await db.sql`insert into visit (rent_account_id, staff_id, state, planned_for, outcome, promise_pence, promise_on, ended_at)
    values (${id}, ${homes.officers[0]!}, 'done', now()::date - 2, 'promise', 2000, now()::date + 2, now() - interval '2 days')`;
  await db.sql`insert into contact (rent_account_id, staff_id, kind, reached, note) values (${id}, ${homes.officers[0]!}, 'call', false, 'rang out')`;
  const detail = (await cases.readCase(actor('officer', homes.patches), id)) as CaseDetail;
  expect(detail).toMatchObject({
    summary: { id, reference: 'T000001', tenant: 'Example Person 1' },
    people: [{ name: 'Example Person 1', role: 'tenant', preferredContact: 'phone' }],
    repairs: [{ category: 'damp_mould', description: 'Black mould in the bedroom' }],
    alerts: [{ kind: 'dangerous_animal', text: 'Dangerous animal' }],
    supportNeeds: [{ kind: 'hearing' }],
    plan: { instalmentPence: 1500, state: detail.summary.planState },
    expected: [{ method: 'housing_benefit', amountPence: 40_000 }],
  });
  const { entries, kinds } = detail.history;
  expect(entries.filter((e) => e.kind === 'contact' || e.kind === 'visit')).toMatchObject([
    { kind: 'contact', title: 'Call, not reached', text: 'rang out', who: 'Officer Example 1' },
    { kind: 'visit', title: 'Visit: promise to pay' },
  ]);
  expect(entries.map((e) => e.kind).sort()).toEqual(['contact', 'plan', 'repair', 'support', 'visit']);
  // The ledger's lines are in the ledger; here they are only counted, and are read on request.
  expect(Object.fromEntries(kinds.map((k) => [k.kind, k.count]))).toMatchObject({ charge: 70, payment: 70 });
  expect(detail.alerts.length).toBe(1);
  expect(detail.expected[0]!.nextOn! >= londonDay()).toBe(true);
});

test('[CASE-9] the repairs team reads the home and its repairs with a database role that cannot read money', async () => {
  const id = homes.accounts[0]!;
  // Of the rent account only whose it is; nothing of payments, charges, plans and the rest.
  const sql = await connectLimited(db, [
    'select (id, reference, tenancy_id) on rent_account',
    `select on tenancy, property, patch, repair, cautionary_alert, landlord, staff, home_check, check_photo, photo,
      hazard, statutory_clock, bank_holiday, tenancy_person, person, household_confirmation`,
    'insert on audit_line, change_log',
  ]);
  await expect(sql`select balance_pence from rent_account`).rejects.toThrow('permission denied');
  const repairs = { ...actor('repairs', []), staffId: homes.repairs };
  const own = createCases({ sql, fresh: () => Promise.reject(new Error('money was asked for')) });
  const detail = await own.readCase(repairs, id);
  expect(Object.keys(detail!).sort()).toEqual([
    ...['alerts', 'found', 'home', 'householdConfirmedAt', 'people', 'repairs'],
  ]);
  expect(detail).toMatchObject({
    repairs: [{ category: 'damp_mould' }],
    alerts: [{ kind: 'dangerous_animal' }],
    people: [{ name: 'Example Person 1', role: 'tenant' }],
  });
  expect(JSON.stringify(detail)).not.toMatch(/pence|balance|arrears|rent|payment/i);
  expect(await own.readCase(repairs, 999_999)).toBeNull();
  expect(await own.readLedger({ ...repairs, patchIds: 'all' }, id, '10')).toBeNull();
  const lines = await db.sql`select 1 from audit_line
      where what = 'case.read' and case_id = ${id} and staff_id = ${homes.repairs}`;
  expect(lines.length).toBe(1);
});

test('[CASE-114] the repairs team reads how the tenants are reached, of others who live there the name, and no date of birth', async () => {
  const id = homes.accounts[0]!;
  await db.sql`
    with child as (insert into person (name, phone, email, date_of_birth)
      values ('Child Example', '01632 960009', 'child@example.org', '2015-05-05') returning id)
    insert into tenancy_person (tenancy_id, person_id, role)
    select a.tenancy_id, child.id, 'household' from rent_account a, child where a.id = ${id}`;
  await db.sql`update person set phone = '01632 960001', date_of_birth = '1980-02-03' where name = 'Example Person 1'`;
  const repairs = { ...actor('repairs', []), staffId: homes.repairs };
  const { people } = (await cases.readCase(repairs, id)) as RepairsDetail;
  expect(people).toMatchObject([
    { name: 'Example Person 1', role: 'tenant', phone: '01632 960001' },
    { name: 'Child Example', role: 'household', phone: null, email: null },
  ]);
  expect(JSON.stringify(people)).not.toMatch(/1980|2015|960009|child@/);
});

test('[CASE-9] a case outside one’s patches looks as if it did not exist', async () => {
  const id = homes.accounts[0]!;
  const { patchId } = worklist.get(id)!;
  const elsewhere = homes.patches.filter((p) => p !== patchId);
  expect(await cases.readCase(actor('officer', elsewhere), id)).toBeNull();
  expect(await cases.readLedger(actor('officer', elsewhere), id, '10')).toBeNull();
  expect(await cases.readCase(actor('officer', homes.patches), 999_999)).toBeNull();
});

test('[CASE-10] reading leaves one audit line for each person and case, and another only after ten minutes', async () => {
  const id = homes.accounts[1]!;
  const officer = actor('officer', homes.patches);
  const lines = () => db.sql`
    select from audit_line where what = 'case.read' and case_id = ${id} and staff_id = ${officer.staffId}`;
  await cases.readCase(officer, id);
  await cases.readCase(officer, id);
  expect(await lines()).toHaveLength(1);
  ahead = 11 * 60_000;
  await cases.readCase(officer, id);
  expect(await lines()).toHaveLength(2);
  ahead = 0;
});
