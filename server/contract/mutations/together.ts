// Who has a case, and the few fields that two people may edit at once.
import { z } from 'zod';
import { personFields } from '../../domain/person.ts';
import { caseId, keepable, nameOf, text } from './parts.ts';
import { rowId } from '../scalars.ts';

export const togetherArgs = {
  /**
   * The sender takes the case for now. hours: by default until the end of the working day. over: takes it from the colleague
   * who has it, who is notified.
   */
  'case.take': z.object({ caseId, hours: z.int().min(1).max(72).optional(), over: z.boolean().optional() }),
  /** Releases the case. to: gives it to the colleague who requested it. */
  'case.release': z.object({ caseId, to: rowId.optional() }),
  /** Requests the case from the colleague who has it. */
  'case.ask': z.object({ caseId }),
  /** Refuses a colleague's request: the sender keeps the case. */
  'case.keep': z.object({ caseId }),
  /** One field of one person of the tenancy put right; null: nothing is known. Carries the person's version as baseVersion. */
  'person.correct': z.object({
    caseId,
    personId: rowId,
    field: z.enum(personFields),
    value: text.max(300).refine(keepable).nullable(),
  }),
  /**
   * Who lives there is right, with the people whose names are added to the household. A name that is there is not added
   * again.
   */
  'household.confirm': z.object({ caseId, also: z.array(nameOf(200)).max(20).default([]) }),
} as const;
