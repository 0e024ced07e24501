// When a session, an account or a patch ends, the copies leave the device, and unsent text waits for its author.
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import {
  account,
  beginVisit,
  copied,
  endSessions,
  onSignIn,
  signInAs,
  signOut,
  slow,
  staffIdOf,
  typeLast,
} from './device.ts';
import { house, manager, officer1, until, untilCount, withWorker } from './house.ts';
import { casesKept, keptKeys, workerReady } from './probes.ts';

const at = house(600);

test('[UI-440] a closed account leaves no case on the device, also without signal, and none for the next person', async () => {
  const email = 'officer4@demo.doorstep.test';
  const { page } = await at.person(email, { ...desk, ...withWorker });
  await copied(page);
  await page.evaluate(workerReady);
  await at.db.sql`update staff set active = false where email = ${email}`;
  await onSignIn(page);
  await until(async () => expect(await page.evaluate<number>(casesKept)).toBe(0));
  expect(await page.evaluate<string[]>(keptKeys('', 'keys'))).not.toContain('me');
  await page.context().setOffline(true);
  await page.goto('/worklist');
  await page.getByTestId('slow-start').waitFor({ timeout: slow });
  expect(await page.locator('[data-case]').count()).toBe(0);
  await page.context().setOffline(false);
  await at.db.sql`update staff set active = true where email = ${email}`;
});

test('[UI-441] an officer whose last patch was taken has no case on screen or on the device, connected or later', async () => {
  const email = 'officer2@demo.doorstep.test';
  const staffId = await staffIdOf(at, email);
  const here = await at.person(email);
  const away = await at.person(email, { ...desk, ...withWorker });
  await copied(here.page);
  await copied(away.page);
  await away.page.evaluate(workerReady);
  await away.page.goto('about:blank');
  const [moved, opened] = await at.cases(email);
  const panel = here.page.getByTestId('case');
  for (const { id, tenant } of [moved!, opened!]) {
    await here.page.goto(`/cases/${id}`);
    await panel.getByText(tenant).first().waitFor();
    await panel.locator('[data-part=history]').waitFor({ state: 'attached' });
    if (id === opened!.id) break;
    // One home is given to another patch, and the officer's own patch stays.
    await at.db.sql`update property set patch_id = (select id from patch where id not in
        (select patch_id from stint where staff_id = ${staffId} and end_date is null) order by id limit 1)
      where id = (select t.property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${id})`;
    await untilCount(here.page.getByText(tenant), 0);
    await panel.getByText('This case is not on your list.').waitFor();
  }
  const stints = await at.db.sql<{ patch_id: number; start_date: string }[]>`
    delete from stint where staff_id = ${staffId} and end_date is null returning patch_id, start_date::text`;
  await untilCount(here.page.locator('[data-case]'), 0);
  // Nor is anything left of a case that was open.
  await untilCount(here.page.getByText(opened!.tenant), 0);
  await until(async () => expect(await here.page.evaluate<number>(casesKept)).toBe(0));
  await away.page.goto('/worklist');
  await until(async () => expect(await away.page.evaluate<number>(casesKept)).toBe(0), slow);
  await untilCount(away.page.locator('[data-case]'), 0);
  await away.page.context().setOffline(true);
  await away.page.reload();
  await account(away.page).waitFor();
  expect(await away.page.locator('[data-case]').count()).toBe(0);
  await away.page.context().setOffline(false);
  for (const { patch_id, start_date } of stints)
    await at.db
      .sql`insert into stint (staff_id, patch_id, start_date) values (${staffId}, ${patch_id}, ${start_date})`;
  await here.page.locator('[data-case]').first().waitFor({ timeout: slow });
});

test('[UI-442] when a session is ended the copies are removed; unsent text waits for its author, and nobody else sees it', async () => {
  const email = officer1;
  const { page } = await at.person(email, phone);
  await copied(page);
  const one = await at.visitable();
  await beginVisit(page, one.id, 'half of');
  // The new page learns that the session is over with its first request for the signed-in person.
  await page.route('**/api/me', async (route) => {
    await endSessions(at, email);
    await route.continue();
  });
  // Typed just before the page is left, in one task, so that no timer has stored it.
  await page.evaluate(typeLast('[data-testid=visit] textarea', 'half of a visit', 'location.reload()'));
  await onSignIn(page);
  await page.unroute('**/api/me');
  await until(async () => {
    const keys = await page.evaluate<string[]>(keptKeys('', 'keys'));
    expect(keys.filter((key) => !/^(sealed |clientId$|n$)/.test(key))).toEqual([]);
    expect(keys.some((key) => key.endsWith(` visit ${one.id}`))).toBe(true);
  });
  expect(await page.evaluate<number>(casesKept)).toBe(0);
  // A manager on the same device: the same case, without the officer's text.
  await signInAs(page, manager);
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await page.locator('[data-field="met"] input').first().waitFor({ state: 'attached' });
  expect(await page.locator('[data-field="met"] input:checked').count()).toBe(0);
  expect(await page.locator('body').textContent()).not.toContain('half of a visit');
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  await signOut(page);
  await until(async () => {
    // They opened a visit themselves, so they are asked which one to continue.
    const sure = page.getByRole('button', { name: 'Sign out anyway' });
    if (await sure.isVisible()) await sure.click();
    expect(page.url()).toContain('/sign-in');
  });
  // The manager could not delete it.
  await signInAs(page, email);
  await page.locator('[data-fact="age"]').waitFor({ timeout: slow });
  await page.goto(`/cases/${one.id}/visit?step=who`);
  await until(async () => {
    const words = await page.getByTestId('visit').locator('textarea').first().inputValue();
    expect(words).toBe('half of a visit');
  });
});
