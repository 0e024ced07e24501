// GET /api/cases/:id/why: how the suggestion came about, what would change it, and what was suggested before.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { actions } from '../domain/action.ts';
import { methods, rhythms } from '../domain/facts.ts';
import { reason } from './case-summary.ts';

const pence = z.int();

/** Money that covers a part of the balance because it is certain to come. */
export const coveredBy = z.object({
  method: z.enum(methods),
  rhythm: z.enum(rhythms),
  pence,
  declared: z.boolean(),
});
export type CoveredBy = z.infer<typeof coveredBy>;

/** If this much were paid today, it would be suggested to do that instead. */
export const turningPoint = z.object({ pence, action: z.enum(actions), text: z.string() });
export type TurningPoint = z.infer<typeof turningPoint>;

/** What was suggested from then on, and why. */
export const suggestion = z.object({
  at: instant,
  action: z.enum(actions),
  reasons: z.array(reason),
  realArrearsPence: pence,
  /** What moved it: money posted, a visit, or only the day. */
  because: z.string(),
});
export type Suggestion = z.infer<typeof suggestion>;

export const caseWhy = z.object({
  asOf: instant,
  rulesVersion: z.int().nullable(),
  coveredBy: z.array(coveredBy),
  turningPoints: z.array(turningPoint),
  /** Changes that need no money: 'From Tue 24 Nov a call is suggested if nothing comes.' */
  ifNothingComes: z.object({ on: day, action: z.enum(actions), text: z.string() }).nullable(),
  /** Newest first, over the last 26 weeks. */
  suggestions: z.array(suggestion),
});
export type CaseWhy = z.infer<typeof caseWhy>;
export type IfNothingComes = NonNullable<CaseWhy['ifNothingComes']>;
