// What every engine beside Chromium must do, written once; engine-webkit.test.ts and engine-firefox.test.ts run it.
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { newPage } from '../support/browser.ts';
import { phoneSize, type EngineName, type EnginePage } from '../support/engine-page.ts';
import { engines, openDevice, signInOn, type Device } from '../support/engines.ts';
import { compareSquares, type Area } from '../support/same-picture.ts';
import { testDays } from './engine-story.ts';
import { house, until } from './house.ts';

const mapView = { width: 1280, height: 900 } as const;

export function testEngine(engine: EngineName): void {
  const { title, found, packages } = engines[engine];
  if (!found()) {
    describe.skip(`${title} is not installed (apt-get install ${packages.join(' ')})`, () => {
      it('[TEST-30] is driven', () => {});
      it('[TEST-31] opens every route as every role', () => {});
      it('[TEST-32] plays the main story', () => {});
      it('[MAP-40] shows the street map that Chromium shows', () => {});
    });
    return;
  }
  const at = house(400, { map: true });
  let opened: Promise<Device> | undefined;
  const device = () => (opened ??= openDevice(engine, at.url));
  afterAll(async () => (await opened)?.close());

  it('[TEST-30] is driven: what goes wrong on a page is heard, and the device can lose its signal', async () => {
    const { page, relay } = await device();
    await page.goto('/sign-in');
    await page.see('h1');
    expect(await page.run('[innerWidth, innerHeight]')).toEqual([phoneSize.width, phoneSize.height]);
    await page.run(`void setTimeout(() => { throw new RangeError('thrown'); })`);
    await page.run(`void Promise.reject(new Error('rejected'))`);
    await page.run(`console.error('said', new TypeError('with an error'))`);
    const heard: string[] = [];
    await until(async () => {
      heard.push(...(await page.errors()));
      expect(heard).toHaveLength(3);
    });
    expect(heard.join()).toMatch(/thrown/);
    expect(heard.join()).toMatch(/rejected/);
    expect(heard.join()).toMatch(/with an error/);
    const asked = `fetch('/healthz').then(() => 'answer', () => 'no signal')`;
    relay.up = false;
    expect(await page.run(asked)).toBe('no signal');
    relay.up = true;
    expect(await page.run(asked)).toBe('answer');
  });

  testDays(at, device);

  it('[MAP-40] shows the street map that Chromium shows, square by square, also after a zoom', async () => {
    const { page } = await device();
    await page.driver.resize(mapView.width, mapView.height);
    await signInOn(page, 'officer1@demo.doorstep.test');
    const other = await newPage(at.url, { viewport: mapView, deviceScaleFactor: 1 });
    await at.signIn(other.page);
    await compareMaps(page, other.page);
    await page.driver.resize(phoneSize.width, phoneSize.height);
  });
}

const mapReady = `(() => {
  const squares = [...document.querySelectorAll('.leaflet-tile')];
  return squares.length > 3 && squares.every((one) => !one.dataset.before && one.classList.contains('leaflet-tile-loaded') && getComputedStyle(one).opacity === '1')
    && !document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim') && document.querySelector('.map-names')?.style.opacity === '1';
})()`;
const mapArea = `(() => {
  const { left, top, width, height } = document.querySelector('.leaflet-container').getBoundingClientRect();
  return { left: Math.ceil(left), top: Math.ceil(top), width: Math.floor(width), height: Math.floor(height) };
})()`;
/** Only the streets, or only their names: markers and buttons are drawn by other means and would hide them. */
const showOnly = (what: 'streets' | 'names') => `(() => {
  const see = (css, shown) => document.querySelectorAll(css).forEach((one) =>
    one.style.setProperty('visibility', shown ? 'visible' : 'hidden', 'important'));
  see('.leaflet-marker-pane, .leaflet-marker-pane *, .case-map .over, .case-map .over *', false);
  see('.leaflet-names-pane, .leaflet-names-pane *', ${what === 'names'});
  document.querySelector('.leaflet-tile-pane').style.opacity = ${what === 'names' ? "'0'" : "'1'"};
  return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(true))));
})()`;
/** Shows the buttons again, and marks the squares of this view: the next is ready when they are gone. */
const beforeZoom = `(() => {
  document.querySelectorAll('.case-map .over, .case-map .over *').forEach((one) => one.style.removeProperty('visibility'));
  document.querySelectorAll('.leaflet-tile').forEach((one) => (one.dataset.before = 'zoom'));
  return true;
})()`;

/**
 * The same view in both, at one device pixel a pixel. Measured: streets differ in no square at all, names in up to 3 % of a
 * square's pixels (letters are smoothed by other means). What went wrong before differed in whole squares.
 */
async function compareMaps(page: EnginePage, other: Page): Promise<void> {
  await Promise.all([page.goto('/worklist'), other.goto('/worklist')]);
  for (const view of ['first', 'closer', 'closest']) {
    await page.until('the map', mapReady);
    // Not waitForFunction: it evaluates text in the page, which the page's own policy forbids.
    await until(async () => expect(await other.evaluate(mapReady)).toBe(true), 15_000);
    const area = await other.evaluate<Area>(mapArea);
    expect(await page.run<Area>(mapArea)).toEqual(area);
    for (const what of ['streets', 'names'] as const) {
      await Promise.all([page.run(showOnly(what)), other.evaluate(showOnly(what))]);
      const theirs = await page.picture(`map-${view}-${what}`);
      const squares = await compareSquares(other, [await other.screenshot(), theirs], area);
      // There is something to compare.
      expect(squares.filter(({ plain }) => !plain).length).toBeGreaterThan(what === 'streets' ? 80 : 5);
      const most = what === 'streets' ? 0.01 : 0.06;
      const differing = squares.filter(({ differs }) => differs > most);
      expect(differing, `${what} of the ${view} view in ${page.engine}`).toEqual([]);
    }
    if (view === 'closest') return;
    await Promise.all([page.run(beforeZoom), other.evaluate(beforeZoom)]);
    await page.press('[aria-label="Closer"]');
    await other.click('[aria-label="Closer"]');
  }
}
