// The clock of a hazard in law (Awaab's Law), and the landlord's own times where no law sets any. The figures come in as
// dated rows by nation (statutory_clock): nothing here is a constant of law, and nothing here is advice. The clock starts
// at the instant at which the landlord became aware: when somebody SAW it, whenever the device could send it.
import { isHazardKind, type HazardKind, type RepairPriority } from '../checks.ts';
import { addDays, addWorkingDays } from '../days.ts';
import type { Day, Instant } from '../facts.ts';
import { dayIn, startOfDay } from '../zone.ts';

/**
 * England from 27 October 2025: 24 hours; 10, 3, 5 and 5 working days; 12 weeks (Hazards in Social Housing (Prescribed
 * Requirements) (England) Regulations 2025). Working days begin with the day after.
 */
export type HazardFigures = {
  emergencyHours: number;
  investigateWorkingDays: number;
  summaryWorkingDays: number;
  safetyWorkingDays: number;
  /** Preventative works begin within these of the investigation's end (reg. 13). Left out: only the weeks below count. */
  preventativeWorkingDays?: number;
  /** Where that is not reasonably practicable, they physically begin within these weeks. */
  furtherWorksWeeks: number;
};
/** The landlord's own: hours for an emergency, days for the rest. */
export type RepairTimes = { emergencyHours: number; urgentDays: number; routineDays: number };
/** The figures of a law from a day on; the newest row of the nation applies. */
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

/** A hazard, and when each of its steps was done. */
export type HazardFacts = {
  severity: 'significant' | 'emergency';
  awareAt: Instant;
  madeSafeAt: Instant | null;
  investigatedOn: Day | null;
  /** The instant of it; null where only the day was recorded. */
  investigatedAt: Instant | null;
  summaryOn: Day | null;
  safetyWorksOn: Day | null;
  furtherWorksOn: Day | null;
};
/** The steps of a hazard that have a deadline, in their order. */
export const hazardSteps = ['make_safe', 'investigate', 'summary', 'safety_works', 'further_works'] as const;
export type HazardStep = (typeof hazardSteps)[number];
export type Deadline = {
  step: HazardStep;
  /** Null while the step that it runs from has not ended. */
  dueAt: Instant | null;
  /** The last instant that the law allows where `dueAt` cannot be kept; null where it names no second one. */
  latestAt: Instant | null;
  doneOn: Day | null;
  /** Null where it is not done, or only its day is known. */
  doneAt: Instant | null;
  /** Its working days run past the end of the table of bank holidays: the day may be later than it says. */
  pastTable: boolean;
  state: 'waits' | 'due' | 'late' | 'done' | 'done_late';
};
export type HazardClockSettings = {
  timeZone: string;
  /** The bank holidays of the hazard's nation. */
  bankHolidays: ReadonlySet<Day>;
  /** Up to which day they are known (bank-holidays.ts); null: without an end. */
  holidaysUntil?: Day | null;
  now: Instant;
};

type DeadlineMore = { doneAt?: Instant | null; latestAt?: Instant | null; hours?: boolean };

/** The last instant of a day: what is due on it may still be done on it. */
export const endOfDay = (timeZone: string, day: Day): Instant => startOfDay(timeZone, addDays(day, 1)) - 1;

