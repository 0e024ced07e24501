// Tasks that holds, alerts and court hearings cause on a day. They are calculated at each read, so that each exists exactly
// once however many hubs run, and disappears when its cause is dealt with. A hold that reached its end leaves a task that
// a person completes.
import { addDays, dayNumber, dayNumbers, dayOf, formatDay, toWorkingDay } from '../days.ts';
import { alertWords } from './alerts.ts';
import { beyondTable, beyondTableWords } from './bank-holidays.ts';
import { isBreathingSpace } from './holds.ts';
import { courtState, hearingWithoutOutcome } from './court.ts';
import type { Alert, CourtStep, Day, Hold } from '../facts.ts';
import { holdNames } from './holds.ts';

/** Shown this many days before it is due. */
export const aheadDays = 14;

/** A task that the rules compute on reading. It is no row of a table until somebody completes it. */
export type LawTask = {
  /** Its stable id while its cause exists. */
  because: string;
  kind: 'hold_review' | 'hold_ended' | 'alert_review' | 'hearing_passed';
  /** The hold's or the alert's own number; null of a hearing. */
  of: number | null;
  what: string;
  dueOn: Day;
  forRole: 'officer' | 'manager';
};

/** endedByHand: somebody ended it and has thought about what comes next. */
export type KnownHold = Hold & { id: number; endedByHand: boolean };

/** settled: the `because` of those that a person has ended. */
export function tasksOfHold(
  hold: KnownHold,
  today: Day,
  bankHolidays: ReadonlySet<Day>,
  settled: ReadonlySet<string>,
): LawTask[] {
  if (hold.endedByHand) return [];
  const name = holdNames[hold.kind].toLowerCase();
  const tasks: LawTask[] = [];
  if (hold.endsOn !== null && hold.endsOn <= today) {
    const dueOn = dayOf(toWorkingDay(dayNumber(hold.endsOn), 1, dayNumbers(bankHolidays)));
    const ended = `Hold ended on ${formatDay(addDays(hold.endsOn, -1), true)} (${name}): decide what to do next`;
    const what = counted(ended, dueOn, bankHolidays);
    const because = `hold-ended:${hold.id}`;
    tasks.push({ because, kind: 'hold_ended', of: hold.id, what, dueOn, forRole: 'officer' });
  } else if (hold.reviewOn !== null && hold.reviewOn <= addDays(today, aheadDays)) {
    const because = `hold-review:${hold.id}:${hold.reviewOn}`;
    // Of the other kinds a person chose the day.
    const what = isBreathingSpace(hold.kind)
      ? counted(`Review the hold: ${name}`, hold.reviewOn, bankHolidays)
      : `Review the hold: ${name}`;
    tasks.push({ because, kind: 'hold_review', of: hold.id, what, dueOn: hold.reviewOn, forRole: 'officer' });
  }
  return tasks.filter((task) => !settled.has(task.because));
}

/** What is to be done by a counted working day, and whether that day may be a later one. */
const counted = (what: string, dueOn: Day, bankHolidays: ReadonlySet<Day>): string =>
  beyondTable(dueOn, bankHolidays) ? `${what}. ${beyondTableWords}` : what;

/** The task to review an alert on its day; null where it has expired, or the day is further ahead. */
export function taskOfAlert(alert: Alert & { id: number }, today: Day): LawTask | null {
  if (alert.expiresOn < today || alert.reviewOn > addDays(today, aheadDays)) return null;
  return {
    because: `alert-review:${alert.id}:${alert.reviewOn}`,
    kind: 'alert_review',
    of: alert.id,
    what: `Review the alert: ${alertWords[alert.kind].toLowerCase()}`,
    dueOn: alert.reviewOn,
    forRole: 'manager',
  };
}

/** The tasks to record the outcome of hearings that have passed. Takes the steps in the order of their recording. */
export function tasksOfCourt(
  steps: readonly CourtStep[],
  today: Day,
  bankHolidays: ReadonlySet<Day>,
): LawTask[] {
  // Neither notices nor their days matter to a hearing.
  const passed = hearingWithoutOutcome(
    courtState(steps, null, () => false, today),
    today,
  );
  if (passed === null) return [];
  const dueOn = dayOf(toWorkingDay(dayNumber(passed) + 1, 1, dayNumbers(bankHolidays)));
  const hearing = `The court hearing was on ${formatDay(passed, true)}: record what the court decided`;
  const what = counted(hearing, dueOn, bankHolidays);
  return [
    {
      because: `hearing-passed:${passed}`,
      kind: 'hearing_passed',
      of: null,
      what,
      dueOn,
      forRole: 'officer',
    },
  ];
}
