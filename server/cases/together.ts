// Who has a case, and the few fields that two people may edit at once.
import { claimHandlers, type ClaimArgs } from './claims.ts';
import { correctionHandlers, type CorrectionArgs } from './corrections.ts';
import type { Handlers } from './step.ts';

export type TogetherArgs = ClaimArgs & CorrectionArgs;

export const togetherHandlers: Handlers<TogetherArgs> = { ...claimHandlers, ...correctionHandlers };
