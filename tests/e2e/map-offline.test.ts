// The street map without signal: it is taken along with nothing pressed, and drawn after the app was closed and opened while
// the server cannot be reached at all.
import { utimes } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import { Proxy } from '../support/proxy.ts';
import { onSignIn, signOut } from './device.ts';
import { house, officer1, until, withWorker } from './house.ts';
import { keptMap, mapPainted, workerReady, type KeptMap, type MapPainted } from './probes.ts';

const at = house(400, { keepDevices: true, map: true });
let line: Proxy;
let page: Page;
const kept = () => page.evaluate<KeptMap | null>(keptMap);
const painted = () => page.evaluate<MapPainted>(mapPainted);
const needsSignal = () => page.getByText('Street map needs signal here');

beforeAll(async () => {
  line = await Proxy.between(at.url);
  ({ page } = await at.person(officer1, { ...phone, ...withWorker, baseURL: line.url(at.url) }));
}, 60_000);
afterAll(() => line.close());

/** The squares in view have streets (those of the sea have none), and the names over them are drawn. */
const streetsAndNames = () =>
  until(async () => {
    const { squares, withStreets, namePixels } = await painted();
    expect(squares).toBeGreaterThan(1);
    expect(withStreets).toBeGreaterThanOrEqual(squares / 2);
    expect(namePixels).toBeGreaterThan(500);
    expect(await needsSignal().count()).toBe(0);
  }, 30_000);
/** Leaflet passes over a key while the map still moves. */
async function pressWhenStill(key: string) {
  await page.keyboard.press(key);
  await until(async () => expect(await page.locator('.leaflet-pan-anim').count()).toBe(0));
}

test('[OFF-32] with nothing pressed the map of the patch is on the device, as one archive of one version', async () => {
  await until(async () => expect(await kept()).not.toBeNull(), 60_000);
  const { bytes, facts } = (await kept())!;
  expect(bytes).toBe(facts.bytes);
  const { extract } = (await (await fetch(`${at.url}/api/map`)).json()) as { extract: string };
  expect(extract).toBe(`/map/extract.pmtiles?v=${facts.version}`);
  await page.evaluate(workerReady);
  await page.goto('/offline');
  await page.locator('[data-testid=kept-map][data-state=kept]').waitFor();
});

test('[OFF-32] the server is stopped and the app closed: streets and names are drawn at every zoom, light and dark', async () => {
  line.weather = 'refuse';
  const context = page.context();
  const next = await context.newPage();
  await next.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await page.close();
  page = next;
  await page.goto(`${line.url(at.url)}worklist`);
  await page.locator('[data-case]').first().waitFor();
  await streetsAndNames();
  const zooms = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    for (let i = 0; i < 3; i++) {
      await streetsAndNames();
      zooms.add((await painted()).zoom);
      await page
        .getByRole('button', { name: colorScheme === 'light' ? 'Zoom in' : 'Zoom out', exact: true })
        .click();
    }
  }
  expect(zooms.size).toBeGreaterThan(2);
  await streetsAndNames();
  expect(await page.getByText('No street map set up').count()).toBe(0);
});

test('[OFF-33] outside of the kept area the map says that it needs signal, and draws by itself when that is back', async () => {
  await page.locator('.leaflet-container').focus();
  for (let i = 0; i < 60 && (await needsSignal().count()) === 0; i++) await pressWhenStill('Shift+ArrowLeft');
  await needsSignal().waitFor();
  line.weather = 'pass';
  await needsSignal().waitFor({ state: 'detached', timeout: 30_000 });
});

test('[OFF-34] another version of the basemap replaces what is kept as a whole, and an open map draws the new one', async () => {
  const before = (await kept())!.facts.version;
  await utimes(at.tiles!, new Date(), new Date(Date.now() + 60_000));
  await page.reload();
  await until(async () => expect((await kept())?.facts.version).not.toBe(before), 60_000);
  await streetsAndNames();
  // It draws from what is kept: no range is requested at this place again.
  const ranges: string[] = [];
  page.on('request', (request) => request.url().includes('/map/basemap') && ranges.push(request.url()));
  await page.reload();
  await streetsAndNames();
  expect(ranges).toEqual([]);
});

test('[OFF-34] signing out removes it', async () => {
  await signOut(page);
  await onSignIn(page);
  await until(async () => expect(await kept()).toBeNull());
});
