// The verdict at a door on the officer's screen: stand-down and its withdrawal, plain information where no visit is to be
// stopped, and the visits in progress on every page.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { desk, phone } from '../support/browser.ts';
import { casesKept, markersCovered, sideways, workerReady } from './probes.ts';
import { house, rowIds, rowOf, until, untilCount, withWorker } from './house.ts';
import { expectNothingSideways, violations } from './looks.ts';

const at = house(1200);
const used: number[] = [];

/** A home that can be visited alone and that no other test has used. */
async function visitable(): Promise<CaseSummary> {
  // A visit of an earlier test that is still under way would be on this screen too.
  await at.db.sql`update visit set state = 'cancelled', ended_at = now() where state = 'on_the_way'`;
  const one = await at.visitable(used);
  used.push(one.id);
  return one;
}
const shout = (page: Page) => page.getByTestId('stand-down').locator('section');
const calm = (page: Page) => page.getByTestId('door-word').locator('section');
const stateOf = async (caseId: number) =>
  (
    await at.db.sql<{ state: string; met: string | null }[]>`
    select state, met from visit where rent_account_id = ${caseId} order by id desc limit 1`
  )[0];

async function onTheWay(options = phone) {
  const one = await visitable();
  const { page } = await at.person(undefined, options, `/cases/${one.id}`);
  await page.getByTestId('set-out').click();
  await until(async () => expect((await stateOf(one.id))?.state).toBe('on_the_way'));
  await untilCount(page.getByTestId('knock'), 1);
  return { page, one };
}

test('[UI-475] a stand-down is withdrawn when the payment is returned, a charge becomes due or the plan ends', async () => {
  const { page, one } = await onTheWay();
  const { sql } = at.db;
  const owed = one.balancePence + 100;
  await at.payAll(one.id);
  await shout(page).waitFor();
  await page.getByRole('button', { name: 'Turn back' }).first().waitFor();
  await at.pay(one.id, -owed);
  await shout(page).waitFor({ state: 'detached' });
  await calm(page).filter({ hasText: 'You can visit after all' }).waitFor();
  expect(await calm(page).textContent()).toContain('was returned unpaid');
  expect(await calm(page).textContent()).not.toContain('Payment received');
  expect(await page.getByRole('button', { name: 'Turn back' }).count()).toBe(0);
  // The knock check agrees.
  await page.getByTestId('knock').click();
  await page.getByTestId('knock-answer').filter({ hasText: 'Something has changed' }).waitFor();

  await at.payAll(one.id);
  await shout(page).waitFor();
  await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${one.id}, ${owed}, now()::date - 40)`;
  await shout(page).waitFor({ state: 'detached' });
  await sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${one.id}, 1000, 'weekly', now()::date + 5, now()::date)`;
  await shout(page).waitFor();
  await sql`update repayment_plan set ended_on = now()::date where rent_account_id = ${one.id}`;
  await shout(page).waitFor({ state: 'detached' });
});

test('[UI-475] the answer of a knock check removes an older stand-down from the screen, also where no message came', async () => {
  const { page, one } = await onTheWay();
  await at.payAll(one.id);
  await shout(page).waitFor();
  // Without signal the return does not arrive; the check is requested as soon as there is signal.
  await page.context().setOffline(true);
  await at.pay(one.id, -(one.balancePence + 100));
  expect(await shout(page).count()).toBe(1);
  await page.context().setOffline(false);
  await shout(page).waitFor({ state: 'detached', timeout: 20_000 });
  await page.getByTestId('knock').click();
  await page.getByTestId('knock-answer').filter({ hasText: 'Something has changed' }).waitFor();
});

