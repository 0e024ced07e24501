// What was found in a home, as part of a case: the checks that count, with their photographs (GET /api/photos/:id), and
// the clock of each hazard as it stood when it was read.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { checkKinds, findings, severities } from '../domain/checks.ts';
import { hazardSteps } from '../domain/law/hazards.ts';

export const caseCheck = z.object({
  id: z.uuid(),
  visitId: z.int().nullable(),
  staffName: z.string(),
  kind: z.enum(checkKinds),
  room: z.string(),
  finding: z.enum(findings),
  severity: z.enum(severities).nullable(),
  note: z.string(),
  repairId: z.int().nullable(),
  /** When it was seen. */
  at: instant,
  photos: z.array(z.object({ id: z.uuid(), width: z.int(), height: z.int() })),
});
export type CaseCheck = z.infer<typeof caseCheck>;

export const caseHazard = z.object({
  repairId: z.int(),
  /** The category of its repair: damp_mould, excess_cold, … */
  kind: z.string(),
  severity: z.enum(['significant', 'emergency']),
  awareAt: instant,
  /** Where its times are from; null where no law of that nation and day sets any. */
  source: z.string().nullable(),
  /** false: the landlord has not confirmed the row that names it; show that next to the source. */
  confirmed: z.boolean(),
  deadlines: z.array(
    z.object({
      step: z.enum(hazardSteps),
      /** Null while the step that it runs from has not ended. */
      dueAt: instant.nullable(),
      /** The last instant where dueAt cannot reasonably be kept. */
      latestAt: instant.nullable(),
      doneOn: day.nullable(),
      /** Null where only the day is known. */
      doneAt: instant.nullable(),
      /** Its working days run past the last bank holidays that are recorded. */
      pastTable: z.boolean(),
      state: z.enum(['waits', 'due', 'late', 'done', 'done_late']),
    }),
  ),
});
export type CaseHazard = z.infer<typeof caseHazard>;

export const caseFound = z.object({ checks: z.array(caseCheck), hazards: z.array(caseHazard) });
export type CaseFound = z.infer<typeof caseFound>;
