// The bridge in a real window: a statement that ties, with rows that sum to each line, and with entries that became known
// later next to the frozen figures.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { addDays } from '../../server/domain/days.ts';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { desk, phone } from '../support/browser.ts';
import { house, manager, officer1, until } from './house.ts';
import { expectNothingSideways, violations } from './looks.ts';
import { silentLog } from '../support/silent-log.ts';

const at = house(200);
const pence = (text: string | null) => Number((text ?? '').replace('−', '-').replaceAll(/[^\d-]/g, ''));
let newest: string;
let page: Page;

async function open(options = desk, email = manager): Promise<Page> {
  const page = await at.page(email, '/performance/bridge', options);
  await page.getByTestId('statement').waitFor();
  return page;
}
beforeAll(async () => {
  const { sql } = at.db;
  // All weeks except the newest; then money for an earlier week arrives, and the newest is frozen.
  await freezeEnded({ sql, log: silentLog, clock: () => Date.now() - 7 * 86_400_000, back: 6 });
  const [last] = await sql<{ on: string }[]>`select max(week_on) as on from week_freeze`;
  newest = addDays(last!.on, 7);
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select a.id, 12345, 'cash', 'e2e', 'late', ${addDays(last!.on, 1)} from rent_account a join tenancy t on t.id = a.tenancy_id
    where t.end_date is null order by a.balance_pence desc limit 1`;
  await freezeEnded({ sql, log: silentLog, clock: Date.now });
  page = await open();
});

/** Opening, every line, closing: as shown on the screen. */
async function figures(column: 'frozen' | 'restated') {
  const rows = page.locator('tr[data-line]');
  const all = await rows.evaluateAll((some) => some.map((row) => row.getAttribute('data-line')!));
  const amounts = (await rows.getByTestId(column).allTextContents()).map(pence);
  return all.map((line, i) => ({ line, pence: amounts[i]! }));
}

test('[UI-342] the statement adds up to the penny, frozen and restated, and says so', async () => {
  expect(await page.getByTestId('check').textContent()).toContain('Adds up to the penny');
  for (const column of ['frozen', 'restated'] as const) {
    const all = await figures(column);
    const closing = all.pop()!;
    expect([all[0]!.line, closing.line]).toEqual(['opening', 'closing']);
    expect(all.reduce((sum, one) => sum + one.pence, 0)).toBe(closing.pence);
  }
});

test('[UI-343] late entries are next to the frozen figures, with their own day', async () => {
  const cash = page.locator('[data-line="payment"][data-what="cash"]');
  const [frozen, restated] = await Promise.all(
    ['frozen', 'restated'].map((one) => cash.getByTestId(one).textContent()),
  );
  expect(pence(restated!) - pence(frozen!)).toBe(-12_345);
  const late = page.locator('[data-line="backdated"][data-what="payment"]');
  expect(pence(await late.getByTestId('frozen').textContent())).toBe(-12_345);
  await late.getByRole('button', { name: 'Payments posted late' }).click();
  const rows = page.getByTestId('rows');
  await rows.getByText('1 row, total −£123.45. The same as the line, to the penny.').waitFor();
  await late.getByRole('button').click();
});

test('[UI-344] a line opens into rows that sum to it, page by page, and into a file', async () => {
  const rent = page.locator('[data-line="charge"][data-what="rent"]');
  const line = pence(await rent.getByTestId('frozen').textContent());
  await rent.getByRole('button').click();
  const rows = page.getByTestId('rows');
  const more = rows.getByRole('button', { name: 'Show more rows' });
  await more.waitFor();
  await rows.getByText('First 100 rows').waitFor();
  for (let shown = 100; await more.isVisible(); shown += 100) {
    expect(await rows.locator('tbody tr').count()).toBe(shown);
    await more.click();
    await rows.getByText(new RegExp(`First ${shown + 100} rows|The same as the line`)).waitFor();
  }
  const amounts = (await rows.locator('tbody td.figure').allTextContents()).map(pence);
  expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(line);
  const downloading = page.waitForEvent('download');
  await rows.getByRole('link', { name: 'Rows as CSV' }).click();
  const file = readFileSync(await (await downloading).path(), 'utf8');
  expect(file.trim().split('\r\n')).toHaveLength(amounts.length + 1);
});

test('[UI-630] the rows of a line are sorted and searched over all pages, and the page says that the files hold them all', async () => {
  // The rows of [UI-344] are open.
  const rows = page.getByTestId('rows');
  const amounts = async () => (await rows.locator('tbody td.figure').allTextContents()).map(pence);
  const whole = (await amounts()).length;
  const heading = rows.getByRole('columnheader', { name: '£' });
  await heading.getByRole('button').focus();
  for (const [direction, sign] of [
    ['descending', -1],
    ['ascending', 1],
  ] as const) {
    await page.keyboard.press('Enter');
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe(direction);
    await rows.getByText(`The files hold all ${whole} rows, in the original order.`).waitFor();
    await until(async () => {
      const now = await amounts();
      expect(now).toHaveLength(100);
      expect(now).toEqual(now.toSorted((a, b) => sign * (a - b)));
    });
  }
  const account = (await rows.locator('tbody tr:first-child td:nth-child(2)').textContent())!.trim();
  await rows.getByRole('searchbox').fill(account.toLowerCase());
  await rows.getByText(new RegExp(`^4 of ${whole} rows found, £`)).waitFor();
  expect(new Set(await rows.locator('tbody td:nth-child(2)').allTextContents())).toEqual(new Set([account]));
  expect(page.url()).not.toContain(account);
  await rows.getByRole('searchbox').fill('');
  await page.keyboard.press('Escape');
});

test('[UI-345] another week or person is chosen by the URL, which leads back to the same view', async () => {
  const heading = page.getByRole('heading', { level: 2 });
  const landlord = await heading.textContent();
  await page.getByRole('button', { name: 'Last week' }).click();
  await page.getByText('1 rent week,').waitFor();
  await page.getByRole('combobox', { name: 'Figures for', exact: true }).selectOption({ index: 1 });
  await page.waitForURL(/of=patch%3A\d+&from=/);
  expect(page.url()).toContain(`from=${newest}&to=${newest}`);
  await expect.poll(() => heading.textContent()).not.toBe(landlord);
  const named = await heading.textContent();
  const before = await figures('frozen');
  await page.reload();
  await page.getByTestId('statement').waitFor();
  expect(await heading.textContent()).toBe(named);
  expect(await figures('frozen')).toEqual(before);
});

test('[UI-347] on a slow connection, where each answer arrives after the next request, the statement is shown', async () => {
  const { page: slow } = await at.device();
  await at.signIn(slow, manager);
  // A request for the weeks is let through when the page has sent the next one.
  const held: (() => void)[] = [];
  await slow.route('**/api/performance/weeks', async (route) => {
    held.shift()?.();
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await slow.goto('/performance/bridge');
  await slow.getByTestId('statement').waitFor();
  await slow.unrouteAll({ behavior: 'ignoreErrors' });
  for (const free of held) free();
});

test('[UI-346] no accessibility fault, on an officer’s phone and at a desk, in either theme; nothing sideways at 320 px', async () => {
  await page.locator('[data-line="closing"]').getByRole('button').click();
  const small = await open(phone, officer1);
  expect(
    await small.getByRole('combobox', { name: 'Figures for', exact: true }).locator('option').count(),
  ).toBe(2);
  await small.locator('[data-line="opening"]').getByRole('button').click();
  for (const one of [page, small]) {
    await one.getByTestId('rows').locator('table').waitFor();
    expect(await violations(one)).toEqual([]);
  }
  await expectNothingSideways(small);
  at.expectQuiet();
});
