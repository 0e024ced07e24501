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
  assurance: z.enum(['always', 'never', 'chance']).nullable(),
  sentence: z.string(),
  /** Weeks without a figure (nothing charged, no visit made) are not in it. */
  chart: xmrChart,
  /** The week's figure is part / whole of these (pence, or a count); whole is null for what is only counted. */
  made: z.array(z.object({ on: day, part: z.number(), whole: z.number().nullable() })),
  targets: z.array(z.object({ fromOn: day, value: z.number() })),
});
export type TrendMeasure = z.infer<typeof trendMeasure>;

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
  /** The answer, as far as signals go. */
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
