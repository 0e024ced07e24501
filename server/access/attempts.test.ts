import { expect, test } from 'vitest';
import { Attempts } from './attempts.ts';

test('[ACCESS-4] after ten failures an address waits, others do not, and a quarter of an hour later it may again', () => {
  let now = 1_000_000;
  const attempts = new Attempts(() => now);
  for (let i = 0; i < 10; i++) {
    expect(attempts.waitSeconds('one@example.org', '10.0.0.1')).toBe(0);
    attempts.failed('One@example.org', '10.0.0.1');
  }
  expect(attempts.waitSeconds('one@EXAMPLE.org', '10.0.0.2')).toBe(900);
  expect(attempts.waitSeconds('two@example.org', '10.0.0.1')).toBe(0);
  now += 900_000;
  expect(attempts.waitSeconds('one@example.org', '10.0.0.1')).toBe(0);
});

test('[ACCESS-4] one network address that tries many people is slowed too', () => {
  const attempts = new Attempts(() => 0);
  for (let i = 0; i < 200; i++) attempts.failed(`person${i}@example.org`, '10.0.0.1');
  expect(attempts.waitSeconds('new@example.org', '10.0.0.1')).toBeGreaterThan(0);
  expect(attempts.waitSeconds('new@example.org', '10.0.0.2')).toBe(0);
});

test('[ACCESS-4] a success forgets the failures before it', () => {
  const attempts = new Attempts(() => 0);
  for (let i = 0; i < 9; i++) attempts.failed('one@example.org', '10.0.0.1');
  attempts.succeeded('one@example.org');
  attempts.failed('one@example.org', '10.0.0.1');
  expect(attempts.waitSeconds('one@example.org', '10.0.0.1')).toBe(0);
});
