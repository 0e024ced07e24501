// Who has a case, and the few fields that two people may edit at once.
import type { Handlers } from './step.ts';

export type TogetherArgs = Record<never, never>;

export const togetherHandlers: Handlers<TogetherArgs> = {};
