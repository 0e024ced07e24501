// The worklist in special states: empty, with a chosen start point, with live updates paused, with very long names, in forced
// colours, with an old ledger, and at the first opening.
import { glob, readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { desk, phone } from '../support/browser.ts';
import { house, officer1, rowIds, rowOf, until, untilText } from './house.ts';
import { becomePhone } from './looks.ts';
import { colourOfChips, layoutShifts, notWhole, sideways } from './probes.ts';

const at = house(400);

test('[UI-24] a first opening paints the list of the page’s own request; the socket brings only later changes', async () => {
  const { page } = await at.device(phone);
  const events: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const event = /^42\d*\["([^"]+)"/.exec(String(payload))?.[1];
      if (event) events.push(event);
    }),
  );
  const asked: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname === '/api/worklist') asked.push(response.headers()['content-encoding'] ?? 'plain');
  });
  await at.signIn(page);
  await page.goto('/worklist');
  const one = await at.anyone();
  await rowOf(page, one.id).waitFor();
  await until(() => expect(events).toContain('worklist:changes'));
  expect(events).not.toContain('worklist:reset');
  expect(asked).toEqual(['br']);
  // It is live like any other.
  await at.payAll(one.id);
  await until(async () => expect(await rowIds(page)).not.toContain(one.id));
});

test('[UI-25] an empty list says so, on list and map', async () => {
  const [patch] = await at.db.sql<{ id: number }[]>`
    insert into patch (name) values ('Nobody’s patch') returning id`;
  await at.db.sql`
    update stint set patch_id = ${patch!.id}
    where end_date is null and staff_id = (select id from staff where email = 'officer2@demo.doorstep.test')`;
  const { page } = await at.person('officer2@demo.doorstep.test');
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') {
      await becomePhone(page);
      await page.reload();
    }
    await page.getByText('No cases now.').waitFor();
    expect(await page.getByTestId('count').textContent()).toContain('0 cases');
    expect(await rowIds(page)).toEqual([]);
    expect(await page.locator('.map-marker').count()).toBe(0);
  }
});

test('[UI-26] a start point chosen on the map by hand sorts the list from there', async () => {
  const { page } = await at.person();
  await page.locator('[data-case]').first().waitFor();
  await page.locator('.map-marker').first().waitFor();
  await page.getByRole('button', { name: 'Start elsewhere' }).click();
  await page.getByRole('button', { name: 'A point on the map' }).click();
  await page.getByRole('button', { name: 'Start here' }).click();
  await page.getByText('Nearest first, from your chosen point.').waitFor();
  const miles = await page
    .locator('[data-case] .far')
    .evaluateAll((all) => all.map((one) => Number.parseFloat(one.textContent ?? '') || 0));
  expect(miles.length).toBe((await rowIds(page)).length);
  expect(miles).toEqual(miles.toSorted((a, b) => a - b));
  // It is stored on this device: the next opening has it, and it is not sent to anybody.
  await page.reload();
  await page.getByText('Nearest first, from your chosen point.').waitFor();
});

test('[UI-27] while paused rows keep their place and show what is new; after resuming the list is right at once', async () => {
  const { page } = await at.person();
  const one = await at.visitable();
  await rowOf(page, one.id).waitFor();
  await page.getByRole('button', { name: 'Pause live updates' }).click();
  const before = await rowIds(page);
  await at.payAll(one.id);
  await untilText(rowOf(page, one.id), 'Paid £');
  expect(await rowIds(page)).toEqual(before);
  expect(await page.getByTestId('held').textContent()).toContain('1 case stopped');
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await until(async () => expect(await rowIds(page)).not.toContain(one.id));
});

