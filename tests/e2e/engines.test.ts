// The two other engines open the app: WebKit, which every browser on an iPhone is, and Firefox.
import { afterAll, describe, expect, it } from 'vitest';
import { engineNames, engines, openDevice, signInOn, type Device } from '../support/engines.ts';
import { house } from './house.ts';

const made = house();

describe.for(engineNames)('%s', (engine) => {
  describe.skipIf(!engines[engine].found())('where it is installed', () => {
    let device: Device;
    afterAll(() => device?.close());

    it('[TEST-30] is driven, says what goes wrong on a page, and can lose its signal', async () => {
      device = await openDevice(engine, made.url);
      const { page, relay } = device;
      await page.goto('/sign-in');
      await page.see('h1');
      await page.errors();
      expect(await page.run('[innerWidth, innerHeight]')).toEqual([390, 844]);
      await page.run(`setTimeout(() => { throw new RangeError('thrown'); })`);
      await page.run(`void Promise.reject(new Error('rejected'))`);
      await page.run(`console.error('said', new TypeError('with an error'))`);
      const said: string[] = [];
      await expect.poll(async () => said.push(...(await page.errors()))).toBe(3);
      expect(said.join()).toMatch(/thrown/);
      expect(said.join()).toMatch(/rejected/);
      expect(said.join()).toMatch(/with an error/);
      relay.up = false;
      expect(await page.run(`fetch('/healthz').then(() => 'answer', () => 'no signal')`)).toBe('no signal');
      relay.up = true;
      expect(await page.run(`fetch('/healthz').then(() => 'answer', () => 'no signal')`)).toBe('answer');
      await signInOn(page, 'officer1@demo.doorstep.test');
      await page.goto('/worklist');
      await page.see('[data-case]');
      expect(await page.errors()).toEqual([]);
      expect((await page.picture('worklist')).length).toBeGreaterThan(10_000);
    });
  });
});