/** Each step that the law requires, in order. Works for a hazard of either severity, at any instant. */
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
  const until = settings.holidaysUntil ?? null;
  const deadline = (
    step: HazardStep,
    dueAt: Instant | null,
    doneOn: Day | null,
    { doneAt = null, latestAt = null, hours = false }: DeadlineMore = {},
  ): Deadline => {
    const late =
      dueAt !== null && (doneOn === null ? now > dueAt : (doneAt ?? startOfDay(timeZone, doneOn)) > dueAt);
    const state: Deadline['state'] =
      doneOn !== null ? (late ? 'done_late' : 'done') : dueAt === null ? 'waits' : late ? 'late' : 'due';
    const pastTable = !hours && until !== null && dueAt !== null && dayIn(timeZone, dueAt) > until;
    return { step, dueAt, latestAt, doneOn, doneAt, state, pastTable };
  };
  const madeSafeOn = facts.madeSafeAt === null ? null : dayIn(timeZone, facts.madeSafeAt);
  const { investigatedOn, investigatedAt } = facts;
  const emergency = facts.severity === 'emergency';
  // An emergency is investigated and made safe within the same hours.
  const hours = facts.awareAt + figures.emergencyHours * 3_600_000;
  const backstop =
    investigatedOn === null ? null : end(addDays(investigatedOn, 7 * figures.furtherWorksWeeks));
  return [
    ...(emergency
      ? [deadline('make_safe', hours, madeSafeOn, { doneAt: facts.madeSafeAt, hours: true })]
      : []),
    deadline(
      'investigate',
      emergency ? hours : end(addWorkingDays(awareOn, figures.investigateWorkingDays, bankHolidays)),
      investigatedOn,
      // By the day, a day's whole length counts; by the hour, the instant does.
      { doneAt: investigatedAt, hours: emergency },
    ),
    deadline('summary', after(investigatedOn, figures.summaryWorkingDays), facts.summaryOn),
    ...(emergency
      ? []
      : [deadline('safety_works', after(investigatedOn, figures.safetyWorkingDays), facts.safetyWorksOn)]),
    deadline(
      'further_works',
      figures.preventativeWorkingDays === undefined
        ? backstop
        : after(investigatedOn, figures.preventativeWorkingDays),
      facts.furtherWorksOn,
      { latestAt: figures.preventativeWorkingDays === undefined ? null : backstop },
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

/** The steps that nobody has recorded as done: those that are due, late, or wait for another. */
export const stepsLeft = <D extends { step: HazardStep; doneOn: Day | null }>(deadlines: readonly D[]): D[] =>
  deadlines.filter(({ doneOn }) => doneOn === null);

/** Whether the law counts hours for a step of a hazard, and not whole days. */
export const countsHours = (step: HazardStep, severity: HazardFacts['severity']): boolean =>
  severity === 'emergency' && (step === 'make_safe' || step === 'investigate');

/** Which hazards the law of a nation names, from which day on; `confirmed` is false until somebody has checked the row. */
export type HazardInLaw = {
  nation: string;
  kind: string;
  effectiveFrom: Day;
  source: string;
  confirmed: boolean;
};

/** The row by which a nation's law names that hazard on a day; null where it does not, or not yet. */
export function hazardInLaw(
  kind: string,
  nation: string,
  day: Day,
  rows: readonly HazardInLaw[],
): HazardInLaw | null {
  let found: HazardInLaw | null = null;
  for (const row of rows) {
    if (row.kind !== kind || row.nation !== nation || row.effectiveFrom > day) continue;
    if (!found || row.effectiveFrom > found.effectiveFrom) found = row;
  }
  return found;
}

/** The hazards besides damp and mould that may be recorded at a visit on that day, in the order of the table of kinds. */
export const hazardsOffered = (nation: string, day: Day, rows: readonly HazardInLaw[]): HazardKind[] => [
  ...new Set(
    rows
      .filter((row) => row.nation === nation && row.effectiveFrom <= day)
      .map((row) => row.kind)
      .filter(isHazardKind),
  ),
];

/**
 * Whether a clock in law runs for a hazard of which the landlord became aware on a day. Emergencies are covered whatever
 * they are (England, phase 1); a significant hazard of the later phases only once the law names it.
 */
export const clockRuns = (
  hazard: { kind: string; severity: HazardFacts['severity']; nation: string },
  awareOn: Day,
  rows: readonly HazardInLaw[],
): boolean =>
  !isHazardKind(hazard.kind) ||
  hazard.severity === 'emergency' ||
  hazardInLaw(hazard.kind, hazard.nation, awareOn, rows) !== null;

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
  further_works: 'Preventative works begun',
};
export const hazardStepWords = (step: HazardStep): string => words[step];
