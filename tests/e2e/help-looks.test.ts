// Accessibility of the help part: no axe violation in its parts, editors and pages in either theme, nothing cut off at 320 px
// or with text at twice its size, and a whole budget by keyboard alone.
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import { house, until } from './house.ts';
import { violations } from './looks.ts';
import { sideways } from './probes.ts';

const home = house(400, { worker: false });

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

for (const [name, options] of [
  ['phone', phone],
  ['desk', desk],
] as const)
  test(`[UI-147] no axe violation in the help part, its editors and its pages, in either theme: ${name}`, async () => {
    const id = await full();
    const { page } = await home.person(undefined, options, `/cases/${id}`);
    await page.getByTestId('plan').waitFor();
    expect(await violations(page, '[data-part=help]'), 'help').toEqual([]);
    await page.getByTestId('budget-open').click();
    await page.getByTestId('budget-editor').waitFor();
    await page.locator('[data-line="food"]').fill('nonsense');
    expect(await violations(page, 'dialog[open]'), 'budget').toEqual([]);
    await page.locator('[data-line="food"]').fill('1,000');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Agree another plan' }).click();
    await page.getByLabel('Pounds a').fill('500');
    await page.getByRole('button', { name: 'They agree' }).click();
    expect(await violations(page, 'dialog[open]'), 'plan').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('refer').click();
    await page.getByRole('button', { name: 'Refer', exact: true }).click();
    expect(await violations(page, 'dialog[open]'), 'referral form').toEqual([]);
    await page.goto(`/cases/${id}/plan`);
    await page.getByTestId('plan-summary').waitFor();
    expect(await violations(page), 'plan page').toEqual([]);

    const adviser = await home.device(options);
    await home.signIn(adviser.page, 'money.advice@demo.doorstep.test');
    await adviser.page.goto('/referrals');
    await adviser.page.locator('[data-referral]').first().click();
    await adviser.page.getByTestId('shared-budget').waitFor();
    expect(await violations(adviser.page), 'referral').toEqual([]);
  });

async function press(page: Page, what: Locator): Promise<void> {
  await what.focus();
  await page.keyboard.press('Enter');
}

for (const size of ['100%', '200%'])
  test(`[UI-148] at 320 px, text at ${size}, nothing of it scrolls sideways`, async () => {
    const id = await full();
    const { page } = await home.person(undefined, { viewport: { width: 320, height: 640 } });
    const large = () => page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
    const looks = async (what: string) => {
      const over = what === 'plan page' ? sideways : helpSideways;
      expect(await page.evaluate<string[]>(over), `${what} ${size}`).toEqual([]);
      expect(await page.evaluate<number>(dialogSideways), `${what} ${size}`).toBe(0);
    };
    await page.goto(`/cases/${id}`);
    await large();
    await page.getByTestId('plan').waitFor();
    await looks('help');
    // By keyboard: at this size the bars leave little room for a pointer.
    await press(page, page.getByTestId('budget-open'));
    await page.getByTestId('budget-editor').waitFor();
    await looks('budget');
    await page.keyboard.press('Escape');
    await press(page, page.getByRole('button', { name: 'Agree another plan' }));
    await looks('plan');
    await page.getByText('Every week').click();
    await page.getByLabel('Pounds a week').fill('50');
    await page.getByRole('button', { name: 'Show it to the tenant' }).click();
    await looks('shown');
    await page.goto(`/cases/${id}/plan`);
    await page.getByTestId('plan-summary').waitFor();
    await large();
    await looks('plan page');
    const adviser = await home.device({ viewport: { width: 320, height: 640 } });
    await home.signIn(adviser.page, 'money.advice@demo.doorstep.test');
    await adviser.page.goto('/referrals');
    await adviser.page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
    await adviser.page.locator('[data-referral]').first().click();
    await adviser.page.getByTestId('shared-budget').waitFor();
    expect(await adviser.page.evaluate<string[]>(sideways), `referral ${size}`).toEqual([]);
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
