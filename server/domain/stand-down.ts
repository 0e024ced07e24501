// What a payment, or another change of a case, means for the officer on the way to its door: turn back, check again, or go
// on. One function decides it for the hub's message, the knock check and the screen, so that the three never differ: the
// verdict depends on the present state of the case, never on the order of messages.
import type { Action } from './action.ts';
import type { Assessment, Blocker } from './answer.ts';
import type { AlertKind, CaseFacts, Instant, Method } from './facts.ts';
import { alertsForbid } from './law/alerts.ts';
import { forbids, type VisitPurpose } from './law/holds.ts';
import { formatPence } from './money.ts';
import { paidBy, type ReasonCode } from './reasons.ts';
import { timeIn } from './zone.ts';

export const verdicts = ['clear', 'changed', 'stand-down'] as const;
export type Verdict = (typeof verdicts)[number];
/** The verdict for the officer who is on the way, and the sentence that goes with it. */
export type DoorVerdict = { verdict: Verdict; message: string };

/** Money that was posted since an officer set out. Amounts in pence; postedAt is an ISO instant. */
export type MoneySince = {
  /** All of it, returned payments taken off. */
  netPence: number;
  /** The newest line; below 0 it is a payment that came back. */
  amountPence: number;
  method: Method;
  postedAt: string;
};
/** A visit under way. met: it is recorded who was there, or that nobody was. */
export type UnderWay = {
  purpose: VisitPurpose;
  met: boolean;
  moneySince: MoneySince | null;
  /** The case was already waiting, or needed nothing, when the officer set out, and there is no newer reason. Absent: false. */
  waitedBefore?: boolean | undefined;
};
/** What the verdict looks at of a case. */
export type AtDoor = Pick<Assessment, 'action' | 'realArrearsPence'> & {
  /** `kind` is a BlockerKind; as a string, so that a case as it goes over the wire fits too. */
  blockers: readonly { kind: string; text: string }[];
  reasons: readonly { text: string }[];
  alerts: readonly { kind: AlertKind }[];
};

/**
 * The verdict for an officer on the way to this case, or at its door. `now` null: it is not a case any more. Times in the
 * message are in `timeZone`.
 *
 * - 'stand-down': nothing to visit for. Never after it was recorded who was met: that visit is happening, and continues.
 * - 'changed': the visit is still right, and money moved since the officer set out; or the case already waited or needed no
 *   action when they set out, which was their own choice: the message gives the reason, and they decide.
 * - 'clear': the visit is right.
 *
 * A visit that is not about the arrears is not stood down by money or by a hold: the message gives what not to ask for. An
 * alert not to attend ends any visit: it may have been recorded while the officer was on the way.
 */
export function verdictAtDoor(now: AtDoor | null, visit: UnderWay, timeZone: string): DoorVerdict {
  if (!now) {
    if (visit.met) return { verdict: 'changed', message: 'This case is no longer on the worklist.' };
    return { verdict: 'stand-down', message: 'This case is no longer on the worklist. No visit needed.' };
  }
  const { action, realArrearsPence, reasons } = now;
  const blockers = now.blockers as readonly Blocker[];
  const { purpose, met, moneySince: money } = visit;
  const barred = alertsForbid(now.alerts, 'plan');
  if (barred) return { verdict: met ? 'changed' : 'stand-down', message: barred };
  if (purpose !== 'arrears' && !forbids(blockers, purpose)) {
    const hold = forbids(blockers, 'arrears');
    const quiet = hold
      ? `${hold.text}: do not ${purpose === 'rent_since' ? 'ask for arrears from before it began' : 'talk about arrears'}.`
      : '';
    return { verdict: 'clear', message: quiet };
  }
  const came = money ? moneySentence(money, timeZone) : '';
  if (met) {
    const hold = blockers[0] ? `${blockers[0].text}: do not talk about arrears.` : '';
    const message = join(came, hold, money ? owedSentence(realArrearsPence, money) : '');
    return { verdict: money || hold ? 'changed' : 'clear', message };
  }
  const paid = money !== null && money.netPence > 0;
  if ((action === 'wait' || action === 'none') && visit.waitedBefore && !paid) {
    const why = reasons[0] ? `${reasons[0].text}.` : '';
    const still =
      realArrearsPence > 0 ? `${formatPence(realArrearsPence)} is overdue.` : 'Nothing is overdue now.';
    const owed = money ? owedSentence(realArrearsPence, money) : still;
    return { verdict: 'changed', message: join(came, why, owed) };
  }
  if (action === 'none' || action === 'wait' || action === 'hold') {
    if (paid) return { verdict: 'stand-down', message: join(came, nothingLeft(action, realArrearsPence)) };
    const why = blockers[0]?.text ?? reasons[0]?.text;
    return { verdict: 'stand-down', message: join(came, why ? `${why}.` : '', 'No visit needed.') };
  }
  if (paid && (action === 'message' || action === 'call')) {
    const enough = `No visit needed. ${formatPence(realArrearsPence)} is still overdue: a ${action} is enough.`;
    return { verdict: 'stand-down', message: join(came, enough) };
  }
  if (money) return { verdict: 'changed', message: join(came, owedSentence(realArrearsPence, money)) };
  return { verdict: 'clear', message: `${formatPence(realArrearsPence)} is overdue.` };
}

