// Holds and law in real windows: one person's hold stops another at once, with a message; a complete checklist allows a court
// step; frozen and payable follow the money; due tasks are on a list.
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import { goTo, house, manager, officer1, until, untilCount, withWorker } from './house.ts';
import { becomePhone, expectNothingSideways, violations, expectGoodPaper } from './looks.ts';

const at = house(400);

const law = (page: Page) => page.locator('[data-part="law"]');
async function openLaw(page: Page, caseId: number): Promise<Locator> {
  await goTo(page, `/cases/${caseId}`);
  await law(page).getByRole('heading', { name: 'Holds' }).waitFor();
  return law(page);
}
const dialog = (page: Page) => page.locator('dialog[open]');

async function startBreathingSpace(page: Page, caseId: number): Promise<void> {
  const part = await openLaw(page, caseId);
  await part.getByRole('button', { name: 'Start a hold' }).click();
  await dialog(page).getByLabel('Who told us, and how').fill('The Insolvency Service, by e-mail');
  await dialog(page).getByText('Last day:').waitFor();
  await dialog(page).getByRole('button', { name: 'Start hold' }).click();
  await part.locator('[data-testid=hold][data-kind=breathing_space]').waitFor();
  expect(await dialog(page).count()).toBe(0);
}

test('[UI-180] a breathing space that a manager starts stops an officer from setting out in another window, with a message', async () => {
  const one = await at.visitable();
  const officer = await at.person(undefined, { ...phone, ...withWorker }, `/cases/${one.id}`);
  await officer.page.getByTestId('set-out').waitFor();
  // The case has loaded completely by then: an interrupted script is not loaded until the page is opened again.
  await officer.page.waitForLoadState('networkidle');
  // Without signal the officer's phone does not have the hold.
  await officer.page.context().setOffline(true);
  const boss = await at.person(manager, undefined, `/cases/${one.id}`);
  await startBreathingSpace(boss.page, one.id);
  await officer.page.getByTestId('set-out').click();
  await officer.page.getByText('Saved on this device. Will send.').first().waitFor();
  await officer.page.context().setOffline(false);
  const alert = officer.page.getByRole('alert').filter({ hasText: 'Breathing space until' });
  await alert.waitFor({ timeout: 20_000 });
  expect(await alert.textContent()).toMatch(
    /Breathing space until \w{3} \d+ \w+.*: you can’t visit about arrears\./,
  );
  // From now on it is not offered; help is.
  await untilCount(officer.page.getByTestId('set-out'), 0);
  await officer.page.getByTestId('set-out-home').waitFor();
  // The attempt is in the case, also in the manager's window, without a reload.
  await law(boss.page).getByTestId('refused').getByText('tried to set out on a visit').waitFor();
  const visits = await at.db.sql`
    select from visit where rent_account_id = ${one.id} and state = 'on_the_way'`;
  expect(visits).toHaveLength(0);
});

test('[UI-181] frozen and payable follow the rent and the money, live', async () => {
  const one = await at.visitable();
  const { page } = await at.person(manager, undefined, `/cases/${one.id}`);
  await startBreathingSpace(page, one.id);
  const [account] = await at.db.sql<{ balance: number }[]>`
    select balance_pence::int as balance from rent_account where id = ${one.id}`;
  const pounds = (pence: number) =>
    new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(pence / 100);
  const shows = (frozen: number, payable: number) =>
    until(async () => {
      expect(await page.getByTestId('frozen').textContent()).toBe(pounds(frozen));
      expect(await page.getByTestId('payable').textContent()).toBe(pounds(payable));
    });
  await shows(account!.balance, 0);
  await at.db.sql`insert into charge (rent_account_id, amount_pence, kind, due_on)
    values (${one.id}, 10000, 'rent', now()::date)`;
  await shows(account!.balance, 10_000);
  await at.pay(one.id, 4_000);
  await shows(account!.balance, 6_000);
});

