// The landlord in memory: reproducible, and with the figures that the domain requires.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayText, weekday } from './days.ts';
import type { Household } from './household.ts';
import { makeLandlord } from './landlord.ts';
import { patchCount } from './organisation.ts';
import { truthOf } from './truth.ts';

const today = '2026-11-12';
const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const small = makeLandlord({ seed: 7, homes: 300, today });
const large = makeLandlord({ seed: 1, homes: 3000, today });
const current = large.households.filter((one) => one.endsOn === null);

/** An account's debt at the end of a day, from its ledger. */
function balanceOn(home: Household, day: number): number {
  const charged = home.charges.filter((one) => one.dueOn <= day).reduce((sum, one) => sum + one.pence, 0);
  const paid = home.payments.filter((one) => one.valueOn <= day).reduce((sum, one) => sum + one.pence, 0);
  return home.opening.pence + charged - paid;
}

describe('the same landlord', () => {
  test('[DEMO-1] the same seed, size and day give the same landlord, and another seed or day another', () => {
    const again = makeLandlord({ seed: 7, homes: 300, today });
    expect(digest(again)).toBe(digest(small));
    expect(digest(makeLandlord({ seed: 8, homes: 300, today }))).not.toBe(digest(small));
    expect(digest(makeLandlord({ seed: 7, homes: 300, today: '2026-11-13' }))).not.toBe(digest(small));
  });

  test('[DEMO-1] without their history the households are the same', () => {
    const bare = makeLandlord({ seed: 7, homes: 300, today, ledger: false });
    expect(digest(bare.households.map((one) => [one.state, one.behaviour]))).toBe(
      digest(small.households.map((one) => [one.state, one.behaviour])),
    );
  });

  test('[DEMO-1] the ledger ends with the balance of the state, for every account', () => {
    for (const home of small.households) expect(balanceOn(home, small.today)).toBe(home.state.balancePence);
  });

  test('[DEMO-1] an invalid size or day is refused', () => {
    expect(() => makeLandlord({ seed: 1, homes: 5, today })).toThrow(/homes/);
    expect(() => makeLandlord({ seed: 1, homes: 300, today: '2026-02-30' })).toThrow(/not a day/);
  });
});

describe('figures', () => {
  const shareOwing = (homes: Household[]) =>
    homes.filter((one) => one.state.balancePence > 0).length / homes.length;
  const arrears = (homes: Household[]) =>
    homes.reduce((sum, one) => sum + Math.max(0, one.state.balancePence), 0) /
    homes.reduce((sum, one) => sum + one.weeklyRentPence * 52, 0);
  const cases = (homes: Household[]) =>
    homes.filter((one) => truthOf(one, one.state).isCase).length / homes.length;

  test.each(['2026-11-09', '2026-11-12', '2026-11-15'])(
    '[DEMO-2] arrears, raw list and real cases are right on %s',
    (day) => {
      const homes = (
        day === today ? large : makeLandlord({ seed: 1, homes: 1500, today: day })
      ).households.filter((one) => one.endsOn === null);
      expect(arrears(homes)).toBeGreaterThan(0.026);
      expect(arrears(homes)).toBeLessThan(0.028);
      expect(shareOwing(homes)).toBeGreaterThan(0.23);
      expect(shareOwing(homes)).toBeLessThan(0.54);
      expect(cases(homes)).toBeGreaterThan(0.05);
      expect(cases(homes)).toBeLessThan(0.19);
    },
  );

  test('[DEMO-2] a small landlord has similar figures', () => {
    const homes = small.households.filter((one) => one.endsOn === null);
    expect(arrears(homes)).toBeGreaterThan(0.02);
    expect(arrears(homes)).toBeLessThan(0.034);
    expect(shareOwing(homes)).toBeGreaterThan(0.23);
    expect(shareOwing(homes)).toBeLessThan(0.54);
  });

  test('[DEMO-2] ways to pay, patches, former tenants, plans and visits have the domain’s shares', () => {
    const share = (profile: string) =>
      large.households.filter((one) => one.behaviour.profile === profile).length / large.households.length;
    expect(share('benefit_direct')).toBeCloseTo(0.22, 1.5);
    expect(share('managed_uc')).toBeCloseTo(0.18, 1.5);
    expect(share('tenant_uc')).toBeCloseTo(0.24, 1.5);
    expect(share('monthly_debit')).toBeCloseTo(0.2, 1.5);
    expect(large.organisation.patches).toHaveLength(12);
    for (const homes of [9_000, 20_000, 50_000, 150_000])
      expect(homes / patchCount(homes)).toBeGreaterThanOrEqual(homes < 10_000 ? 700 : 735);
    for (const homes of [20_000, 50_000, 150_000])
      expect(homes / patchCount(homes)).toBeLessThanOrEqual(1233);
    const former = large.households.filter((one) => one.endsOn !== null && one.state.balancePence > 0);
    expect(former.length).toBeGreaterThan(40);
    const missed = large.casework.visits.filter(
      (one) => one.outcome === 'no_access' || one.outcome === 'card_left',
    );
    expect(missed.length / large.casework.visits.length).toBeGreaterThan(0.3);
    expect(missed.length / large.casework.visits.length).toBeLessThan(0.45);
  });

  test('[DEMO-2] three to five in ten open plans are broken by a later event; the others are kept', () => {
    const open = large.casework.plans.filter((one) => one.endedOn === null);
    const troubleSince = (plan: (typeof open)[number]) =>
      large.households[plan.number - 1]!.behaviour.episodes.find(
        (one) =>
          one.from > plan.agreedOn &&
          one.from < large.today &&
          (one.until === null || one.until > large.today),
      )?.from ?? null;
    const broken = open.filter((plan) => troubleSince(plan) !== null);
    expect(open.length).toBeGreaterThan(40);
    expect(broken.length / open.length).toBeGreaterThan(0.3);
    expect(broken.length / open.length).toBeLessThan(0.5);
    const movement = (plan: (typeof open)[number]) => {
      const home = large.households[plan.number - 1]!;
      return (balanceOn(home, large.today - 1) - balanceOn(home, plan.agreedOn)) / home.weeklyRentPence;
    };
    const worse = broken.filter((plan) => troubleSince(plan)! < large.today - 45 && movement(plan) > 1);
    expect(worse.length).toBeGreaterThan(3);
    const kept = open.filter((plan) => troubleSince(plan) === null);
    // A whole period's rent may be open between two payments.
    expect(kept.filter((plan) => movement(plan) < 4).length / kept.length).toBeGreaterThan(0.9);
  });
});

