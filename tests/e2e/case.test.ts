// The case page in a real browser: its parts, its money, changes by others while it is open, and the statement.
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { desk, phone } from '../support/browser.ts';
import { house, until, untilCount, untilText } from './house.ts';
import { becomePhone, violations, expectNoFault, expectGoodPaper } from './looks.ts';
import { focusedText, sideways } from './probes.ts';

const at = house(400);
let one: CaseSummary;
beforeAll(async () => {
  one = await at.visitable();
});
afterEach(() => at.expectQuiet());

const address = (query = '') => `/cases/${one.id}${query}`;
async function everything(page: Page): Promise<void> {
  await page.getByTestId('balance-chart').locator('canvas').waitFor();
  await page.getByTestId('turning-points').waitFor();
  await page.getByTestId('ledger-filter').click();
  await page
    .getByTestId('case')
    .locator('details')
    .evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
}
const field = (page: Page, name: string) => page.getByTestId('case').getByLabel(name, { exact: true });
const lines = (page: Page) => page.getByTestId('ledger').locator('tbody tr');
const cells = (page: Page, column: number) =>
  lines(page).locator(`td:nth-child(${column})`).allTextContents();

test('[UI-101] no axe violation on the case with everything open, and none on its statement, in either theme', async () => {
  const { page } = await at.person(undefined, desk, address('?full'));
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await becomePhone(page);
      await page.goto(address());
    }
    await everything(page);
    expect(await violations(page), `case, ${size}`).toEqual([]);
    await page.goto(`/cases/${one.id}/statement`);
    await page.getByTestId('statement').waitFor();
    expect(await violations(page), `statement, ${size}`).toEqual([]);
  }
}, 120_000);

test('[UI-102] at 320 px, and with text at twice its size, everything is there and nothing scrolls sideways', async () => {
  const narrow = { ...phone, viewport: { width: 320, height: 640 } };
  const { page } = await at.person(undefined, narrow, address());
  const fits = async (what: string) => {
    for (const size of ['16px', '32px']) {
      await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
      expect(await page.evaluate<string[]>(sideways), `${what}, ${size}`).toEqual([]);
    }
  };
  await everything(page);
  await fits('case');
  await page.goto(`/cases/${one.id}/statement`);
  await page.getByTestId('statement').waitFor();
  await fits('statement');
}, 60_000);

