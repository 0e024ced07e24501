// Unsent text in forms, in a real browser: it is restored after a reload, a lost signal and the end of a session, removed when
// it was sent or discarded, and never shown to another person.
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { desk, phone } from '../support/browser.ts';
import { allSent, endSessions, onSignIn, signInAs, signOut, slow } from './device.ts';
import { goTo, holdRequests, house, manager, officer1, until, withWorker } from './house.ts';
import { violations } from './looks.ts';
import { keptKeys, sideways, workerReady } from './probes.ts';

const at = house(400);
const used: number[] = [];

/** A case without a hold and without a plan, that no other test of this file uses. */
async function somebody(): Promise<CaseSummary> {
  const one = (await at.cases()).find(
    (c) =>
      c.planState === 'none' &&
      c.blockers.length === 0 &&
      c.realArrearsPence > 20_000 &&
      !used.includes(c.id),
  );
  if (!one) throw new Error('the demo’s first officer has nobody left');
  used.push(one.id);
  return one;
}

type Form = {
  name: string;
  /** From the open case to the form. */
  open: (page: Page) => Promise<void>;
  field: (page: Page) => Locator;
  words: string;
  /** Fills the rest and sends it. */
  send: (page: Page) => Promise<void>;
};
const dialog = (page: Page) => page.locator('dialog[open]');
const forms: Form[] = [
  {
    name: 'a hold that begins',
    open: (page) => page.getByRole('button', { name: 'Start a hold' }).click(),
    field: (page) => dialog(page).getByLabel('Who told us, and how'),
    words: 'The Insolvency Service, by e-mail, ref 77',
    send: (page) => dialog(page).getByRole('button', { name: 'Start hold' }).click(),
  },
  {
    name: 'a plan',
    open: (page) => page.getByRole('button', { name: 'Work out a plan' }).click(),
    field: (page) => page.getByTestId('plan-editor').getByLabel(/^Note/),
    words: 'Her sister lends the first payment',
    send: async (page) => {
      const editor = page.getByTestId('plan-editor');
      await editor.getByText('Every week').click();
      await editor.getByLabel('Pounds a week').fill('20');
      // Where there is no complete budget, or it leaves less.
      for (const asked of [/^Why is .* budget/, /How can they afford it/]) {
        const why = editor.getByLabel(asked);
        if (await why.count()) await why.fill('They chose this amount');
      }
      await editor.getByText('said yes').click();
      await editor.getByRole('button', { name: 'Agree the plan' }).click();
    },
  },
  {
    name: 'a detail of a person',
    open: async (page) => {
      await page.getByTestId('details').click();
      await dialog(page)
        .getByRole('button', { name: /^Change .*email/ })
        .first()
        .click();
    },
    field: (page) => dialog(page).locator('form input'),
    words: 'new.address@example.org',
    send: (page) => dialog(page).getByRole('button', { name: 'Save', exact: true }).click(),
  },
];

const keptForms = (page: Page) => page.evaluate<object[]>(keptKeys('form '));
const back = (page: Page) => page.getByTestId('kept-words');
/** Opens the form in its case; what was open there is closed first, without a choice. */
async function open(page: Page, id: number, form: Form): Promise<void> {
  await goTo(page, `/cases/${id}`);
  await page.getByRole('heading', { name: 'Holds' }).waitFor();
  if (await dialog(page).count()) await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await form.open(page);
  await form.field(page).waitFor();
}
const comesBack = (page: Page, form: Form) =>
  until(async () => expect(await form.field(page).inputValue()).toBe(form.words));
const staysEmpty = async (page: Page, form: Form) => {
  expect(await back(page).count()).toBe(0);
  expect(await form.field(page).inputValue()).not.toBe(form.words);
};
/** Types into every form of the case, and leaves them all. */
async function fillAll(page: Page, id: number): Promise<void> {
  for (const form of forms) {
    await open(page, id, form);
    await form.field(page).fill(form.words);
    await until(async () => expect(JSON.stringify(await keptForms(page))).toContain(form.words));
  }
  await page.goto('/worklist');
}
/** Types it and does something else in the same task, so that no timer runs in between. */
async function typeLast(page: Page, field: Locator, words: string, then: string): Promise<void> {
  await field.focus();
  await page.evaluate(`{
    const field = document.activeElement;
    field.value = ${JSON.stringify(words)};
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    ${then};
  }`);
}
async function signBackIn(page: Page, email: string): Promise<void> {
  await signInAs(page, email);
  await page.locator('[data-fact="age"]').waitFor({ timeout: slow });
}

