// What was found in a home, as part of a case: the checks that count, with their photographs (GET /api/photos/:id), and
// the clock of each hazard as it stood when it was read.
import { z } from 'zod';
import { checkKinds, findings, severities } from '../domain/checks.ts';
import { hazardSteps } from '../domain/hazards.ts';

const instant = z.iso.datetime();

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
  severity: z.enum(['significant', 'emergency']),
  awareAt: instant,
  source: z.string().nullable(),
  deadlines: z.array(
    z.object({
      step: z.enum(hazardSteps),
      /** Null while the step that it runs from has not ended. */
      dueAt: instant.nullable(),
      doneOn: z.iso.date().nullable(),
      state: z.enum(['waits', 'due', 'late', 'done', 'done_late']),
    }),
  ),
});
export type CaseHazard = z.infer<typeof caseHazard>;

export const caseFound = z.object({ checks: z.array(caseCheck), hazards: z.array(caseHazard) });
export type CaseFound = z.infer<typeof caseFound>;
