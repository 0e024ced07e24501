// One history of everything that happened in a case. Each entry is said by the server, so that a new kind of thing needs
// no change in a client.
import { z } from 'zod';

export const historyEntry = z.object({
  /** visit, contact, payment, charge, plan, hold, ...: what it can be filtered by. */
  kind: z.string(),
  /** With its kind, the entry's own name: the row's number or uuid. */
  ref: z.string(),
  /** When it happened; entries are ordered by it. */
  at: z.iso.datetime(),
  /** It is known by its day only. */
  dayOnly: z.boolean(),
  /** Who did it, or where it came from; '' where nobody knows. */
  who: z.string(),
  title: z.string(),
  /** People's own words, or further facts; may be ''. */
  text: z.string(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Newest first. next: hand it back for the older page; null at the end. kinds: of all entries that there are. */
export const historyPage = z.object({
  entries: z.array(historyEntry),
  next: z.string().nullable(),
  kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
});
export type HistoryPage = z.infer<typeof historyPage>;