/** Cases of the demo with a large debt, some evidence and no hold. */
async function nearCourt(): Promise<number> {
  const rows = await at.db.sql<{ id: number }[]>`
    select e.rent_account_id as id from pre_action_evidence e
    where not exists (select from court_step c where c.rent_account_id = e.rent_account_id)
    group by 1 having count(distinct e.item) < 8 order by 1`;
  const found = rows.find(({ id }) => {
    const now = at.app.worklist.get(id);
    if (!now || now.blockers.length > 0 || (now.weeksOwed ?? 0) < 5 || now.planState !== 'none') return false;
    // Open repairs prevent a notice.
    return !now.openRepairs.some(
      ({ category, targetAt }) =>
        category === 'damp_mould' || (targetAt !== null && targetAt < new Date().toISOString()),
    );
  });
  if (!found) throw new Error('the demo has nobody near court');
  return found.id;
}

test('[UI-182] when each gap has evidence a notice is possible, also in another window', async () => {
  const id = await nearCourt();
  const { page } = await at.person(manager, undefined, `/cases/${id}`);
  const part = await openLaw(page, id);
  const next = part.getByTestId('court-next');
  expect(await next.textContent()).toContain('Notice served: not yet.');
  expect(await next.getByRole('button', { name: /Record: notice served/ }).count()).toBe(0);
  const other = await at.person(manager, phone, `/cases/${id}`);
  const there = await openLaw(other.page, id);
  const gates = await at.db.sql<{ code: string }[]>`
    select code from pre_action_item where nation = 'england' and gates = 'notice' order by place`;
  for (const { code } of gates) {
    const row = part.locator(`[data-item="${code}"]`);
    for (let tenant = 1; (await row.getAttribute('data-met')) === 'false'; tenant++) {
      await row.getByRole('button', { name: /^Add/ }).click();
      const which = dialog(page).getByLabel('Which tenant?');
      if (await which.count()) await which.selectOption({ index: tenant });
      await dialog(page).getByLabel('Describe the evidence').fill('In the file');
      await dialog(page).getByRole('button', { name: 'Save evidence' }).click();
      await untilCount(dialog(page), 0);
      const [count] = await at.db.sql<{ tenants: number }[]>`
        select count(*)::int as tenants from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id
        where a.id = ${id} and tp.role in ('tenant', 'joint_tenant')`;
      if (code !== 'each_in_writing' || tenant === count!.tenants)
        await until(async () => expect(await row.getAttribute('data-met')).toBe('true'));
    }
  }
  await next.getByRole('button', { name: /Record: notice served/ }).click();
  await dialog(page).getByLabel('Reference').fill('N-17');
  await dialog(page).getByRole('button', { name: 'Save step' }).click();
  await part.getByTestId('court-steps').getByText('N-17').waitFor();
  await part.getByTestId('notice').getByText('Earliest court application').waitFor();
  // The next step must wait for the notice's period, and says so, also in the other window.
  expect(await next.textContent()).toMatch(
    /Application made to court: not yet\.[\s\S]*allows an application from/,
  );
  await there.getByTestId('court-steps').getByText('N-17').waitFor();
});

test('[UI-183] a task is on the list of due tasks, is done in its case, and leaves the list', async () => {
  const one = await at.visitable();
  const { page } = await at.person(officer1, undefined, `/cases/${one.id}`);
  const part = await openLaw(page, one.id);
  await part.getByRole('button', { name: 'Add a task' }).click();
  await dialog(page).getByLabel('What needs doing?').fill('Bring the claim form');
  await dialog(page).getByRole('button', { name: 'Add task' }).click();
  await part.getByTestId('task').filter({ hasText: 'Bring the claim form' }).waitFor();
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await page.getByTestId('due-task').filter({ hasText: 'Bring the claim form' }).click();
  const task = law(page).getByTestId('task').filter({ hasText: 'Bring the claim form' });
  await task.getByRole('button', { name: /^Mark as done/ }).click();
  await dialog(page).getByRole('button', { name: 'Mark as done', exact: true }).click();
  await untilCount(task, 0);
  await page.goto('/tasks');
  await page.getByRole('heading', { name: 'Tasks' }).waitFor();
  await untilCount(page.getByText('Loading tasks…'), 0);
  expect(await page.getByText('Bring the claim form').count()).toBe(0);
});

