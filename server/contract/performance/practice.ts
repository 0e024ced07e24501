// What officers do, next to the team's spread: observations, never causes, and never a ranking. Figures are of frozen
// weeks. Managers get every officer, in the order of names; an officer gets their own figures, and the team's spread only
// where it has so many people that nobody can be identified.
import { z } from 'zod';
import { day, instant, largestRowId, ledgerDay } from '../scalars.ts';

export const practiceGroups = ['contact', 'soon', 'when', 'door', 'plans', 'help'] as const;
export type PracticeGroup = (typeof practiceGroups)[number];

/**
 * share: 0 to 1. days: a median, 28 stands for "28 or more". rate: for each 100 cases held over 13 weeks. pence: a week, a
 * median.
 */
export const practiceUnits = ['share', 'days', 'rate', 'pence'] as const;
export type PracticeUnit = (typeof practiceUnits)[number];

/** ?from=&to= are the first days of the first and last rent week (else the newest 13); ?officer= for one alone. */
export const practiceQuery = z.object({
  from: ledgerDay.optional(),
  to: ledgerDay.optional(),
  officer: z.coerce.number().int().positive().max(largestRowId).optional(),
});

export const practiceSpread = z.object({
  /** The number of people in it: those with enough observations. */
  officers: z.int(),
  /** A quarter of them are below, half, and three quarters. */
  low: z.number(),
  middle: z.number(),
  high: z.number(),
});
export type PracticeSpread = z.infer<typeof practiceSpread>;

export const practiceMeasure = z.object({
  name: z.string(),
  group: z.enum(practiceGroups),
  title: z.string(),
  unit: z.enum(practiceUnits),
  /** What n counts, in the plural: visits, plans, case-weeks. */
  of: z.string(),
  /** With fewer than these there is too little to say. */
  least: z.int(),
  /** Null where too few people make one. */
  spread: practiceSpread.nullable(),
});
export type PracticeMeasure = z.infer<typeof practiceMeasure>;

export const practiceFigure = z.object({
  name: z.string(),
  /** Null where there is too little to say. */
  value: z.number().nullable(),
  n: z.int(),
});

export const practiceOfficer = z.object({
  staffId: z.int(),
  name: z.string(),
  /** Cases in arrears times days that they were theirs, days of absence left out. */
  caseDays: z.int(),
  /** One for each measure, in its order. */
  figures: z.array(practiceFigure),
  /** What differs from the team's spread by more than chance, largest first, in words; three at most. */
  differs: z.array(z.object({ name: z.string(), words: z.string() })),
});
export type PracticeOfficer = z.infer<typeof practiceOfficer>;

export const practice = z.object({
  /** When this was read: contacts and visits are as known now. */
  asOf: instant,
  /** When the newest of its weeks was frozen; null without weeks. */
  frozenAt: instant.nullable(),
  /** First days of the first and the last rent week; null without weeks. */
  from: day.nullable(),
  to: day.nullable(),
  weeks: z.int(),
  measures: z.array(practiceMeasure),
  officers: z.array(practiceOfficer),
});
export type Practice = z.infer<typeof practice>;