test('[UI-28] [UI-717] very long names and addresses stay inside row and case and are whole, on the narrowest screen too', async () => {
  const one = await at.visitable();
  const name = 'Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley and Konstantinos Papadimitropoulos';
  await at.db.sql`
    update person set name = ${name}, version = version + 1 where id in (
      select tp.person_id from tenancy_person tp join rent_account a on a.tenancy_id = tp.tenancy_id
      where a.id = ${one.id} order by tp.person_id limit 1)`;
  await at.db.sql`
    update property set address = 'Flat 127, The Old Corn Exchange and Assembly Rooms, 1045 Upper Whinthorpe Waterside'
    where id = (select t.property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id})`;
  const { page } = await at.person();
  for (const width of [1440, 320]) {
    if (width === 320) {
      await becomePhone(page);
      await page.setViewportSize({ width, height: 640 });
      await page.goto('/worklist');
    }
    await untilText(rowOf(page, one.id), 'Featherstonehaugh');
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
    const [row, money] = await Promise.all([
      rowOf(page, one.id).boundingBox(),
      rowOf(page, one.id).locator('[data-money]').boundingBox(),
    ]);
    expect(money!.x + money!.width).toBeLessThanOrEqual(row!.x + row!.width);
    expect(await page.evaluate<string[]>(notWhole('[data-case] :is(.name, .address)'))).toEqual([]);
    await page.goto(`/cases/${one.id}`);
    await page.getByTestId('ledger').waitFor();
    expect(await page.evaluate<string[]>(sideways)).toEqual([]);
  }
});

test('[UI-29] in forced colours the selection is still visible, and an action by its letter', async () => {
  const { page } = await at.person(undefined, { ...desk, forcedColors: 'active' });
  await page.locator('[data-case]').first().waitFor();
  const { pressed, plain } = await page.evaluate<{ pressed: string; plain: string }>(colourOfChips);
  expect(pressed).not.toBe(plain);
  const one = await at.visitable();
  expect(await rowOf(page, one.id).locator('svg.mark').textContent()).toContain('V');
});

test('[UI-74] older lines of a ledger load page by page, each with its balance, down to the first', async () => {
  const one = await at.visitable();
  const { page } = await at.person(undefined, undefined, `/cases/${one.id}`);
  const lines = page.getByTestId('ledger').locator('tbody tr');
  await lines.first().waitFor();
  const older = page.getByRole('button', { name: /^Show (\d+ more|older) entries$/ });
  let count = await lines.count();
  const atFirst = count;
  while ((await older.count()) > 0) {
    await older.click();
    await until(async () => expect(await lines.count()).toBeGreaterThan(count));
    count = await lines.count();
    expect(count, 'a ledger has an end').toBeLessThan(1000);
  }
  const written = await at.db.sql`
    select from charge where rent_account_id = ${one.id}
    union all select from payment where rent_account_id = ${one.id}
    union all select from adjustment where rent_account_id = ${one.id}`;
  expect(count).toBeGreaterThan(atFirst);
  expect(count).toBe(written.length);
});

test('[UI-75] a missing page is opened once, and says so', async () => {
  const { page } = await at.person();
  let documents = 0;
  page.on('request', (request) => void (documents += Number(request.isNavigationRequest())));
  await page.goto('/nowhere');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  // A page that reloads itself does so as soon as its script runs, which is before the map of the next page appears.
  await page.getByRole('link', { name: 'Worklist' }).first().click();
  await page.locator('.map-marker').first().waitFor();
  expect(documents).toBe(1);
});

/** Everything that belongs to the page has come, and by then next to nothing of it had moved. */
async function expectStill(page: Page, what: string): Promise<void> {
  const covered = page.url().includes('/cases/') && page.viewportSize()!.width < 900;
  if (!covered) await page.locator('.map-marker').first().waitFor({ state: 'attached' });
  await page.locator('[data-fact="age"][data-stale="false"]').waitFor({ state: 'attached' });
  if (page.url().includes('/cases/')) await page.getByTestId('balance-chart').locator('canvas').waitFor();
  const shifts = await page.evaluate<{ value: number; moved: string[] }[]>(layoutShifts);
  const all = shifts.reduce((sum, { value }) => sum + value, 0);
  expect(all, `${what}: ${JSON.stringify(shifts)}`).toBeLessThan(0.02);
}

