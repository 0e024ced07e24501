// Holds, cautionary alerts, the pre-action checklist, court steps and the tasks that follow. What two people may edit at
// the same time (a hold, an alert) carries baseVersion; everything else is a fact that is only added.
import { z } from 'zod';
import { courtStepKinds } from '../../domain/law/court.ts';
import { alertKinds, holdKinds } from '../../domain/facts.ts';
import { caseId, madeId, text, words } from './parts.ts';
import { largestRowId, recordedDay, rowId } from '../scalars.ts';

const reference = text.max(100).default('');
const item = z.string().regex(/^[a-z][a-z_]{1,39}$/);

export const lawArgs = {
  /** A breathing space's review and end follow from its start; other holds are given a review day or an end. */
  'hold.start': z.object({
    caseId,
    kind: z.enum(holdKinds),
    startsOn: recordedDay,
    reason: words,
    reference,
    reviewOn: recordedDay.optional(),
    /** The first day on which it no longer applies. */
    endsOn: recordedDay.optional(),
  }),
  /** A review that continues the hold until the next review. treatmentEndedOn starts a crisis's last 30 days. */
  'hold.review': z.object({
    caseId,
    holdId: rowId,
    note: words,
    reviewOn: recordedDay.optional(),
    endsOn: recordedDay.optional(),
    treatmentEndedOn: recordedDay.optional(),
  }),
  /** It ends today. */
  'hold.end': z.object({ caseId, holdId: rowId, reason: words }),
  'alert.add': z.object({
    caseId,
    kind: z.enum(alertKinds),
    detail: text.max(1000).default(''),
    source: words.max(200),
    reviewOn: recordedDay,
    expiresOn: recordedDay,
  }),
  'alert.review': z.object({
    caseId,
    alertId: rowId,
    note: words,
    reviewOn: recordedDay,
    expiresOn: recordedDay,
  }),
  'alert.end': z.object({ caseId, alertId: rowId, reason: words }),
  /** item: a code of the checklist in force on that day. personId: which tenant, where the item is needed for each. */
  'evidence.add': z.object({
    caseId,
    evidenceId: madeId,
    item,
    on: recordedDay,
    note: words,
    personId: rowId.optional(),
  }),
  /** It was wrong: it stays visible and no longer counts. */
  'evidence.withdraw': z.object({ caseId, evidenceId: madeId, reason: words }),
  /** Decided by a person or a court. The landlord's own steps are refused while a hold, repair or plan prevents them. */
  'court.step': z.object({
    caseId,
    stepId: madeId,
    kind: z.enum(courtStepKinds),
    on: recordedDay,
    hearingOn: recordedDay.optional(),
    reference,
    note: text.default(''),
  }),
  'task.add': z.object({
    caseId,
    taskId: madeId,
    what: words.max(500),
    dueOn: recordedDay,
    forRole: z.enum(['officer', 'manager', 'money_advice']).optional(),
    forStaff: rowId.optional(),
  }),
  /** because: the cause of a task that the system made, such as a hold that ended; otherwise taskId identifies it. */
  'task.done': z.object({
    caseId,
    taskId: madeId,
    because: z
      .string()
      .regex(/^hold-ended:[1-9]\d{0,9}$/)
      .refine((cause) => Number(cause.slice('hold-ended:'.length)) <= largestRowId, 'is no hold')
      .optional(),
    note: text.default(''),
  }),
} as const;
