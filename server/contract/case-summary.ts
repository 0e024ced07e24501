// One case as every list and map shows it. The repairs team never receives one: it carries money.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { actions } from '../domain/action.ts';
import { alertKinds, methods } from '../domain/facts.ts';
import { visitPurposes } from '../domain/law/holds.ts';

const pence = z.int();

export const reason = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});
export const blocker = z.object({ kind: z.string(), until: day.nullable(), text: z.string() });
export const alert = z.object({ kind: z.enum(alertKinds), reviewOn: day, expiresOn: day, text: z.string() });
export const lastPayment = z.object({
  amountPence: pence,
  method: z.enum(methods),
  source: z.string(),
  on: day,
  postedAt: instant,
});
export const openRepair = z.object({
  id: z.int(),
  category: z.string(),
  priority: z.string(),
  status: z.string(),
  reportedAt: instant,
  targetAt: instant.nullable(),
});
export const openVisit = z.object({
  id: z.int(),
  staffId: z.int(),
  staffName: z.string(),
  state: z.enum(['planned', 'on_the_way']),
  plannedFor: day,
  /** Present while a visit is under way: what the verdict at the door needs in addition to the case (domain/stand-down.ts). */
  underWay: z
    .object({
      setOutAt: instant.nullable(),
      purpose: z.enum(visitPurposes),
      met: z.boolean(),
      goesAnyway: z.boolean(),
      checkedAt: instant.nullable(),
      moneySince: z
        .object({ netPence: pence, amountPence: pence, method: z.enum(methods), postedAt: instant })
        .nullable(),
      /** The case was already waiting, or needed nothing, when the officer set out. */
      waitedBefore: z.boolean().optional(),
    })
    .nullable()
    .optional(),
});

/** Who has the case for now, and who requested it. Information for people, not a lock. */
export const takenBy = z.object({
  staffId: z.int(),
  name: z.string(),
  until: instant,
  askedBy: z.object({ staffId: z.int(), name: z.string() }).nullable(),
});
export type TakenBy = z.infer<typeof takenBy>;

export const caseSummary = z.object({
  id: z.int(),
  reference: z.string(),
  tenant: z.string(),
  address: z.string(),
  postcode: z.string(),
  /** Both null: the place of the home is not recorded. */
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  patchId: z.int(),
  balancePence: pence,
  realArrearsPence: pence,
  technicalArrearsPence: pence,
  weeklyRentPence: pence,
  weeksOwed: z.number().nullable(),
  trend: z.enum(['rising', 'steady', 'falling']),
  /** agreed: its first instalment is still to come. */
  planState: z.enum(['none', 'agreed', 'kept', 'late', 'broken', 'completed']),
  action: z.enum(actions),
  urgency: z.number().min(0).max(100),
  reasons: z.array(reason),
  blockers: z.array(blocker),
  alerts: z.array(alert),
  lastPayment: lastPayment.nullable(),
  lastContactAt: instant.nullable(),
  openRepairs: z.array(openRepair),
  visit: openVisit.nullable(),
  takenBy: takenBy.nullable(),
  /** The money sources that this case depends on; the heartbeat carries the time up to which each is known. */
  moneySources: z.array(z.string()),
  /** Up to when the money of this case is known, by its slowest source. */
  knownUpTo: instant,
  /** Grows with each change of this case that was sent to any client. */
  version: z.int(),
});
export type CaseSummary = z.infer<typeof caseSummary>;
export type LastPayment = z.infer<typeof lastPayment>;
export type OpenRepair = z.infer<typeof openRepair>;
export type OpenVisit = z.infer<typeof openVisit>;
export type UnderWay = NonNullable<OpenVisit['underWay']>;
