// [DOMAIN-122] to [DOMAIN-127]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareOfficers } from './expectation.ts';
import { broughtWeeks, expectations, stageOf, type CaseWeek } from './expectation-strata.ts';
import { standings, verdictOf, type Standing } from './expectation-verdict.ts';
import { funnel } from './funnel.ts';
import { heldPeriods, heldWords, overallOf, verdictPeriods } from './overall-verdict.ts';

const rent = 10_000;
/** Repeatable noise from -1 to 1. */
const noise = (...of: number[]) => {
  let n = 17;
  for (const one of of) n = (Math.imul(n ^ one, 2_654_435_761) ^ (n >>> 13)) >>> 0;
  return ((n >>> 8) / 2 ** 24) * 2 - 1;
};
type Make = { officers?: number; weeks?: number; cases?: number };
/** Officer i on patch i; each case collects about nine tenths of its rent a week; `change` alters that. */
function landlord(
  { officers = 8, weeks = 26, cases = 40 }: Make,
  change: (one: CaseWeek) => Partial<CaseWeek> = () => ({}),
): CaseWeek[] {
  const all: CaseWeek[] = [];
  for (let officer = 1; officer <= officers; officer++)
    for (let week = 0; week < weeks; week++)
      for (let i = 0; i < cases; i++) {
        const one: CaseWeek = {
          week,
          officer,
          patch: officer,
          account: officer * 1000 + i,
          weeklyRentPence: rent,
          realPence: rent * (1 + (i % 6)),
          broughtPence: Math.round(rent * (0.9 + 0.5 * noise(officer, week, i))),
          method: i % 2 ? 'card' : 'housing_benefit',
          ageWeeks: i % 10,
          heldDays: 5,
        };
        all.push({ ...one, ...change(one) });
      }
  return all;
}
const more = (one: CaseWeek, times: number) => ({ broughtPence: Math.round(one.broughtPence * times) });
const of = (cases: CaseWeek[], officer: number, from = 13) =>
  compareOfficers(cases, from).officers.find((one) => one.officer === officer)!;
const ratio = (one: { observedPence: number; expectedPence: number }) =>
  one.observedPence / one.expectedPence;
const monday = (week: number) => new Date(Date.UTC(2026, 5, 1 + 7 * week)).toISOString().slice(0, 10);

test('[DOMAIN-122] an officer’s expectation comes from the others: half as much again of their own collection changes it by less than 1 %', () => {
  const plain = landlord({});
  const better = landlord({}, (one) => (one.officer === 3 ? more(one, 1.5) : {}));
  const own = plain.find((one) => one.officer === 3)!;
  // Not by zero: the weight of a case is estimated from all officers.
  expect(expectations(better).of(own) / expectations(plain).of(own)).toBeCloseTo(1, 2);
});

test('[DOMAIN-122] the mix of cases is part of the expectation: an officer with only cases that collect half is at 1', () => {
  // Cases paid in cash collect half with any officer; officer 2 has almost only such cases.
  const mixed = landlord({}, (one) => {
    const some = noise(one.account, 5) > 0.7;
    const cash = one.officer === 2 ? !some : some;
    return cash ? { method: 'cash', ...more(one, 0.5) } : {};
  });
  expect(ratio(of(mixed, 2))).toBeGreaterThan(0.95);
  expect(ratio(of(mixed, 2))).toBeLessThan(1.05);
});

test('[DOMAIN-123] a week that is slow for everybody changes no officer’s ratio', () => {
  const slow = landlord({}, (one) => (one.week === 20 ? more(one, 0.4) : {}));
  for (const { officer, weeks } of compareOfficers(slow, 13).officers) {
    const week = weeks.find((one) => one.week === 20)!;
    expect(Math.abs(week.observedPence - week.expectedPence), `officer ${officer}`).toBeLessThan(
      4 * week.errorPence,
    );
  }
});

test('[DOMAIN-123] a lump sum counts for five weeks of rent at most', () => {
  expect(broughtWeeks({ broughtPence: 50 * rent, weeklyRentPence: rent })).toBe(5);
  expect(broughtWeeks({ broughtPence: -50 * rent, weeklyRentPence: rent })).toBe(-1);
  expect(broughtWeeks({ broughtPence: 700, weeklyRentPence: 0 })).toBe(0);
  expect([0.9, 1.5, 3, 100].map(stageOf)).toEqual([0, 1, 2, 6]);
});

test('[DOMAIN-124] the order of cases makes no difference, and an officer who was absent every day is not compared', () => {
  const cases = landlord({ weeks: 16, cases: 12 }, (one) => (one.officer === 5 ? { heldDays: 0 } : {}));
  const there = compareOfficers(cases, 8);
  const turned = compareOfficers(cases.toReversed(), 8);
  const sorted = ({ officers }: typeof there) =>
    officers
      .map((one) => [one.officer, Math.round(one.observedPence), Math.round(one.expectedPence)])
      .sort((a, b) => a[0]! - b[0]!);
  expect(sorted(turned)).toEqual(sorted(there));
  expect(there.officers.map((one) => one.officer)).not.toContain(5);
});

