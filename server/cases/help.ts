// Budget, repayment plan, prompts, support needs, referrals.
import type { Handlers } from './step.ts';

export type HelpArgs = Record<never, never>;

export const helpHandlers: Handlers<HelpArgs> = {};
