import { expect, test } from 'vitest';
import { freshMs, freshness } from './freshness.ts';

const at = Date.parse('2026-11-09T10:42:00Z');
const good = { connected: true, serverStale: false, provedAt: at };

test('[UI-50] fresh only while connected, proved recently, and not reported stale by the server', () => {
  expect(freshness(good, at + freshMs).stale).toBe(false);
  expect(freshness(good, at + freshMs + 1).stale).toBe(true);
  expect(freshness({ ...good, connected: false }, at).stale).toBe(true);
  expect(freshness({ ...good, serverStale: true }, at).stale).toBe(true);
  expect(freshness({ ...good, provedAt: null }, at)).toMatchObject({ stale: true, text: 'No list yet' });
});

test('[UI-51] an old list shows as of when, and after a minute how old it is', () => {
  expect(freshness(good, at + 30_000).text).toBe('As of 10:42');
  expect(freshness(good, at + 180_000).text).toBe('As of 10:42, 3 minutes old');
});

test('[UI-616] in one line of a phone it shows the time of a list of this hour, and the age of an older one', () => {
  const short = (old: number) => freshness(good, at + old).short;
  expect([short(0), short(30_000), short(59 * 60_000)]).toEqual(['Up to date', 'As of 10:42', 'As of 10:42']);
  expect([short(60 * 60_000), short(50 * 3_600_000)]).toEqual(['1 hour old', '2 days old']);
});
