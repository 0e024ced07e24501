// What a tenant reads of a repayment plan: on the officer’s screen, on paper and in a message.
import type { PlanBasis } from '#domain/facts.ts';

const cannotPay: Record<PlanBasis, string> = {
  informal: 'If you can’t pay, tell us before the payment is due. We can change the plan together.',
  // Only the court can change what it ordered.
  court_ordered:
    'The court ordered these payments. If you can’t pay, tell us before the payment is due. Get advice about asking the court to change them.',
};

/** Words next to sums and days that are bold. */
export const planSummary = {
  title: 'Your plan',
  youPay: 'You pay',
  once: 'once, on',
  starting: (rhythm: string) => `${rhythm}, starting on`,
  payments: (count: number) => `There are ${count} payments.`,
  /** Before the day of the last payment; its sum where it differs from the others, or ''. */
  last: (money: string) => (money ? `The last one is ${money} on` : 'The last one is on'),
  willPay: 'You will pay',
  inTotal: 'in total.',
  clears: 'That clears your arrears.',
  onTop: 'This is on top of your rent of',
  aWeek: 'a week.',
  reference: 'Payment reference:',
  cannotPay,
  all: 'All payments',
  columns: { day: 'Date', pay: 'You pay', left: 'Left to pay' },
};

export const planPage = {
  title: 'Repayment plan',
  back: 'Back to the case',
  agreed: (day: string, tenant: string, by: string) =>
    `Agreed on ${day}${tenant ? ` with ${tenant}` : ''}${by ? `, recorded by ${by}` : ''}.`,
  ordered: (day: string, tenant: string, by: string) =>
    `Ordered by the court. Recorded on ${day}${tenant ? ` with ${tenant}` : ''}${by ? ` by ${by}` : ''}.`,
  printed: (day: string) => `Printed on ${day}.`,
  tenant: 'Tenant',
  landlord: (name: string) => `For ${name}`,
  none: 'This home has no repayment plan. You can work one out on the case.',
  loading: 'Loading the plan…',
};

/** A text message, which others may see: it names no person, home or court. */
export const planMessage = {
  title: (landlord: string) => `Your repayment plan with ${landlord}.`,
  once: (money: string, day: string) => `You pay ${money} once, on ${day}.`,
  several: (money: string, rhythm: string, day: string) => `You pay ${money} ${rhythm}, starting on ${day}.`,
  payments: (count: number, last: string, day: string) =>
    `There are ${count} payments. The last one is ${last ? `${last} ` : ''}on ${day}.`,
  total: (money: string) => `You will pay ${money} in total. This is on top of your rent.`,
  reference: (reference: string) => `Payment reference: ${reference}.`,
  cannotPay: {
    informal: cannotPay.informal,
    court_ordered: 'If you can’t pay, tell us before the payment is due.',
  } satisfies Record<PlanBasis, string>,
};
