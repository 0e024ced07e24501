// The tiles in a real browser: another system's payment updates them, and each opens into the rows that sum to it.
import { expect, test } from 'vitest';
import { desk } from '../support/browser.ts';
import { goTo, house, manager, officer1, until, untilCount } from './house.ts';
import { becomePhone, expectNothingSideways, violations, expectGoodPaper } from './looks.ts';

const at = house(200);

/** Of each group of tiles: how far its rows are from the group's right edge, and the left edge of each tile. */
const places = `[...document.querySelectorAll('[data-testid=today] .cards')].map((group) => {
  const right = group.getBoundingClientRect().right;
  const tiles = [...group.children].map((tile) => tile.getBoundingClientRect());
  const rows = Map.groupBy(tiles, (box) => Math.round(box.top));
  return {
    left: tiles.map((box) => Math.round(box.left)),
    hole: Math.max(...[...rows.values()].map((row) => Math.round(right - Math.max(...row.map((box) => box.right))))),
  };
})`;
type Places = { left: number[]; hole: number }[];

test('[UI-310] [UI-311] [UI-573] [UI-595] a payment by SQL updates “Collected today” in place, and its rows then sum to it', async () => {
  const { page } = await at.device(desk);
  let subscriptions = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (payload.includes('"tiles:listen"')) subscriptions += 1;
    }),
  );
  await at.signIn(page, manager);
  await page.goto('/performance/today');
  const tile = page.locator('[data-tile="collected_today"]');
  const arrears = page.locator('[data-tile="real_arrears"]');
  const value = async (of = tile) => Number(await of.getAttribute('data-value'));
  await tile.waitFor();
  const [before, owed] = [await value(), await value(arrears)];
  const one = (await at.cases()).find((c) => c.realArrearsPence > 20_000)!;
  const began = performance.now();
  await at.pay(one.id, 12_345);
  await until(async () => expect(await value()).toBe(before + 12_345));
  // The bench measures how soon; here only that it did not wait for the next regular update, five seconds later.
  expect(performance.now() - began).toBeLessThan(3_000);
  await until(async () => expect(await value(arrears)).toBe(owed - 12_345));
  expect(await tile.getByText('As of').count()).toBe(1);
  // [UI-595] The page subscribes once: again with each message would use up its requests within seconds, and freeze the tiles.
  expect(subscriptions).toBe(1);

  // [UI-573] The rows of tiles are filled, and a tile that grows moves none to another column.
  const rowsOfTiles = await page.evaluate<Places>(places);
  expect(rowsOfTiles.map(({ hole }) => hole)).toEqual([0, 0, 0]);
  await page.evaluate(
    `void (document.querySelector('[data-tile=real_arrears] .value').style.paddingBottom = '300px')`,
  );
  expect(await page.evaluate(places)).toEqual(rowsOfTiles);

  // By keyboard, into its rows; each names an account, and they add up to the tile.
  await tile.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/performance/today/collected_today');
  const rows = page.getByTestId('tile-rows');
  await rows.locator('tbody tr').first().waitFor();
  expect(Number(await rows.getAttribute('data-sum'))).toBe(before + 12_345);
  const pence = await rows
    .locator('tbody tr td:last-child')
    .evaluateAll((cells) =>
      cells.map((cell) => Math.round(Number(cell.textContent!.replace(/[£,\s]/g, '')) * 100)),
    );
  expect(pence.reduce((sum, one) => sum + one, 0)).toBe(before + 12_345);
  expect(await rows.getByText('the same as the tile, to the penny').count()).toBe(1);

  // The snapshot stays, with a note that the tile has changed since.
  await at.pay(one.id, 100);
  await rows.getByText('It is now £').waitFor();
  expect(Number(await rows.getAttribute('data-sum'))).toBe(before + 12_345);
  await rows.getByRole('button', { name: 'Update the rows' }).click();
  await until(async () => expect(Number(await rows.getAttribute('data-sum'))).toBe(before + 12_445));
  at.expectQuiet();
});

test('[UI-312] without a connection each tile is hatched and marked in words, and continues when it is back', async () => {
  const { page, errors } = await at.person(manager, desk, '/performance/today');
  const tile = page.locator('[data-tile="collected_today"]');
  await tile.waitFor();
  await page.context().setOffline(true);
  await tile.getByText(/^Out of date: /).waitFor();
  await page.context().setOffline(false);
  await untilCount(tile.getByText(/^Out of date: /), 0, 10_000);
  const before = Number(await tile.getAttribute('data-value'));
  await at.pay((await at.cases())[0]!.id, 50);
  await until(async () => expect(Number(await tile.getAttribute('data-value'))).toBe(before + 50));
  errors.length = 0;
});

test('[UI-598] the rows of a tile are sorted in either direction and as they came, and searched, by keyboard', async () => {
  const page = await at.page(manager, '/performance/today/real_arrears');
  await page.locator('[data-testid="tile-rows"] tbody tr').first().waitFor();
  const rows = page.locator('[data-testid="tile-rows"] tbody tr th');
  const asTheyCame = await rows.allTextContents();
  const header = page.getByRole('columnheader', { name: 'Account' });
  await header.getByRole('button').focus();
  for (const [direction, sign] of [
    ['ascending', 1],
    ['descending', -1],
  ] as const) {
    await page.keyboard.press('Enter');
    await until(async () => {
      const shown = await rows.allTextContents();
      expect(await header.getAttribute('aria-sort')).toBe(direction);
      expect(shown).toEqual(shown.toSorted((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
      expect(shown).not.toEqual(asTheyCame);
    });
  }
  await page.keyboard.press('Enter');
  await until(async () => expect(await rows.allTextContents()).toEqual(asTheyCame));
  await page.getByRole('searchbox', { name: 'search these rows' }).fill(asTheyCame[2]!.trim().toLowerCase());
  await until(async () => expect(await rows.allTextContents()).toEqual([asTheyCame[2]]));
  await page.getByText(/^1 of .* rows found, /).waitFor();
  expect(page.url()).not.toContain(asTheyCame[2]!.trim());
  await page.getByRole('searchbox').fill('zzzz');
  await page.getByText('No row has all of these words.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('searchbox').fill('');
  await becomePhone(page);
  await expectNothingSideways(page, 'rows');
});

test('[UI-313] [UI-575] tiles and rows have no axe violation and no sideways scroll, on a phone and at a desk, in either theme', async () => {
  const { page } = await at.person(officer1, desk, '/performance/today');
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') await becomePhone(page);
    for (const path of ['/performance/today', '/performance/today/cases_by_action']) {
      await goTo(page, path);
      await page.locator('[data-tile], [data-testid="tile-rows"] tbody tr').first().waitFor();
      expect(await violations(page), `${path}, ${size}`).toEqual([]);
      await expectNothingSideways(page, path);
      if (size === 'desk') await expectGoodPaper(page, path);
    }
  }
});
