// Random cases for property tests: ordinary ones with a rhythm, and strange ones that no landlord would have.
import fc from 'fast-check';
import { clockAt } from '../../server/domain/clock.ts';
import type { AssessmentClock } from '../../server/domain/clock.ts';
import { addDays, dayNumber, dayOf } from '../../server/domain/days.ts';
import {
  alertKinds,
  courtStepKinds,
  holdKinds,
  methods,
  planRhythms,
  rhythms,
  type CaseFacts,
  type Day,
  type Receipt,
} from '../../server/domain/facts.ts';

export const bankHolidays2026: ReadonlySet<Day> = new Set([
  '2025-12-25',
  '2025-12-26',
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-28',
]);

/** Days with a change of the clocks, year ends, bank holidays, month ends and leap days; and any other. */
const turningDays = [
  '2026-03-29',
  '2026-10-25',
  '2025-12-31',
  '2026-01-01',
  '2026-04-06',
  '2024-02-29',
  '2026-11-30',
];
export const anyDay: fc.Arbitrary<Day> = fc.oneof(
  fc.constantFrom(...turningDays),
  fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2028-12-31') }).map(dayOf),
);

const anyClock: fc.Arbitrary<AssessmentClock> = fc
  .record({
    day: anyDay,
    ms: fc.integer({ min: 0, max: 86_399_999 }),
    timeZone: fc.constantFrom('Europe/London', 'Europe/London', 'Pacific/Auckland', 'America/St_Johns'),
    rentWeekStartsOn: fc.constantFrom(1, 1, 1, 7, 5),
  })
  .map(({ day, ms, timeZone, rentWeekStartsOn }) =>
    clockAt(dayNumber(day) * 86_400_000 + ms, { timeZone, rentWeekStartsOn, bankHolidays: bankHolidays2026 }),
  );

const daysAgo = (today: Day, min: number, max: number) =>
  fc.integer({ min, max }).map((days) => addDays(today, -days));
const pence = fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(1, 500, 501, 10_000, 40_000));

export function anyReceipt(today: Day): fc.Arbitrary<Receipt> {
  return fc.record({
    amountPence: fc.oneof({ weight: 9, arbitrary: pence }, { weight: 1, arbitrary: pence.map((p) => -p) }),
    method: fc.constantFrom(...methods),
    on: daysAgo(today, -3, 120),
    postedAt: daysAgo(today, -3, 120).map((day) => dayNumber(day) * 86_400_000 + 37_000_000),
  });
}

