// The help part of a case in a real browser: a budget typed on a phone, a plan from it, shown, agreed and printed; two people
// at one plan; a referral in two windows, the officer's and the money-advice team's.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { desk, phone } from '../support/browser.ts';
import { londonDay } from '../support/london-day.ts';
import { adviser, house, manager, officer1, until, untilCount, untilText, withWorker } from './house.ts';
import { client } from '../support/app.ts';
import { expectGoodPaper, violations } from './looks.ts';

const home = house(400);
const used: number[] = [];

/** A case without plan, budget and hold. */
async function somebody(): Promise<CaseSummary> {
  const known = await home.db.sql<{ id: number }[]>`select distinct rent_account_id as id from budget
    union select rent_account_id from hold union select rent_account_id from referral`;
  const taken = new Set([...known.map((row) => row.id), ...used]);
  const found = (await home.cases()).find(
    (c) =>
      c.planState === 'none' && c.blockers.length === 0 && c.realArrearsPence > 20_000 && !taken.has(c.id),
  );
  if (!found) throw new Error('the demo’s first officer has nobody without a plan');
  used.push(found.id);
  return found;
}

/** The officer's page, or another's, with the case of somebody open. */
async function open(one: CaseSummary, options = phone, email?: string): Promise<Page> {
  const { page } = await home.person(email, options, `/cases/${one.id}`);
  await page.getByTestId('budget-open').waitFor();
  return page;
}

async function budget(page: Page, lines: Record<string, string>): Promise<void> {
  await page.getByTestId('budget-open').click();
  for (const [code, amount] of Object.entries(lines)) {
    const field = page.locator(`[data-line="${code}"]`);
    expect(await field.getAttribute('inputmode')).toBe('decimal');
    await field.fill(amount);
  }
}

/** Why there is no budget: a plan without one needs it. */
const whyNoBudget = (page: Page, why = 'They chose this amount') =>
  page.getByTestId('plan-editor').getByLabel('Why is there no budget?').fill(why);

const saved = async (caseId: number) =>
  (
    await home.db.sql<{ lines: { code: string; amountPence: number }[] }[]>`
      select lines from budget where rent_account_id = ${caseId} order by happened_at desc, id desc limit 1`
  )[0]?.lines ?? [];

