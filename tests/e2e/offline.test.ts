// The day without signal: what was taken along is there after the app was closed, with its time, while the server cannot be
// reached at all. The network is a proxy that refuses every connection, as a stopped server does.
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { desk, phone } from '../support/browser.ts';
import { client } from '../support/app.ts';
import { budgetRecord, planAgree } from '../support/help.ts';
import { londonDay } from '../support/london-day.ts';
import { Proxy } from '../support/proxy.ts';
import { addDays } from '../../server/domain/days.ts';
import { house, officer1, rowOf, until, untilText, withWorker } from './house.ts';
import { violations } from './looks.ts';
import {
  answerBytes,
  answersKept,
  casesKept,
  keepDraft,
  keptKeys,
  loseAnswers,
  workerReady,
} from './probes.ts';

const at = house(400, { keepDevices: true });
let line: Proxy;
let page: Page;
/** On the list, with one of everything. */
let one: CaseSummary;
/** Of the same patch, owes nothing: on no list. */
let other: number;

const kept = () => page.evaluate<string[]>(answersKept);
const pageOf = (id: number) => `/api/cases/${id}`;

/** Closes the app and opens it anew, at this path. */
async function coldOpen(path: string): Promise<void> {
  const context = page.context();
  const next = await context.newPage();
  await page.close();
  page = next;
  await page.goto(line.url(at.url).replace(/\/$/, '') + path);
}

beforeAll(async () => {
  const { sql } = at.db;
  one = await at.visitable();
  const today = londonDay();
  await sql`insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on)
    select t.property_id, 'dangerous_animal', 'Two dogs behind the gate', 'Repairs', now()::date, now()::date + 30, now()::date + 60
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id}`;
  await sql`update person set phone = '07700 900855' where id in (
    select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${one.id})`;
  await sql`insert into support_need (tenancy_id, kind, note, since)
    select tenancy_id, 'hearing', 'Deaf in one ear', now()::date from rent_account where id = ${one.id}`;
  await sql`insert into repair (property_id, category, priority, description, status, reported_at)
    select t.property_id, 'heating', 'routine', 'The boiler loses pressure', 'reported', now() - interval '2 days'
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id}`;
  const officer = await client(at.url, officer1);
  for (const [kind, args] of [
    ['budget.record', budgetRecord(one.id, today, 40_000)],
    [
      'plan.agree',
      planAgree(one.id, addDays(today, 7), {
        totalPence: one.realArrearsPence,
        arrearsPence: one.realArrearsPence,
      }),
    ],
    [
      'thread.start',
      {
        caseId: one.id,
        threadId: crypto.randomUUID(),
        messageId: crypto.randomUUID(),
        subject: 'Boiler',
        body: 'Is a part on order?',
      },
    ],
  ] as const)
    expect(await officer.do(kind, args), kind).toMatchObject({ status: 'applied' });
  officer.close();
  const [off] = await sql<{ id: number }[]>`
    select a.id from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where p.patch_id = ${one.patchId} and not (a.id = any(${(await at.cases()).map(({ id }) => id)}::int[])) limit 1`;
  other = off!.id;
  line = await Proxy.between(at.url);
  ({ page } = await at.person(officer1, { ...phone, ...withWorker, baseURL: line.url(at.url) }));
}, 60_000);
afterAll(() => line.close());

test('[OFF-12] with nothing pressed, every case of the list is on the device, with all that its page reads', async () => {
  const ids = (await at.cases()).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(3);
  await until(async () => {
    const paths = await kept();
    for (const id of ids)
      for (const part of ['', '/balances', '/why', '/threads']) expect(paths).toContain(pageOf(id) + part);
  }, 60_000);
  // A case that is on no list, but was opened a minute ago.
  await page.goto(`/cases/${other}`);
  await page.getByTestId('balance-sentence').waitFor();
  await until(async () => expect(await kept()).toContain(`${pageOf(other)}/balances`));
  await page.evaluate(workerReady);
});

