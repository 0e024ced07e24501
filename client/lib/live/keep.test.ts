import { afterEach, expect, test, vi } from 'vitest';
import { keepStorage } from './keep.ts';

const on = (standalone: boolean, storage: unknown) => {
  vi.stubGlobal('matchMedia', () => ({ matches: standalone }));
  vi.stubGlobal('navigator', { storage });
};
afterEach(() => vi.unstubAllGlobals());

test('[UI-404] an installed app requests persistent storage; a tab does when something waits on the device alone, and not before', async () => {
  const persist = vi.fn(() => Promise.resolve(true));
  on(false, { persist });
  expect(await keepStorage()).toBe(false);
  expect(persist).not.toHaveBeenCalled();
  expect(await keepStorage(true)).toBe(true);
  on(true, { persist });
  expect(await keepStorage()).toBe(true);
  for (const odd of [undefined, {}, { persist: () => Promise.reject(new Error('no')) }]) {
    on(true, odd);
    expect(await keepStorage()).toBe(false);
  }
});
