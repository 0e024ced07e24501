// One history of everything that happened in a case. The server words each entry, so that a new kind of entry needs no
// change in a client.
import { z } from 'zod';
import { instant } from './scalars.ts';

export const historyEntry = z.object({
  /** visit, contact, payment, charge, plan, hold, ...: the filter's value. */
  kind: z.string(),
  /** The row's number or uuid, unique within its kind. */
  ref: z.string(),
  /** When it happened; entries are ordered by it. */
  at: instant,
  /** Only its day is known. */
  dayOnly: z.boolean(),
  /** Who did it, or where it came from; '' where unknown. */
  who: z.string(),
  title: z.string(),
  /** People's own words, or further facts; may be ''. */
  text: z.string(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Newest first. next: the cursor of the next older page; null at the end. kinds: of all entries. */
export const historyPage = z.object({
  entries: z.array(historyEntry),
  next: z.string().nullable(),
  kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
});
export type HistoryPage = z.infer<typeof historyPage>;
