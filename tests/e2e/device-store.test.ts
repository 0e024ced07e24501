// What a device keeps when its store does not answer: in a real browser, with a store that another page really locks, that is
// really closed or full; and a start that fails.
import { expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import {
  allSent,
  beginVisit,
  copied,
  holdStore,
  lose,
  note,
  noteGone,
  noteOn,
  planned,
  slow,
} from './device.ts';
import { holdRequests, house, until, untilCount, untilText } from './house.ts';
import { violations } from './looks.ts';
import { keptKeys } from './probes.ts';

const at = house(600);

test('[UI-435] a store that another page locks is skipped with a message, and writes are sent and stored later', async () => {
  const { page } = await at.device(phone);
  await at.signIn(page);
  const one = await at.visitable();
  const held = await holdStore(page);
  const began = Date.now();
  await page.goto('/worklist');
  await page.locator('[data-case]').first().waitFor();
  // The list came from the server; every wait for the store had a limit.
  expect(Date.now() - began).toBeLessThan(15_000);
  await page.goto(`/cases/${one.id}`);
  await noteOn(page, 'not responding');
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await planned(at, one.id);
  await allSent(page);
  await beginVisit(page, one.id, 'typed while the store was silent');
  await held.release();
  await noteGone(page);
  await until(async () => {
    const kept = JSON.stringify(await page.evaluate(keptKeys('visit ')));
    expect(kept).toContain('typed while the store was silent');
  }, slow);
});

test('[UI-435] when connections close in the middle, or the store is full, nothing that was written is lost', async () => {
  const { page } = await at.device(phone);
  await page.addInitScript(`{
    const open = indexedDB.open.bind(indexedDB);
    globalThis.connections = [];
    indexedDB.open = (...given) => {
      const asked = open(...given);
      asked.addEventListener('success', () => globalThis.connections.push(asked.result));
      return asked;
    };
    for (const name of ['put', 'add']) {
      const was = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        if (globalThis.full) throw new DOMException('No room.', 'QuotaExceededError');
        return was.apply(this, given);
      };
    }
  }`);
  await at.signIn(page);
  const one = await at.visitable();
  await page.goto(`/cases/${one.id}`);
  await page.getByTestId('set-out').waitFor();
  await page.evaluate(`void globalThis.connections.splice(0).forEach((db) => db.close())`);
  await page.getByTestId('set-out').click();
  await allSent(page);
  expect(await note(page).count()).toBe(0);
  await page.evaluate(`void (globalThis.full = true)`);
  await page.getByTestId('start-visit').click();
  await page.getByTestId('next').click();
  await noteOn(page, 'is full');
  await page.locator('[data-field="met"] input').first().check({ force: true });
  await page.getByTestId('next').click();
  await until(async () => {
    const [met] = await at.db.sql`select from visit where rent_account_id = ${one.id} and met is not null`;
    expect(met).toBeDefined();
  }, slow);
  await page.evaluate(`void (globalThis.full = false)`);
  await noteGone(page);
});

test('[UI-436] a start that takes more than ten seconds says so, with the step that it waits for', async () => {
  // At the same time a page whose own files do not load: both wait their ten seconds together.
  const cut = await at.device(phone);
  await at.signIn(cut.page);
  await cut.page.route('**/_app/immutable/**/*.js', () => {});
  await cut.page.goto('/worklist', { waitUntil: 'commit' });
  const { page } = await at.device(phone);
  await at.signIn(page);
  const answer = await holdRequests(page, '**/api/me');
  // Longer than the screen's ten seconds: the request's own limit is not what is tested here.
  await page.addInitScript(`AbortSignal.timeout = () => new AbortController().signal`);
  await page.goto('/worklist');
  await untilText(page.getByTestId('slow-start'), 'Waiting for the server', slow);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  answer();
  await page.locator('[data-case]').first().waitFor();
  await untilText(cut.page.getByTestId('slow-start'), 'Waiting for the app to load', slow);
});

test('[UI-436] without an answer and without stored data it says that it could not open, and opens later without a reload', async () => {
  const { page } = await at.device(phone);
  await at.signIn(page);
  await page.route('**/api/me', (route) => route.abort());
  await page.goto('/worklist');
  await untilText(page.getByTestId('slow-start'), 'could not open');
  await page.unroute('**/api/me');
  await page.locator('[data-case]').first().waitFor({ timeout: slow });
});

test('[UI-431] a page that was frozen continues where it was', async () => {
  const one = await at.visitable();
  const { page } = await at.person(undefined, phone, `/cases/${one.id}`);
  await page.getByRole('button', { name: 'Plan for today' }).waitFor();
  const transition = (name: string) =>
    page.evaluate(`void dispatchEvent(new PageTransitionEvent('${name}', { persisted: true }))`);
  await transition('pagehide');
  await transition('pageshow');
  await page.getByRole('button', { name: 'Plan for today' }).click();
  await planned(at, one.id);
  await allSent(page);
});

test('[UI-486] an incomplete copy is not shown: the complete list comes from the server', async () => {
  const { page } = await at.person();
  await copied(page);
  const all = (await at.cases()).length;
  const whole = page.getByRole('button', { name: `All ${all}` });
  await untilCount(whole, 1);
  await page.goto('/icon.svg');
  await page.evaluate(`(${lose})(${(await at.visitable()).id})`);
  await page.goto('/worklist');
  await untilCount(whole, 1);
});
