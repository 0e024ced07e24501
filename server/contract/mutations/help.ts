// Budget, repayment plan, prompts, support needs, referrals.
export const helpArgs = {} as const;
