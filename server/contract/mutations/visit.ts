// A visit, from the plan to its end, and other contacts. A visit's own steps follow its state.
import { z } from 'zod';
import { visitPurposes } from '../../domain/law/holds.ts';
import { alertKinds } from '../../domain/facts.ts';
import { caseId, madeId, pence, text, words } from './parts.ts';
import { recordedDay } from '../scalars.ts';

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
/** What may follow a contact other than a visit; without one the case waits, by the rules. */
export const contactNextSteps = ['call', 'message', 'visit', 'review'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

/** What it is about; left out, the arrears. A hold refuses work on the debt, not help with the home. */
const purpose = z.enum(visitPurposes).optional();

export const visitArgs = {
  /** I mean to go there on that day. */
  'visit.plan': z.object({ caseId, plannedFor: recordedDay, purpose }),
  /**
   * I am on the way now. Refused when another officer is, or when a hold or an alert forbids it. accompanied: a colleague
   * comes along, as an alert may ask.
   */
  'visit.set-out': z.object({
    caseId,
    accompanied: z.boolean().optional(),
    /** The plan's, where it is left out. */
    purpose,
    /** Warnings that the person has confirmed: an alert about who may go there requires it. */
    read: z.array(z.enum(alertKinds)).max(20).optional(),
  }),
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
    /** The purpose of a visit that was not announced. */
    purpose,
    promise: z.object({ amountPence: pence, on: recordedDay }).optional(),
    /** As the visit's own steps name it (checks.ts). */
    visitId: madeId.optional(),
  }),
  'contact.record': z.object({
    caseId,
    kind: z.enum(['call', 'message', 'letter', 'email', 'office']),
    reached: z.boolean(),
    note: text.default(''),
    purpose,
    /** What they promised to pay; only of a person who was reached. */
    promise: z.object({ amountPence: pence, on: recordedDay }).optional(),
    /** What comes next on which day: a visit is planned, anything else is a task of the person who recorded this. */
    next: z.object({ step: z.enum(contactNextSteps), on: recordedDay }).optional(),
  }),
} as const;
