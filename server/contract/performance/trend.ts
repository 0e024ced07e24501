// Is the team improving, week by week: GET /api/performance/trend. Every measure with its XmR chart, what it says in
// words, and what it is made of. Percentages are 0 to 100; money is pence per £100 of rent due.
import { z } from 'zod';
import { day, instant } from '../scalars.ts';
import { measureNames } from '../../domain/statistics/measures.ts';
import { xmrChart } from './officers.ts';

/** "landlord", "patch:3", "officer:7". */
export const trendQuery = z.object({
  measure: z.enum(measureNames).optional(),
  of: z
    .string()
    .regex(/^(landlord|(patch|officer):[1-9]\d{0,8})$/)
    .default('landlord'),
});

export const standings = ['nothing', 'too_few', 'ordinary', 'better', 'worse', 'changed'] as const;

export const trendMeasure = z.object({
  name: z.enum(measureNames),
  title: z.string(),
  unit: z.enum(['percent', 'pence_per_100_pounds', 'count', 'ratio']),
  better: z.enum(['lower', 'higher']).nullable(),
  /** In plain words, and the tables that it is counted from. */
  definition: z.string(),
  sources: z.array(z.string()),
  /** A balance carries over from week to week, so runs are normal, and the answer at the top leaves it out. */
  carriesOver: z.boolean(),
  standing: z.enum(standings),
  /** The newest weeks against the same weeks a year earlier, weekly means; null with fewer than 56 weeks. */
  longRun: z
    .object({
      weeks: z.int(),
      now: z.number(),
      before: z.number(),
      direction: z.enum(['up', 'down']).nullable(),
    })
    .nullable()
    .optional(),
  assurance: z.enum(['always', 'never', 'chance']).nullable(),
  sentence: z.string(),
  /** Weeks without a figure (nothing charged, no visit made) are not in it. */
  chart: xmrChart,
  /** The week's figure is part / whole of these (pence, or a count); whole is null for what is only counted. */
  made: z.array(z.object({ on: day, part: z.number(), whole: z.number().nullable() })),
  targets: z.array(z.object({ fromOn: day, value: z.number() })),
});
export type TrendMeasure = z.infer<typeof trendMeasure>;

const arrearsAt = z.object({ weekOn: day, pence: z.int(), percent: z.number() });

/** Current tenants' arrears at the newest week's end, a year ago, the target, and what may be concluded. */
export const trendHeadline = z.object({
  now: arrearsAt,
  yearAgo: arrearsAt.nullable(),
  target: z.number().nullable(),
  meetsTarget: z.boolean().nullable(),
  /** The percentage's change in four weeks and in a year, in words; the office wall shows the same. */
  changes: z.string(),
  bearing: z.enum(['better', 'worse', 'level', 'too_early']),
  answer: z.string(),
  why: z.string(),
});

export const trend = z.object({
  /** When it was counted. */
  asOf: instant,
  /** When the newest week was frozen. */
  frozenAt: instant.nullable(),
  /** Whose it is, by name; null: the landlord's team. */
  whose: z.string().nullable(),
  from: day.nullable(),
  to: day.nullable(),
  weeks: z.int(),
  /** Weeks that were made later from the ledger, because they were not frozen when they ended. */
  rebuiltWeeks: z.int(),
  /** The arrears; null without a closed week, and where another measure alone was asked for. */
  headline: trendHeadline.nullable().optional(),
  /** What the measures say besides, as far as signals go. */
  sentence: z.string(),
  measures: z.array(trendMeasure),
  annotations: z.array(
    z.object({
      key: z.string(),
      onDay: day,
      untilDay: day.nullable(),
      kind: z.enum(['policy', 'bank_holiday', 'other']),
      words: z.string(),
    }),
  ),
});
export type Trend = z.infer<typeof trend>;
export type TrendHeadline = z.infer<typeof trendHeadline>;
