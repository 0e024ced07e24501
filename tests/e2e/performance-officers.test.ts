// The comparison of officers in real windows: all of them for a manager, one with the excuses as lines, and an officer's own.
import type { BrowserContextOptions, Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { phone } from '../support/browser.ts';
import { house, until } from './house.ts';
import { expectNothingSideways, violations } from './looks.ts';
import { silentLog } from '../support/silent-log.ts';

const at = house(400);
let names: Map<number, string>;

beforeAll(async () => {
  await freezeEnded({ sql: at.db.sql, log: silentLog, clock: Date.now, back: 8 });
  const staff = await at.db.sql<
    { id: number; name: string }[]
  >`select id, name from staff where role = 'officer'`;
  names = new Map(staff.map(({ id, name }) => [id, name]));
});

const open = (name: string, path: string, options?: BrowserContextOptions): Promise<Page> =>
  at.page(`${name}@demo.doorstep.test`, path, options);
const pence = (text: string) => Number(text.replace(/[^\d]/g, '')) * (/down/.test(text) ? -1 : 1);

test('[UI-332] a manager reads all officers by name, the funnel by keyboard, and opens one', async () => {
  const page = await open('manager', '/performance/officers');
  const rows = page.getByTestId('officer');
  await rows.first().waitFor();
  const shown = await rows.locator('a').allTextContents();
  expect(shown.length).toBeGreaterThan(3);
  expect(shown).toEqual([...shown].sort((a, b) => a.localeCompare(b, 'en-GB')));
  const funnel = page.getByTestId('funnel');
  await funnel.focus();
  await page.keyboard.press('Home');
  const [first] = await page.getByTestId('funnel-read-out').allTextContents();
  await page.keyboard.press('ArrowRight');
  const [second] = await page.getByTestId('funnel-read-out').allTextContents();
  expect(first!.trim().localeCompare(second!.trim(), 'en-GB')).toBe(-1);
  expect(await funnel.getAttribute('aria-valuetext')).toBe(second!.trim());
  expect(await violations(page)).toEqual([]);
  await rows.first().locator('a').click();
  await page.getByTestId('verdict').waitFor();
  expect(await page.getByTestId('officer-head').locator('h2').textContent()).toBe(shown[0]);
});

test('[UI-333] the excuses are lines that sum to the movement, to the penny, and open into rows', async () => {
  const page = await open('manager', '/performance/officers/1');
  const lines = page.getByTestId('movement-line');
  await lines.first().waitFor();
  const figures = (await lines.getByTestId('movement-pence').allTextContents()).map(pence);
  expect(figures.length).toBeGreaterThan(2);
  const total = pence((await page.getByTestId('movement-total').textContent())!);
  expect(figures.reduce((sum, one) => sum + one, 0)).toBe(total);
  const ended = page.locator('[data-line=terminations]');
  await ended.getByRole('button').click();
  await page.getByTestId('ledger-rows').waitFor();
  const rows = (await page.getByTestId('ledger-rows').locator('td.figure').allTextContents()).map(
    (text) => Number(text.replace(/[^\d]/g, '')) * (/[-−]/.test(text) ? -1 : 1),
  );
  expect(rows.reduce((sum, one) => sum + one, 0)).toBe(
    pence((await ended.getByTestId('movement-pence').textContent())!),
  );
});

test('[UI-336] a week opens into its cases, and they sum to the total below them', async () => {
  const page = await open('manager', '/performance/officers/1');
  await page.getByText('What was held, week by week').click();
  const weeks = page.getByRole('region', { name: 'The weeks, as a table' });
  await weeks.getByRole('button').nth(1).click();
  await page.getByTestId('week-cases-sum').waitFor();
  const rows = page.getByTestId('week-cases').getByRole('row');
  expect(await rows.count()).toBeGreaterThan(2);
  const moved = await rows.locator('td:nth-child(6)').allTextContents();
  expect(moved.map(pence).reduce((sum, one) => sum + one, 0)).toBe(
    pence((await page.getByTestId('week-cases-sum').textContent())!),
  );
});

test('[UI-334] an officer reads their own figures, and no colleague’s by name or number', async () => {
  const page = await open('officer1', '/performance/officers', phone);
  await page.getByTestId('verdict').waitFor();
  await page.getByTestId('differs-none').or(page.getByTestId('differs')).waitFor();
  await page.getByText('Every figure beside the team’s').click();
  await until(async () => expect(await page.getByTestId('practice-figure').count()).toBeGreaterThan(20));
  const text = (await page.locator('[data-part=officers]').textContent())!;
  const mine = await at.db.sql<
    { name: string }[]
  >`select name from staff where email = 'officer1@demo.doorstep.test'`;
  for (const name of names.values()) if (name !== mine[0]!.name) expect(text).not.toContain(name);
  expect(text).toContain(mine[0]!.name);
  await page.goto('/performance/officers/2');
  expect(await page.getByTestId('trouble').textContent()).toContain('no colleague');
});

test('[UI-335] nothing is cut off on a phone or at 320 px, and there is no accessibility fault in either theme', async () => {
  const page = await open('manager', '/performance/officers/2', phone);
  await page.getByTestId('verdict').waitFor();
  await page.getByTestId('differs-none').or(page.getByTestId('differs')).waitFor();
  for (const summary of await page.locator('[data-part=officers] summary').all()) await summary.click();
  expect(await violations(page)).toEqual([]);
  for (const path of ['/performance/officers', '/performance/officers/2']) {
    await page.goto(path);
    await page.getByTestId('funnel').waitFor();
    await expectNothingSideways(page, path);
  }
  at.expectQuiet();
});
