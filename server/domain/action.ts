// The possible next actions of a case, and how demanding each is for the tenant.

export const actions = [
  'visit',
  'call',
  'message',
  'wait',
  'plan_review',
  'court_review',
  'hold',
  'none',
] as const;
export type Action = (typeof actions)[number];
/** The actions that ask a person to do something about the debt. */
export type AskingAction = Exclude<Action, 'wait' | 'hold' | 'none'>;

/** What an officer reads for each action. */
export const actionLabels: Readonly<Record<Action, string>> = {
  visit: 'Visit',
  call: 'Call',
  message: 'Message',
  wait: 'Wait',
  plan_review: 'Review the plan',
  court_review: 'Review for court',
  hold: 'On hold',
  none: 'Nothing to do',
};

/** How demanding an action is for the tenant, least first: a payment never moves a case to the right. */
export const actionRank: Readonly<Record<Action, number>> = {
  none: 0,
  hold: 1,
  wait: 2,
  message: 3,
  call: 4,
  plan_review: 5,
  visit: 6,
  court_review: 7,
};
