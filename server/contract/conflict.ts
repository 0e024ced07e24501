// What a mutation that met somebody else's is answered with: both values in words, so that the person can choose. Who
// keeps their own sends the same mutation again with this version as its baseVersion.
import { z } from 'zod';

export const conflict = z.object({
  /** What both changed, as inside a sentence: "telephone number of Ann Example". */
  what: z.string(),
  /** In words; '' where it was emptied. */
  theirs: z.string(),
  mine: z.string(),
  /** Who changed it; '' where it came from another system. */
  by: z.string(),
  at: z.iso.datetime().nullable(),
  version: z.int(),
});
export type ConflictResult = z.infer<typeof conflict>;
