// Who has a case, and the few fields that two people may edit at once.
import { z } from 'zod';
import { personFields } from '../../domain/person.ts';
import { caseId, keepable, rowId, text } from './parts.ts';

export const togetherArgs = {
  /** I have this one for now. hours: until the end of the working day unless said. over: from the colleague who has it; they are told. */
  'case.take': z.object({ caseId, hours: z.int().min(1).max(72).optional(), over: z.boolean().optional() }),
  /** It is free again. to: for the colleague who asked. */
  'case.release': z.object({ caseId, to: rowId.optional() }),
  /** May I have it? Whoever has it is asked. */
  'case.ask': z.object({ caseId }),
  /** No, I keep it: the answer to somebody who asked. */
  'case.keep': z.object({ caseId }),
  /** One field of one person of the tenancy put right; null: nothing is known. Carries the person's version as baseVersion. */
  'person.correct': z.object({
    caseId,
    personId: rowId,
    field: z.enum(personFields),
    value: text.max(300).refine(keepable).nullable(),
  }),
} as const;
