// The law part of an open case: holds with their story, alerts, the pre-action checklist with its evidence, court
// steps, tasks, and attempts that were refused. Read with the case; never by the repairs team.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { courtStepKinds } from '../domain/law/court.ts';
import { alertKinds, holdKinds } from '../domain/facts.ts';

export const lawHold = z.object({
  id: z.int(),
  kind: z.enum(holdKinds),
  reason: z.string(),
  reference: z.string(),
  startsOn: day,
  reviewOn: day.nullable(),
  endsOn: day.nullable(),
  treatmentEndedOn: day.nullable(),
  endedAt: instant.nullable(),
  endReason: z.string(),
  by: z.string().nullable(),
  version: z.int(),
});
export const lawAlert = z.object({
  id: z.int(),
  kind: z.enum(alertKinds),
  detail: z.string(),
  source: z.string(),
  startsOn: day,
  reviewOn: day,
  expiresOn: day,
  version: z.int(),
});
/** Something that happened to a hold or an alert. */
export const lawEvent = z.object({
  id: z.int(),
  holdId: z.int().nullable(),
  alertId: z.int().nullable(),
  did: z.enum(['started', 'reviewed', 'ended']),
  note: z.string(),
  reviewOn: day.nullable(),
  untilOn: day.nullable(),
  by: z.string().nullable(),
  at: instant,
});
export const preActionItem = z.object({
  code: z.string(),
  place: z.int(),
  gates: z.enum(['notice', 'application']),
  says: z.string(),
  counts: z.string(),
  source: z.string(),
  confirmed: z.boolean(),
  validDays: z.int().nullable(),
  eachTenant: z.boolean(),
  afterNotice: z.boolean(),
  fromOn: day,
  untilOn: day.nullable(),
});
export const lawEvidence = z.object({
  id: z.string(),
  item: z.string(),
  on: day,
  note: z.string(),
  personId: z.int().nullable(),
  by: z.string().nullable(),
  at: instant,
  withdrawnBecause: z.string().nullable(),
});
export const noticeRule = z.object({
  name: z.string(),
  noticeDays: z.int(),
  validWeeks: z.int().nullable(),
  thresholdWeeks: z.number(),
  source: z.string(),
  confirmed: z.boolean(),
  fromOn: day,
  untilOn: day.nullable(),
});
export const lawStep = z.object({
  id: z.string(),
  kind: z.enum(courtStepKinds),
  on: day,
  hearingOn: day.nullable(),
  reference: z.string(),
  note: z.string(),
  by: z.string().nullable(),
  at: instant,
});
/** Where a hold, an alert or a hearing causes the task, id is null and `because` identifies it. */
export const lawTask = z.object({
  id: z.string().nullable(),
  because: z.string().nullable(),
  kind: z.enum(['written', 'hold_review', 'hold_ended', 'alert_review', 'hearing_passed']),
  what: z.string(),
  dueOn: day,
  for: z.string().nullable(),
  by: z.string().nullable(),
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
  doneNote: z.string(),
});
/** said: the person's own words, sent to that person and to a manager; null for others. */
export const refusedAttempt = z.object({
  id: z.int(),
  kind: z.string(),
  reason: z.string(),
  said: z.string().nullable(),
  by: z.string().nullable(),
  at: instant,
});

export const caseLaw = z.object({
  /** Newest first; ended ones too. */
  holds: z.array(lawHold),
  /** The two parts of the balance in a breathing space: frozen at its start, and due since. Null without one. */
  split: z.object({ since: day, frozenPence: z.int(), payablePence: z.int() }).nullable(),
  /** Not yet expired. */
  alerts: z.array(lawAlert),
  events: z.array(lawEvent),
  /** The checklist of the landlord's nation. */
  items: z.array(preActionItem),
  evidence: z.array(lawEvidence),
  /** Records of the case that may be evidence, newest first. They are offered, and count only when a person adds them. */
  found: z.array(z.object({ item: z.string(), on: day, says: z.string() })),
  tenants: z.array(z.object({ id: z.int(), name: z.string() })),
  noticeRule: noticeRule.nullable(),
  /** The repairs or plan that prevent a notice and court, in plain phrases. */
  heldUp: z.array(z.string()),
  /** As they were recorded, oldest first. */
  steps: z.array(lawStep),
  tasks: z.array(lawTask),
  refused: z.array(refusedAttempt),
  /** The nation's bank holidays from four months ago to a year ahead, to show terms before they are saved. */
  bankHolidays: z.array(day),
});
export type CaseLaw = z.infer<typeof caseLaw>;
export type LawHold = z.infer<typeof lawHold>;
export type LawAlert = z.infer<typeof lawAlert>;
export type LawEvent = z.infer<typeof lawEvent>;
export type LawEvidence = z.infer<typeof lawEvidence>;
export type LawStep = z.infer<typeof lawStep>;
export type LawTask = z.infer<typeof lawTask>;
export type RefusedAttempt = z.infer<typeof refusedAttempt>;
export type FoundEvidence = CaseLaw['found'][number];

/** The tasks due on anybody's cases that I see: GET /api/tasks. */
export const dueTask = lawTask
  .pick({ id: true, because: true, kind: true, what: true, dueOn: true, for: true, by: true })
  .extend({
    caseId: z.int(),
    tenant: z.string(),
    address: z.string(),
    /** Who holds the home's patch today, by name. */
    officers: z.array(z.string()),
  });
export const dueTasks = z.object({ today: day, tasks: z.array(dueTask) });
export type DueTask = z.infer<typeof dueTask>;
export type DueTasks = z.infer<typeof dueTasks>;
