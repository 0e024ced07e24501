// Holds, cautionary alerts, the pre-action checklist, court steps and the tasks that follow. Each noun has a file of
// its own; what is read of them is read-law.ts.
import { alertHandlers } from './alerts.ts';
import { courtHandlers } from './court-steps.ts';
import { evidenceHandlers } from './evidence.ts';
import { holdHandlers } from './holds.ts';
import type { Handlers } from './step.ts';
import { taskHandlers } from './tasks.ts';

export const lawHandlers = {
  ...holdHandlers,
  ...alertHandlers,
  ...evidenceHandlers,
  ...courtHandlers,
  ...taskHandlers,
} satisfies Partial<Handlers>;
