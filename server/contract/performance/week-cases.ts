// GET /api/performance/officers/{id}/cases?week=: the cases of one officer's week, which sum to what could be worked on and
// the days away of that week. Integer pence; owed, and what adds to it, is positive.
import { z } from 'zod';
import { day, instant, ledgerDay } from '../scalars.ts';

const pence = z.int();

export const weekCasesQuery = z.object({
  week: ledgerDay,
});

export const weekCase = z.object({
  /** The case that it leads to; null where the account is not among yours now. */
  caseId: z.int().nullable(),
  reference: z.string().nullable(),
  /** Really owed when the week began: without what the payment calendar had on its way. */
  realPence: pence,
  chargedPence: pence,
  paidPence: pence,
  /** What the calendar had on its way at the end, less at the beginning. */
  timingPence: pence,
  /** charged − paid − timing. */
  movedPence: pence,
  /** Working days on which the officer was there, 0 to 5. */
  heldDays: z.int(),
});

export const weekCases = z.object({
  asOf: instant,
  weekOn: day,
  frozenAt: instant,
  /** What all rows move together: the week's lines "attributable" and "absence". */
  movedPence: pence,
  rows: z.array(weekCase),
});
export type WeekCases = z.infer<typeof weekCases>;
