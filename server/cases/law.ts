// Holds, cautionary alerts, the pre-action checklist, court steps and the tasks that follow. Each noun has a file of
// its own; what is read of them is read-law.ts.
import { alertHandlers, type AlertArgs } from './alerts.ts';
import { courtHandlers, type CourtArgs } from './court-steps.ts';
import { evidenceHandlers, type EvidenceArgs } from './evidence.ts';
import { holdHandlers, type HoldArgs } from './holds.ts';
import type { Handlers } from './step.ts';
import { taskHandlers, type TaskArgs } from './tasks.ts';

export type LawArgs = HoldArgs & AlertArgs & EvidenceArgs & CourtArgs & TaskArgs;

export const lawHandlers: Handlers<LawArgs> = {
  ...holdHandlers,
  ...alertHandlers,
  ...evidenceHandlers,
  ...courtHandlers,
  ...taskHandlers,
};
