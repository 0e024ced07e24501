// How far from the day each date may lie that a person enters: one table, by kind and field. The server refuses what lies
// beyond it (server/cases/mutations.ts, server/performance/settings/change.ts), the client's fields are limited by it and
// say so in words. A promise for the year 2199 is a typing error, and would hide the case.
import { addDays, formatDay, isDay } from './days.ts';
import type { Day, Instant } from './facts.ts';
import { dayIn } from './zone.ts';

/**
 * Days from the day: minus is before it. Both ends count. `label` names the field in a sentence. byClock: a device's clock
 * gave it, not a person, so nothing is refused for it; a time outside the range is not believed (`clockInstants`).
 */
export type DateRange = { from: number; to: number; label: string; byClock?: true };

/** A quarter of a year: what somebody plans, promises or agrees to begin. */
const soon = 92;
const year = 366;
const twoYears = 731;
const tenYears = 3660;
const lifetime = 43_830;

const visitOn = { from: 0, to: soon, label: 'Visit day' };
const promiseOn = { from: 0, to: soon, label: 'Promised day' };
const answerBy = { from: -31, to: year, label: 'Answer needed by' };
/** What was seen or tried on a visit that is written up later. A device's clock may run ahead: what is later becomes now. */
const seenAt = { from: -soon, to: 0, label: 'Day of the visit', byClock: true } as const;
const holdReview = { from: 0, to: year, label: 'Review day' };
const holdEnd = { from: 0, to: twoYears, label: 'End of the hold' };
// An alert must be reviewed, or it becomes a permanent label.
const alertReview = { from: 0, to: twoYears, label: 'Review day' };
const alertEnd = { from: 0, to: twoYears, label: 'End of the alert' };
const absence = { from: -twoYears, to: twoYears, label: 'Absence' };
const stint = { from: -2 * tenYears, to: tenYears, label: 'Stint' };
const holiday = { from: -2 * tenYears, to: 2 * tenYears, label: 'Bank holiday' };
const annotation = { from: -tenYears, to: 1096, label: 'Annotation' };

/**
 * By mutation or setting, and by the path of the field in its arguments; 'checks.seenAt' is the field of each check. Every
 * date that the contract takes has a row: a test walks its schemas.
 */
export const dateRanges = {
  'visit.plan': { plannedFor: visitOn },
  'visit.finish': { 'promise.on': promiseOn },
  'visit.no-access': { triedAt: seenAt },
  'visit.next': { on: { from: 0, to: 184, label: 'Next step' } },
  'contact.record': { 'promise.on': promiseOn, 'next.on': { from: 0, to: 184, label: 'Next step' } },
  'check.record': { 'checks.seenAt': seenAt },
  'hazard.step': {
    on: { from: -twoYears, to: 0, label: 'Day of the step' },
    at: { from: -twoYears, to: 0, label: 'Time of the step' },
  },
  // A budget that is opened again carries the days that were next when it was written.
  'budget.record': { 'lines.nextOn': { from: -tenYears, to: year, label: 'Next payment' } },
  'plan.agree': { firstDueOn: { from: 0, to: soon, label: 'First payment' } },
  'support.add': { since: { from: -lifetime, to: 0, label: 'Support need since' } },
  'hold.start': {
    startsOn: { from: -365, to: soon, label: 'Start of the hold' },
    reviewOn: holdReview,
    endsOn: holdEnd,
  },
  'hold.review': {
    reviewOn: holdReview,
    endsOn: holdEnd,
    treatmentEndedOn: { from: -tenYears, to: 0, label: 'Treatment ended on' },
  },
  'alert.add': { reviewOn: alertReview, expiresOn: alertEnd },
  'alert.review': { reviewOn: alertReview, expiresOn: alertEnd },
  'evidence.add': { on: { from: -tenYears, to: 0, label: 'Day of the evidence' } },
  'court.step': {
    on: { from: -tenYears, to: 0, label: 'Day of the step' },
    hearingOn: { from: -tenYears, to: twoYears, label: 'Hearing' },
  },
  'task.add': { dueOn: { from: 0, to: twoYears, label: 'Task due' } },
  'thread.start': { needsAnswerBy: answerBy },
  'thread.snooze': { until: { from: 0, to: soon, label: 'Snoozed until' } },
  'message.send': { needsAnswerBy: answerBy, promisedOn: { from: 0, to: year, label: 'Promised day' } },
  'absence.add': { 'absence.firstOn': absence, 'absence.lastOn': absence },
  'absence.change': { 'absence.firstOn': absence, 'absence.lastOn': absence },
  'stint.add': { 'stint.firstOn': stint, 'stint.lastOn': stint },
  'stint.change': { 'stint.firstOn': stint, 'stint.lastOn': stint },
  'stint.hand-over': { onDay: { from: -year, to: year, label: 'Handover' } },
  'holiday.add': { 'holiday.onDay': holiday },
  'holiday.change': { 'holiday.onDay': holiday },
  'target.add': { fromOn: { from: -tenYears, to: tenYears, label: 'Target' } },
  'annotation.add': { 'annotation.onDay': annotation, 'annotation.untilDay': annotation },
  'annotation.change': { 'annotation.onDay': annotation, 'annotation.untilDay': annotation },
  'rebase.add': { fromOn: { from: -tenYears, to: year, label: 'Restart of the chart' } },
  'control-total.enter': { asOfDay: { from: -tenYears, to: 0, label: 'Day of the figure' } },
  'other-figure.enter': { asOfDay: { from: -tenYears, to: 0, label: 'Day of the figure' } },
  'suspense.enter': { receivedOn: { from: -tenYears, to: 0, label: 'Day received' } },
  // A day less than the database holds (payment_value_date_near_posted_at), whatever zone it reads its clock in.
  'payment.take': { valueDate: { from: -730, to: 30, label: 'Day of the payment' } },
} as const satisfies Record<string, Record<string, DateRange>>;

