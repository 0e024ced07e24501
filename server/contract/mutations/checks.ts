// What is found in a home during a visit: who was seen, quick checks, photographs, what comes next. The device creates
// the visit's id (visitId), so that each step can be sent separately, even before the server knows of the visit. A step
// that is sent again corrects the earlier one.
import { z } from 'zod';
import { checkKinds, findings, severities } from '../../domain/checks.ts';
import { hazardSteps } from '../../domain/law/hazards.ts';
import { caseId, madeId, text } from './parts.ts';
import { clockInstant, recordedDay, recordedInstant, rowId } from '../scalars.ts';

export const noAccessReasons = [
  'no_answer',
  'not_home',
  'turned_away',
  'unsafe',
  'no_way_in',
  'other',
] as const;
export type NoAccessReason = (typeof noAccessReasons)[number];
export const nextSteps = ['visit', 'call', 'message', 'wait', 'review', 'refer', 'nothing'] as const;
export type NextStep = (typeof nextSteps)[number];
const shortText = text.refine((words) => words.length <= 200, 'is over 200 characters');

const check = z.object({
  checkId: madeId,
  /** The check that this one corrects. */
  replaces: madeId.optional(),
  kind: z.enum(checkKinds),
  room: text.refine((words) => words.length <= 60, 'is over 60 characters').default(''),
  finding: z.enum(findings),
  severity: z.enum(severities).nullable().default(null),
  note: text.default(''),
  /** Sent by POST /api/cases/:id/photos, before or after this. */
  photos: z.array(madeId).max(20).default([]),
  /** When the officer saw it, by the device's clock: a legal time limit may start then. Default: the mutation's madeAt. */
  seenAt: clockInstant.optional(),
});

export const checkArgs = {
  /** Who opened. people: of the household, by their ids; other: anybody else, in words. */
  'visit.met': z.object({
    caseId,
    visitId: madeId,
    met: z.enum(['tenant', 'other']),
    people: z.array(rowId).max(20).default([]),
    /** Whose telephone and email are still right, as they said at this visit. */
    confirmed: z.array(rowId).max(20).optional(),
    other: shortText.default(''),
    note: text.default(''),
  }),
  /** Nobody was met. triedAt: by default the mutation's madeAt. */
  'visit.no-access': z.object({
    caseId,
    visitId: madeId,
    reason: z.enum(noAccessReasons),
    cardLeft: z.boolean(),
    triedAt: clockInstant.optional(),
    note: text.default(''),
  }),
  /** What was checked. The server then creates the repair, the hazard's time limits or the manager's task. */
  'check.record': z.object({
    caseId,
    visitId: madeId.optional(),
    checks: z.array(check).min(1).max(40),
  }),
  /** What comes next, and when. A next visit is planned for its day when this one ends. */
  'visit.next': z.object({
    caseId,
    visitId: madeId,
    step: z.enum(nextSteps),
    on: recordedDay.optional(),
    note: text.default(''),
  }),
  /**
   * A step that the law requires has been done. on: its day; at: the instant, for limits in hours. severity: for a repair
   * that is not recorded as a hazard yet (a tenant reported it): its time limits then start with its report.
   */
  'hazard.step': z.object({
    caseId,
    repairId: rowId,
    step: z.enum(hazardSteps),
    on: recordedDay,
    at: recordedInstant.optional(),
    severity: z.enum(['significant', 'emergency']).optional(),
  }),
} as const;