test('[UI-184] an officer confirms that they have read the alert before they set out', async () => {
  const one = await at.visitable();
  const boss = await at.person(manager, undefined, `/cases/${one.id}`);
  const part = await openLaw(boss.page, one.id);
  await part.getByRole('button', { name: 'Add an alert' }).click();
  await dialog(boss.page).getByLabel('What should colleagues know?').selectOption('no_male_staff');
  await dialog(boss.page).getByLabel('Source').fill('Support provider');
  const officer = await at.person(undefined, phone, `/cases/${one.id}`);
  await officer.page.getByTestId('set-out').waitFor();
  await dialog(boss.page).getByRole('button', { name: 'Add alert' }).click();
  const read = officer.page.getByTestId('has-read');
  await read.waitFor();
  expect(await officer.page.getByTestId('set-out').isDisabled()).toBe(true);
  await read.check();
  await officer.page.getByTestId('set-out').click();
  await officer.page.locator('[data-stage="on_the_way"]').waitFor();
});

test('[UI-185] [UI-575] law, tasks and the reasons of a suggestion: no axe violation in either theme, nothing sideways, at a desk and on a phone', async () => {
  const id = await nearCourt();
  const [held] = await at.db.sql<{ id: number }[]>`
    select rent_account_id as id from hold where kind = 'breathing_space' and starts_on <= now()::date
      and ends_on > now()::date and ended_at is null order by id limit 1`;
  const long = 'Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley-Papadimitropoulou';
  await at.db.sql`update person set name = ${long} where id in (select tp.person_id from tenancy_person tp
    join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = ${id})`;
  const { page } = await at.person(manager, undefined, `/cases/${id}`);
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') await becomePhone(page);
    /** Checks this part of the page with axe, and the whole page's width. */
    const look = async (part: string, what: string) => {
      expect(await violations(page, part), `${what}, ${size}`).toEqual([]);
      await expectNothingSideways(page, `${what}, ${size}`);
    };
    await openLaw(page, id);
    await look('[data-part="law"]', 'near court');
    await page.getByRole('link', { name: /How suggestions are made/ }).click();
    await page.getByRole('heading', { name: 'What the rule never uses' }).waitFor();
    await look('main', 'about');
    const part = await openLaw(page, held!.id);
    await look('[data-part="law"]', 'held');
    await part.getByRole('button', { name: 'Start a hold' }).click();
    await dialog(page).waitFor();
    await look('dialog[open]', 'starting a hold');
    await page.goto('/tasks');
    await page.getByTestId('due-group').first().waitFor();
    await look('main', 'tasks');
    if (size === 'desk') await expectGoodPaper(page, 'the tasks');
  }
});

/** A style sheet that did not load is still in the list, but its rules cannot be read. */
const lawIsStyled = String.raw`[...document.styleSheets].some((sheet) => {
  try {
    return /\/case-parts[^/]*\.css$/.test(sheet.href ?? '') && sheet.cssRules.length > 0;
  } catch {
    return false;
  }
})`;

test('[UI-76] a part whose style sheet was interrupted is shown all the same, and the style follows when the signal returns', async () => {
  const one = await at.anyone();
  const { page } = await at.device();
  await at.signIn(page);
  await page.context().route('**/case-parts*.css', (route) => route.abort('internetdisconnected'));
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('law').or(page.locator('[data-part="law"]')).first().waitFor();
  await page.locator('[data-part="law"]').getByRole('button', { name: 'Start a hold' }).waitFor();
  const styled = () => page.evaluate<boolean>(lawIsStyled);
  expect(await styled()).toBe(false);
  await page.context().unroute('**/case-parts*.css');
  await page.evaluate(`window.dispatchEvent(new Event('online'))`);
  await expect.poll(styled, { timeout: 20_000 }).toBe(true);
});

test('[UI-19] no page reports an error', () => at.expectQuiet());
