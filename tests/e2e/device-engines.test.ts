// In WebKit a page that is left goes into the back/forward cache with its open transactions, and such a frozen transaction
// locks the device's store for every later page. The test opens page after page by address, and goes back.
import { afterAll, describe, expect, it } from 'vitest';
import { engineNames, engines, openDevice, signInOn, type Device } from '../support/engines.ts';
import { house } from './house.ts';

const made = house(600);
const rounds = 3;
/** The signed-in app is shown, not the start screen. */
const up = `document.querySelector('.shell') !== null`;

describe.for(engineNames)('%s', (engine) => {
  describe.skipIf(!engines[engine].found())('where it is installed', () => {
    let device: Device;
    afterAll(() => device?.close());

    it('[UI-446] page after page by address, and back, is shown every time', async () => {
      device = await openDevice(engine, made.url);
      const { page } = device;
      const one = await made.visitable();
      await signInOn(page, 'officer1@demo.doorstep.test');
      const paths = ['/worklist', `/cases/${one.id}`, `/cases/${one.id}/visit`, '/messages', '/tasks'];
      for (let round = 0; round < rounds; round++)
        for (const path of paths) {
          await page.goto(path);
          await page.until(path, `${up} && location.pathname === given[0]`, [path], 30_000);
        }
      await page.run('void setTimeout(() => history.back())');
      await page.until('the page before', `location.pathname === '/messages'`);
      await page.until('the page before, open', up, [], 30_000);
      // It works: its connection and its store answer.
      await page.until('a connection', `document.querySelector('[data-fact=connection]')?.textContent.includes('Connected')`, [], 30_000); // prettier-ignore
      expect(await page.run(`document.querySelector('[data-testid=store-note]') === null`)).toBe(true);
    }, 240_000);
  });
});
