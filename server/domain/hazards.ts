// The clock of a hazard in law (Awaab's Law), and the landlord's own times where no law sets any. The figures come in as
// dated rows by nation (statutory_clock): nothing here is a constant of law, and nothing here is advice. The clock starts
// at the instant at which the landlord became aware: when somebody SAW it, whenever the device could send it.
import { addDays, addWorkingDays } from './days.ts';
import type { Day, Instant } from './facts.ts';
import type { RepairPriority } from './checks.ts';
import { dayIn, startOfDay } from './zone.ts';

/**
 * England from 27 October 2025: 24 hours; 10, 3 and 5 working days; 12 weeks (domain brief, after the Social Housing
 * (Regulation) Act 2023). Working days begin with the day after.
 */
export type HazardFigures = {
  emergencyHours: number;
  investigateWorkingDays: number;
  summaryWorkingDays: number;
  safetyWorkingDays: number;
  furtherWorksWeeks: number;
};
/** The landlord's own: hours for an emergency, days for the rest. */
export type RepairTimes = { emergencyHours: number; urgentDays: number; routineDays: number };
export type ClockRow<F> = { nation: string; effectiveFrom: Day; figures: F; source: string };

/** The row that holds for a nation on a day: its newest by then. Null where that nation has none yet: no law, no clock. */
export function clockFor<F>(nation: string, day: Day, rows: readonly ClockRow<F>[]): ClockRow<F> | null {
  let found: ClockRow<F> | null = null;
  for (const row of rows) {
    if (row.nation !== nation && row.nation !== 'any') continue;
    if (row.effectiveFrom <= day && (!found || row.effectiveFrom > found.effectiveFrom)) found = row;
  }
  return found;
}

export type HazardFacts = {
  severity: 'significant' | 'emergency';
  awareAt: Instant;
  madeSafeAt: Instant | null;
  investigatedOn: Day | null;
  summaryOn: Day | null;
  safetyWorksOn: Day | null;
  furtherWorksOn: Day | null;
};
export const hazardSteps = ['make_safe', 'investigate', 'summary', 'safety_works', 'further_works'] as const;
export type HazardStep = (typeof hazardSteps)[number];
export type Deadline = {
  step: HazardStep;
  /** Null while the step that it runs from has not ended. */
  dueAt: Instant | null;
  doneOn: Day | null;
  state: 'waits' | 'due' | 'late' | 'done' | 'done_late';
};
export type HazardClockSettings = {
  timeZone: string;
  /** Of the hazard's nation. */
  bankHolidays: ReadonlySet<Day>;
  now: Instant;
};

/** The last instant of a day: what is due on it may still be done on it. */
export const endOfDay = (timeZone: string, day: Day): Instant => startOfDay(timeZone, addDays(day, 1)) - 1;

/** Each step that the law asks for, in its order. Works for a hazard of either severity, at any instant. */
export function hazardClock(
  facts: HazardFacts,
  figures: HazardFigures,
  settings: HazardClockSettings,
): Deadline[] {
  const { timeZone, bankHolidays, now } = settings;
  const awareOn = dayIn(timeZone, facts.awareAt);
  const end = (day: Day) => endOfDay(timeZone, day);
  const after = (day: Day | null, count: number) =>
    day === null ? null : end(addWorkingDays(day, count, bankHolidays));
  const deadline = (step: HazardStep, dueAt: Instant | null, doneOn: Day | null, doneAt?: Instant | null) => {
    const late =
      dueAt !== null && (doneOn === null ? now > dueAt : (doneAt ?? startOfDay(timeZone, doneOn)) > dueAt);
    const state: Deadline['state'] =
      doneOn !== null ? (late ? 'done_late' : 'done') : dueAt === null ? 'waits' : late ? 'late' : 'due';
    return { step, dueAt, doneOn, state };
  };
  const madeSafeOn = facts.madeSafeAt === null ? null : dayIn(timeZone, facts.madeSafeAt);
  const { investigatedOn } = facts;
  const emergency = facts.severity === 'emergency';
  // An emergency is investigated and made safe within the same hours.
  const hours = facts.awareAt + figures.emergencyHours * 3_600_000;
  return [
    ...(emergency ? [deadline('make_safe', hours, madeSafeOn, facts.madeSafeAt)] : []),
    deadline(
      'investigate',
      emergency ? hours : end(addWorkingDays(awareOn, figures.investigateWorkingDays, bankHolidays)),
      investigatedOn,
    ),
    deadline('summary', after(investigatedOn, figures.summaryWorkingDays), facts.summaryOn),
    ...(emergency
      ? []
      : [deadline('safety_works', after(investigatedOn, figures.safetyWorkingDays), facts.safetyWorksOn)]),
    deadline(
      'further_works',
      investigatedOn === null ? null : end(addDays(investigatedOn, 7 * figures.furtherWorksWeeks)),
      facts.furtherWorksOn,
    ),
  ];
}

/** What is due next, the most pressing first; null where nothing is. */
export function nextDeadline(deadlines: readonly Deadline[]): (Deadline & { dueAt: Instant }) | null {
  const open = deadlines.filter(
    (one): one is Deadline & { dueAt: Instant } =>
      one.dueAt !== null && (one.state === 'due' || one.state === 'late'),
  );
  return open.reduce<(typeof open)[number] | null>((a, b) => (a && a.dueAt <= b.dueAt ? a : b), null);
}

/** By when a repair should be done where no law says so. Days end with the day. */
export function ownTarget(
  priority: RepairPriority,
  seenAt: Instant,
  times: RepairTimes,
  timeZone: string,
): Instant {
  if (priority === 'emergency') return seenAt + times.emergencyHours * 3_600_000;
  const days = priority === 'urgent' ? times.urgentDays : times.routineDays;
  return endOfDay(timeZone, addDays(dayIn(timeZone, seenAt), days));
}

const words: Record<HazardStep, string> = {
  make_safe: 'Make safe',
  investigate: 'Investigate',
  summary: 'Written summary to the tenant',
  safety_works: 'Safety works',
  further_works: 'Further works begun',
};
export const hazardStepWords = (step: HazardStep): string => words[step];