/**
 * What one payment, or one that came back (below 0), means to somebody who has the case open and is not on the way there.
 * null: nothing that they would act on. `before` is undefined for a case that was not known until now.
 */
export function noticeForViewers(
  before: AtDoor | undefined,
  after: AtDoor,
  payment: { amountPence: number; method: Method; postedAt: string },
  timeZone: string,
): DoorVerdict | null {
  const moneySince = { netPence: payment.amountPence, ...payment };
  // An alert is for the person on the way; the others read what the payment means.
  const answer = verdictAtDoor(
    { ...after, alerts: [] },
    { purpose: 'arrears', met: false, moneySince },
    timeZone,
  );
  if (answer.verdict === 'clear') return null;
  const same =
    before?.action === after.action &&
    before.realArrearsPence === after.realArrearsPence &&
    answer.verdict === 'changed';
  return same ? null : answer;
}

/** What may have made a case wait: its contacts, when its plan and its promise came, and whether its ledger was put right. */
export type WhatCame = Pick<CaseFacts, 'contacts'> & {
  planAt: Instant | null;
  promiseAt: Instant | null;
  /** Less is owed than when the officer set out, for whatever reason, or it is not known what was owed then. */
  correctedSince: boolean;
};

/**
 * Whether a case that waits, or asks for nothing, did so already when the officer set out at `setOutAt`: nothing that makes it
 * so came later. Money that was paid since is for verdictAtDoor to weigh.
 */
export function waitedAlready(
  { action, reasons }: { action: Action; reasons: readonly { code: ReasonCode }[] },
  { contacts, planAt, promiseAt, correctedSince }: WhatCame,
  setOutAt: Instant,
): boolean {
  if (action !== 'wait' && action !== 'none') return false;
  const older = (at: Instant | null) => at !== null && at <= setOutAt;
  // The first reason is the one that decided.
  switch (reasons[0]?.code) {
    case 'contact_working':
      return contacts.every(({ about, at }) => about === 'other' || older(at));
    case 'plan_agreed':
    case 'plan_kept':
    case 'plan_late':
    case 'plan_paid_off':
      return older(planAt);
    case 'promise_pending':
      return older(promiseAt);
    // The ledger alone decides in these.
    case undefined:
    case 'blocked':
    case 'owes':
    case 'only_this_week':
    case 'little':
    case 'expected':
    case 'expected_late':
    case 'plan_broken':
    case 'plan_over':
    case 'order_broken':
    case 'promise_broken':
    case 'call_unanswered':
    case 'message_unanswered':
    case 'court_standing':
    case 'notice_over':
    case 'notice_runs':
    case 'order_stands':
    case 'claim_open':
    case 'hearing_ahead':
    case 'hearing_passed':
    case 'damp_first':
    case 'repair_first':
    case 'came_back':
    case 'unpaid_since':
    case 'growing':
    case 'overdue':
    case 'last_paid':
    case 'no_payment':
    case 'no_contact':
    case 'never_contacted':
      return !correctedSince;
  }
}

/** 'Paid £85.20 by card at 10:42.' */
function moneySentence({ netPence, amountPence, method, postedAt }: MoneySince, timeZone: string): string {
  const at = timeIn(timeZone, Date.parse(postedAt));
  if (amountPence < 0) {
    const back = `${formatPence(-amountPence)} ${paidBy[method]} was returned unpaid at ${at}.`;
    return netPence > 0 ? `${back} Payments since you set out still come to ${formatPence(netPence)}.` : back;
  }
  const all = netPence > amountPence ? ` ${formatPence(netPence)} in total since you set out.` : '';
  return `Paid ${formatPence(amountPence)} ${paidBy[method]} at ${at}.${all}`;
}

const owedSentence = (pence: number, money: MoneySince): string =>
  pence <= 0
    ? 'Nothing is overdue now.'
    : `${formatPence(pence)} is ${money.amountPence < 0 ? 'overdue now' : 'still overdue'}.`;

function nothingLeft(action: 'none' | 'wait' | 'hold', realArrearsPence: number): string {
  if (action === 'hold') return 'The case is on hold. No visit needed.';
  const owed = action === 'wait' && realArrearsPence > 0;
  return owed
    ? `No visit needed now. ${formatPence(realArrearsPence)} is still overdue.`
    : 'No visit needed.';
}

const join = (...sentences: string[]): string => sentences.filter(Boolean).join(' ');