describe('rhythms', () => {
  test('[DEMO-3] rent is charged every Monday of the tenancy, and goes up in April', () => {
    const home = current.find((one) => one.startsOn < large.start)!;
    expect(home.charges).toHaveLength(60);
    expect(home.charges.every((one) => weekday(one.dueOn) === 1)).toBe(true);
    expect(home.charges.at(-1)!.pence).toBe(home.weeklyRentPence);
    const april = home.charges.find((one) => one.dueOn === dayNumber('2026-04-06'))!;
    const before = home.charges.find((one) => one.dueOn === dayNumber('2026-03-30'))!;
    expect(april.pence).toBeGreaterThan(before.pence);
  });

  test('[DEMO-3] benefits are paid four-weekly on Mondays, in arrears, at the file’s hour', () => {
    const homes = current.filter(
      (one) => one.behaviour.streams[0]!.source === 'hb-file' && one.behaviour.streams[0]!.share === 1,
    );
    const paid = homes.flatMap((one) => one.payments);
    expect(paid.length).toBeGreaterThan(1000);
    expect(paid.every((one) => one.source === 'hb-file' && weekday(one.valueOn) === 1)).toBe(true);
    const steady = homes.find(
      (one) => one.behaviour.episodes.every((each) => each.from > large.today) && one.payments.length === 15,
    )!;
    const gaps = steady.payments.slice(1).map((one, i) => one.valueOn - steady.payments[i]!.valueOn);
    expect(gaps.every((gap) => gap % 7 === 0 && gap >= 21 && gap <= 35)).toBe(true);
    const last = steady.payments.at(-1)!;
    expect(Math.abs(last.pence - 4 * steady.weeklyRentPence)).toBeLessThanOrEqual(4);
    expect(new Date(last.postedAt).toISOString().slice(11, 16)).toMatch(/^0[56]:00$/);
  });

  test('[DEMO-3] a returned direct debit reverses its payment within days, with the reason', () => {
    const back = current.flatMap((home) =>
      home.payments.filter((one) => one.pence < 0).map((one) => ({ home, one })),
    );
    expect(back.length).toBeGreaterThan(50);
    for (const { home, one } of back) {
      expect(one.ref).toMatch(/^ARUDD-[0-9A-Z]-[A-Z-]+-\d{8}-HM/);
      const taken = home.payments.find(
        (other) => one.ref.endsWith(other.ref.slice(0, -1) + 'u') && other.pence > 0,
      );
      if (taken) expect(one.valueOn - taken.valueOn).toBeLessThanOrEqual(9);
    }
    const usual = back.filter(({ one }) => /^ARUDD-[01]-/.test(one.ref));
    expect(usual.length / back.length).toBeGreaterThanOrEqual(0.9);
  });

  test('[DEMO-3] no payment occurs twice, none is posted after yesterday, none on a wrong day', () => {
    const refs = large.households.flatMap((home) => home.payments.map((one) => `${one.source} ${one.ref}`));
    expect(new Set(refs).size).toBe(refs.length);
    const midnight = Date.parse(`${today}T00:00:00Z`);
    for (const home of small.households)
      for (const one of home.payments) {
        expect(one.postedAt).toBeLessThan(midnight);
        expect(Math.abs(one.postedAt - one.valueOn * 86_400_000)).toBeLessThan(26 * 3_600_000);
      }
  });

  test('[DEMO-3] only agreements are declared: mandates and benefit schedules', () => {
    const methods = new Set(large.casework.expected.map((one) => one.method));
    expect([...methods].sort()).toEqual(['direct_debit', 'housing_benefit', 'universal_credit']);
    expect(large.casework.expected.every((one) => one.anchorOn >= large.today)).toBe(true);
  });
});