test('[OFF-13] the server is stopped and the app closed: list, case and visit are there, as of their time', async () => {
  line.weather = 'refuse';
  await coldOpen('/worklist');
  // Their plan is on track, so there is nothing to do now.
  await page
    .locator('.chip', { hasText: /^\s*All/ })
    .first()
    .click();
  await rowOf(page, one.id).click();
  const open = page.getByTestId('case');
  const text = async () => (await open.textContent()) ?? '';
  await open.getByTestId('as-of').first().waitFor();
  expect(await open.getByTestId('as-of').first().textContent()).toMatch(/As of \d\d:\d\d, no signal/);
  await until(async () => {
    const all = await text();
    for (const words of [
      'Two dogs behind the gate',
      '07700 900855',
      'Deaf in one ear',
      'The boiler loses pressure',
      'Boiler',
      'Is a part on order?',
    ])
      expect(all).toContain(words);
  }, 20_000);
  expect(await open.getByTestId('ledger').locator('tbody tr').count()).toBeGreaterThan(5);
  await open.getByTestId('plan').waitFor();
  await open.getByTestId('budget-left').waitFor();
  await open.getByTestId('balance-sentence').filter({ hasText: '£' }).waitFor();
  expect(await open.getByTestId('history').locator('li').count()).toBeGreaterThan(1);
  await open.getByTestId('suggestions').waitFor();
  expect(await text()).not.toMatch(/did not load|Loading|Cannot reach/);
  expect(await violations(page)).toEqual([]);

  await coldOpen(`/cases/${one.id}/visit`);
  await page.getByText('Two dogs behind the gate').waitFor();
  expect(await page.getByTestId('door-phone').first().getAttribute('href')).toBe('tel:07700900855');
  expect(await page.getByTestId('home-as-of').textContent()).toMatch(/as of \d\d:\d\d/);

  await coldOpen(`/cases/${other}`);
  await page.getByTestId('as-of').first().waitFor();
  await page.getByTestId('balance-sentence').filter({ hasText: /\S/ }).waitFor();
});

test('[OFF-14] back in signal the case is the server’s again, and what changed meanwhile is read again, and no more', async () => {
  const again: number[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/offline/cases'))
      again.push(...(request.postDataJSON() as { caseIds: number[] }).caseIds);
  });
  await at.pay(one.id, 1234);
  line.weather = 'pass';
  await page
    .locator('[data-fact="connection"]', { hasText: 'Connected' })
    .first()
    .waitFor({ timeout: 20_000 });
  await page.getByTestId('as-of').first().waitFor({ state: 'detached' });
  await until(() => expect(again.length).toBeGreaterThan(0), 30_000);
  await page.goto('/offline');
  await page.locator('[data-testid=offline][data-state=ready]').waitFor({ timeout: 30_000 });
  expect([...new Set(again)]).toEqual([one.id]);
});

test('[OFF-15] a case that left the patch leaves the device', async () => {
  const ids = (await at.cases()).map(({ id }) => id).filter((id) => id !== one.id);
  const moved = ids[0]!;
  await page.goto('/worklist');
  await at.db.sql`update property set patch_id = (select id from patch where id <> ${one.patchId} limit 1)
    where id = (select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${moved})`;
  await rowOf(page, moved).waitFor({ state: 'detached' });
  await until(async () => {
    const paths = await kept();
    expect(paths.filter((path) => path.startsWith(pageOf(moved) + '/') || path === pageOf(moved))).toEqual(
      [],
    );
    expect(paths).toContain(pageOf(one.id));
  }, 60_000);
});

