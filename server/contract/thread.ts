// A conversation between officers and the repairs team. What is here may be read by the repairs team: it has no place
// for money, and nothing of the rent account but its home.
import { z } from 'zod';
import { day, instant } from './scalars.ts';

export const person = z.object({
  staffId: z.int(),
  name: z.string(),
  team: z.enum(['income', 'repairs', 'other']),
});
export type ThreadPerson = z.infer<typeof person>;

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
  /** While an answer is due from the team that is waited for. */
  needsAnswerBy: instant.nullable(),
  /** Since when that team is waited for: their own message ends it, and further messages of the others do not restart it. */
  waitingSince: instant.nullable(),
  /** The newest promise of the repairs team. */
  promisedOn: day.nullable(),
  /** Until when the repairs team has put it off: it is out of their list until then, or until a new message. */
  snoozedUntil: instant.nullable(),
  openedBy: person,
  openedAt: instant,
  lastAt: instant,
  lastWords: z.string(),
  lastFrom: person,
  /** The newest message: a person who has read up to here has read everything. */
  lastMessageId: z.uuid(),
  messages: z.int(),
  /** Up to which message each person has read. Writing a message counts as reading. */
  readBy: z.array(z.object({ staffId: z.int(), name: z.string(), upTo: z.uuid() })),
});
export type Thread = z.infer<typeof thread>;

/**
 * A thread as one reader sees it. unread: how many messages of others they have not read; mentionsMe: one of those names
 * them.
 */
export const threadForMe = thread.extend({ unread: z.int(), mentionsMe: z.boolean() });
export type ThreadForMe = z.infer<typeof threadForMe>;

/** A note on a repair; messageId: the message that it came from, or went into. */
export const repairNote = z.object({
  id: z.uuid(),
  repairId: z.int(),
  note: z.string(),
  from: person,
  messageId: z.uuid().nullable(),
  threadId: z.uuid().nullable(),
  at: instant,
});
export type RepairNote = z.infer<typeof repairNote>;

/** "Repairs promised Thu 26 Nov": the newest of each thread; past ones too, while their repair is open. */
export const promise = z.object({
  threadId: z.uuid(),
  messageId: z.uuid(),
  subject: z.string(),
  repairId: z.int().nullable(),
  /** What the repair is, where there is one: its description. */
  repair: z.string().nullable(),
  promisedOn: day,
  by: person,
  at: instant,
});
export type RepairsPromise = z.infer<typeof promise>;

export const inboxFilters = ['open', 'mine', 'unanswered', 'late', 'snoozed', 'settled'] as const;

/**
 * GET /api/threads?filter=&after=, and POST /api/threads/search with words: the inbox, in the order of #domain/thread-order.
 * unanswered: my team is waited for.
 */
export const inbox = z.object({
  asOf: instant,
  threads: z.array(threadForMe),
  next: z.string().nullable(),
  /** The numbers of conversations that the reader may see, whatever is searched for. */
  counts: z.object({ open: z.int(), mine: z.int(), unanswered: z.int(), late: z.int() }),
});
export type Inbox = z.infer<typeof inbox>;

/** GET /api/cases/:id/threads: all of this case, the newest first. */
export const caseThreads = z.object({
  asOf: instant,
  threads: z.array(threadForMe),
  promises: z.array(promise),
  repairNotes: z.array(repairNote),
});
export type CaseThreads = z.infer<typeof caseThreads>;

/** GET /api/threads/:id?before=: the newest messages, oldest of them first; next leads to the page before. */
export const threadPage = z.object({
  asOf: instant,
  thread: threadForMe,
  messages: z.array(message),
  next: z.string().nullable(),
  /** The notes on the home's repairs. */
  repairNotes: z.array(repairNote),
});
export type ThreadPage = z.infer<typeof threadPage>;

/** GET /api/thread-templates: the templates of the asker's own team. */
export const template = z.object({
  id: z.int(),
  team: z.enum(['income', 'repairs']),
  title: z.string(),
  body: z.string(),
});
export type ThreadTemplate = z.infer<typeof template>;
export const templates = z.object({ templates: z.array(template) });

/** GET /api/people-to-mention?case=: the people who may read that case's threads. */
export const peopleToMention = z.object({ people: z.array(person) });