test('[DOMAIN-124] half a week held counts for half', () => {
  const whole = of(landlord({}), 4);
  const part = of(
    landlord({}, (one) => (one.officer === 4 ? { heldDays: 2 } : {})),
    4,
  );
  expect(part.caseDays).toBe((whole.caseDays * 2) / 5);
  expect(part.expectedPence / whole.expectedPence).toBeGreaterThan(0.3);
  expect(part.expectedPence / whole.expectedPence).toBeLessThan(0.5);
});

/** Officer 1 takes patch 1 over in week 13 from officer 101. */
const takenOver = (patchPays: number, officerPays: number) =>
  landlord({}, (one) =>
    one.patch !== 1
      ? {}
      : { officer: one.week < 13 ? 101 : 1, ...more(one, patchPays * (one.week < 13 ? 1 : officerPays)) },
  );

test('[DOMAIN-125] a patch that was equally hard for another officer is not the officer’s fault', () => {
  const hard = of(takenOver(0.8, 1), 1);
  expect(hard.known).toBeGreaterThan(0.5);
  expect(ratio(hard)).toBeGreaterThan(0.93);
  expect(verdictOf(hard, monday).standing).toBe('as_expected');
});

test('[DOMAIN-125] an officer who does better there than the one before is found', () => {
  const one = of(takenOver(0.8, 1.25), 1);
  expect(ratio(one)).toBeGreaterThan(1.1);
  const verdict = verdictOf(one, monday);
  expect(verdict.standing).toBe('better_sustained');
  expect(verdict.caution).toBeNull();
  expect(verdict.sentence).toMatch(
    /^Better than expected in \d+ of 13 weeks; sustained since \d+ [A-Z][a-z]+\.$/,
  );
});

test('[DOMAIN-126] where nobody else ever held the patch no officer is called worse, and the reason is given', () => {
  const hard = of(
    landlord({}, (one) => (one.patch === 1 ? more(one, 0.7) : {})),
    1,
  );
  expect(hard.known).toBe(0);
  const verdict = verdictOf(hard, monday);
  expect(verdict.standing).toBe('lower_maybe');
  expect(verdict.sentence).toBe('Lower than expected. The patch may be the reason.');
  expect(verdict.caution).toContain('cannot separate officer from patch');
});

test('[DOMAIN-126] the error is never smaller than chance, and grows with the differences between patches', () => {
  const alike = of(landlord({}), 6);
  const apart = of(
    landlord({}, (one) => more(one, 0.8 + 0.05 * one.patch)),
    6,
  );
  expect(alike.errorPence).toBeGreaterThan(alike.chancePence);
  expect(apart.errorPence / apart.expectedPence).toBeGreaterThan(
    1.5 * (alike.errorPence / alike.expectedPence),
  );
});

test('[DOMAIN-127] with fewer than five weeks only that is reported, however good they are', () => {
  const some = landlord({ weeks: 4 }, (one) => (one.officer === 1 ? more(one, 2) : {}));
  const verdict = verdictOf(of(some, 1, 0), monday);
  expect(verdict).toMatchObject({ standing: 'too_few_weeks', weeks: 4, since: null });
  expect(verdict.sentence).toContain('too few');
});

test('[DOMAIN-127] “sustained since” is the week in which the change began', () => {
  const late = landlord({ weeks: 39 }, (one) =>
    one.patch === 1 ? { officer: one.week < 13 ? 101 : 1, ...more(one, one.week < 26 ? 1 : 1.4) } : {},
  );
  const verdict = verdictOf(of(late, 1, 13), monday);
  expect(verdict.standing).toMatch(/^better/);
  if (verdict.since)
    expect(Math.abs(Date.parse(verdict.since) - Date.parse(monday(26)))).toBeLessThan(15 * 86_400_000);
});

/** An officer of these weeks, each [observed, expected] in pence. */
const comparedOf = (pairs: readonly (readonly [number, number])[], errorPence = 500, known = 1) => {
  const weeks = pairs.map(([observedPence, expectedPence], week) => ({
    week,
    broughtPence: 0,
    observedPence,
    expectedPence,
    errorPence: 100,
    caseDays: 5,
    cases: 1,
  }));
  const sum = (key: 'observedPence' | 'expectedPence') => weeks.reduce((all, one) => all + one[key], 0);
  return {
    officer: 1,
    weeks,
    broughtPence: 0,
    observedPence: sum('observedPence'),
    expectedPence: sum('expectedPence'),
    errorPence,
    chancePence: 400,
    caseDays: 5 * weeks.length,
    known,
  };
};
const somePairs = fc.array(fc.tuple(fc.nat(2000), fc.nat(2000)), { maxLength: 30 });

test('[DOMAIN-127] the counts of a verdict are those of its weeks', () => {
  fc.assert(
    fc.property(somePairs, (pairs) => {
      const verdict = verdictOf(comparedOf(pairs), monday);
      expect(verdict.weeksBetter).toBeLessThanOrEqual(verdict.weeks);
      expect(verdict.since === null).toBe(!verdict.standing.endsWith('_sustained'));
      expect(verdict.weeks < 5).toBe(verdict.standing === 'too_few_weeks');
    }),
  );
});

