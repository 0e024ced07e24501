// A plain case, for tests of the rules by example. Rent is £100.00 a week, charged on Mondays; what a test is about is added.
import { clockAt, type AssessmentClock } from '../../server/domain/clock.ts';
import { addDays } from '../../server/domain/days.ts';
import type { CaseFacts, Contact, Day, ExpectedIncome, Method, Receipt } from '../../server/domain/facts.ts';

export const plainCase: CaseFacts = {
  weeklyRentPence: 10_000,
  balancePence: 0,
  tenancyEndedOn: null,
  charges: [],
  receipts: [],
  calendar: [],
  plan: null,
  holds: [],
  alerts: [],
  repairs: [],
  contacts: [],
  promise: null,
};

const instant = (day: Day, time: string): number => Date.parse(`${day}T${time}:00Z`);

/** At that time (UTC) in London; without bank holidays unless they are given. */
export const clockOn = (
  day: Day,
  bankHolidays: ReadonlySet<Day> = new Set(),
  time = '10:42',
): AssessmentClock =>
  clockAt(instant(day, time), { timeZone: 'Europe/London', rentWeekStartsOn: 1, bankHolidays });

export const paid = (on: Day, pounds: number, method: Method = 'card', time = '09:00'): Receipt => ({
  on,
  amountPence: Math.round(pounds * 100),
  method,
  postedAt: instant(on, time),
});

export const contacted = (
  kind: Contact['kind'],
  day: Day,
  reached: boolean,
  more: Partial<Contact> = {},
): Contact => ({ kind, reached, at: instant(day, '10:00'), ...more });

export const lineOf = (
  method: Method,
  amountPence: number,
  rhythm: ExpectedIncome['rhythm'],
  anchorOn: Day,
  toleranceDays = 3,
): ExpectedIncome => ({
  method,
  amountPence,
  rhythm,
  anchorOn,
  toleranceDays,
  confidence: 0.9,
  declared: false,
});

/** Both days included. */
export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
