import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Soon } from './soon.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('[UI-740] who types without a pause is stored all the same: a later letter does not put off what was asked for', () => {
  let stored = 0;
  const soon = new Soon(() => stored++, 300);
  for (let ms = 0; ms < 3000; ms += 100) {
    soon.ask();
    vi.advanceTimersByTime(100);
  }
  expect(stored).toBe(10);
  soon.ask();
  soon.cancel();
  vi.advanceTimersByTime(1000);
  expect(stored).toBe(10);
  soon.ask();
  vi.advanceTimersByTime(300);
  expect(stored).toBe(11);
});