/** Facts as of a clock's day. Calendars often match the receipts, so that every state of a line occurs. */
function anyFacts(clock: AssessmentClock): fc.Arbitrary<CaseFacts> {
  const { today, now } = clock;
  // Some are equal, so that ties occur.
  const instant = fc
    .oneof(fc.constantFrom(-100, -100, -400), fc.integer({ min: -100 * 24, max: 30 * 24 }))
    .map((hours) => now + hours * 3_600_000);
  const line = fc.record({
    method: fc.constantFrom(...methods),
    amountPence: fc.oneof(pence, fc.constantFrom(10_000, 20_000, 40_000, 43_333)),
    rhythm: fc.constantFrom(...rhythms),
    anchorOn: fc.oneof(
      { weight: 5, arbitrary: daysAgo(today, 60, 200) },
      { weight: 2, arbitrary: daysAgo(today, -40, 60) },
    ),
    toleranceDays: fc.integer({ min: 0, max: 8 }),
    confidence: fc.constantFrom(0.3, 0.6, 0.8, 0.95),
    declared: fc.boolean(),
    since: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: daysAgo(today, -30, 80) },
    ),
  });
  const hold = fc.record({
    kind: fc.constantFrom(...holdKinds),
    startsOn: daysAgo(today, -5, 70),
    reviewOn: fc.option(daysAgo(today, -30, 30)),
    endsOn: fc.option(daysAgo(today, -60, 5)),
  });
  const plan = fc.record({
    instalmentPence: fc.integer({ min: 100, max: 10_000 }),
    rhythm: fc.constantFrom(...planRhythms),
    firstDueOn: daysAgo(today, -20, 90),
    agreedOn: daysAgo(today, 0, 110),
    toleranceDays: fc.integer({ min: 0, max: 6 }),
    basis: fc.constantFrom('informal' as const, 'informal' as const, 'court_ordered' as const),
    // Some plans have a total and the real debt, like those that were agreed in Doorstep.
    totalPence: fc.option(fc.integer({ min: 1, max: 200_000 })),
    arrearsPence: fc.option(fc.integer({ min: 1, max: 200_000 })),
  });
  return fc
    .record({
      rent: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(10_000, 9_876, 15_050) },
        { weight: 1, arbitrary: fc.constant(0) },
      ),
      weeks: fc.integer({ min: 0, max: 17 }),
      extraCharges: fc.array(
        fc.record({ amountPence: fc.integer({ min: -5000, max: 5000 }), on: daysAgo(today, -10, 120) }),
        { maxLength: 2 },
      ),
      owed: fc.oneof(
        fc.integer({ min: -5_000, max: 30_000 }),
        fc.integer({ min: 0, max: 200_000 }),
        fc.constantFrom(0, 1, 500, 10_000, 20_000, 40_000, 80_000),
      ),
      kept: fc.array(fc.constantFrom(0, 0.5, 0.85, 1, 1, 1), { minLength: 6, maxLength: 6 }),
      lines: fc.array(line, { maxLength: 3 }),
      receipts: fc.array(anyReceipt(today), { maxLength: 6 }),
      tenancyEndedOn: fc.oneof(
        { weight: 8, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: daysAgo(today, -20, 60) },
      ),
      tenancyStartedOn: fc.oneof(
        { weight: 2, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: daysAgo(today, -5, 130) },
      ),
      plan: fc.option(plan, { freq: 2 }),
      holds: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(hold, { maxLength: 2 }) },
      ),
      alerts: fc.array(
        fc
          .tuple(fc.constantFrom(...alertKinds), daysAgo(today, -10, 100), fc.nat(60), fc.nat(60))
          .map(([kind, startsOn, a, b]) => ({
            kind,
            startsOn,
            reviewOn: addDays(startsOn, a),
            expiresOn: addDays(startsOn, a + b),
          })),
        { maxLength: 3 },
      ),
      repairs: fc.array(
        fc.record({
          category: fc.constantFrom('damp_mould', 'plumbing', 'heating'),
          priority: fc.constant('routine'),
          status: fc.constantFrom('reported', 'ordered', 'completed'),
          reportedAt: instant,
          targetAt: fc.option(instant),
        }),
        { maxLength: 2 },
      ),
      contacts: fc.array(
        fc.record({
          kind: fc.constantFrom('call', 'message', 'letter', 'email', 'office', 'visit'),
          reached: fc.boolean(),
          at: instant,
          about: fc.constantFrom('debt' as const, 'debt' as const, 'other' as const),
        }),
        { maxLength: 4 },
      ),
      rentFreeWeeks: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(daysAgo(today, -370, 370), { maxLength: 8 }) },
      ),
      court: fc.option(
        fc.record({
          steps: fc.array(
            fc.record({
              kind: fc.constantFrom(...courtStepKinds),
              on: daysAgo(today, 0, 200),
              hearingOn: fc.option(daysAgo(today, -60, 100)),
            }),
            { maxLength: 4 },
          ),
          notice: fc.option(fc.constant({ noticeDays: 28, validWeeks: 52 })),
          frozen: fc.array(
            fc.record({ startsOn: daysAgo(today, 10, 200), endsOn: fc.option(daysAgo(today, -30, 9)) }),
            { maxLength: 1 },
          ),
        }),
        { freq: 1 },
      ),
      promise: fc.option(
        fc
          .tuple(pence, daysAgo(today, 0, 40), fc.integer({ min: 0, max: 25 }))
          .map(([amountPence, madeOn, ahead]) => ({ amountPence, madeOn, on: addDays(madeOn, ahead) })),
        { freq: 2 },
      ),
    })
    .map(({ rent, weeks, extraCharges, owed, kept, lines, receipts, ...rest }) => {
      const charges = [...extraCharges];
      for (let week = 0; week < weeks; week++) {
        charges.push({ amountPence: rent || 7_000, on: addDays(clock.weekStartsOn, -7 * week) });
      }
      const steps = { weekly: 7, fortnightly: 14, four_weekly: 28, monthly: 30 };
      const rhythmic = lines.flatMap((one) =>
        kept.flatMap((part, k) => {
          const on = addDays(
            one.anchorOn,
            Math.floor((dayNumber(today) - dayNumber(one.anchorOn)) / steps[one.rhythm] - k) *
              steps[one.rhythm],
          );
          const amountPence = Math.round(one.amountPence * part);
          const tooOld = dayNumber(today) - dayNumber(on) > 120;
          return amountPence === 0 || tooOld
            ? []
            : [{ amountPence, method: one.method, on, postedAt: dayNumber(on) * 86_400_000 }];
        }),
      );
      return {
        ...rest,
        weeklyRentPence: rent,
        balancePence: owed,
        charges,
        receipts: [...receipts, ...rhythmic],
        calendar: lines,
      };
    });
}

export const anyCase: fc.Arbitrary<{ facts: CaseFacts; clock: AssessmentClock }> = anyClock.chain((clock) =>
  anyFacts(clock).map((facts) => ({ facts, clock })),
);

/** The same case after one more payment, as it would be read from the database. */
export function withPayment(facts: CaseFacts, payment: Receipt): CaseFacts {
  return {
    ...facts,
    balancePence: facts.balancePence - payment.amountPence,
    receipts: [...facts.receipts, payment],
  };
}
