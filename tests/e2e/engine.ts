// The tests of every engine other than Chromium; engine-webkit.test.ts and engine-firefox.test.ts run them.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { newPage } from '../support/browser.ts';
import { phoneSize, type EngineName } from '../support/engine-page.ts';
import { engines, openDevice, signInOn, type Device } from '../support/engines.ts';
import { compareMaps, mapView } from './engine-map.ts';
import { testRoutes } from './engine-routes.ts';
import { testStory } from './engine-story.ts';
import { house, until } from './house.ts';

export function testEngine(engine: EngineName): void {
  const { title, found, packages } = engines[engine];
  if (!found()) {
    describe.skip(`${title} is not installed (apt-get install ${packages.join(' ')})`, () => {
      it('[TEST-30] is driven', () => {});
      it('[TEST-31] opens every route as every role', () => {});
      it('[TEST-33] recognises a page that still loads', () => {});
      it('[TEST-32] [UI-487] plays the main story', () => {});
      it('[MAP-40] shows the street map that Chromium shows', () => {});
    });
    return;
  }
  const at = house(400, { map: true });
  let opened: Promise<Device> | undefined;
  const device = () => (opened ??= openDevice(engine, at.url));
  afterAll(async () => (await opened)?.close());
  // A picture where a test failed.
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await (await opened)?.page.picture(`failed-${task.name.slice(1, 8)}`);
  });

  it('[TEST-30] is driven: errors of a page are reported, and the device can lose its signal', async () => {
    const { page, relay } = await device();
    await page.goto('/sign-in');
    await page.see('h1');
    expect(await page.run('[innerWidth, innerHeight]')).toEqual([phoneSize.width, phoneSize.height]);
    await page.run(`void setTimeout(() => { throw new RangeError('thrown'); })`);
    await page.run(`void Promise.reject(new Error('rejected'))`);
    await page.run(`console.error('said', new TypeError('with an error'))`);
    const errors: string[] = [];
    await until(async () => {
      errors.push(...(await page.errors()));
      expect(errors).toHaveLength(3);
    });
    expect(errors.join()).toMatch(/thrown/);
    expect(errors.join()).toMatch(/rejected/);
    expect(errors.join()).toMatch(/with an error/);
    const asked = `fetch('/healthz').then(() => 'answer', () => 'no signal')`;
    relay.up = false;
    expect(await page.run(asked)).toBe('no signal');
    relay.up = true;
    expect(await page.run(asked)).toBe('answer');
  });

  testRoutes(at, device);
  testStory(at, device);

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
