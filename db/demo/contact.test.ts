// The effect of contact in the demo: only through the household's readiness and the officer's effect.
import { expect, test } from 'vitest';
import { live } from './behaviour.ts';
import { contact, type ContactMade } from './contact.ts';
import { makeLandlord } from './landlord.ts';
import { copyOf, truthOf } from './truth.ts';

const landlord = makeLandlord({ seed: 3, homes: 1500, today: '2026-11-12', ledger: false });
const needing = landlord.households.filter(
  (one) => one.endsOn === null && !one.behaviour.newClaim && truthOf(one, one.state).needsContact,
);

function arrearsAfter(days: number, made: ContactMade | null): { owed: number; helped: number } {
  let owed = 0;
  let helped = 0;
  for (const home of needing) {
    const state = copyOf(home.state);
    if (made && contact(home, state, made).helped) helped++;
    for (let i = 0; i < days; i++) live(home, state, state.day);
    owed += Math.max(0, state.balancePence);
  }
  return { owed, helped };
}

test('[DEMO-5] after a visit that reaches somebody less is owed eight weeks later than without one', () => {
  expect(needing.length).toBeGreaterThan(20);
  const left = arrearsAfter(56, null);
  const visited = arrearsAfter(56, { kind: 'visit', reached: true, effect: 1 });
  expect(visited.owed).toBeLessThan(left.owed * 0.93);
});

test('[DEMO-5] a better officer helps more, a visit with nobody in hardly', () => {
  const helped = (effect: number, reached = true) =>
    arrearsAfter(0, { kind: 'visit', reached, effect }).helped;
  expect(helped(1.4)).toBeGreaterThan(helped(0.65));
  expect(helped(1, false)).toBeLessThan(helped(1) / 2);
});

test('[DEMO-5] a household that was helped keeps its promise to the day', () => {
  let kept = 0;
  for (const home of needing) {
    const state = copyOf(home.state);
    const { helped, promise } = contact(home, state, { kind: 'visit', reached: true, effect: 1.2 });
    if (!helped || !promise) continue;
    const paid: number[] = [];
    while (state.day <= promise.on)
      paid.push(...live(home, state, state.day).payments.map((one) => one.pence));
    expect(paid).toContain(promise.pence);
    kept++;
  }
  expect(kept).toBeGreaterThan(5);
});

test('[DEMO-5] reading ahead changes nothing, and days cannot be skipped', () => {
  const home = landlord.households[0]!;
  const before = JSON.stringify(home.state);
  truthOf(home, home.state);
  expect(JSON.stringify(home.state)).toBe(before);
  expect(() => live(home, copyOf(home.state), home.state.day + 1)).toThrow(/in turn/);
});
