// A reason's code and figures, and the English sentence for each: the only place where an assessment is put into
// words. Sentences are read by a tired officer at a glance, and may be read to the tenant: plain, exact, kind.
import { formatDay } from './days.ts';
import type { Contact, Method, PlanRhythm, Rhythm } from './facts.ts';
import { rhythmWords } from './money/recurring.ts';
import { formatPence } from './money.ts';

/** As the subject of a sentence. */
const methodWords: Record<Method, string> = {
  direct_debit: 'Direct debit',
  card: 'Card payment',
  cash: 'Cash payment',
  standing_order: 'Standing order',
  bank_transfer: 'Bank transfer',
  housing_benefit: 'Housing benefit',
  universal_credit: 'Universal Credit',
  other: 'Payment',
};
/** After "Paid £85.20 ...". */
export const paidBy: Record<Method, string> = {
  direct_debit: 'by direct debit',
  card: 'by card',
  cash: 'in cash',
  standing_order: 'by standing order',
  bank_transfer: 'by bank transfer',
  housing_benefit: 'by housing benefit',
  universal_credit: 'by Universal Credit',
  other: 'another way',
};
const contacted: Record<Contact['kind'], string> = {
  call: 'Called',
  message: 'Message sent',
  letter: 'Letter sent',
  email: 'Email sent',
  office: 'Came to the office',
  visit: 'Visited',
};
const weeksOfRent = (weeks: number) => (weeks === 1 ? "1 week's rent" : `${weeks} weeks' rent`);

const thisRent: Record<Rhythm, string> = {
  weekly: "this week's rent",
  fortnightly: "this fortnight's rent",
  four_weekly: "the last four weeks' rent",
  monthly: "this month's rent",
};

/** What each code needs for its sentence: amounts in pence, days as 'YYYY-MM-DD'. */
export type ReasonParams = {
  blocked: { kind: string; text: string };
  owes: { pence: number; weeks: number; trend: string };
  only_this_week: { pence: number; charged: Rhythm };
  little: { pence: number; charged: Rhythm };
  expected: { pence: number; method: Method; others: number };
  expected_late: { method: Method; on: string; missingPence: number; cameNothing: number };
  plan_agreed: { instalmentPence: number; rhythm: PlanRhythm; on: string };
  plan_kept: { instalmentPence: number; rhythm: PlanRhythm };
  plan_late: { shortfallPence: number; on: string };
  plan_broken: { shortfallPence: number; on: string };
  plan_paid_off: Record<string, never>;
  plan_over: { shortfallPence: number };
  order_broken: { shortfallPence: number; on: string };
  promise_pending: { pence: number; on: string };
  promise_broken: { pence: number; on: string; paidPence: number };
  contact_working: { kind: Contact['kind']; on: string; until: string };
  call_unanswered: { on: string };
  message_unanswered: { on: string };
  court_standing: { weeks: number };
  notice_over: { on: string };
  notice_runs: { on: string; until: string };
  order_stands: Record<string, never>;
  claim_open: Record<string, never>;
  hearing_ahead: { on: string };
  hearing_passed: { on: string };
  damp_first: { on: string };
  repair_first: { category: string; on: string };
  came_back: { method: Method; pence: number; on: string };
  unpaid_since: { on: string; withYear: number; returned: Method | '' };
  growing: { pence: number; weeks: number };
  /**
   * rent: the weeks of rent from which the step is due, 0 where there is no rent. steadyWeeks: 0 where the debt is not
   * steady.
   */
  overdue: { rent: number; steadyWeeks: number; falling: number; spokenOn: string; withYear: number };
  last_paid: { method: Method; pence: number; on: string; withYear: number };
  /** tenancyFrom, from: days since which it holds, where that is less than `days`; '' where it is not. */
  no_payment: { days: number; tenancyFrom: string; from: string };
  no_contact: { days: number };
  never_contacted: Record<string, never>;
};
export type ReasonCode = keyof ReasonParams;

/** A reason's code and what its sentence needs; `text` is the English sentence. */
export type Reason = { code: ReasonCode; params: Record<string, string | number>; text: string };