describe('new to Universal Credit', () => {
  const newcomers = [1, 2].flatMap((seed) =>
    (seed === 1 ? large : makeLandlord({ seed, homes: 3000, today })).households.filter(
      (one) => one.endsOn === null && one.behaviour.newClaim && one.startsOn < large.start - 200,
    ),
  );
  const weeksOwed = (from: number, to: number) => {
    const owed: number[] = [];
    for (const home of newcomers)
      for (let day = home.behaviour.newClaim!.on + from; day <= home.behaviour.newClaim!.on + to; day += 7)
        if (day >= large.start && day < large.today) owed.push(balanceOn(home, day) / home.weeklyRentPence);
    expect(owed.length).toBeGreaterThan(40);
    return owed.reduce((sum, one) => sum + one, 0) / owed.length;
  };

  test.each([
    ['a year before', -371, -350, 2.8, 3.5],
    ['at the claim', -3, 3, 4.4, 5.5],
    ['at weeks 8 to 12', 56, 84, 7, 8],
    ['after a year', 350, 380, 5.8, 6.7],
  ])('[DEMO-4] the course of arrears %s', (_, from, to, low, high) => {
    expect(weeksOwed(from, to)).toBeGreaterThanOrEqual(low);
    expect(weeksOwed(from, to)).toBeLessThanOrEqual(high);
  });
});

describe('nobody real', () => {
  test('[DEMO-7] telephones are from the drama ranges, mail at reserved names, for tenants and staff', () => {
    for (const tenant of large.households.flatMap((one) => one.tenants)) {
      if (tenant.phone) expect(tenant.phone).toMatch(/^(07700 900\d{3}|01632 960\d{3})$/);
      if (tenant.email) expect(tenant.email).toMatch(/@example\.test$/);
    }
    for (const one of large.organisation.staff) expect(one.email).toMatch(/@demo\.doorstep\.test$/);
    expect(large.organisation.staff.filter((one) => one.active).map((one) => one.email)).toEqual([
      ...Array.from({ length: 12 }, (_, i) => `officer${i + 1}@demo.doorstep.test`),
      'manager@demo.doorstep.test',
      'repairs@demo.doorstep.test',
      'money.advice@demo.doorstep.test',
      'admin@demo.doorstep.test',
      'repairs2@demo.doorstep.test',
      'repairs3@demo.doorstep.test',
    ]);
    const names = large.organisation.staff.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('[DEMO-7] each patch has one officer on every day, and some patches changed officers within the year', () => {
    const { patches, stints } = large.organisation;
    for (const patch of patches)
      for (let day = large.start; day <= large.today; day += 5)
        expect(
          stints.filter(
            (one) => one.patchId === patch.id && one.from <= day && (one.until === null || day < one.until),
          ),
        ).toHaveLength(1);
    const handed = stints.filter((one) => one.until !== null && one.until > large.start);
    expect(handed.length).toBeGreaterThanOrEqual(2);
    expect(dayText(handed[0]!.until!)).toMatch(/^202[56]-/);
  });
});

describe('what is known of people', () => {
  test('[DEMO-45] of one person in six no language is recorded; of the others English and eight more', () => {
    const languages = large.households.flatMap(({ tenants }) => tenants.map(({ language }) => language));
    const share = (wanted: (language: string | null) => boolean) =>
      languages.filter(wanted).length / languages.length;
    expect(share((one) => one === null)).toBeGreaterThan(0.14);
    expect(share((one) => one === null)).toBeLessThan(0.19);
    expect(share((one) => one === 'English')).toBeGreaterThan(0.7);
    expect(new Set(languages).size).toBe(10);
  });
});