test('[UI-490] typed text is kept over a reload, a lost signal and closing, and removed when it was sent: a hold, a plan, a detail', async () => {
  const { page } = await at.person(officer1, { ...phone, ...withWorker });
  await page.evaluate(workerReady);
  for (const form of forms) {
    const one = await somebody();
    await open(page, one.id, form);
    await form.field(page).fill('half of it');
    // Just before the page is left, without signal.
    await page.context().setOffline(true);
    await typeLast(page, form.field(page), form.words, 'location.reload()');
    await page.getByRole('heading', { name: one.tenant }).first().waitFor({ timeout: slow });
    await page.context().setOffline(false);
    await open(page, one.id, form);
    await comesBack(page, form);
    expect(await back(page).textContent()).toContain('We kept what you wrote');
    expect(await violations(page), form.name).toEqual([]);
    expect(await page.evaluate(sideways), form.name).toEqual([]);
    // Closed without a choice: kept. Only the device's own store has it, not the URL.
    await page.keyboard.press('Escape');
    await page.goto('/worklist');
    await open(page, one.id, form);
    await comesBack(page, form);
    expect(page.url()).not.toContain(encodeURIComponent(form.words.slice(0, 6)));
    expect(await page.evaluate(`JSON.stringify(localStorage)`)).not.toContain(form.words);
    // Discarded by the person: removed.
    await back(page).getByRole('button', { name: 'Clear it and start again' }).click();
    await until(async () => expect(await keptForms(page)).toEqual([]));
    await page.reload();
    await open(page, one.id, form);
    await staysEmpty(page, form);
    // Sent: removed too, as soon as the outbox has it.
    await form.field(page).fill(form.words);
    await until(async () => expect(await keptForms(page)).toHaveLength(1));
    await form.send(page);
    await form.field(page).waitFor({ state: 'detached' });
    await until(async () => expect(await keptForms(page)).toEqual([]));
    await allSent(page);
    await page.reload();
    expect(await keptForms(page)).toEqual([]);
  }
}, 120_000);

test('[UI-492] a session that ends sets forms aside: the next person sees nothing of them, and their author gets them back', async () => {
  const one = await somebody();
  const { page } = await at.person(officer1, phone, `/cases/${one.id}`);
  await fillAll(page, one.id);
  await endSessions(at, officer1);
  await page.reload();
  await onSignIn(page);
  await until(async () => expect(await keptForms(page)).toEqual([]));
  await signBackIn(page, manager);
  for (const form of forms) {
    await open(page, one.id, form);
    await staysEmpty(page, form);
  }
  await page.goto('/worklist');
  await signOut(page);
  await onSignIn(page);
  await signBackIn(page, officer1);
  for (const form of forms) {
    await open(page, one.id, form);
    await comesBack(page, form);
  }
});

test('[UI-492] signing out counts the forms that would be lost, and leaves nothing of them on the device', async () => {
  const one = await somebody();
  const { page } = await at.person(officer1, phone, `/cases/${one.id}`);
  await fillAll(page, one.id);
  await signOut(page);
  await page.getByTestId('sign-out-warning').getByText('3 forms not sent').waitFor();
  await page.getByRole('button', { name: 'Sign out anyway' }).click();
  await onSignIn(page);
  await signBackIn(page, officer1);
  expect(await keptForms(page)).toEqual([]);
  for (const form of forms) {
    await open(page, one.id, form);
    await staysEmpty(page, form);
  }
});

test('[UI-493] text that was written over an older version is a conflict when somebody has changed it since', async () => {
  const one = await somebody();
  const { page } = await at.person(officer1, desk, `/cases/${one.id}`);
  const detail = forms[2]!;
  await open(page, one.id, detail);
  await detail.field(page).fill(detail.words);
  await until(async () => expect(await keptForms(page)).toHaveLength(1));
  await page.goto('/worklist');
  const [person] = await at.db.sql<{ id: number }[]>`
    select p.id from person p join tenancy_person tp on tp.person_id = p.id
    join rent_account a on a.tenancy_id = tp.tenancy_id
    where a.id = ${one.id} and tp.role in ('tenant', 'joint_tenant') order by p.id limit 1`;
  const untilSaved = (email: string) =>
    until(async () => {
      const [now] = await at.db.sql`select email from person where id = ${person!.id}`;
      expect(now).toMatchObject({ email });
    }, slow);
  const boss = await at.person(manager, desk, `/cases/${one.id}`);
  await open(boss.page, one.id, detail);
  await detail.field(boss.page).fill('theirs@example.org');
  await detail.send(boss.page);
  await untilSaved('theirs@example.org');
  await open(page, one.id, detail);
  await comesBack(page, detail);
  await detail.send(page);
  const question = page.getByTestId('conflict');
  await question.waitFor({ timeout: slow });
  expect(await question.textContent()).toContain('theirs@example.org');
  await question.getByRole('button', { name: 'Use mine' }).click();
  await untilSaved(detail.words);
});

test('[UI-494] a plan that was just agreed stays in its case while the case is read again', async () => {
  const one = await somebody();
  const { page } = await at.person(officer1, desk, `/cases/${one.id}`);
  const plan = forms[1]!;
  await open(page, one.id, plan);
  const release = await holdRequests(page, `**/api/cases/${one.id}`);
  await plan.send(page);
  await page
    .getByRole('status')
    .filter({ hasText: /£20\.00 a week on top of the rent\. Saved\./ })
    .waitFor();
  // The list has it by now; the open case has not been read.
  await until(async () =>
    expect((await at.cases()).find(({ id }) => id === one.id)?.planState).toBe('agreed'),
  );
  expect(await page.getByText('No repayment plan.').count()).toBe(0);
  release();
  await page.getByTestId('plan').waitFor();
  expect(await page.getByRole('status').filter({ hasText: 'on top of the rent. Saved' }).count()).toBe(0);
});
