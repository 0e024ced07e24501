import { expect, test } from 'vitest';
import { saveNow, saveOnLeaving, savesWith } from './unsaved.ts';

class Screen extends EventTarget {
  hidden = false;
}

test('[UI-442] every page with unsaved words begins to store them in the call; one that fails does not stop the others', async () => {
  const begun: string[] = [];
  let stored: () => void = () => {};
  const stops = [
    savesWith(() => {
      begun.push('throws');
      throw new Error('not here');
    }),
    savesWith(async () => {
      begun.push('rejects');
      await Promise.reject(new Error('no room'));
    }),
    savesWith(async () => {
      begun.push('stores');
      await new Promise<void>((resolve) => (stored = resolve));
    }),
  ];
  let ended = false;
  const all = saveNow().then(() => (ended = true));
  expect(begun).toEqual(['throws', 'rejects', 'stores']);
  await Promise.resolve();
  expect(ended).toBe(false);
  stored();
  await all;
  for (const stop of stops) stop();
  await saveNow();
  expect(begun.length).toBe(3);
});

test('[UI-442] they run before the store is closed, and when the page is hidden or frozen', () => {
  const page = new EventTarget();
  const screen = new Screen();
  const order: string[] = [];
  const stop = savesWith(() => void order.push('saved'));
  const end = saveOnLeaving(page, screen, () => order.push('leaving'));
  page.addEventListener('pagehide', () => order.push('put away'));
  page.dispatchEvent(new Event('pagehide'));
  expect(order.splice(0)).toEqual(['leaving', 'saved', 'put away']);
  screen.dispatchEvent(new Event('freeze'));
  expect(order.splice(0)).toEqual(['leaving', 'saved']);
  screen.dispatchEvent(new Event('visibilitychange'));
  expect(order.splice(0)).toEqual([]);
  screen.hidden = true;
  screen.dispatchEvent(new Event('visibilitychange'));
  expect(order.splice(0)).toEqual(['saved']);
  end();
  page.dispatchEvent(new Event('pagehide'));
  expect(order).toEqual(['put away']);
  stop();
});
