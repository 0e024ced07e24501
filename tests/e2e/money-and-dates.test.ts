// Input on real screens: impossible amounts and dates are refused at the field, and nothing is sent; the hazards of a later
// phase, the law's two dates, this year's prompts, and the end of the table of bank holidays.
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import { house, setOut, until } from './house.ts';
import { becomePhone, violations } from './looks.ts';
import { sideways } from './probes.ts';
import { londonDay } from '../support/london-day.ts';

const at = house(400);
const used: number[] = [];
async function somebody() {
  const taken = await at.db.sql<{ id: number }[]>`select distinct rent_account_id as id from hold`;
  const skip = new Set([...used, ...taken.map(({ id }) => id)]);
  const one = (await at.cases()).find(
    (c) =>
      c.planState === 'none' &&
      c.blockers.length === 0 &&
      c.alerts.length === 0 &&
      c.visit === null &&
      c.realArrearsPence > 20_000 &&
      !skip.has(c.id),
  )!;
  used.push(one.id);
  return one;
}
const sent = async (kind: string, caseId: number) =>
  (await at.db.sql`select from mutation where kind = ${kind} and case_id = ${caseId}`).length;
test('[UI-461] a plan of "12,50" and a first day in 2199 are refused at their fields, with messages, and nothing is sent', async () => {
  const one = await somebody();
  const { page } = await at.person(undefined, phone, `/cases/${one.id}`);
  await page.getByRole('button', { name: 'Work out a plan' }).click();
  const editor = page.getByTestId('plan-editor');
  await editor.getByText('Every week').click();
  const instalment = editor.getByLabel('Pounds a week');
  await instalment.fill('12,50');
  await editor.getByText('said yes').click();
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await editor.getByText('Enter a full stop before the pence: 12.50.').waitFor();
  expect(await instalment.getAttribute('aria-invalid')).toBe('true');
  expect(await instalment.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  await instalment.fill('0.50');
  await editor.getByText('Enter an amount of at least £1.00.').waitFor();
  await instalment.fill('12.50');
  await editor.getByLabel('Why is there no budget?').fill('They chose this amount');
  const first = editor.getByLabel('First payment');
  await first.fill('2199-12-31');
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await editor.getByText(/Choose a day from .* to .*\./).waitFor();
  expect(await violations(page), 'the plan with an error').toEqual([]);
  expect(await sent('plan.agree', one.id)).toBe(0);
  await first.fill((await first.getAttribute('max'))!);
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await until(async () => expect(await sent('plan.agree', one.id)).toBe(1));
});

test('[UI-462] a hazard of phase 2 can be recorded on a visit from its start day, with its repair and deadlines', async () => {
  await at.db.sql`update hazard_in_law set effective_from = '2026-11-30' where kind <> 'damp_mould'`;
  const one = await somebody();
  const { page } = await at.person(undefined, phone, `/cases/${one.id}`);
  await setOut(page);
  await page.getByTestId('start-visit').click();
  await page.getByTestId('next').click();
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await page.locator('[data-check="smoke_alarm"]').waitFor();
  // The day of these tests is before the start day.
  expect(await page.getByTestId('hazards').count()).toBe(0);
  await at.db.sql`update hazard_in_law set effective_from = '2026-11-01' where kind <> 'damp_mould'`;
  await page.reload();
  const hazards = page.getByTestId('hazards');
  await hazards.waitFor();
  await hazards.getByLabel('Add a hazard').selectOption({ label: 'Excess cold' });
  const cold = page.locator('[data-check="excess_cold"]');
  await page.getByTestId('next').click();
  await cold.getByText('Choose how bad it is.').waitFor();
  await cold.getByRole('radio', { name: 'Significant' }).check({ force: true });
  await cold.getByRole('textbox').fill('No heating since Friday');
  await cold.getByText('The legal deadline to investigate starts now').waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(sideways)).toEqual([]);
  expect(await violations(page), 'the checks with a hazard').toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('next').click();
  await until(async () => {
    const rows = await at.db.sql`select r.category, h.severity from rent_account a
      join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
      join hazard h on h.repair_id = r.id where a.id = ${one.id} and r.category = 'excess_cold'`;
    expect(rows).toEqual([{ category: 'excess_cold', severity: 'significant' }]);
  });
});

