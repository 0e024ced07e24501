// Who has a case, and the few fields that two people may edit at once.
import { claimHandlers } from './claims.ts';
import { correctionHandlers } from './corrections.ts';
import type { Handlers } from './step.ts';

export const togetherHandlers = { ...claimHandlers, ...correctionHandlers } satisfies Partial<Handlers>;