test('[UI-143] [UI-555] a budget typed on a phone is saved automatically, with its surplus visible; a plan from it is shown, agreed and printed', async () => {
  const one = await somebody();
  const page = await open(one);
  const foot = page.getByTestId('surplus');
  await budget(page, {});
  await untilText(foot, 'No budget yet');
  await page.keyboard.press('Escape');
  await budget(page, { earnings: '1,800.50', rent: '95.25', food: '60' });
  // 1800.50 × 12 − (95.25 + 60) × 52 a year.
  await untilText(foot, '£260.25 a week');
  const box = (await foot.boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(844);
  await page.getByLabel('Next paid on').fill(londonDay(9));
  // Saved without pressing a button.
  await until(async () =>
    expect(await saved(one.id)).toMatchObject([
      { code: 'earnings', amountPence: 180_050, nextOn: expect.any(String) as string },
      { code: 'rent', amountPence: 9_525 },
      { code: 'food', amountPence: 6_000 },
    ]),
  );
  expect(await foot.textContent()).toMatch(/Left over so far\s+£260\.25 a week/);
  await page.keyboard.press('Escape');
  await untilText(page.getByTestId('budget-left'), '£260.25');

  await page.getByRole('button', { name: 'Work out a plan' }).click();
  const editor = page.getByTestId('plan-editor');
  await untilText(editor, 'Still to ask: council tax, electricity and water.');
  await page.getByTestId('plan-budget').click();
  for (const code of ['council_tax', 'electricity', 'water'])
    await page.locator(`[data-line="${code}"]`).fill('0');
  await until(async () => expect((await saved(one.id)).length).toBe(6));
  await page.keyboard.press('Escape');
  await editor.getByText('Every week').click();
  // Empty, with what is affordable in its rhythm next to it.
  const each = editor.getByLabel('Pounds a week');
  await until(async () => expect(await each.getAttribute('aria-describedby')).not.toBe(null));
  expect(await each.inputValue()).toBe('');
  await untilText(editor, 'They can afford up to £260.00 a week.');
  await each.fill('20');
  await untilText(page.getByTestId('plan-result'), '£20.00 a week');
  const show = async () => {
    await editor.getByRole('button', { name: 'Show the tenant' }).click();
    const text = (await page.getByTestId('plan-summary').textContent())!.replace(/\s+/g, ' ');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    return text;
  };
  const whole = (one.realArrearsPence / 100).toFixed(2);
  await editor.getByLabel('Total').fill('100');
  const part = await show();
  expect(part).toContain('You will pay £100.00 in total.');
  expect(part).not.toContain('clears your arrears');
  await editor.getByLabel('Total').fill(whole);
  const all = await show();
  expect(all).toMatch(/You pay £20\.00 a week, starting on /);
  expect(all).toMatch(/You will pay £[\d,.]+ in total\. That clears your arrears\./);
  expect(all).toMatch(/This is on top of your rent of £[\d,.]+ a week\./);
  // To prevent mistakes, how they agreed must be chosen.
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await editor.getByText('Choose how they agreed.').waitFor();
  await editor.getByText('said yes').click();
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await editor.waitFor({ state: 'detached' });
  const plan = page.getByTestId('plan');
  await plan.waitFor();
  expect(await plan.textContent()).toContain('£20.00 a week on top of the rent');
  await until(async () => expect(await plan.getAttribute('data-state')).toBe('agreed'));
  const [row] = await home.db.sql<{ total: number; real: number; budget: number | null; ends: string }[]>`
    select total_pence as total, arrears_pence as real, budget_id as budget, ends_on as ends from repayment_plan
    where rent_account_id = ${one.id} and ended_on is null`;
  expect(row).toMatchObject({ total: one.realArrearsPence, real: one.realArrearsPence });
  expect(row!.budget).not.toBe(null);

  await page.getByRole('link', { name: 'Print or show' }).click();
  await page.getByTestId('plan-summary').waitFor();
  const rows = page.locator('[data-testid=plan-summary] tbody tr');
  expect(await rows.count()).toBe(Math.ceil(one.realArrearsPence / 2_000));
  expect(await rows.last().textContent()).toContain('£0.00');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await page.locator('nav.bottom').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await expectGoodPaper(page, 'the plan');

  // Sent with the phone's own share sheet; one press records it on the case.
  await page.evaluate(`navigator.share = (data) => ((window.handedOver = data.text), Promise.resolve())`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Record that you sent it' }).click();
  await page.getByText('Recorded on the case.').waitFor();
  const text = await page.evaluate<string>(`window.handedOver`);
  expect(text).toContain('You pay £20.00 a week, starting on ');
  expect(text).not.toContain(one.tenant);
  expect(text).not.toContain(one.address);
  const [noted] = await home.db.sql`
    select kind, note from contact where rent_account_id = ${one.id} order by id desc limit 1`;
  expect(noted).toMatchObject({ kind: 'message', note: 'Sent a summary of the repayment plan.' });
});

test('[UI-551] a budget with an amount that cannot be read is not saved; Close stops at it, and its words come back after a reload', async () => {
  const one = await somebody();
  // What is known before anybody asks: benefit that pays the rent.
  await home.db.sql`delete from expected_income where rent_account_id = ${one.id}`;
  await home.db.sql`insert into expected_income
    (rent_account_id, method, amount_pence, rhythm, anchor_on, declared, confidence, tolerance_days)
    values (${one.id}, 'housing_benefit', 12345, 'four_weekly', now()::date, true, 1, 5)`;
  const page = await open(one);
  await budget(page, { food: '12,5o', earnings: '900' });
  const food = page.locator('[data-line="food"]');
  await page.getByTestId('case').getByRole('button', { name: 'Close', exact: true }).click();
  await until(async () =>
    expect(await food.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true),
  );
  await untilText(page.getByTestId('surplus'), 'Correct 1 amount');
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  // Known income is there, with its source.
  expect(await page.locator('[data-line="housing_benefit"]').inputValue()).toBe('123.45');
  await untilText(
    page.getByTestId('budget-editor'),
    'Housing benefit pays us £123.45 every 4 weeks. Agreed payment calendar',
  );
  await page.keyboard.press('Escape');
  await page.getByText('The budget has an amount to correct. It is not saved yet.').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Correct the budget' }).click();
  await page.getByTestId('kept-words').waitFor();
  // Not without that line either: what is left over would be too much.
  expect(await saved(one.id)).toEqual([]);
  expect(await food.inputValue()).toBe('12,5o');
  await food.fill('12.50');
  await page.locator('[data-line="housing_benefit"]').fill('150');
  await until(async () =>
    expect(await saved(one.id)).toMatchObject([
      { code: 'earnings', amountPence: 90_000 },
      { code: 'housing_benefit', amountPence: 15_000, toLandlord: true },
      { code: 'rent' },
      { code: 'food', amountPence: 1_250 },
    ]),
  );
});

test('[UI-554] a plan without a budget says so and needs a reason, which stays in the case; another rhythm needs another amount', async () => {
  const one = await somebody();
  const page = await open(one);
  await page.getByRole('button', { name: 'Work out a plan' }).click();
  const editor = page.getByTestId('plan-editor');
  await untilText(editor, 'No budget yet. We do not know what they can afford.');
  await editor.getByText('Every week').click();
  await editor.getByLabel('Pounds a week').fill('20');
  // Another rhythm needs another amount.
  await editor.getByText('Every month').click();
  expect(await editor.getByLabel('Pounds a month').inputValue()).toBe('');
  await editor.getByLabel('Pounds a month').fill('80');
  await editor.getByText('said yes').click();
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await editor.getByText('Enter why there is no complete budget.').waitFor();
  // The court has asked for itself.
  await editor.getByText('Ordered by the court').click();
  await untilCount(editor.locator('[data-field="no-budget"]'), 0);
  await editor.getByText('Agreed with the tenant').click();
  await whyNoBudget(page, 'She did not want to say');
  await editor.getByRole('button', { name: 'Agree the plan' }).click();
  await untilText(page.getByTestId('plan'), 'Agreed without a complete budget: She did not want to say');
  const [row] = await home.db
    .sql`select no_budget_reason, budget_id from repayment_plan where rent_account_id = ${one.id}`;
  expect(row).toEqual({ no_budget_reason: 'She did not want to say', budget_id: null });
});

test('[UI-144] text typed without signal is kept on the phone, and sent when there is signal', async () => {
  const one = await somebody();
  const page = await open(one, { ...phone, ...withWorker });
  await page.context().setOffline(true);
  await budget(page, { earnings: '1000' });
  await untilText(page.getByTestId('surplus'), 'Will send');
  await page.keyboard.press('Escape');
  await until(async () =>
    expect(await page.getByText('Saved on this device. Will send.').count()).toBeGreaterThan(0),
  );
  expect(await saved(one.id)).toEqual([]);
  await page.context().setOffline(false);
  await until(
    async () => expect((await saved(one.id)).find((l) => l.code === 'earnings')?.amountPence).toBe(100_000),
    15_000,
  );
});

test('[UI-145] of two people who agree a plan at once the second is asked, and both windows show the choice', async () => {
  const one = await somebody();
  const officer = await open(one, desk);
  const boss = await open(one, desk, manager);
  for (const page of [officer, boss]) await page.getByRole('button', { name: 'Work out a plan' }).click();
  const agree = async (page: Page, pounds: string) => {
    const editor = page.getByTestId('plan-editor');
    await editor.getByText('Every week').click();
    await editor.getByLabel('Pounds a week').fill(pounds);
    await whyNoBudget(page);
    await editor.getByText('said yes').click();
    await editor.getByRole('button', { name: 'Agree the plan' }).click();
    await editor.waitFor({ state: 'detached' });
  };
  // The manager has begun before the officer has finished, and does not have the officer's plan.
  await agree(officer, '15');
  await agree(boss, '25');
  const question = boss.getByTestId('conflict');
  await question.waitFor();
  expect(await question.textContent()).toMatch(/£15\.00 a week.*£25\.00 a week/s);
  await question.getByRole('button', { name: 'Use mine' }).click();
  for (const page of [officer, boss]) await untilText(page.getByTestId('plan'), '£25.00 a week');
  const kept = await home.db.sql`select 1 from repayment_plan where rent_account_id = ${one.id}`;
  expect(kept).toHaveLength(2);
});

test('[UI-146] [UI-685] a referral in two windows arrives live with the budget, is taken, what is missing of the home is completed, and its outcome is in the case', async () => {
  const { page: advice, errors } = await home.device();
  await home.signIn(advice, adviser);
  await advice.goto('/');
  await advice.getByTestId('waiting').waitFor();
  const one = await somebody();
  const page = await open(one);
  await budget(page, { earnings: '1200', rent: '90' });
  await until(async () => expect((await saved(one.id)).length).toBe(2));
  await page.keyboard.press('Escape');
  await page.getByTestId('refer').click();
  const form = page.getByTestId('referral-form');
  await form.getByLabel('About').selectOption('debt');
  await form.getByLabel('What they need help with').fill('Two loans <script>alert(1)</script> & £40 a week');
  await form.getByText('said yes').click();
  await form.getByRole('button', { name: 'Refer', exact: true }).click();
  await form.waitFor({ state: 'detached' });

  const row = advice.locator('[data-referral]', { hasText: 'Two loans <script>' });
  await row.click();
  const shared = advice.getByTestId('shared-budget');
  await shared.waitFor();
  expect(await shared.textContent()).toContain('£1,200.00 a month');
  await advice.getByRole('button', { name: 'I’ll take this' }).click();
  const inCase = page.getByTestId('referral').first();
  await untilText(inCase, 'is working on it');
  // [UI-685] Of the home only what a tenant tells by phone, without photographs.
  const gaps = advice.getByTestId('home-gaps');
  await gaps.getByRole('button', { name: 'Check: access' }).waitFor();
  expect(await gaps.getByRole('button').allTextContents()).toEqual(['Confirm', 'Check']);
  await gaps.getByRole('button', { name: 'Check: access' }).click();
  await gaps.getByText('Hard to get in').click();
  await gaps.getByRole('textbox').fill('The buzzer is broken. Ring 07700 900123.');
  expect(await gaps.locator('input[type=file]').count()).toBe(0);
  await gaps.getByRole('button', { name: 'Save check' }).click();
  await gaps.getByRole('button', { name: 'Confirm: who lives here' }).click();
  await gaps.getByLabel('Does anyone else live here?').fill('Ben Example');
  expect(await violations(advice)).toEqual([]);
  await gaps.getByRole('button', { name: 'Confirm who lives here' }).click();
  await gaps.getByText('Who lives here: confirmed').waitFor();
  for (const text of ['The buzzer is broken', 'Ben Example']) await page.getByText(text).first().waitFor();
  await advice.getByRole('button', { name: 'Record the outcome' }).click();
  await advice.getByText('More income found').click();
  await advice.getByLabel('What the officer should know').fill('Council tax reduction, £19 a week.');
  await advice.getByRole('button', { name: 'Save', exact: true }).click();
  await untilText(inCase, 'More income found');
  expect(await inCase.textContent()).toContain('Council tax reduction, £19 a week.');
  // They cannot see the rest of the case.
  await advice.goto(`/cases/${one.id}`);
  await untilCount(advice.getByTestId('ledger'), 0);
  expect(await advice.content()).not.toContain(one.reference);
  errors.length = 0;
});

test('[UI-585] [UI-635] [UI-645] the referrals by keyboard: down the queue, taken, its outcome, back; searched and filtered', async () => {
  const officer = await client(home.url, officer1);
  const referred = await home.db.sql<{ id: number }[]>`select rent_account_id as id from referral`;
  const free = (await home.cases()).filter((c) => !referred.some(({ id }) => id === c.id));
  for (const [n, about] of ['energy', 'food'].entries()) {
    const ids = { caseId: free[n]!.id, referralId: crypto.randomUUID() };
    const words = {
      about,
      reason: `Keyboard reason ${about}`,
      consent: 'spoken',
      urgent: about === 'energy',
    };
    expect((await officer.do('referral.make', { ...ids, ...words })).status).toBe('applied');
  }
  await home.db.sql`
    update person set email = 'keyboard@example.test' where id in (select person_id from tenancy_person
      join rent_account using (tenancy_id) where rent_account.id = ${free[0]!.id})`;
  const page = await home.page(adviser, '/referrals', desk);
  const rows = page.locator('[data-referral]');
  await rows.filter({ hasText: 'Keyboard reason food' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('keyboard reason');
  await untilCount(rows, 2);
  await page.getByRole('button', { name: /^Urgent/ }).click();
  await untilCount(rows, 1);
  await page.getByRole('button', { name: /^Open/ }).click();
  await untilCount(rows, 2);
  const places = () =>
    page.evaluate<[string, number][]>(
      `[...document.querySelectorAll('[data-referral]')].map((one) => [one.dataset.referral, one.getBoundingClientRect().y])`,
    );
  await page.keyboard.press('j');
  const closed = await places();
  await page.keyboard.press('Enter');
  const shown = (about: string) =>
    page.locator('.as-written').getByText(`Keyboard reason ${about}`).waitFor();
  await shown('energy');
  await page.getByRole('button', { name: 'I’ll take this' }).waitFor();
  // [UI-645] No row moves when one opens, and on paper the contact details are whole.
  expect(await places()).toEqual(closed);
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('link', { name: 'keyboard@example.test' }).first().waitFor();
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Give it back' }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('dialog', { name: 'Record the outcome' }).waitFor();
  await page.keyboard.press('Escape');
  await untilCount(page.getByRole('dialog'), 0);
  // What was taken is below what waits.
  await page.locator('[data-referral][aria-current]').focus();
  await page.keyboard.press('k');
  await shown('food');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await help.getByText('Take the referral').waitFor();
  await page.keyboard.press('Escape');
  await untilCount(page.getByRole('dialog'), 0);
  await page.keyboard.press('Escape');
  await page.getByText('Choose a referral').waitFor();
  await page.locator('[data-referral]:focus').waitFor();

  // [UI-635] What arrives while the keyboard is on a row moves none of them; it is counted, and shown by a key.
  const before = await places();
  const arrives = { caseId: free[2]!.id, referralId: crypto.randomUUID(), consent: 'spoken', urgent: true };
  await officer.do('referral.make', { ...arrives, about: 'debt', reason: 'Keyboard reason debt' });
  officer.close();
  await untilText(page.getByTestId('held'), '1 new');
  expect(await places()).toEqual(before);
  await page.keyboard.press('.');
  await untilCount(rows, 3);
  await untilCount(page.getByTestId('held'), 0);
});

test('[UI-19] no page reports an error', () => home.expectQuiet());
