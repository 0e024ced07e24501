// A conversation between officers and the repairs team. What is here may be read by the repairs team: it has no place
// for money, and nothing of the rent account but its home.
import { z } from 'zod';

const instant = z.iso.datetime();
const day = z.iso.date();

export const person = z.object({
  staffId: z.int(),
  name: z.string(),
  team: z.enum(['income', 'repairs', 'other']),
});

export const message = z.object({
  id: z.uuid(),
  threadId: z.uuid(),
  from: person,
  body: z.string(),
  mentions: z.array(z.object({ staffId: z.int(), name: z.string() })),
  photos: z.array(z.object({ id: z.uuid(), width: z.int(), height: z.int() })),
  promisedOn: day.nullable(),
  needsAnswerBy: instant.nullable(),
  /** The repair whose notes carry these words, or where they came from. */
  repairNoteId: z.uuid().nullable(),
  /** When it was written, on the device; when we got it. Order is by the second. */
  at: instant,
  receivedAt: instant,
});
export type ThreadMessage = z.infer<typeof message>;

export const thread = z.object({
  id: z.uuid(),
  caseId: z.int(),
  subject: z.string(),
  repair: z
    .object({
      id: z.int(),
      category: z.string(),
      priority: z.string(),
      status: z.string(),
      description: z.string(),
    })
    .nullable(),
  home: z.object({ address: z.string(), postcode: z.string(), patch: z.string() }),
  state: z.enum(['waiting_for_repairs', 'waiting_for_income', 'settled']),
  /** Who of the repairs team answers. */
  takenBy: z.object({ staffId: z.int(), name: z.string() }).nullable(),
  /** While an answer is due. */
  needsAnswerBy: instant.nullable(),
  /** The newest promise of the repairs team. */
  promisedOn: day.nullable(),
  openedAt: instant,
  lastAt: instant,
  lastWords: z.string(),
  messages: z.int(),
  /** Up to which message each person has read. */
  readBy: z.array(z.object({ staffId: z.int(), name: z.string(), upTo: z.uuid() })),
});
export type Thread = z.infer<typeof thread>;

/** GET /api/threads (the inbox) and GET /api/cases/:id/threads. unread: for the person who asks. */
export const threads = z.object({
  asOf: instant,
  threads: z.array(thread.extend({ unread: z.int() })),
});
/** GET /api/threads/:id: the newest first page; next is where the older page begins. */
export const threadPage = z.object({
  asOf: instant,
  thread,
  messages: z.array(message),
  next: z.string().nullable(),
});
/** GET /api/thread-templates: words to begin with. */
export const template = z.object({
  id: z.int(),
  team: z.enum(['income', 'repairs']),
  title: z.string(),
  body: z.string(),
});
export type ThreadTemplate = z.infer<typeof template>;