test('[UI-590] [UI-592] nothing moves while the worklist and a case open, on a new device and on one that was here', async () => {
  const { id } = await at.anyone();
  for (const [form, options] of Object.entries({ phone, desk })) {
    const page = await at.page(officer1, '/worklist', options);
    await expectStill(page, `worklist, new ${form}`);
    await page.goto(`/cases/${id}`);
    await expectStill(page, `case, known ${form}`);
    await page.goto('/worklist');
    await expectStill(page, `worklist, known ${form}`);
  }
  const page = await at.page(officer1, `/cases/${id}`, phone);
  await expectStill(page, 'case, new phone');
  // [UI-592] The case covers list and map: they are made when they are first in sight.
  expect(await page.locator('[data-case], .map-marker').count()).toBe(0);
  await page.getByRole('link', { name: 'List', exact: true }).click();
  await rowOf(page, id).waitFor();
  await page.locator('.map-marker').first().waitFor();
});

test('[UI-660] a page that opens with a case requests the case at once, the list after it, and reads each of its parts once', async () => {
  const { id } = await at.anyone();
  const { page } = await at.device(phone);
  await at.signIn(page);
  const asked: string[] = [];
  let scripts = 0;
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname.replace(String(id), 'ID'));
    if (pathname.endsWith('.js')) scripts++;
  });
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === `/api/cases/${id}`) asked.push('answered');
  });
  await page.goto(`/cases/${id}`);
  await page.locator('[data-part="history"] h2').waitFor();
  await page.locator('.u-wrap').waitFor();
  await until(() => expect(asked).toContain('/api/worklist'));
  expect(asked.indexOf('/api/worklist')).toBeGreaterThan(asked.indexOf('answered'));
  // Once by the page, once when its connection is made: a change between the two would be missed.
  expect(asked.filter((path) => path === '/api/cases/ID').length).toBeLessThan(3);
  for (const part of ['why', 'balances'])
    expect(asked.filter((path) => path === `/api/cases/ID/${part}`)).toHaveLength(1);
  expect(scripts).toBeLessThan(60);
});

