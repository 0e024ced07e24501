// Holds, cautionary alerts, the pre-action checklist, court steps and the tasks that follow.
import type { Handlers } from './step.ts';

export type LawArgs = Record<never, never>;

export const lawHandlers: Handlers<LawArgs> = {};
