// The Debt Respite Scheme (England and Wales, Regulations 2020, in force 4 May 2021): from a breathing space's start its
// review window and its end, and for every kind of hold what it forbids and what it leaves allowed. Days count from
// the start, which is day 1. Shown as the landlord's own rule, never as legal advice.
import { addDays, dayNumber, dayNumbers, dayOf, formatDay, toWorkingDay } from '../days.ts';
import type { Day, HoldKind } from '../facts.ts';
import { isBreathingSpace } from './holds.ts';

/** A standard one lasts 60 days and is reviewed from day 25 to day 35. */
const standardDays = 60;
const reviewDays = { first: 25, last: 35 } as const;
/** One for a mental-health crisis lasts while treatment does and 30 days more. */
const daysAfterTreatment = 30;
/** Until the treatment's end is known, somebody asks again after this many days (a habit, not a rule). */
const askAgainDays = 28;

/** When a breathing space is in force, and when it is reviewed. */
export type Terms = {
  startsOn: Day;
  /** The days on which a review may be made, both included; null where the scheme names none. */
  reviewFrom: Day | null;
  reviewBy: Day | null;
  /** When somebody here looks at it: a working day, within the window wherever it has one. */
  reviewOn: Day;
  /** The first day on which it no longer applies; null while unknown. */
  endsOn: Day | null;
};

/** Refuses nothing: a start in the past or to come gives the terms that go with it. */
export function standardTerms(startsOn: Day, bankHolidays: ReadonlySet<Day>): Terms {
  const reviewFrom = addDays(startsOn, reviewDays.first - 1);
  const reviewBy = addDays(startsOn, reviewDays.last - 1);
  const holidays = dayNumbers(bankHolidays);
  const after = dayOf(toWorkingDay(dayNumber(reviewFrom), 1, holidays));
  const reviewOn = after <= reviewBy ? after : dayOf(toWorkingDay(dayNumber(reviewBy), -1, holidays));
  return { startsOn, reviewFrom, reviewBy, reviewOn, endsOn: addDays(startsOn, standardDays) };
}

/** treatmentEndedOn: the last day of treatment; the 30 days follow it. today: from when the next question counts. */
export function crisisTerms(
  startsOn: Day,
  treatmentEndedOn: Day | null,
  today: Day,
  bankHolidays: ReadonlySet<Day>,
): Terms {
  const endsOn = treatmentEndedOn === null ? null : addDays(treatmentEndedOn, daysAfterTreatment + 1);
  const ask = addDays(startsOn > today ? startsOn : today, askAgainDays);
  const working = dayOf(toWorkingDay(dayNumber(ask), -1, dayNumbers(bankHolidays)));
  const last = endsOn === null ? null : addDays(endsOn, -1);
  const reviewOn = last !== null && last < working ? last : working;
  return { startsOn, reviewFrom: null, reviewBy: null, reviewOn, endsOn };
}

/** What a hold forbids and what stays allowed, for an officer before a call or visit. */
export function inPlainWords(hold: { kind: HoldKind; startsOn: Day }): { not: string[]; allowed: string[] } {
  const help = ['Repairs, damp checks and safety checks', 'Asking how they are and offering help'];
  if (isBreathingSpace(hold.kind)) {
    const start = formatDay(hold.startsOn, true);
    return {
      not: [
        `Asking for debt from before ${start} by call, letter, message or visit`,
        'Serving notice for that debt: the notice would be void',
        'Court action, a warrant, or charges and interest on that debt',
      ],
      allowed: [
        `Asking for rent due since ${start}`,
        'Taking payments they choose to make and answering their questions',
        ...help,
      ],
    };
  }
  if (hold.kind === 'deceased')
    return {
      not: ['Talking about arrears with the household', 'A notice or court action'],
      allowed: ['Sympathetic contact with the family or executor', 'Repairs and safety checks'],
    };
  if (hold.kind === 'safeguarding')
    return {
      not: ['Contact about arrears before you have asked the safeguarding lead', 'A notice or court action'],
      allowed: help,
    };
  return { not: ['Contact or visits about arrears', 'A notice or court action'], allowed: help };
}