test('[DOMAIN-236] an officer is as expected exactly inside the 95 % limits of the funnel, on its own side outside', () => {
  const awkward = fc.tuple(
    fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 2000 })), { minLength: 5, maxLength: 30 }),
    fc.integer({ min: 1, max: 12_000 }),
    fc.constantFrom(0, 0.39, 0.4, 1),
  );
  fc.assert(
    fc.property(awkward, ([pairs, error, known]) => {
      const one = comparedOf(pairs, error, known);
      const [point] = funnel(
        [
          {
            id: 1,
            exposure: one.caseDays,
            observed: one.observedPence,
            expected: one.expectedPence,
            error,
          },
        ],
        1,
        'counted',
      ).points;
      const { standing, sentence } = verdictOf(one, monday);
      const side = point!.place === 'inside' ? 'as_expected' : point!.ratio > 1 ? 'better' : 'lower';
      expect(standing.replace(/_(sustained|for_now|maybe)$/, '').replace('worse', 'lower')).toBe(side);
      // Words that name a side are only used outside the limits, and a count of weeks is that of its own verdict.
      expect(/^(Better|Lower) than expected/.test(sentence)).toBe(point!.place !== 'inside');
      if (known < 0.4) expect(standing).not.toMatch(/^worse/);
    }),
    { numRuns: 500 },
  );
});

const overPeriods = (...standings: Standing[]) =>
  overallOf(standings.map((standing, i) => ({ weeks: [13, 26, 52][i]!, verdict: { standing } })));

test('[DOMAIN-256] only periods that an officer held cases in count, with the day from which or until which', () => {
  const periods = (total: number, first: number, last = total - 1) =>
    heldPeriods({ total, first, last }).map(({ weeks }) => weeks);
  expect(periods(60, 0)).toEqual([13, 26, 52]);
  expect(periods(60, 40)).toEqual([13]);
  expect(periods(60, 52)).toEqual([8]);
  expect(periods(9, 0)).toEqual([9]);
  // Gone for 20 weeks: the last 13 hold none of their cases.
  expect(periods(60, 0, 39)).toEqual([26, 52]);
  expect(periods(60, 45, 46)).toEqual([15]);
  const days = ['2026-07-13', '2026-11-29'] as const;
  expect(heldWords({ total: 60, first: 40, last: 59 }, ...days)).toBe('Cases held from 13 July 2026.');
  expect(heldWords({ total: 60, first: 0, last: 39 }, ...days)).toBe('Cases held until 29 November 2026.');
  expect(heldWords({ total: 60, first: 40, last: 45 }, ...days)).toMatch(
    /from 13 July 2026 until 29 November/,
  );
  expect(heldWords({ total: 60, first: 5, last: 50 }, ...days)).toBe('');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(79), fc.nat(79), (total, one, other) => {
      const first = Math.min(one, other, total - 1);
      const last = Math.min(Math.max(one, other), total - 1);
      const own = heldPeriods({ total, first, last });
      expect(own.length).toBeGreaterThan(0);
      for (const { span, weeks } of own) {
        // No period is longer than what was held, and each is one that is compared.
        expect(weeks).toBeLessThanOrEqual(total - first);
        expect(verdictPeriods).toContain(span);
        if (last >= total - 52) expect(last).toBeGreaterThanOrEqual(total - span);
      }
      if (own.length < 3 && total >= 52)
        expect(heldWords({ total, first, last }, ...days)).toMatch(/^Cases held/);
    }),
  );
});

test('[DOMAIN-237] one verdict over all periods: better only if sustained in each, with the periods of each finding', () => {
  expect(overPeriods('better_sustained', 'better_sustained', 'better_sustained')).toEqual({
    standing: 'better',
    sentence: 'Better than expected over 13, 26 and 52 weeks.',
  });
  expect(overPeriods('as_expected', 'as_expected', 'better_sustained')).toEqual({
    standing: 'mixed',
    sentence: 'As expected over 13 and 26 weeks. Better than expected over 52 weeks.',
  });
  expect(overPeriods('as_expected').sentence).toBe('As expected over 13 weeks.');
  expect(overPeriods('too_few_weeks', 'as_expected', 'as_expected').standing).toBe('as_expected');
  expect(overPeriods('too_few_weeks').standing).toBe('too_few_weeks');
  const standing = fc.constantFrom(...standings);
  fc.assert(
    fc.property(standing, standing, standing, (...three) => {
      const overall = overPeriods(...three);
      expect(overall.standing === 'better').toBe(three.every((one) => one === 'better_sustained'));
      expect(overall.standing === 'lower').toBe(three.every((one) => one.startsWith('worse')));
      for (const weeks of [13, 26, 52])
        expect([...overall.sentence.matchAll(new RegExp(`\\b${weeks}\\b`, 'g'))].length).toBe(
          overall.standing === 'too_few_weeks' ? 0 : 1,
        );
    }),
  );
});
