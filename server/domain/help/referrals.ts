// Referrals to the money-advice team: how their outcomes are called, in the case, in its history and in the team's queue.

export const referralOutcomeNames = {
  helped: 'Helped',
  more_income: 'More income found',
  debt_solution: 'Debt solution agreed',
  passed_on: 'Passed to another service',
  no_contact: 'Not reached',
  declined: 'Did not want help',
  other: 'Something else',
} as const;