test('[UI-476] a case that is only open shows a payment in a plain line, and a return as a return', async () => {
  const one = await visitable();
  const { page } = await at.person(undefined, desk, `/cases/${one.id}`);
  await page.getByTestId('ledger').waitFor();
  await at.payAll(one.id);
  await calm(page).filter({ hasText: 'Payment received' }).waitFor();
  expect(await shout(page).count()).toBe(0);
  await at.pay(one.id, -(one.balancePence + 100));
  await calm(page).filter({ hasText: 'Payment returned' }).waitFor();
  expect(await calm(page).count()).toBe(1);
  expect(await calm(page).filter({ hasText: 'Payment received' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Close case' }).click();
  await calm(page).waitFor({ state: 'detached' });
});

test('[UI-477] a payment after the tenant was met is shown as information, and the visit continues', async () => {
  const { page, one } = await onTheWay();
  await page.getByTestId('start-visit').click();
  await page.getByTestId('next').click();
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => expect((await stateOf(one.id))?.met).toBe('tenant'));
  await at.payAll(one.id);
  await calm(page)
    .filter({ hasText: /received (just now|\d+ \w+ ago)\. Continue the visit\./ })
    .waitFor();
  expect(await shout(page).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Turn back' }).count()).toBe(0);
  expect(await stateOf(one.id)).toMatchObject({ state: 'on_the_way', met: 'tenant' });
});

test('[UI-478] "1 case stopped. Show" shows them, with the reason, until they are dismissed', async () => {
  const { page } = await at.person(undefined, desk);
  const one = await visitable();
  await rowOf(page, one.id).waitFor();
  await rowOf(page, one.id).focus();
  await at.payAll(one.id);
  const pill = page.getByTestId('held');
  await pill.filter({ hasText: '1 case stopped. Show' }).waitFor();
  await pill.click();
  const group = page.getByTestId('stood-down');
  await group.locator(`[data-case="${one.id}"]`).waitFor();
  expect(await group.textContent()).toMatch(/1 case stopped.*Paid £.*Nothing to do now/s);
  await group.getByRole('button', { name: 'Hide' }).click();
  await group.waitFor({ state: 'detached' });
  await until(async () => expect(await rowIds(page)).not.toContain(one.id));
});

test('[UI-479] a visit in progress is on every page, after a reload, without signal, and when its case has left the list', async () => {
  const { page, one } = await onTheWay({ ...phone, ...withWorker });
  const strip = page.getByTestId('in-progress');
  await page.goto('/worklist');
  await strip.getByRole('link', { name: `On the way: ${one.address}` }).waitFor();
  await page.goto(`/cases/${one.id}/visit`);
  await page.getByTestId('next').click();
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => expect(await page.getByTestId('visit').getAttribute('data-step')).toBe('checks'));
  await until(async () => expect((await stateOf(one.id))?.met).toBe('tenant'));
  await page.evaluate(workerReady);
  // Everything is paid and another device has ended the visit: the case has left the list.
  await at.payAll(one.id);
  await at.db
    .sql`update visit set state = 'done', ended_at = now() where rent_account_id = ${one.id} and state = 'on_the_way'`;
  for (const path of ['/worklist', '/tasks', '/messages', '/performance', '/cases/999999']) {
    await page.goto(path);
    await strip.getByRole('link', { name: `Continue: ${one.address}, step 3` }).waitFor();
  }
  await page.goto('/worklist');
  await until(async () => expect(await page.evaluate<number>(casesKept)).toBeGreaterThan(0), 15_000);
  await page.context().setOffline(true);
  await page.reload();
  const link = strip.getByRole('link', { name: `Continue: ${one.address}, step 3` });
  await link.waitFor();
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  await link.click();
  await until(async () => expect(await page.getByTestId('visit').getAttribute('data-step')).toBe('checks'));
  await page.getByRole('heading', { name: one.tenant }).waitFor();
  await page.context().setOffline(false);
});

test('[UI-480] [UI-618] stand-down, information and visits in progress: no accessibility fault, and nothing sideways at 320 px', async () => {
  const { page, one } = await onTheWay();
  await at.payAll(one.id);
  await shout(page).waitFor();
  expect(await violations(page)).toEqual([]);
  await expectNothingSideways(page);
  await at.pay(one.id, -(one.balancePence + 100));
  await calm(page).waitFor();
  await page.goto('/worklist');
  await page.getByTestId('in-progress').getByText(one.address).waitFor();
  // Two notices leave a phone little of its map: no marker is under the field or the note that is on it.
  await page.locator('.map-marker').first().waitFor();
  await page.getByText('No street map set up').waitFor();
  expect(await page.evaluate<number>(markersCovered)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await expectNothingSideways(page);
});

test('[UI-19] no page reported an error', () => {
  at.expectQuiet();
});