const sentences: { [C in ReasonCode]: (p: ReasonParams[C]) => string } = {
  blocked: (p) => p.text,
  owes: (p) =>
    `Owes ${formatPence(p.pence)}` +
    (p.weeks > 0 ? `, ${weeksOfRent(p.weeks)}` : '') +
    (p.trend === 'rising' ? ', and rising' : p.trend === 'falling' ? ', and falling' : ''),
  only_this_week: (p) => `Only ${thisRent[p.charged]} is owed`,
  little: (p) => `${formatPence(p.pence)} is owed on top of ${thisRent[p.charged]}: too little to act on`,
  expected: (p) =>
    `${formatPence(p.pence)} is expected from ${p.method === 'universal_credit' ? 'Universal Credit' : methodWords[p.method].toLowerCase()}` +
    (p.others > 0 ? ' and other payments' : ''),
  expected_late: (p) =>
    p.cameNothing
      ? `${methodWords[p.method]} expected ${formatDay(p.on)} has not arrived`
      : `${formatPence(p.missingPence)} of the ${lower(p.method)} expected ${formatDay(p.on)} has not arrived`,
  plan_agreed: (p) => `Agreed, first payment ${formatDay(p.on)}`,
  plan_kept: (p) => `Keeping to the plan of ${formatPence(p.instalmentPence)} ${rhythmWords[p.rhythm]}`,
  plan_late: (p) =>
    `${formatPence(p.shortfallPence)} of the plan was due ${formatDay(p.on)} and may still arrive`,
  plan_broken: (p) => `Plan broken: ${formatPence(p.shortfallPence)} due by ${formatDay(p.on)} is unpaid`,
  plan_paid_off: () => 'The plan is paid off',
  plan_over: (p) =>
    `The plan is paid off, but ${formatPence(p.shortfallPence)} of the rent since then is unpaid: end the plan`,
  order_broken: (p) =>
    `The court's terms are broken: ${formatPence(p.shortfallPence)} due by ${formatDay(p.on)} is unpaid`,
  promise_pending: (p) => `Promised ${formatPence(p.pence)} by ${formatDay(p.on)}`,
  promise_broken: (p) =>
    `Promised ${formatPence(p.pence)} by ${formatDay(p.on)}; ` +
    (p.paidPence > 0 ? `only ${formatPence(p.paidPence)} was paid` : 'nothing was paid'),
  contact_working: (p) => `${contacted[p.kind]} on ${formatDay(p.on)}: wait until ${formatDay(p.until)}`,
  call_unanswered: (p) => `No answer to the call on ${formatDay(p.on)}`,
  message_unanswered: (p) => `Wrote on ${formatDay(p.on)} and the rent is still unpaid`,
  court_standing: (p) => `Owed this much for ${p.weeks} weeks despite contact: decide the next step`,
  notice_over: (p) =>
    `The notice period that began ${formatDay(p.on)} is over: a person must decide whether to apply to court`,
  notice_runs: (p) => `Notice served on ${formatDay(p.on)}: the notice period ends ${formatDay(p.until)}`,
  order_stands: () => 'Court order in force and rent still unpaid: decide the next step',
  claim_open: () => 'A claim is with the court',
  hearing_ahead: (p) => `The court hearing is on ${formatDay(p.on)}`,
  hearing_passed: (p) => `The hearing of ${formatDay(p.on)} has passed: record what the court decided`,
  damp_first: (p) => `Damp or mould reported ${formatDay(p.on)} is not fixed: repair first`,
  repair_first: (p) =>
    `Repair overdue since ${formatDay(p.on)} (${p.category.replaceAll('_', ' ')}): repair first`,
  came_back: (p) =>
    `${methodWords[p.method]} of ${formatPence(p.pence)} was returned unpaid on ${formatDay(p.on)}`,
  unpaid_since: (p) =>
    p.returned
      ? `Nothing since ${formatDay(p.on, p.withYear === 1)}, ${lower(p.returned)} returned`
      : `Nothing paid since ${formatDay(p.on, p.withYear === 1)}`,
  growing: (p) => `Arrears up ${formatPence(p.pence)} in ${p.weeks === 1 ? '1 week' : `${p.weeks} weeks`}`,
  overdue: (p) =>
    (p.steadyWeeks > 1
      ? `Arrears hardly changed in ${p.steadyWeeks} weeks`
      : p.rent === 0
        ? 'Rent overdue'
        : p.falling
          ? `Arrears falling but still over ${weeksOfRent(p.rent)}`
          : `Over ${weeksOfRent(p.rent)} overdue`) +
    (p.spokenOn ? `, last spoken to ${formatDay(p.spokenOn, p.withYear === 1)}` : ', not spoken to yet'),
  last_paid: (p) =>
    `Last paid ${formatPence(p.pence)} ${paidBy[p.method]} on ${formatDay(p.on, p.withYear === 1)}`,
  no_payment: (p) =>
    p.tenancyFrom
      ? `No payment since the tenancy began on ${formatDay(p.tenancyFrom)}`
      : p.from
        ? `No payment recorded since ${formatDay(p.from)}`
        : `No payment in the last ${p.days} days`,
  no_contact: (p) =>
    p.days === 0 ? 'Spoken to today' : p.days === 1 ? 'Spoken to yesterday' : `No contact for ${p.days} days`,
  never_contacted: () => 'No contact recorded',
};
const lower = (method: Method) =>
  method === 'universal_credit' ? methodWords[method] : methodWords[method].toLowerCase();

/** A reason with its sentence. The only place where the sentence of a code is made. */
export function reason<C extends ReasonCode>(code: C, params: ReasonParams[C]): Reason {
  return { code, params, text: sentences[code](params) };
}
