// The frame of the performance pages, the trend and the comparison of officers in real windows: who sees which part, a
// measure read by keyboard, all officers for a manager, one with the excuses as lines, and an officer's own.
import type { BrowserContextOptions, Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { desk, phone } from '../support/browser.ts';
import { house, until, untilCount } from './house.ts';
import { expectNothingSideways, violations, expectGoodPaper } from './looks.ts';
import { focusedText, sideways } from './probes.ts';
import { silentLog } from '../support/silent-log.ts';

const at = house(400);
let names: Map<number, string>;

beforeAll(async () => {
  await freezeEnded({ sql: at.db.sql, log: silentLog, clock: Date.now, back: 14 });
  const staff = await at.db.sql<{ id: number; name: string }[]>`
    select id, name from staff where role = 'officer'`;
  names = new Map(staff.map(({ id, name }) => [id, name]));
});

const open = (name: string, path: string, options?: BrowserContextOptions): Promise<Page> =>
  at.page(`${name}@demo.doorstep.test`, path, options);
const pence = (text: string) => Number(text.replace(/[^\d]/g, '')) * (/down/.test(text) ? -1 : 1);
const parts = (page: Page) =>
  page.getByRole('navigation', { name: 'Performance' }).getByRole('link').allTextContents();

test('[UI-300] each person sees the parts for their role, and the page’s title is the open part', async () => {
  const manager = await open('manager', '/performance/trend');
  await manager.getByTestId('trend').waitFor();
  expect(await parts(manager)).toEqual(['Today', 'Trend', 'Officers', 'Bridge', 'Reconciliation']);
  expect(await manager.title()).toBe('Trend – Performance – Doorstep');
  await manager.goto('/performance/nothing');
  await manager.getByText('Page not found').waitFor();
  const officer = await open('officer1', '/performance/trend', phone);
  await officer.getByTestId('trend').waitFor();
  expect(await parts(officer)).toEqual(['Today', 'Trend', 'Officers', 'Bridge']);
  // After pressing a link the focus is on the heading, where a screen reader continues.
  await officer
    .getByRole('navigation', { name: 'Performance' })
    .getByRole('link', { name: 'Bridge' })
    .click();
  await until(async () => expect(await officer.evaluate(focusedText)).toBe('What moved the balance'));
  const repairs = await open('repairs', '/performance/trend');
  await repairs.waitForURL(/\/repairs$/);
});

test('[UI-301] [UI-402] [UI-560] [UI-561] [UI-575] [UI-718] a measure is opened and read week by week by keyboard alone, as text', async () => {
  // A browser whose language is no language tag, as on a system without a locale.
  const page = await open('manager', '/performance/trend', { ...desk, locale: 'en-US@posix' });
  await page.locator('[data-measure]').first().waitFor();
  expect(await page.evaluate('navigator.languages')).toEqual(['en-GB']);
  await expectGoodPaper(page, 'the trend');
  expect((await page.getByTestId('trend-answer').textContent())!.trim()).toMatch(/\w.*\.$/);
  // [UI-561] A small chart can be read alone.
  const card = (await page.locator('[data-measure=collection_rate]').textContent())!;
  expect(card).toMatch(/\d{1,2} \w{3} \d{4}: [\d.]+%.*\d{1,2} \w{3} \d{4}: [\d.]+%.*↑ Higher is better/s);
  expect(card).toMatch(/Target [\d.]+%/);
  // [UI-560] The arrears are first, on Today and on Trend.
  const headline = page.getByTestId('headline');
  const shown = (await headline.textContent())!.trim();
  expect(shown).toMatch(
    /Now.*£[\d,]+\.\d\d.*[\d.]+%.*A year ago.*No closed week from a year ago.*Target.*2\.60% or less.*in 4 weeks\..*too early to say/s,
  );
  await page.getByRole('link', { name: 'Today' }).click();
  await page.getByTestId('today').waitFor();
  expect((await headline.textContent())!.replace('Show the trend', '').trim()).toBe(shown);
  await headline.getByRole('link', { name: 'Show the trend' }).click();
  await page.locator('[data-measure=collection_rate] a').focus();
  await page.keyboard.press('Enter');
  const chart = page.getByTestId('chart');
  await until(async () => expect(await page.evaluate(focusedText)).toBe('Collection rate'));
  await chart.waitFor();
  // The newest figure is a fraction, and its rows are those of the bridge of the same weeks.
  const made = page.getByTestId('made-of');
  expect(await made.textContent()).toMatch(/In the 4 weeks to .*: £[\d,.]+ of £[\d,.]+\./);
  expect(await made.getByRole('link').getAttribute('href')).toMatch(
    /^\/performance\/bridge\?of=landlord&from=\d{4}-\d\d-\d\d&to=/,
  );
  await page.keyboard.press('Tab');
  await page.locator('[data-testid=chart]:focus').waitFor();
  await page.keyboard.press('Home');
  const valueText = () => chart.getAttribute('aria-valuetext');
  const first = await valueText();
  await page.keyboard.press('ArrowRight');
  const second = await valueText();
  expect(await chart.getAttribute('aria-valuenow')).toBe('2');
  expect(second).not.toBe(first);
  const readOut = (await page.getByTestId('read-out').textContent())!.trim();
  expect(readOut.toLowerCase()).toBe(second!.toLowerCase());
  await page.keyboard.press('End');
  expect(await chart.getAttribute('aria-valuenow')).toBe(await chart.getAttribute('aria-valuemax'));
  // The table has the same weeks and figures, newest first.
  await page.getByText('Show as a table').click();
  const rows = page.getByRole('region', { name: 'Collection rate, as a table' }).locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(Number(await chart.getAttribute('aria-valuemax')));
  const figure = (await rows.first().locator('td').first().textContent())!;
  expect(await valueText()).toContain(`: ${figure},`);
  await page.getByRole('link', { name: 'All measures' }).click();
  await until(async () => expect(await page.evaluate(focusedText)).toBe('Collection rate'));
});

test('[UI-302] the person and the measure are in the URL, and are restored from it', async () => {
  const page = await open('officer1', '/performance/trend?measure=contacts');
  await page.getByTestId('chart').waitFor();
  await page.getByLabel('Show figures for').selectOption('Me');
  await page.waitForURL(/of=officer(:|%3A)\d+&measure=contacts|measure=contacts&of=officer/);
  await page.reload();
  await page.getByTestId('chart').waitFor();
  const [mine] = await at.db.sql<{ name: string }[]>`
    select name from staff where email = 'officer1@demo.doorstep.test'`;
  expect(await page.locator('#measure-heading').textContent()).toBe(`Contacts, ${mine!.name}`);
});

test('[UI-303] no accessibility fault, and nothing sideways at 320 px', async () => {
  const large = await open('manager', '/performance/trend?measure=movement');
  await large.getByTestId('chart').waitFor();
  await large.getByText('Show as a table').click();
  expect(await violations(large)).toEqual([]);
  const small = await open('manager', '/performance/trend', phone);
  await small.locator('[data-measure]').first().waitFor();
  expect(await violations(small)).toEqual([]);
  for (const path of ['/performance/trend', '/performance/trend?measure=collection_rate']) {
    await small.goto(path);
    await small.locator('[data-measure], [data-testid=chart]').first().waitFor();
    await expectNothingSideways(small, path);
  }
  at.expectQuiet();
});

test('[UI-304] in the top bar nothing overlaps on a small desk, also with text at twice its size', async () => {
  const page = await open('manager', '/performance/officers', { viewport: { width: 900, height: 700 } });
  await page.getByTestId('officer').first().waitFor();
  // A long name does not push away or overlap anything.
  const longName = `document.querySelectorAll('[data-testid=officer] .who > *')
    .forEach((one) => { one.textContent = 'Wolfeschlegelsteinhausen'.repeat(3); })`;
  await page.evaluate(longName);
  const wide = `(() => {
    const who = document.querySelector('[data-testid=officer] .who');
    return who.scrollWidth - who.clientWidth;
  })()`;
  for (const width of [1440, 900]) {
    await page.setViewportSize({ width, height: 700 });
    expect(await page.evaluate(wide), `${width} px`).toBeLessThanOrEqual(0);
  }
  const overlaps = `(() => {
    const boxes = [...document.querySelectorAll('.top nav a, .top .facts, .top .tools button')]
      .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    return boxes.flatMap(([a, x], i) => boxes.slice(i + 1)
      .filter(([, y]) => x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1)
      .map(([b]) => a + ' and ' + b));
  })()`;
  for (const size of ['100%', '200%']) {
    await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
    for (const width of [900, 1024, 1200, 1280, 1440]) {
      await page.setViewportSize({ width, height: 700 });
      // Charts take the new width a frame later.
      await until(async () => {
        expect(await page.evaluate<string[]>(overlaps), `${width} px, ${size}`).toEqual([]);
        expect(await page.evaluate(sideways), `${width} px, ${size}`).toEqual([]);
      });
    }
  }
  // At twice the size the person's name has its own line.
  expect(
    (await page.getByTestId('officer').first().locator('.verdict').boundingBox())!.width,
  ).toBeGreaterThan(500);
});

test('[UI-332] [UI-402] [UI-563] [UI-575] [UI-622] a manager reads all officers by name, the funnel by keyboard, and opens one', async () => {
  const page = await open('manager', '/performance/officers', {
    ...desk,
    locale: 'en-US-u-ca-buddhist-nu-arab',
  });
  const rows = page.getByTestId('officer');
  await rows.first().waitFor();
  expect(await page.evaluate('navigator.language')).toBe('en-US');
  await expectGoodPaper(page, 'the officers');
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
  expect(await page.getByTestId('consistent').textContent()).toMatch(/etter than expected over 13/);
  const verdict = (await page.getByTestId('overall').first().textContent())!;
  await rows.first().locator('a').click();
  await page.getByTestId('verdict').waitFor();
  // [UI-563] One verdict, whichever period is drawn.
  expect(await page.getByTestId('verdict').textContent()).toBe(verdict);
  await page.getByRole('link', { name: '52 weeks' }).click();
  await page.waitForURL(/weeks=52/);
  await until(async () => expect(await page.getByTestId('verdict').textContent()).toBe(verdict));
  expect(await page.getByTestId('officer-head').locator('h2').textContent()).toBe(shown[0]);
});

test('[UI-333] [UI-564] the excuses are lines that sum to the movement, to the penny, and open into rows', async () => {
  const page = await open('manager', '/performance/officers/1');
  const lines = page.getByTestId('movement-line');
  await lines.first().waitFor();
  const figures = (await lines.getByTestId('movement-pence').allTextContents()).map(pence);
  expect(figures.length).toBeGreaterThan(2);
  const total = pence((await page.getByTestId('movement-total').textContent())!);
  expect(figures.reduce((sum, one) => sum + one, 0)).toBe(total);
  // [UI-564] Every line opens.
  for (const [i, line] of (await lines.all()).entries()) {
    await line.getByRole('button').click();
    await page.getByTestId('ledger-rows').waitFor();
    const rows = (await page.getByTestId('ledger-rows').locator('td.figure').allTextContents()).map(
      (text) => Number(text.replace(/[^\d]/g, '')) * (/[-−]/.test(text) ? -1 : 1),
    );
    expect(
      rows.reduce((sum, one) => sum + one, 0),
      (await line.getAttribute('data-line'))!,
    ).toBe(figures[i]);
    await line.getByRole('button').click();
    await untilCount(page.getByTestId('ledger-rows'), 0);
  }
});

test('[UI-336] [UI-631] a week opens into its cases, and they sum to the total below them and sort by any figure', async () => {
  const page = await open('manager', '/performance/officers/1');
  await page.getByText('Week by week', { exact: true }).click();
  const weeks = page.getByRole('region', { name: 'The weeks, as a table' });
  await weeks.getByRole('button').nth(1).click();
  await page.getByTestId('week-cases-sum').waitFor();
  const rows = page.getByTestId('week-cases').getByRole('row');
  expect(await rows.count()).toBeGreaterThan(2);
  const moved = await rows.locator('td:nth-child(6)').allTextContents();
  expect(moved.map(pence).reduce((sum, one) => sum + one, 0)).toBe(
    pence((await page.getByTestId('week-cases-sum').textContent())!),
  );
  // Sorted by a figure, its largest first.
  await page.getByRole('columnheader', { name: 'Change', exact: true }).getByRole('button').press('Enter');
  const sorted = await rows.locator('td:nth-child(6)').allTextContents();
  expect(sorted.map(pence)).toEqual(moved.map(pence).sort((a, b) => b - a));
  expect(sorted).not.toEqual(moved);
  await page.getByText(`The files hold all ${moved.length} rows, in the original order.`).waitFor();
});

test('[UI-334] an officer reads their own figures, and no colleague’s by name or number', async () => {
  const page = await open('officer1', '/performance/officers', phone);
  await page.getByTestId('verdict').waitFor();
  await page.getByTestId('differs-none').or(page.getByTestId('differs')).waitFor();
  await page.getByText('All figures, next to the team’s').click();
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

test('[UI-620] [UI-621] while past weeks are worked out Today, Trend, Officers and the wall say so, and the pages follow by themselves', async () => {
  const [newest] = await at.db.sql<{ on: string }[]>`select max(week_on)::text as on from week_freeze`;
  await at.db.sql`delete from week_freeze where week_on > ${newest!.on}::date - 28`;
  const pages = await Promise.all(
    ['trend', 'today', 'officers'].map((part) => open('manager', `/performance/${part}`)),
  );
  const wall = await open('manager', '/wallboard');
  const says = /Calculating past weeks: 10 of 14/;
  for (const page of pages)
    await until(async () => expect(await page.getByTestId('calculating').textContent()).toMatch(says));
  await until(async () => {
    const pane = await wall.locator('[data-tile=real_arrears]').textContent();
    expect(pane).toMatch(says);
    // The newest week with figures is an old one: it is no goal.
    expect(pane).not.toMatch(/Current arrears/);
  });
  const [trend] = pages as [Page];
  const headline = trend.getByTestId('headline').locator('h2');
  const before = await headline.textContent();
  await freezeEnded({ sql: at.db.sql, log: silentLog, clock: Date.now, back: 14 });
  for (const page of pages) await untilCount(page.getByTestId('calculating'), 0);
  await until(async () => expect(await headline.textContent()).not.toBe(before));
});
