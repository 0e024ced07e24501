import { afterEach, expect, test, vi } from 'vitest';
import { keepApp } from './keep-app.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A page with or without signal, and how often it registered its service worker. */
function pageThatIs(onLine: boolean) {
  vi.useFakeTimers();
  const register = vi.fn(() => Promise.resolve());
  const browser = { onLine, serviceWorker: { register } };
  const events = new EventTarget();
  vi.stubGlobal('navigator', browser);
  vi.stubGlobal('window', events);
  return {
    register,
    connects() {
      browser.onLine = true;
      events.dispatchEvent(new Event('online'));
    },
  };
}

test('[UI-691] a page that is opened without signal fetches the files once the signal is back, without an attempt before', () => {
  const page = pageThatIs(false);
  keepApp();
  vi.advanceTimersByTime(60_000);
  expect(page.register).not.toHaveBeenCalled();
  page.connects();
  page.connects();
  expect(page.register).toHaveBeenCalledTimes(1);
});

test('[UI-691] with signal they are fetched after a pause, and not where the content has gone again', () => {
  const page = pageThatIs(true);
  keepApp();
  expect(page.register).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(page.register).toHaveBeenCalledTimes(1);

  keepApp()();
  vi.advanceTimersByTime(60_000);
  const without = pageThatIs(false);
  const cancel = keepApp();
  vi.advanceTimersByTime(60_000);
  cancel();
  without.connects();
  expect(page.register).toHaveBeenCalledTimes(1);
  expect(without.register).not.toHaveBeenCalled();
});