test('[UI-463] both dates of the preventative works are shown, and an emergency has the minute of its investigation', async () => {
  const one = await somebody();
  await at.db.sql`
    with damp as (
      insert into repair (property_id, category, priority, description, reported_at, target_at)
      select t.property_id, 'damp_mould', 'emergency', 'Black mould', now() - interval '9 days', now() - interval '8 days'
      from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id} returning id, reported_at)
    insert into hazard (repair_id, severity, aware_at, nation, investigated_on, investigated_at)
    select id, 'emergency', reported_at, 'england', (reported_at + interval '25 hours')::date, reported_at + interval '25 hours' from damp`;
  const { page } = await at.person(undefined, desk, `/cases/${one.id}`);
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await becomePhone(page);
      await page.reload();
    }
    const steps = page.getByTestId('hazard').last();
    await steps.waitFor();
    const step = (words: string) => steps.locator('li').filter({ hasText: words });
    expect(await step('Investigate').textContent()).toMatch(/\d\d:\d\d, done\s*late/);
    const works = (await step('Preventative works begun').textContent())!;
    expect(works).toMatch(/late, was due|by /);
    expect(works).toMatch(/If this is not reasonably possible: by .* at the latest/);
    await steps.scrollIntoViewIfNeeded();
    expect(await page.evaluate(sideways)).toEqual([]);
  }
});

test('[UI-464] each prompt shows its source, its day and that it must be confirmed', async () => {
  const one = await somebody();
  await at.db.sql`delete from expected_income where rent_account_id = ${one.id}`;
  await at.db
    .sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, declared, confidence, tolerance_days)
    values (${one.id}, 'housing_benefit', 1000, 'weekly', now()::date, true, 1, 5) on conflict do nothing`;
  const { page } = await at.person(undefined, desk, `/cases/${one.id}`);
  const prompt = page.locator('[data-prompt="discretionary_housing"]');
  await prompt.waitFor();
  const text = (await prompt.textContent())!.replace(/\s+/g, ' ');
  expect(text).toContain('Crisis and Resilience Fund');
  expect(text).toContain('To be confirmed by your landlord.');
  expect(text).toContain('Rule since Wed 1 Apr 2026');
  await prompt.scrollIntoViewIfNeeded();
});

test('[UI-465] people who keep the settings are warned a year before the bank holidays end; a target with a comma is refused', async () => {
  const today = londonDay();
  await at.db.sql`delete from bank_holiday where on_date > ${`${today.slice(0, 4)}-12-31`}`;
  const page = await at.page('admin@demo.doorstep.test', '/settings/targets');
  const notice = page.getByTestId('holidays-end');
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(/Doorstep has bank holidays up to 31 December \d{4}/);
  const targets = (await at.db.sql`select from target`).length;
  await page.getByRole('button', { name: 'Set a target' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByLabel('Measure').selectOption({ index: 1 });
  await dialog.getByLabel('Target').fill('97,5');
  await dialog.getByLabel('From').fill('2199-12-31');
  await dialog.getByText(/Choose a day from/).waitFor();
  await dialog.getByRole('button', { name: 'Set target' }).click();
  await dialog.getByTestId('missing').getByText('Enter a full stop before the pence: 97.50.').waitFor();
  const target = dialog.getByLabel('Target');
  expect(await target.getAttribute('aria-invalid')).toBe('true');
  expect(await target.evaluate((field) => field.matches(':focus'))).toBe(true);
  expect(await violations(page), 'the target with errors').toEqual([]);
  expect((await at.db.sql`select from target`).length).toBe(targets);
});

test('[UI-461] no page reported an error', () => {
  at.expectQuiet();
});
