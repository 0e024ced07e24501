// The money-advice team's queue, and one referral with what the tenant agreed to share. There is no ledger here and no
// other part of the case.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { caseHelp, helpBudget } from './case-help.ts';

export const queuedReferral = z.object({
  ref: z.uuid(),
  caseId: z.int(),
  tenant: z.string(),
  about: z.string(),
  reason: z.string(),
  urgent: z.boolean(),
  by: z.string(),
  at: instant,
  state: z.enum(['sent', 'taken', 'closed']),
  takenBy: z.string(),
  mine: z.boolean(),
  outcome: z.string().nullable(),
  outcomeAt: instant.nullable(),
  withBudget: z.boolean(),
  version: z.int(),
});
export type QueuedReferral = z.infer<typeof queuedReferral>;
export const referralQueue = z.object({ asOf: instant, referrals: z.array(queuedReferral) });
export type ReferralQueue = z.infer<typeof referralQueue>;

export const openReferral = queuedReferral.extend({
  agreed: z.string(),
  consent: z.string(),
  takenAt: instant.nullable(),
  outcomeNote: z.string(),
  outcomeBy: z.string(),
  /** As they were when the referral was made; null where the tenant did not share them. */
  sharedArrearsPence: z.int().nullable(),
  sharedWeeklyRentPence: z.int().nullable(),
  /** The version that went along, not the newest. */
  budget: helpBudget.nullable(),
  guidelines: caseHelp.shape.guidelines,
  address: z.string(),
  postcode: z.string(),
  people: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      role: z.enum(['tenant', 'joint_tenant']),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      preferredContact: z.string(),
      language: z.string().nullable(),
      /** The version that an edit is based on. */
      version: z.int(),
    }),
  ),
  /** What is known of the home that the team may complete by phone. Nothing is asked of a tenancy that has ended. */
  home: z.object({
    tenancyEndsOn: day.nullable(),
    /** The names of the others who live there. */
    others: z.array(z.string()),
    householdConfirmedAt: instant.nullable(),
    accessCheckedAt: instant.nullable(),
  }),
});
export type OpenReferral = z.infer<typeof openReferral>;
