// Accessibility of the help part: no axe violation in its parts, editors and pages in either theme, nothing cut off at 320 px
// or with text at twice its size, and a whole budget by keyboard alone.
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk } from '../support/browser.ts';
import { adviser, house, officer1, until } from './house.ts';
import { becomePhone, violations } from './looks.ts';
import { sideways } from './probes.ts';

const home = house(400);

/** The elements of the help part that reach over the edge. */
const helpSideways = `[...document.querySelectorAll('[data-part=help] *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.outerHTML.slice(0, 120))`;
/** Open dialogs scroll up and down only. */
const dialogSideways = `[...document.querySelectorAll('dialog[open], dialog[open] .inside')]
  .filter((element) => element.scrollWidth > element.clientWidth + 1).length`;

/** One of the officer's cases with everything: plan, budget, referral and prompts. */
async function full(): Promise<number> {
  const mine = (await home.cases())
    .filter((c) => c.realArrearsPence > 5_000 && c.blockers.length === 0)
    .map((c) => c.id);
  const [row] = await home.db.sql<{ id: number }[]>`
    select b.rent_account_id as id from budget b join repayment_plan p on p.rent_account_id = b.rent_account_id
    where p.ended_on is null and p.total_pence is not null and b.rent_account_id = any(${mine}) order by 1 limit 1`;
  if (!row) throw new Error('nobody in the demo has a plan and a budget');
  const { id } = row;
  await home.db
    .sql`update person set date_of_birth = date '1951-03-04', name = repeat('Wolfeschlegelstein', 3) || ' ' || id
    where id in (select tp.person_id from tenancy_person tp join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = ${id})`;
  await home.db.sql`
    insert into referral (rent_account_id, ref, about, reason, agreed, urgent, consent, budget_id, shared_arrears_pence, made_by, happened_at)
    select ${id}, gen_random_uuid(), 'debt', repeat('Everybodywritestothemandnobodyanswers ', 8), 'A call', true, 'spoken',
      (select max(b.id) from budget b where b.rent_account_id = ${id}), 120000, 1, now()
    where not exists (select from referral where rent_account_id = ${id} and urgent)`;
  return id;
}

test('[UI-147] no axe violation in the help part, its editors and its pages, in either theme, at a desk and on a phone', async () => {
  const id = await full();
  const { page } = await home.person(officer1, desk, `/cases/${id}`);
  const advice = await home.page(adviser, '/referrals');
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await Promise.all([page, advice].map(becomePhone));
      await page.goto(`/cases/${id}`);
      await advice.goto('/referrals');
    }
    const look = async (on: Page, what: string, within?: string) =>
      expect(await violations(on, within), `${what}, ${size}`).toEqual([]);
    await page.getByTestId('plan').waitFor();
    await look(page, 'help', '[data-part=help]');
    await page.getByTestId('budget-open').click();
    await page.getByTestId('budget-editor').waitFor();
    await page.locator('[data-line="food"]').fill('nonsense');
    await look(page, 'budget', 'dialog[open]');
    await page.locator('[data-line="food"]').fill('1,000');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Agree a new plan' }).click();
    await page.getByLabel('Pounds a').fill('500');
    await page.getByRole('button', { name: 'Agree the plan' }).click();
    await look(page, 'plan', 'dialog[open]');
    await page.keyboard.press('Escape');
    await page.getByTestId('refer').click();
    await page.getByRole('button', { name: 'Refer', exact: true }).click();
    await look(page, 'referral form', 'dialog[open]');
    await page.goto(`/cases/${id}/plan`);
    await page.getByTestId('plan-summary').waitFor();
    await look(page, 'plan page');
    await advice.locator('[data-referral]').first().click();
    await advice.getByTestId('shared-budget').waitFor();
    await look(advice, 'referral');
  }
});

test('[UI-148] at 320 px, also with text at twice its size, nothing of it scrolls sideways', async () => {
  const id = await full();
  const narrow = { viewport: { width: 320, height: 640 } };
  const { page } = await home.person(officer1, narrow, `/cases/${id}`);
  const fits = async (what: string, { on = page, over = helpSideways } = {}) => {
    for (const size of ['100%', '200%']) {
      await on.evaluate(`document.documentElement.style.fontSize = '${size}'`);
      expect(await on.evaluate<string[]>(over), `${what} ${size}`).toEqual([]);
      expect(await on.evaluate<number>(dialogSideways), `${what} ${size}`).toBe(0);
    }
  };
  // By keyboard: at this size the bars leave little room for a pointer.
  const press = async (what: Locator) => {
    await what.focus();
    await page.keyboard.press('Enter');
  };
  await page.getByTestId('plan').waitFor();
  await fits('help');
  await press(page.getByTestId('budget-open'));
  await page.getByTestId('budget-editor').waitFor();
  await fits('budget');
  await page.keyboard.press('Escape');
  await press(page.getByRole('button', { name: 'Agree a new plan' }));
  await fits('plan');
  await page.getByText('Every week').click();
  await page.getByLabel('Pounds a week').fill('50');
  await page.getByRole('button', { name: 'Show the tenant' }).click();
  await fits('shown');
  await page.goto(`/cases/${id}/plan`);
  await page.getByTestId('plan-summary').waitFor();
  await fits('plan page', { over: sideways });
  const advice = await home.page(adviser, '/referrals', narrow);
  await advice.locator('[data-referral]').first().click();
  await advice.getByTestId('shared-budget').waitFor();
  await fits('referral', { on: advice, over: sideways });
});

test('[UI-148] a budget by keyboard alone: opened, typed, a line added, closed, and the focus is back', async () => {
  const id = await full();
  const { page } = await home.person(undefined, undefined, `/cases/${id}`);
  await page.getByTestId('budget-open').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('budget-editor').waitFor();
  await page.getByLabel('Add a line to fixed costs').focus();
  await page.getByLabel('Add a line to fixed costs').selectOption('childcare');
  await until(async () =>
    expect(await page.evaluate(`document.activeElement?.dataset.line`)).toBe('childcare'),
  );
  await page.keyboard.type('42.50');
  await until(async () => {
    const [row] = await home.db.sql<{ found: boolean }[]>`
      select lines @> '[{"code": "childcare", "amountPence": 4250}]' as found from budget
      where rent_account_id = ${id} order by happened_at desc, id desc limit 1`;
    expect(row!.found).toBe(true);
  });
  await page.keyboard.press('Escape');
  await until(async () =>
    expect(await page.evaluate(`document.activeElement?.dataset.testid`)).toBe('budget-open'),
  );
});

test('[UI-19] no page reports an error', () => home.expectQuiet());
