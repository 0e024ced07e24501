// The answer to a mutation that conflicts with another person's: both values in words, so that the person can choose.
// To keep their own value they send the same mutation again with this version as its baseVersion.
import { z } from 'zod';
import { instant } from './scalars.ts';

export const conflict = z.object({
  /** What both changed, worded for the middle of a sentence: "telephone number of Ann Example". */
  what: z.string(),
  /** In words; '' where it was emptied. */
  theirs: z.string(),
  mine: z.string(),
  /** Who changed it; '' where it came from another system. */
  by: z.string(),
  at: instant.nullable(),
  version: z.int(),
});
export type ConflictResult = z.infer<typeof conflict>;
