// Rent-free weeks and plans in the worklist: a change reaches every case that it concerns.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { smallLandlord, type SmallLandlord } from '../../tests/support/landlord.ts';
import { seen, worklistsOn } from '../../tests/support/worklist.ts';
import { addDays, rentWeekStart } from '../domain/days.ts';
import { londonDay } from '../../tests/support/london-day.ts';

let db: TestDatabase;
let homes: SmallLandlord;
const open = worklistsOn(() => db);
const today = londonDay();
const monday = rentWeekStart(today, 1);

beforeEach(async () => {
  db = await freshDatabase();
  homes = await smallLandlord(db.sql, { homes: 4, patches: 1 });
  await db.sql`update rent_account set weekly_rent_pence = 10000`;
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select a.id, 10000, ${monday}::date - 7 * n from rent_account a, generate_series(0, 11) n`;
  // Universal Credit of £400.00 was paid nine days ago and is paid each month.
  await db.sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    select id, 'universal_credit', 40000, 'monthly', ${addDays(today, -9)}, 3, 1, true from rent_account`;
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 40000, 'universal_credit', 'dwp', 'uc-' || id, ${addDays(today, -9)} from rent_account`;
});

test('[WORK-25] a general rent-free week reaches every case, one of an account only its case; the same for its removal', async () => {
  const worklist = await open();
  const [one, other] = homes.accounts as [number, number];
  const technical = (id: number) => worklist.get(id)!.technicalArrearsPence;
  const before = technical(one);
  const free = [2, 3, 4, 5].map((week) => addDays(monday, 7 * week));
  await db.sql`insert into rent_free_week (starts_on, rent_account_id) select day, ${one} from unnest(${free}::date[]) day`;
  await expect.poll(() => technical(one)).toBeGreaterThan(before + 10_000);
  expect(technical(other)).toBe(before);
  const account = technical(one);
  await db.sql`update rent_free_week set rent_account_id = null`;
  await expect.poll(() => technical(other)).toBe(account);
  expect(technical(one)).toBe(account);
  expect(seen(worklist.list('all'))).toEqual(seen((await open()).list('all')));
  await db.sql`delete from rent_free_week`;
  await expect.poll(() => [technical(one), technical(other)]).toEqual([before, before]);
});

test('[WORK-26] a plan is assessed by the whole ledger since its agreement, of any age, also where nothing is owed', async () => {
  const id = homes.accounts[0]!;
  await db.sql`delete from expected_income where rent_account_id = ${id}`;
  // Agreed 300 days ago, longer than the list looks back for anything else; paid off 200 days ago.
  await db.sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, total_pence, arrears_pence)
    values (${id}, 1000, 'weekly', ${addDays(today, -293)}, ${addDays(today, -300)}, 20000, 20000)`;
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, 20000, ${addDays(today, -310)})`;
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${id}, 20000, 'card', 'card', 'plan', ${addDays(today, -200)})`;
  const worklist = await open();
  expect(worklist.get(id)).toMatchObject({ planState: 'completed' });
  // In credit the plan's state still follows its payments.
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${id}, 500000, 'card', 'card', 'all', ${today})`;
  await expect.poll(() => worklist.get(id)!.balancePence).toBeLessThan(0);
  expect(worklist.get(id)).toMatchObject({ planState: 'completed', action: 'none' });
  await db.sql`delete from payment where source_ref = 'plan'`;
  await db.sql`delete from payment where source_ref = 'all'`;
  await expect.poll(() => worklist.get(id)!.planState).toBe('broken');
  expect(seen(worklist.list('all'))).toEqual(seen((await open()).list('all')));
});

test('[WORK-27] a court step and a contact about something else are facts of the case', async () => {
  const id = homes.accounts[0]!;
  const officer = homes.officers[0]!;
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, 200000, ${addDays(today, -100)})`;
  const contact = (kind: string, daysAgo: number, purpose: string | null) => db.sql`
    insert into contact (rent_account_id, staff_id, kind, reached, happened_at, purpose)
    values (${id}, ${officer}, ${kind}, false, now() - ${daysAgo} * interval '1 day', ${purpose})`;
  await contact('call', 20, null);
  await contact('letter', 30, 'arrears');
  const worklist = await open();
  expect(worklist.get(id)).toMatchObject({ action: 'court_review' });
  const step = (kind: string, daysAgo: number) => db.sql`
    insert into court_step (id, rent_account_id, kind, on_day, staff_id, happened_at)
    values (${crypto.randomUUID()}, ${id}, ${kind}, ${addDays(today, -daysAgo)}, ${officer}, now())`;
  await step('notice_served', 60);
  await expect.poll(() => worklist.get(id)!.reasons[0]!.code).toBe('notice_over');
  await step('application_made', 20);
  await expect.poll(() => worklist.get(id)!.action).toBe('visit');
  expect(worklist.get(id)!.reasons.map(({ code }) => code)).toContain('claim_open');
  await contact('visit', 0, 'repair');
  await expect.poll(() => worklist.get(id)!.lastContactAt).not.toBeNull();
  expect(worklist.get(id)!.action).toBe('visit');
  await contact('visit', 0, 'arrears');
  await expect.poll(() => worklist.get(id)!.action).toBe('wait');
});
