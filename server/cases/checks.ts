// What is found in a home during a visit: who was seen, quick checks, photographs.
import type { Handlers } from './step.ts';

export type CheckArgs = Record<never, never>;

export const checkHandlers: Handlers<CheckArgs> = {};