test('[UI-671] a case that is still loading can be left', async () => {
  const { id } = await at.anyone();
  const { page } = await at.device(phone);
  await at.signIn(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**/api/cases/${id}`, (route) => held.then(() => route.continue()));
  await page.goto(`/cases/${id}`);
  await page.getByRole('status').filter({ hasText: 'Loading the case' }).waitFor();
  await page.getByTestId('case').getByRole('link', { name: 'List', exact: true }).click();
  await page.waitForURL('**/worklist');
  answer();
  await rowOf(page, id).waitFor();
});

test('[UI-706] [UI-702] [UI-696] a slow case shows why from the list; one that does not load moves no address, and loads with one press', async () => {
  const { id } = await at.anyone();
  const page = await at.page(officer1, '/worklist', phone);
  await rowOf(page, id).waitFor();
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(
    `**/api/cases/${id}`,
    (route) => held.then(() => route.fulfill({ status: 500, body: '{}' })),
    { times: 1 },
  );
  await rowOf(page, id).click();
  const why = page.locator('[data-part="why"]');
  await why.getByRole('heading', { name: 'Why' }).waitFor();
  await why.getByTestId('action').waitFor();
  expect(await page.getByTestId('ledger').count()).toBe(0);
  const address = page.locator('[data-part="who"] .address');
  const place = await address.boundingBox();
  answer();
  const notice = page.getByTestId('not-loaded').filter({ hasText: 'The ledger and history did not load.' });
  await notice.waitFor();
  expect(await address.boundingBox()).toEqual(place);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await page.getByTestId('ledger').waitFor();
  expect(await notice.count()).toBe(0);
});

test('[UI-707] an answer that was requested before the scripts is used however slow they were', async () => {
  const { id } = await at.anyone();
  const { page } = await at.device(phone);
  await at.signIn(page);
  // As if they had needed 70 seconds.
  await page.addInitScript(`{
    const now = performance.now.bind(performance);
    performance.now = () => now() + 70_000;
  }`);
  // Only the first request for the case is ever answered.
  let asked = 0;
  await page.route(`**/api/cases/${id}`, (route) => (++asked === 1 ? route.continue() : undefined));
  await page.goto(`/cases/${id}`);
  await page.getByTestId('ledger').waitFor();
});

test('[UI-708] a case whose answer was lost with the connection is requested again when it is back', async () => {
  const { id } = await at.anyone();
  const page = await at.page(officer1, '/worklist', phone);
  await rowOf(page, id).waitFor();
  let asked = 0;
  await page.route(`**/api/cases/${id}`, (route) => (++asked === 1 ? undefined : route.continue()));
  await rowOf(page, id).click();
  await until(() => expect(asked).toBe(1));
  await page.context().setOffline(true);
  await page.locator('[data-fact="connection"]').filter({ hasNotText: 'Connected' }).first().waitFor();
  await page.context().setOffline(false);
  await page.getByTestId('ledger').waitFor();
});

test('[UI-661] a link to a part of a case works before that part was made', async () => {
  const { id } = await at.anyone();
  const page = await at.page(officer1, '/worklist', phone);
  // Painted frames make the parts one by one: without frames only the link makes them.
  await page.evaluate(
    `window.frames0 = window.requestAnimationFrame, window.requestAnimationFrame = () => 0`,
  );
  await page.locator(`[data-case="${id}"]`).click();
  const link = page.getByTestId('case').locator('[data-to="history"]');
  await link.waitFor();
  await page.locator('[data-part="money"] section').first().waitFor();
  expect(await page.locator('[data-part="history"] h2').count()).toBe(0);
  await link.click();
  await page.locator('[data-part="history"] h2:focus').waitFor();
});

test('[UI-591] an error and a warning in a page’s console are noticed', async () => {
  const { page, errors } = await at.device(phone);
  await page.evaluate(`console.warn('careful'), console.error('wrong'), console.log('news')`);
  await until(() => expect(errors).toEqual(['careful', 'wrong']));
  errors.length = 0;
});

test('[UI-19] no page reported an error', () => at.expectQuiet());

test('[UI-77] the worklist has few scripts, which are named in the page, and they stay small', async () => {
  const html = await (await fetch(`${at.url}/worklist`)).text();
  const scripts = [...html.matchAll(/href="(\/_app\/immutable\/[^"]+\.js)" rel="modulepreload"/g)].map(
    ([, to]) => to!,
  );
  let bytes = 0;
  for (const script of scripts) {
    const answer = await fetch(`${at.url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    bytes += Number(answer.headers.get('content-length'));
  }
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.length).toBeLessThan(25);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(100_000);
});

test('[UI-77] no script contains zod: the check of the wire is the server’s, and zod’s compiler is refused by the policy', async () => {
  const inBuild = async (text: string) => {
    const found: string[] = [];
    for await (const path of glob('build/**/*.js'))
      if ((await readFile(path, 'utf8')).includes(text)) found.push(path);
    return found;
  };
  // A name in zod's runtime that no build step renames; and one of ours, so that an empty search is noticed.
  expect(await inBuild('/api/offline/cases')).not.toEqual([]);
  expect(await inBuild('jitless')).toEqual([]);
});

test('[UI-77] with the map, and all that follows the list, the scripts of the worklist stay below 150 kB', async () => {
  const page = await at.page(officer1, '/worklist', phone);
  await page.locator('.map-marker').first().waitFor();
  const sizes = `performance.getEntriesByType('resource')
    .filter(({ name }) => /\\.js$/.test(new URL(name).pathname)).map(({ name, transferSize }) => [name, transferSize])`;
  const loaded = await page.evaluate<[string, number][]>(sizes);
  if (process.env.SIZES)
    console.log(
      loaded
        .toSorted((a, b) => b[1] - a[1])
        .map(([n, s]) => s + ' ' + n.split('/').pop())
        .join('\n'),
    );
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(150_000);
});
