import { afterEach, expect, test, vi } from 'vitest';
import { keepStorage } from './keep.ts';

const on = (standalone: boolean, storage: unknown) => {
  vi.stubGlobal('matchMedia', () => ({ matches: standalone }));
  vi.stubGlobal('navigator', { storage });
};
afterEach(() => vi.unstubAllGlobals());

test('[UI-404] an installed app requests persistent storage; in a tab no question is shown', async () => {
  const persist = vi.fn(() => Promise.resolve(true));
  on(false, { persist });
  expect(await keepStorage()).toBe(false);
  expect(persist).not.toHaveBeenCalled();
  on(true, { persist });
  expect(await keepStorage()).toBe(true);
  for (const odd of [undefined, {}, { persist: () => Promise.reject(new Error('no')) }]) {
    on(true, odd);
    expect(await keepStorage()).toBe(false);
  }
});
