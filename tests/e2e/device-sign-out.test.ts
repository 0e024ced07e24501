// Who uses the device: signing out, also without signal, and another person who signs in next, in this tab or another.
import { expect, test } from 'vitest';
import {
  allSent,
  copied,
  onSignIn,
  onePixel,
  planned,
  signInAs,
  signOut,
  slow,
  staffIdOf,
} from './device.ts';
import { desk } from '../support/browser.ts';
import { goOffline, house, officer1, rowIds, rowOf, until, untilText, withWorker } from './house.ts';
import { violations } from './looks.ts';
import { casesKept, databases, keptKeys, sideways, workerReady } from './probes.ts';

const at = house(600);

test('[UI-438] after signing out in one tab and in again in the other both work, without a reload', async () => {
  const { page, errors } = await at.person();
  await page.locator('[data-case]').first().waitFor();
  const second = await page.context().newPage();
  await second.goto('/worklist');
  await second.locator('[data-case]').first().waitFor();
  await signOut(page);
  await onSignIn(page);
  await onSignIn(second);
  await second
    .getByRole('button', { name: /Income officer/ })
    .first()
    .click();
  await second.locator('[data-case]').first().waitFor();
  // The first tab is signed in too.
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  const one = await at.visitable();
  await second.goto(`/cases/${one.id}`);
  await second.getByRole('button', { name: 'Plan for today' }).click();
  await planned(at, one.id);
  expect(errors).toEqual([]);
});

test('[UI-439] signing out without signal clears the device at once, and the session is ended first at the next connection', async () => {
  const email = 'officer2@demo.doorstep.test';
  const { page } = await at.person(email, { ...desk, ...withWorker });
  await copied(page);
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await signOut(page);
  await onSignIn(page);
  await until(async () => expect(await page.evaluate(databases)).not.toContain('doorstep'));
  await untilText(page.locator('main'), 'when you have signal');
  // Nothing on the device has a person's name.
  const kept = await page.evaluate<Record<string, string>>(`({ ...localStorage })`);
  // Of the device itself: how far its clock is from the server's, and since when that is known.
  expect(Object.keys(JSON.parse(kept['doorstep.clock'] ?? '{}') as object).sort()).toEqual(['at', 'offset']);
  delete kept['doorstep.clock'];
  const marks = Object.entries(kept).flat();
  expect(marks.filter((mark) => /officer|@|\d{3}/.test(mark) && !/-/.test(mark))).toEqual([]);
  // Closed and opened again, still without signal: nothing is shown.
  await page.goto('/worklist');
  await onSignIn(page);
  expect(await page.locator('[data-case]').count()).toBe(0);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/demo/people') asked.push(pathname);
  });
  const staffId = await staffIdOf(at, email);
  await page.context().setOffline(false);
  await page.goto('/worklist');
  await until(async () => {
    const left = await at.db.sql`
      select from auth."session" s join auth."user" u on u."id" = s."userId" where u."staffId" = ${staffId}`;
    expect(left.length).toBe(0);
  }, slow);
  await onSignIn(page);
  expect(asked[0]).toBe('/api/auth/sign-out');
  expect(asked).not.toContain('/api/worklist');
  expect(asked).not.toContain('/api/me');
  await page.reload();
  await page
    .getByRole('button', { name: /Income officer/ })
    .first()
    .waitFor();
  expect(await page.locator('[data-case]').count()).toBe(0);
});

test('[UI-439] another person’s sign-in first ends the former session, and they see nothing of it', async () => {
  const email = 'officer3@demo.doorstep.test';
  const { page } = await at.person(email, { ...desk, ...withWorker });
  await copied(page);
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await signOut(page);
  await onSignIn(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // The connection is back, but the page has not noticed yet.
  await page.evaluate(`addEventListener('online', (event) => event.stopImmediatePropagation(), true)`);
  await page.context().setOffline(false);
  await page.goto('/sign-in');
  await page
    .getByRole('button', { name: /Repairs team/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor({ timeout: slow });
  const order = asked.filter((path) => /sign-out|auth\/demo$/.test(path));
  expect(order[0]).toBe('/api/auth/sign-out');
  expect(order.at(-1)).toBe('/api/auth/demo');
  const left = await at.db.sql`select from auth."session" s join auth."user" u on u."id" = s."userId"
    where u."staffId" = ${await staffIdOf(at, email)}`;
  expect(left.length).toBe(0);
  expect(await page.evaluate<number>(casesKept)).toBe(0);
});

test('[UI-443] before a sign-out the number of records, photographs, visits and messages that would be lost is shown', async () => {
  const one = (await at.cases('officer3@demo.doorstep.test')).find(
    (c) => c.visit === null && c.alerts.length === 0,
  )!;
  const { page } = await at.person(
    'officer3@demo.doorstep.test',
    { ...desk, ...withWorker },
    `/cases/${one.id}`,
  );
  await page.getByTestId('ledger').waitFor();
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await page.getByTestId('visit').locator('[data-field="met"] input').first().waitFor();
  // The rest of the app, including the account menu, is on the device by then.
  await page.evaluate(workerReady);
  await page.context().setOffline(true);
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => expect(await page.getByTestId('visit').getAttribute('data-step')).toBe('checks'));
  const file = { name: 'door.png', mimeType: 'image/png', buffer: onePixel };
  const check = page.locator('[data-check="condition"]');
  await check.getByRole('radio', { name: 'Needs repair' }).check({ force: true });
  await check.locator('input[type=file]').setInputFiles(file);
  await until(async () => {
    const photos = await page.evaluate<string[]>(keptKeys('photo ', 'keys'));
    expect(photos).toHaveLength(1);
  });
  await page.getByRole('link', { name: 'Case' }).first().click();
  await signOut(page);
  const warning = page.getByTestId('sign-out-warning');
  await until(async () => {
    const lines = await warning.locator('li').allTextContents();
    expect(lines).toEqual(['1 record not sent', '1 photograph not sent', '1 visit not finished']);
  });
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(sideways)).toEqual([]);
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await page.context().setOffline(false);
  await allSent(page);
});

test('[UI-444] another person who signs in on the same page begins with an empty page and their own list', async () => {
  const { page } = await at.person(officer1);
  await page.locator('[data-case]').first().waitFor();
  const theirs = new Set((await at.cases()).map(({ id }) => id));
  await signOut(page);
  await onSignIn(page);
  await page.evaluate(`void (globalThis.former = true)`);
  await signInAs(page, 'officer2@demo.doorstep.test');
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  expect(await page.evaluate(`globalThis.former`)).toBeUndefined();
  expect((await rowIds(page)).filter((id) => theirs.has(id))).toEqual([]);
});

test('[UI-444] a tab that shows one person’s list never acts for a person who signed in in another tab', async () => {
  const one = await at.visitable();
  const { page } = await at.person(officer1, undefined, `/cases/${one.id}`);
  await rowOf(page, one.id).waitFor();
  // The cookie changes without a notification to the page.
  await at.signIn(page, 'officer2@demo.doorstep.test');
  await goOffline(page);
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await page.context().setOffline(false);
  await until(async () => {
    const words = await page.locator('body').textContent();
    expect(words).not.toContain(one.tenant);
  }, 40_000);
  const visits = await at.db.sql`select from visit v join staff s on s.id = v.staff_id
    where v.rent_account_id = ${one.id} and v.state = 'planned' and s.email = 'officer2@demo.doorstep.test'`;
  expect(visits.length).toBe(0);
});
