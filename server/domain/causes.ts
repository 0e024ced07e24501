// Why a step is due now, as the first reason of a case: what a colleague would answer who is asked "why today?". The sum that is
// owed, the last payment and the last contact are shown next to it; none of them is an answer alone.
import type { AskingAction } from './action.ts';
import type { ContactView, Level, NextStep } from './contacts.ts';
import { addDays, dayNumber, dayOf } from './days.ts';
import type { CaseFacts, Day, Receipt } from './facts.ts';
import type { Arrears } from './money/arrears.ts';
import type { LineState } from './money/calendar.ts';
import { reason, type Reason, type ReasonCode } from './reasons.ts';
import type { Rules } from './rules.ts';

/** The codes that cause each action that asks for something; the first reason of such a case is always one of these. */
export const causes: Record<AskingAction, readonly ReasonCode[]> = (() => {
  const ladder: ReasonCode[] = [
    'came_back',
    'promise_broken',
    'plan_over',
    'unpaid_since',
    'no_payment',
    'expected_late',
    'growing',
    'overdue',
  ];
  return {
    message: ladder,
    call: [...ladder, 'message_unanswered'],
    visit: [...ladder, 'call_unanswered'],
    plan_review: ['plan_broken', 'plan_over'],
    court_review: ['order_broken', 'court_standing', 'notice_over', 'order_stands'],
  };
})();

/** A payment that was returned is a reason of its own for so many days. */
export const returnedDays = 14;
/** Without a payment for so many days, where no payment calendar says when the next is due, nothing is being paid. */
const silentDays = 14;
/** A day longer ago than this is written with its year. */
export const longAgoDays = 180;

type CauseInput = { facts: CaseFacts; money: Arrears; contacts: ContactView; rules: Rules };

/**
 * The cause of a step on the ladder, where neither a broken promise nor the way to court is one: what failed to come, then what
 * was tried, then how the debt moves. One of them always applies.
 */
export function causeOf(
  input: CauseInput,
  level: Exclude<Level, 0>,
  step: Exclude<NextStep, { action: 'wait' }>,
): Reason {
  const { facts, money, rules } = input;
  const today = dayOf(money.today);
  const paid = lastPaid(facts.receipts);
  const back = cameBack(facts);
  const backIsNew =
    back !== null &&
    money.today - dayNumber(back.on) <= returnedDays &&
    (paid === null || isNewerReceipt(back, paid));
  if (backIsNew) return paid ? unpaidSince(paid, today, back) : cameBackReason(back);

  const late = money.lines.filter((state) => state.late);
  const much = late.find((state) => state.late!.cameNothing || state.late!.missingPence >= money.rentPence);
  if (much) return lateReason(much);
  if (step.because) {
    const { kind, on } = step.because;
    const code = kind === 'call' || kind === 'office' ? 'call_unanswered' : 'message_unanswered';
    return reason(code, { on: dayOf(on) });
  }
  // A late payment alone may have made this a call.
  if (late[0] && money.actionableWeeks < rules.weeks.call) return lateReason(late[0]);
  if (money.lines.length === 0) {
    if (!paid) return noPaymentReason(facts, today, rules);
    if (money.today - dayNumber(paid.on) >= silentDays) return unpaidSince(paid, today, null);
  }
  if (money.trend === 'rising' && money.realPence > 0)
    return reason('growing', {
      pence: Math.min(money.changePence, money.realPence),
      weeks: Math.max(1, Math.round(money.changeDays / 7)),
    });
  return overdueReason(input, level);
}

