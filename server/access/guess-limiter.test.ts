import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GuessLimiter, KnownDevices, paces, type Attempt, type Track } from './guess-limiter.ts';

const from = (email: string, address: string): Track[] => [
  ['pair', email, address],
  ['account', email],
  ['address', address],
];
const waits = (begun: { waitSeconds: number } | Attempt) => ('waitSeconds' in begun ? begun.waitSeconds : 0);
const hour = 3_600_000;

test('[ACCESS-4] some wrong passwords have no delay, then each must wait longer, up to a quarter of an hour', () => {
  let now = hour;
  const guesses = new GuessLimiter(() => now);
  const one = () => waits(guesses.begin(from('one@example.org', '10.0.0.1')));
  for (let i = 0; i < paces.pair.free; i++) expect(one()).toBe(0);
  const delays: number[] = [];
  for (let i = 0; i < 12; i++) {
    const wait = one();
    delays.push(wait);
    now += wait * 1000;
    expect(one()).toBe(0);
  }
  expect(delays.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
  expect(Math.max(...delays)).toBe(900);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
});

test('[ACCESS-20] an attempt counts before its result is known, so that only a few of a hundred at once are checked', () => {
  const guesses = new GuessLimiter(() => hour);
  const begun = Array.from({ length: 100 }, () => guesses.begin(from('one@example.org', '10.0.0.1')));
  expect(begun.filter((one) => waits(one) === 0)).toHaveLength(paces.pair.free);
});

test('[ACCESS-21] guesses at an account slow neither its owner at another address nor other people at the same address', () => {
  let now = hour;
  const guesses = new GuessLimiter(() => now);
  // Fifty guesses within a minute from one address, as fast as the limiter allows.
  for (let i = 0; i < 50; i++)
    now += 1000 * Math.min(1, waits(guesses.begin(from('one@example.org', '10.0.0.1'))));
  expect(waits(guesses.begin(from('one@example.org', '10.0.0.1')))).toBeGreaterThan(0);
  expect(waits(guesses.begin(from('ONE@example.org', '10.0.0.2')))).toBe(0);
  expect(waits(guesses.begin(from('two@example.org', '10.0.0.1')))).toBe(0);
});

test('[ACCESS-21] guesses from a thousand addresses are slowed together, and the owner’s own device is not', () => {
  const guesses = new GuessLimiter(() => hour);
  let letIn = 0;
  for (let i = 0; i < 1000; i++)
    if (waits(guesses.begin(from('one@example.org', `10.0.${i >> 8}.${i & 255}`))) === 0) letIn++;
  expect(letIn).toBe(paces.account.free);
  const owner: Track[] = [['device', 'own-device', 'one@example.org']];
  expect(waits(guesses.begin(owner))).toBe(0);
  // The owner's device has its own limit.
  const tries = Array.from({ length: 50 }, () => waits(guesses.begin(owner)));
  expect(tries.filter((wait) => wait === 0)).toHaveLength(paces.device.free - 1);
});

test('[ACCESS-21] an address that tries many people is slowed to one attempt in ten seconds, never blocked', () => {
  let now = hour;
  const guesses = new GuessLimiter(() => now);
  let letIn = 0;
  for (let i = 0; i < 300; i++)
    if (waits(guesses.begin(from(`person${i}@example.org`, '10.0.0.1'))) === 0) letIn++;
  expect(letIn).toBe(paces.address.free);
  const wait = waits(guesses.begin(from('new@example.org', '10.0.0.1')));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(10);
  now += wait * 1000;
  expect(waits(guesses.begin(from('new@example.org', '10.0.0.1')))).toBe(0);
});

test('[ACCESS-4] a right password clears the wrong ones before it, and an attempt that was not checked does not count', () => {
  const guesses = new GuessLimiter(() => hour);
  const begin = () => guesses.begin(from('one@example.org', '10.0.0.1'));
  for (let i = 0; i < paces.pair.free - 1; i++) begin();
  (begin() as Attempt).right();
  for (let i = 0; i < 50; i++) (begin() as Attempt).undecided();
  expect(waits(begin())).toBe(0);
});

test('[ACCESS-4] in any order of attempts never more than the free number at one instant, and accounts without attempts are forgotten', () => {
  const step = fc.record({ who: fc.integer({ min: 0, max: 3 }), later: fc.integer({ min: 0, max: 5_000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let now = hour;
      const guesses = new GuessLimiter(() => now);
      const letIn = new Map<string, number>();
      for (const { who, later } of steps) {
        now += later;
        if (waits(guesses.begin(from(`p${who}@example.org`, '10.0.0.1'))) > 0) continue;
        const key = `${who}@${now}`;
        letIn.set(key, (letIn.get(key) ?? 0) + 1);
        expect(letIn.get(key)).toBeLessThanOrEqual(paces.pair.free);
      }
      now += 24 * hour;
      for (let who = 0; who < 4; who++)
        expect(waits(guesses.begin(from(`p${who}@example.org`, '10.0.0.1')))).toBe(0);
    }),
  );
});

test('[ACCESS-22] a device is known for the accounts that signed in on it, and only by our own cookie', () => {
  const devices = new KnownDevices('a secret of the landlord');
  const first = devices.remember(undefined, 'one@example.org');
  const both = devices.remember(first, 'Two@example.org');
  expect(devices.deviceOf(both, 'one@EXAMPLE.org')).toBe(first.split('.')[0]);
  expect(devices.deviceOf(both, 'two@example.org')).toBe(first.split('.')[0]);
  expect(devices.deviceOf(both, 'three@example.org')).toBeNull();
  expect(new KnownDevices('another secret').deviceOf(both, 'one@example.org')).toBeNull();
  expect(both).not.toContain('example');
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      expect(devices.deviceOf(text, 'one@example.org')).toBeNull();
      const cut = both.slice(0, at % first.length);
      expect(devices.deviceOf(cut, 'one@example.org')).toBeNull();
    }),
  );
  // A shared device keeps the last few accounts.
  let shared: string | undefined;
  for (let i = 0; i < 40; i++) shared = devices.remember(shared, `p${i}@example.org`);
  expect(shared!.length).toBeLessThan(250);
  expect(devices.deviceOf(shared, 'p39@example.org')).not.toBeNull();
  expect(devices.deviceOf(shared, 'p0@example.org')).toBeNull();
});