test('[OFF-19] [OFF-20] taking along goes on where it was cut; what has no room is named; keeping nothing leaves only unsent work', async () => {
  const { page: mine } = await at.device(desk);
  await at.signIn(mine);
  const here = () => mine.evaluate<string[]>(answersKept);
  const whole = async () => (await here()).filter((path) => /^\/api\/cases\/\d+$/.test(path)).length;
  const all = (await at.cases()).length;
  const requested: number[] = [];
  let batches = 0;
  let isCut = true;
  await mine.context().route('**/api/offline/cases', async (route) => {
    if (isCut && ++batches > 1) return route.abort();
    requested.push(...(route.request().postDataJSON() as { caseIds: number[] }).caseIds);
    await route.continue();
  });
  await mine.goto('/offline');
  const screen = mine.getByTestId('offline');
  const isNow = (status: string) =>
    mine.locator(`[data-testid=offline][data-state=${status}]`).waitFor({ timeout: 30_000 });
  await isNow('almost');
  const first = await whole();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(all);
  await untilText(screen, `${first} of ${all} cases`);
  expect(await violations(mine)).toEqual([]);

  isCut = false;
  // A second tab does not read the same again.
  const second = await mine.context().newPage();
  await second.goto('/offline');
  await mine.getByRole('button', { name: 'Update now' }).click();
  await isNow('ready');
  await untilText(screen, new RegExp(`Ready without signal\\s*${all} cases, as of \\d\\d:\\d\\d, \\d`));
  await second.locator('[data-testid=offline][data-state=ready]').waitFor({ timeout: 30_000 });
  await second.close();
  // No case twice.
  expect(requested.length).toBe(new Set(requested).size);
  expect(await violations(mine)).toEqual([]);

  // The browser has room for a third of what it leaves.
  const bytes = await mine.evaluate<number>(answerBytes);
  await mine.evaluate(
    `Object.defineProperty(navigator.storage, 'estimate', { value: () => Promise.resolve({ quota: ${bytes}, usage: ${bytes} }) })`,
  );
  await mine.getByRole('button', { name: 'Update now' }).click();
  await mine.getByTestId('no-room').waitFor();
  await isNow('almost');
  expect(await mine.getByTestId('no-room').getByRole('link').count()).toBeGreaterThan(0);
  await until(async () => expect(await mine.evaluate<number>(answerBytes)).toBeLessThanOrEqual(bytes / 3));
  expect(await violations(mine)).toEqual([]);

  // Half a message is nobody's copy.
  await mine.evaluate(keepDraft);
  await mine.getByRole('button', { name: 'Keep nothing on this device' }).click();
  await isNow('off');
  expect([
    await here(),
    await mine.evaluate(casesKept),
    await mine.evaluate(keptKeys('draft ', 'keys')),
  ]).toEqual([[], 0, ['draft 7']]);
  // Nor does it come back by opening a case.
  await mine.goto(`/cases/${one.id}`);
  await mine.getByTestId('balance-sentence').waitFor();
  expect([await here(), await mine.evaluate(casesKept)]).toEqual([[], 0]);
  await mine.goto('/offline');
  await isNow('off');
  await mine.getByRole('button', { name: 'Keep my cases on this device' }).click();
  await isNow('ready');
});

test('[OFF-17] a device with the store of the former version keeps what is in it; a tab of a newer version does not stop this one', async () => {
  const { page: mine } = await at.device(desk);
  await at.signIn(mine);
  const former = await mine.context().newPage();
  await former.goto('/icon.svg');
  // The former version of the app, in another tab: it closes its connection when it is asked to, as idb does.
  await former.evaluate(`new Promise((made) => {
    const opening = indexedDB.open('doorstep', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('cases', { keyPath: 'id' });
      opening.result.createObjectStore('outbox', { keyPath: ['clientId', 'n'] });
      opening.result.createObjectStore('kept');
    };
    opening.onsuccess = () => {
      const db = opening.result;
      db.onversionchange = () => db.close();
      const tx = db.transaction('kept', 'readwrite');
      tx.objectStore('kept').put({ body: 'typed before the update', staffId: 1 }, 'draft 7');
      tx.oncomplete = () => made(null);
    };
  })`);
  await mine.goto(`/cases/${one.id}`);
  await until(async () => expect(await mine.evaluate(answersKept)).toContain(pageOf(one.id)));
  expect(await mine.evaluate(keptKeys('draft '))).toMatchObject([{ body: 'typed before the update' }]);
  // A later version adds a store while this page is open.
  await former.evaluate(`new Promise((made) => {
    const opening = indexedDB.open('doorstep', 9);
    opening.onupgradeneeded = () => opening.result.createObjectStore('later');
    opening.onsuccess = () => { opening.result.close(); made(null); };
  })`);
  const other = (await at.cases()).find(({ id }) => id !== one.id)!.id;
  await mine.evaluate(loseAnswers(other));
  await mine.goto(`/cases/${other}`);
  await until(async () => expect(await mine.evaluate(answersKept)).toContain(pageOf(other)));
  expect(await mine.getByTestId('store-note').count()).toBe(0);
});

test('[UI-19] no page reported an error', () => {
  at.expectQuiet();
});
