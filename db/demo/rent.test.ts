import { expect, test } from 'vitest';
import { dayNumber, monday } from './days.ts';
import { makeLandlord } from './landlord.ts';
import { chargedAhead, chargedOn, hasRentFreeWeeks, rentFreeWeeks, rentOn } from './rent.ts';

test('[DEMO-40] some homes have rent-free weeks: without a charge, with the same rent a year, paid all year', () => {
  const { households } = makeLandlord({ seed: 3, homes: 300, today: '2026-11-12', weeks: 60 });
  const some = households.filter((one) => hasRentFreeWeeks(one.number));
  expect(some.length / households.length).toBeGreaterThan(0.03);
  expect(some.length / households.length).toBeLessThan(0.06);
  const from = monday(dayNumber('2025-04-07'));
  const free = new Set(rentFreeWeeks(from, from + 363));
  expect(free.size).toBe(4);
  for (const one of some) {
    expect(one.charges.filter(({ dueOn }) => free.has(dueOn))).toEqual([]);
    let [charged, usual] = [0, 0];
    for (let week = from; week < from + 364; week += 7) {
      charged += chargedOn(one, week);
      usual += rentOn(one, week);
    }
    // About a penny a week of rounding.
    expect(Math.abs(charged - usual)).toBeLessThan(60);
    // In credit all year, and zero at its end.
    expect(chargedAhead(one, from + 140)).toBeGreaterThan(rentOn(one, from));
    expect(Math.abs(chargedAhead(one, from + 364))).toBeLessThan(60);
  }
  const others = households.filter(
    (one) => !hasRentFreeWeeks(one.number) && one.startsOn < from && one.endsOn === null,
  );
  for (const one of others)
    for (const { pence, dueOn } of one.charges) expect(pence).toBe(rentOn(one, dueOn));
});