export type DatedKind = keyof typeof dateRanges;

/** The first and the last day that may be entered on a day. */
export const daysWithin = ({ from, to }: DateRange, today: Day): { min: Day; max: Day } => ({
  min: addDays(today, from),
  max: addDays(today, to),
});

/** The range of one field; refuses (throws) a field that is not in the table. */
export function rangeOf<K extends DatedKind>(
  kind: K,
  field: keyof (typeof dateRanges)[K] & string,
): DateRange {
  const range = (dateRanges[kind] as Record<string, DateRange>)[field];
  if (!range) throw new RangeError(`no range for ${field} of ${kind}`);
  return range;
}

/**
 * The error of an entered date, as a sentence for the field; null if it is valid or nothing was entered.
 * `today` is the day on which it was entered: a phone without signal sends it later.
 */
export function dateWrong(range: DateRange, day: string, today: Day): string | null {
  if (day === '') return null;
  if (!isDay(day)) return 'Enter a real date.';
  const { min: first, max: last } = daysWithin(range, today);
  if (day >= first && day <= last) return null;
  if (range.to === 0 && day > last) return `Choose a day from ${formatDay(first, true)} to today.`;
  if (range.from === 0 && day < first) return `Choose a day from today to ${formatDay(last, true)}.`;
  return `Choose a day from ${formatDay(first, true)} to ${formatDay(last, true)}.`;
}

export type DateOutside = { field: string; says: string };

/**
 * The first date in the arguments of a mutation or a setting that lies beyond its range, with a sentence that names it;
 * null where none does. `today` is the day on which they were entered; instants count by the day of that zone.
 */
export function dateOutside(kind: string, args: unknown, today: Day, timeZone: string): DateOutside | null {
  if (!Object.hasOwn(dateRanges, kind)) return null;
  for (const [field, range] of Object.entries(dateRanges[kind as DatedKind]) as [string, DateRange][]) {
    if (range.byClock) continue;
    for (const value of valuesAt(args, field.split('.'))) {
      if (typeof value !== 'string' || value === '') continue;
      const day = value.length > 10 ? dayIn(timeZone, Date.parse(value)) : value;
      const says = dateWrong(range, day, today);
      if (says !== null)
        return { field, says: `${range.label}: ${says.charAt(0).toLowerCase()}${says.slice(1)}` };
    }
  }
  return null;
}

/** The instants in the arguments of a mutation that the device's clock gave. */
export function clockInstants(kind: string, args: unknown): Instant[] {
  if (!Object.hasOwn(dateRanges, kind)) return [];
  const fields = Object.entries(dateRanges[kind as DatedKind]) as [string, DateRange][];
  return fields
    .filter(([, { byClock }]) => byClock)
    .flatMap(([field]) => valuesAt(args, field.split('.')))
    .flatMap((value) => (typeof value === 'string' ? [Date.parse(value)] : []));
}

/** The values at a path; a list on the path gives the values of each of its items. */
function valuesAt(at: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(at)) return at.flatMap((one) => valuesAt(one, path));
  if (path.length === 0) return [at];
  if (typeof at !== 'object' || at === null) return [];
  return valuesAt((at as Record<string, unknown>)[path[0]!], path.slice(1));
}