test('[UI-103] another person’s change appears without a reload, tinted, and does not change scroll, focus or half-typed text', async () => {
  const { page } = await at.person(undefined, { viewport: { width: 1440, height: 900 } }, address('?full'));
  await everything(page);
  const from = field(page, 'From');
  await from.scrollIntoViewIfNeeded();
  await from.focus();
  // Half a date: day and month, without a year.
  await page.keyboard.type('0202');
  expect(
    await page
      .getByTestId('case')
      .locator('.scroll')
      .evaluate((element) => element.scrollTop),
  ).toBeGreaterThan(0);
  const top = async () => (await from.boundingBox())!.y;
  const before = await top();
  await at.db.sql`
    insert into contact (rent_account_id, staff_id, kind, reached, note)
    select ${one.id}, id, 'call', true, 'A colleague’s words' from staff where role = 'officer' order by id desc limit 1`;
  const entry = page.getByTestId('history').locator('li', { hasText: 'A colleague’s words' });
  await entry.waitFor();
  expect(await entry.getAttribute('class')).toContain('fresh');
  // Not a payment: that is shown above everything and may move the page.
  await at.db
    .sql`insert into charge (rent_account_id, amount_pence, kind, due_on) values (${one.id}, 321, 'service_charge', now()::date)`;
  await untilText(lines(page).first(), '£3.21');
  expect(await lines(page).first().getAttribute('class')).toContain('fresh');
  // Another reason above it may scroll the page by its height, so that the visible part stays in place.
  expect(Math.abs((await top()) - before)).toBeLessThan(1);
  expect(await from.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.type('2020');
  expect(await from.inputValue()).toBe('2020-02-02');
});

test('[UI-104] the ledger is filtered by kind, method and days, and every balance is unchanged', async () => {
  const { page } = await at.person(undefined, undefined, address());
  await lines(page).first().waitFor();
  const all = new Map<string, string>();
  const rows = await at.db.sql<{ on: string; method: string }[]>`
    select value_date as "on", method from payment where rent_account_id = ${one.id} order by value_date desc, id desc`;
  const newest = rows[0]!;
  await page.getByTestId('ledger-filter').click();
  await field(page, 'Show').first().selectOption('payment');
  await until(async () => {
    const amounts = await cells(page, 3);
    expect(amounts.length).toBe(Math.min(50, rows.length));
    expect(amounts.every((text) => text.startsWith('−'))).toBe(true);
  });
  (await lines(page).allTextContents()).forEach((text) => all.set(text, text));
  await field(page, 'Paid by').selectOption(newest.method);
  const same = rows.filter((row) => row.method === newest.method).length;
  await untilCount(lines(page), Math.min(50, same));
  for (const text of await lines(page).allTextContents()) expect(all.has(text)).toBe(true);
  await field(page, 'From').fill(newest.on);
  await field(page, 'To').fill(newest.on);
  const thatDay = rows.filter((row) => row.method === newest.method && row.on === newest.on);
  await untilCount(lines(page), thatDay.length);
  await field(page, 'To').fill('1990-01-01');
  await page.getByText('No entries match these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await until(async () => expect((await cells(page, 2)).some((text) => text === 'Rent')).toBe(true));
});

/** How much of the statement's lines has to be scrolled sideways. */
const hiddenAtTheSide = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(
  document.querySelector('[data-testid=statement] .table-box'))`;

test('[UI-105] [UI-575] [UI-652] [UI-662] [UI-668] the statement adds up to the case’s debt, fits a phone, and only the sheet is printed; one that did not load is loaded with one press, and nothing that did not load is said to be none', async () => {
  const { page } = await at.device();
  // [UI-668] Whether there are questions to the repairs team is not known yet.
  await page.route('**/api/cases/*/threads', (route) => route.abort());
  await at.signIn(page);
  await page.goto(address());
  await page.getByTestId('case-messages').getByText('Questions to the repairs team did not load.').waitFor();
  await everything(page);
  await expectGoodPaper(page, 'the case');
  // [UI-662] It does not load at first.
  await page.route('**/statement?*', (route) => route.fulfill({ status: 500, body: '{}' }), { times: 1 });
  await page.getByRole('link', { name: 'Statement' }).click();
  await page.getByRole('alert').getByText('Something went wrong').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByTestId('statement').waitFor();
  await expectGoodPaper(page, 'the statement');
  const [account] = await at.db.sql<{ balance: string }[]>`
    select to_char(balance_pence / 100.0, 'FM999,990.00') as balance from rent_account where id = ${one.id}`;
  expect(await page.getByTestId('statement-closing').textContent()).toBe(`£${account!.balance}`);
  expect(await page.getByTestId('statement-owes').textContent()).toBe(`You owe £${account!.balance}.`);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of [page.getByTestId('facts'), page.getByRole('button', { name: 'Print' })])
    expect(await hidden.isVisible()).toBe(false);
  expect(await page.getByTestId('statement').isVisible()).toBe(true);
  // Nothing cuts off content that is longer than a page.
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeGreaterThan(1000);
  await page.emulateMedia({ media: 'screen' });
  const screen = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(hiddenAtTheSide), 'px of the lines outside a phone').toBe(0);
  await page.setViewportSize(screen);
  await page.getByRole('link', { name: 'Back to the case' }).click();
  await lines(page).first().waitFor();
});

test('[UI-106] the history is one list, with a filter by kind, down to the first entry', async () => {
  const { page } = await at.person();
  await at.db.sql`
    insert into contact (rent_account_id, staff_id, kind, reached, note, happened_at)
    select ${one.id}, (select min(id) from staff), 'letter', false, 'Letter number ' || n, now() - n * interval '1 hour'
    from generate_series(1, 70) n`;
  await page.goto(address());
  const filter = page.getByTestId('history-filter');
  await filter.waitFor();
  await filter.selectOption({
    label: (await filter.locator('option').allTextContents()).find((t) => t.startsWith('Contacts'))!,
  });
  const entries = page.getByTestId('history').locator('li');
  await untilCount(entries, 30);
  const more = page.getByRole('button', { name: 'Show earlier history' });
  while (await more.isVisible()) {
    const count = await entries.count();
    await more.click();
    await until(async () => expect(await entries.count()).toBeGreaterThan(count));
  }
  const texts = await entries.allTextContents();
  expect(texts.filter((text) => text.includes('Letter number')).length).toBe(70);
  expect(new Set(texts).size).toBe(texts.length);
  expect(
    await entries.evaluateAll((all) => all.every((e) => e.getAttribute('data-kind') === 'contact')),
  ).toBe(true);
});

/** Of the open case: how long it is, and what is on screen of each column, in pixels. */
const caseSize = `(() => {
  const scroll = document.querySelector('[data-testid=case] .scroll');
  const columns = [...scroll.querySelectorAll('.column')].map((one) => one.getBoundingClientRect());
  return { long: scroll.scrollHeight, heights: columns.map((box) => box.height), lefts: columns.map((box) => box.left) };
})()`;
type CaseSize = { long: number; heights: [number, number]; lefts: [number, number] };

test('[UI-107] [UI-570] [UI-574] to full width and back, by key and by button, the case and its filter do not change', async () => {
  const { page } = await at.person(undefined, undefined, address());
  await lines(page).first().waitFor();
  expect(await page.getByTestId('list').isVisible()).toBe(true);
  // [UI-570] The list is a column: the filters in it are as tall as their words.
  await page.locator('[aria-controls=more-filters]').click();
  await page.locator('#more-filters .chip').first().waitFor();
  await expectNoFault(page, ['tall control: button.chip'], 'with the filters open');
  await page.getByTestId('ledger-filter').click();
  await field(page, 'From').fill('2020-01-01');
  await page.locator('#case-title').focus();
  await page.keyboard.press('f');
  await page.waitForURL('**/cases/*?full');
  expect(await page.getByTestId('list').isVisible()).toBe(false);
  expect(await field(page, 'From').inputValue()).toBe('2020-01-01');
  await page.keyboard.press('Escape');
  await page.waitForURL(`**/cases/${one.id}`);
  await until(async () => expect(await page.getByTestId('list').isVisible()).toBe(true));
  await page.getByRole('link', { name: 'Open full width' }).click();
  await page.waitForURL('**/cases/*?full');
  // [UI-574] At a desk both columns are used, and neither is as good as empty; the links follow what was chosen.
  await page.getByTestId('balance-chart').locator('canvas').waitFor();
  await page.locator('[data-part=law] h2').first().waitFor();
  await page.locator('[data-part=history] h2').waitFor();
  await until(async () => {
    const { long, heights, lefts } = await page.evaluate<CaseSize>(caseSize);
    expect(lefts[1]).toBeGreaterThan(lefts[0] + 300);
    expect(Math.min(...heights)).toBeGreaterThan(Math.max(...heights) / 3);
    expect(long).toBeLessThan((heights[0] + heights[1]) * 0.8);
  });
  const links = page.getByRole('navigation', { name: 'Parts of the case' });
  for (const name of ['Law', 'Money']) {
    await links.getByRole('link', { name }).click();
    await until(async () =>
      expect(await links.getByRole('link', { name }).getAttribute('aria-current')).toBe('location'),
    );
  }
  await page.locator('#case-title').focus();
  await page.keyboard.press('j');
  await page.waitForURL((url) => url.pathname !== `/cases/${one.id}` && url.searchParams.has('full'));
});

test('[UI-108] a link to a part scrolls it below the row of links, and moves the focus there', async () => {
  const { page } = await at.person(undefined, phone, address());
  await everything(page);
  const links = page.getByRole('navigation', { name: 'Parts of the case' });
  for (const name of ['History', 'Money', 'Why']) {
    await links.getByRole('link', { name }).click();
    const part = page.locator(`[data-part="${name.toLowerCase()}"]`);
    await until(async () => {
      const [row, box] = await Promise.all([links.boundingBox(), part.boundingBox()]);
      expect(box!.y).toBeGreaterThanOrEqual(row!.y + row!.height - 1);
      expect(box!.y).toBeLessThan(844);
      expect(await links.getByRole('link', { name }).getAttribute('aria-current')).toBe('location');
    });
    expect(await page.evaluate(focusedText)).toBe(await part.locator('h2').first().textContent());
  }
  expect(page.url()).toMatch(/\/cases\/\d+$/);
});

test('[UI-109] the amount that would change the suggestion does change it when it is paid', async () => {
  // A case without a contact in an earlier test: after a contact the quiet days begin.
  const other = await at.visitable([one.id]);
  const { page } = await at.person(undefined, undefined, `/cases/${other.id}`);
  const first = page.getByTestId('turning-points').locator('li').first();
  const text = (await first.textContent())!;
  const pence = Math.round(Number(/£([\d,]+\.\d\d)/.exec(text)![1]!.replaceAll(',', '')) * 100);
  const action = page.getByTestId('action');
  expect(await action.getAttribute('data-action')).toBe('visit');
  await at.pay(other.id, pence, 'other');
  await until(async () => expect(await action.getAttribute('data-action')).not.toBe('visit'));
  await page.getByTestId('suggestions').locator('summary').click();
  await untilText(page.getByTestId('suggestions'), 'Payment received');
});
