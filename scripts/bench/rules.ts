// What the rules alone cost: an assessment and the learning of a calendar, compared with a plain copy of what they read.
import { assess } from '../../server/domain/assessment.ts';
import { clockAt } from '../../server/domain/clock.ts';
import type { CaseFacts, Receipt } from '../../server/domain/facts.ts';
import { learnCalendar } from '../../server/domain/money/learn.ts';
import { defaultRules } from '../../server/domain/rules.ts';
import { percentile, type Bench } from './figure.ts';

const rounds = 50;
const each = 2000;
const day = 86_400_000;

export const bench: Bench = {
  name: 'rules',
  about:
    'one assessment and one learning of a calendar, in microseconds; the floor is a structured copy of the facts',
  run: async () => {
    const now = Date.now();
    const on = (daysAgo: number) => new Date(now - daysAgo * day).toISOString().slice(0, 10);
    const clock = clockAt(now, { timeZone: 'Europe/London', rentWeekStartsOn: 1, bankHolidays: new Set() });
    const receipts: Receipt[] = Array.from({ length: 9 }, (_, i) => ({
      amountPence: 38_000,
      method: 'housing_benefit',
      on: on(10 + i * 28),
      postedAt: now - (10 + i * 28) * day,
    }));
    const facts: CaseFacts = {
      weeklyRentPence: 11_000,
      balancePence: 52_000,
      tenancyEndedOn: null,
      receipts: receipts.slice(0, 4),
      charges: Array.from({ length: 17 }, (_, i) => ({ amountPence: 11_000, on: on(i * 7) })),
      calendar: [
        {
          method: 'housing_benefit',
          amountPence: 38_000,
          rhythm: 'four_weekly',
          anchorOn: on(10),
          toleranceDays: 4,
          confidence: 1,
          declared: true,
        },
      ],
      plan: null,
      holds: [],
      alerts: [],
      repairs: [],
      contacts: [{ kind: 'call', reached: true, at: now - 20 * day }],
      promise: null,
    };
    const assessing = time(() => assess(facts, clock, defaultRules));
    const copying = time(() => structuredClone(facts));
    const learning = time(() => learnCalendar(receipts, clock.today, clock.bankHolidays));
    return [
      {
        name: 'assess one case',
        value: assessing,
        unit: 'µs',
        against: { name: 'copying its facts', value: copying },
      },
      {
        name: 'learn one calendar',
        value: learning,
        unit: 'µs',
        against: { name: 'copying its facts', value: copying },
      },
    ];
  },
};

/** Microseconds a call, the median of many rounds after as many to warm up. */
function time(work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < rounds * 2; round++) {
    const start = performance.now();
    for (let i = 0; i < each; i++) work();
    if (round >= rounds) times.push(((performance.now() - start) * 1000) / each);
  }
  return percentile(times, 0.5);
}