/** Neither growing nor unpaid: how the debt moves, or how high it is, and when anybody last spoke to the tenant. */
function overdueReason({ facts, money, contacts, rules }: CauseInput, level: Exclude<Level, 0>): Reason {
  const { message, call, visit } = rules.weeks;
  const spoken = contacts.spoken;
  return reason('overdue', {
    rent: facts.weeklyRentPence > 0 ? { 1: message, 2: call, 3: visit, 4: visit }[level] : 0,
    steadyWeeks: money.trend === 'steady' ? Math.floor(money.changeDays / 7) : 0,
    falling: money.trend === 'falling' ? 1 : 0,
    spokenOn: spoken ? dayOf(spoken.on) : '',
    withYear: spoken && spoken.daysAgo > longAgoDays ? 1 : 0,
  });
}

const unpaidSince = (paid: Receipt, today: Day, back: Receipt | null): Reason =>
  reason('unpaid_since', {
    on: paid.on,
    withYear: dayNumber(today) - dayNumber(paid.on) > longAgoDays ? 1 : 0,
    returned: back?.method ?? '',
  });

/** The longest time between two charges of an account that is in use: rent may be charged by the month. */
const chargeDays = 31;

/**
 * The reason where no payment was made in the days that the facts cover. It never speaks of more days than the tenancy has had,
 * or than there are charges for: a ledger that was loaded from its tenth week on says nothing about earlier payments.
 */
export function noPaymentReason({ tenancyStartedOn, charges }: CaseFacts, today: Day, rules: Rules): Reason {
  const recentFrom = addDays(today, -rules.recentDays);
  const isNew = tenancyStartedOn && tenancyStartedOn > recentFrom && tenancyStartedOn <= today;
  const tenancyFrom = isNew ? tenancyStartedOn : '';
  let first = '';
  for (const { on } of charges) if (on <= today && (first === '' || on < first)) first = on;
  const from = first > addDays(tenancyFrom || recentFrom, chargeDays) ? first : '';
  return reason('no_payment', { days: rules.recentDays, tenancyFrom: from ? '' : tenancyFrom, from });
}

/** The newest payment that was not returned since; null where none was made. */
export function lastPaid(receipts: readonly Receipt[]): Receipt | null {
  // Most accounts have no return, and are assessed often.
  if (receipts.every(({ amountPence }) => amountPence >= 0)) {
    let newest: Receipt | null = null;
    for (const receipt of receipts)
      if (receipt.amountPence > 0 && isNewerReceipt(receipt, newest)) newest = receipt;
    return newest;
  }
  const newestFirst = receipts.toSorted((a, b) => (isNewerReceipt(a, b) ? -1 : 1));
  const returns: Receipt[] = [];
  for (const receipt of newestFirst) {
    if (receipt.amountPence < 0) {
      returns.push(receipt);
      continue;
    }
    const at = returns.findIndex(
      (back) => back.method === receipt.method && back.amountPence === -receipt.amountPence,
    );
    if (at < 0 && receipt.amountPence > 0) return receipt;
    if (at >= 0) returns.splice(at, 1);
  }
  return null;
}

/** The newest money that came back, of those that the facts hold; null where none did. */
export function cameBack(facts: CaseFacts): Receipt | null {
  let newest: Receipt | null = null;
  for (const receipt of facts.receipts)
    if (receipt.amountPence < 0 && isNewerReceipt(receipt, newest)) newest = receipt;
  return newest;
}

/** The reason for a receipt that came back unpaid. */
export const cameBackReason = ({ method, amountPence, on }: Receipt): Reason =>
  reason('came_back', { method, pence: -amountPence, on });

/** A fixed order whatever order they came in. */
function isNewerReceipt(a: Receipt, b: Receipt | null): boolean {
  if (!b || a.on !== b.on) return !b || a.on > b.on;
  if (a.postedAt !== b.postedAt) return a.postedAt > b.postedAt;
  return a.amountPence !== b.amountPence ? a.amountPence > b.amountPence : a.method < b.method;
}

/** The reason for an expected payment that is late. Needs a line with `late`. */
export function lateReason({ line, late }: LineState): Reason {
  const { on, missingPence, cameNothing } = late!;
  return reason('expected_late', { method: line.method, on, missingPence, cameNothing: cameNothing ? 1 : 0 });
}
