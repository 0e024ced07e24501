// A visit, from the plan to its end, and other contacts. A visit's own steps follow its state.
import { z } from 'zod';
import { caseId, day, pence, text, words } from './parts.ts';

export const visitOutcomes = [
  'seen_tenant',
  'seen_other',
  'no_access',
  'card_left',
  'refused',
  'unsafe',
  'promise',
  'paid_at_door',
] as const;

export const visitArgs = {
  /** I mean to go there on that day. */
  'visit.plan': z.object({ caseId, plannedFor: day }),
  /** I am on the way now. Refused when another officer is, or when a hold or an alert forbids it. accompanied: a colleague comes along, as an alert may ask. */
  'visit.set-out': z.object({ caseId, accompanied: z.boolean().optional() }),
  /** At the door: may I knock? Answers with a KnockVerdict. */
  'visit.knock-check': z.object({ caseId }),
  /** I go on although the money came, because ... */
  'visit.go-anyway': z.object({ caseId, reason: words }),
  /** I am not going after all. */
  'visit.turn-back': z.object({ caseId, because: z.enum(['stood_down', 'cancelled']) }),
  'visit.finish': z.object({
    caseId,
    outcome: z.enum(visitOutcomes),
    note: text.default(''),
    promise: z.object({ amountPence: pence, on: day }).optional(),
  }),
  'contact.record': z.object({
    caseId,
    kind: z.enum(['call', 'message', 'letter', 'email', 'office']),
    reached: z.boolean(),
    note: text.default(''),
  }),
} as const;
