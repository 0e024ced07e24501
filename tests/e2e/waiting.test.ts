// The page of what waits to be sent, on a network that lets requests through and no socket.
import { expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import { copied } from './device.ts';
import { house, officer1, until, untilCount } from './house.ts';
import { violations } from './looks.ts';
import { sideways } from './probes.ts';

const at = house();

/** Puts records into the device's outbox, as a page of before has left them there. */
const leave = (records: object[]) => `new Promise((left) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('outbox', 'readwrite');
    for (const one of ${JSON.stringify(records)}) tx.objectStore('outbox').put(one);
    tx.oncomplete = () => { opening.result.close(); left(null); };
  };
})`;

test('[OFF-60] each record that waits is on one page with its state, its words and what to do, and goes by a request where no socket connects', async () => {
  const [one, two, three] = (await at.cases()).filter((c) => c.visit === null && c.action !== 'hold');
  const { page } = await at.person(officer1, phone);
  await copied(page);
  const [{ id: staffId }] = await at.db.sql<[{ id: number }]>`select id from staff where email = ${officer1}`;
  const record = (n: number, kind: string, caseId: number, more: object = {}) => ({
    id: crypto.randomUUID(),
    clientId: 'a phone',
    n,
    kind,
    args: { caseId, ...(more as { args?: object }).args },
    madeAt: new Date(Date.now() - 60_000 * (10 - n)).toISOString(),
    staffId,
    ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'args')),
  });
  const called = { kind: 'call', reached: true, note: 'She starts a new job on Monday.' };
  const refused = record(3, 'contact.record', two!.id, { args: called });
  const records = [
    record(0, 'case.take', one!.id),
    record(1, 'contact.record', one!.id, { args: called }),
    record(2, 'case.take', three!.id, { tries: 6, retryAt: Date.now() + 3_000_000 }),
    { ...refused, answer: { id: refused.id, status: 'refused', message: 'This case does not exist.' } },
  ];
  await page.goto('/icon.svg');
  await page.evaluate(leave(records));
  let isOpen = false;
  await page.routeWebSocket(/socket\.io/, (socket) => void socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
  await page.route('**/api/mutations', (route) => (isOpen ? route.continue() : route.abort()));
  await page.goto('/worklist');
  await page.getByTestId('facts').click();
  await page.getByRole('link', { name: 'See what waits to be sent' }).click();

  const items = page.getByTestId('waiting-item');
  const states = () => items.evaluateAll((all) => all.map((li) => li.getAttribute('data-state')));
  await until(async () =>
    expect((await states()).toSorted()).toEqual(['parked', 'refused', 'signal', 'signal']),
  );
  await page.getByText('2 records need you.').waitFor();
  expect(await items.filter({ hasText: 'Your note: She starts a new job on Monday.' }).count()).toBe(2);
  await page.getByText('This case does not exist.').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<string[]>(sideways)).toEqual([]);

  // Removed only after its person has read that it is gone then.
  const ofTwo = items.filter({ hasText: 'This case does not exist.' });
  await ofTwo.getByRole('button', { name: 'Remove' }).click();
  await ofTwo.getByText('It is on this device only.').waitFor();
  await ofTwo.getByRole('button', { name: 'Keep it' }).click();
  expect(await ofTwo.count()).toBe(1);

  isOpen = true;
  await page.locator('[data-state="parked"]').getByRole('button', { name: 'Try again now' }).click();
  await untilCount(items, 1, 40_000);
  const sent = await at.db.sql<{ n: number; status: string }[]>`
    select n::int, answer->>'status' as status from mutation where client_id = 'a phone' order by n`;
  expect(sent).toEqual([0, 1, 2].map((n) => ({ n, status: 'applied' })));
  // The refused one goes as a new record, at the press of its person.
  await ofTwo.getByRole('button', { name: 'Send again' }).click();
  await untilCount(items, 0, 40_000);
  await page.getByText('Nothing to send.').first().waitFor();
  const [made] = await at.db.sql<{ at: Date }[]>`
    select made_at as at from mutation where case_id = ${two!.id} and kind = 'contact.record'`;
  expect(made!.at.toISOString()).toBe(refused.madeAt);
});
