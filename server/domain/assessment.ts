// What to do next about one case, and why: a pure function of (facts, clock, rules). The same in gives the same out,
// whatever the order of the facts; nothing handed in is changed. Three invariants are held by property tests:
// a blocked case never gets a debt action; no payment makes a case more urgent; technical + real = balance.
//
// The order of decisions: nothing owed, blockers, too little to act on, a promise not yet due, a plan, and then the
// ladder of weeks owed and contacts made. What is owed for that ladder is counted after grace: this rent week's charges
// are left out (see README, [DOMAIN-6]).
import { activeAlerts } from './alerts.ts';
import { calendarState, type Ledger, type LineState } from './calendar.ts';
import {
  contactView,
  kindsTried,
  nextStep,
  type ContactView,
  type Level,
  type NextStep,
} from './contacts.ts';
import { dayNumber, dayNumbers, dayOf } from './days.ts';
import type { AlertKind, CaseFacts, Day, Instant } from './facts.ts';
import { blockersOn } from './holds.ts';
import { noPlan, planView, sinceAgreement, type PlanView } from './plan.ts';
import { promiseView } from './promise.ts';
import { reason } from './reasons.ts';
import { repairsView } from './repairs.ts';
import type { Rules } from './rules.ts';
import { owedBefore, trendOf } from './trend.ts';

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

/** How much an action asks of the tenant, least first: paying never moves a case to the right. */
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
/** Actions that press for the debt: never suggested where a blocker stands. */
export const debtActions: readonly Action[] = ['visit', 'call', 'message', 'plan_review', 'court_review'];

/** A reason's code and what its sentence needs; `text` is the English sentence. */
export type Reason = { code: string; params: Record<string, string | number>; text: string };

export type BlockerKind =
  | 'breathing_space'
  | 'mental_health_crisis'
  | 'court_decree'
  | 'deceased'
  | 'safeguarding'
  | 'agreed'
  | 'former_tenant'
  | 'credit';
export type Blocker = { kind: BlockerKind; until: Day | null; text: string };

export type ActiveAlert = { kind: AlertKind; reviewOn: Day; expiresOn: Day; text: string };

export type Assessment = {
  action: Action;
  /** 0..100; orders cases of the same action. */
  urgency: number;
  reasons: Reason[];
  blockers: Blocker[];
  alerts: ActiveAlert[];
  realArrearsPence: number;
  technicalArrearsPence: number;
  /** Real arrears in weeks of rent, one decimal; null where the rent is nothing. */
  weeksOwed: number | null;
  trend: 'rising' | 'steady' | 'falling';
  planState: 'none' | 'kept' | 'late' | 'broken' | 'completed';
  /** When the answer may differ though no fact has changed: the next instant to ask again; null for never. */
  reassessAt: Instant | null;
};

/** Made by clockAt (clock.ts), once for as many cases as are assessed at that instant. */
export type AssessmentClock = {
  now: Instant;
  today: Day;
  /** First day of the current rent week. */
  weekStartsOn: Day;
  timeZone: string;
  /** The instant at which tomorrow begins. */
  nextMidnight: Instant;
  bankHolidays: ReadonlySet<Day>;
};

export type Assess = (facts: CaseFacts, clock: AssessmentClock, rules: Rules) => Assessment;

export const assess: Assess = (facts, clock, rules) => {
  const blockers = blockersOn(facts, clock.today);
  const alerts = activeAlerts(facts.alerts, clock.today);
  if (facts.balancePence <= 0) return nothingOwed(facts, clock, blockers, alerts);

  const money = moneyView(facts, clock, rules);
  const contacts = contactView(facts.contacts, money.today, clock.timeZone);
  const promise = promiseView(facts.promise, facts.receipts, clock.today, rules);
  const repairs = repairsView(facts.repairs, clock);
  const decision =
    blockers.length > 0
      ? {
          action: 'hold' as const,
          reasons: blockers.map(({ kind, text }) => reason('blocked', { kind, text })),
        }
      : decide(facts, money, contacts, promise, repairs, rules);

  const { reasons } = decision;
  if (decision.action !== 'hold' && decision.action !== 'none') {
    if (repairs.damp) reasons.push(reason('damp_first', { on: repairs.damp }));
    if (repairs.overdue) reasons.push(reason('repair_first', repairs.overdue));
    for (const state of money.lines) if (state.late) pushLate(reasons, state);
    if (money.technicalPence > 0) reasons.push(expectedReason(money));
    pushReceipts(reasons, facts, clock.today, rules);
    reasons.push(
      contacts.reached
        ? reason('no_contact', { days: contacts.reached.daysAgo })
        : reason('never_contacted', {}),
    );
  } else if (decision.action === 'hold') reasons.push(owesReason(money));

  return {
    action: decision.action,
    urgency:
      decision.action === 'hold' || decision.action === 'none'
        ? 0
        : urgencyOf(money, contacts, promise.state === 'broken', rules),
    reasons: once(reasons),
    blockers,
    alerts,
    realArrearsPence: money.realPence,
    technicalArrearsPence: money.technicalPence,
    weeksOwed: money.weeksOwed,
    trend: money.trend,
    planState: money.plan.state,
    // Nearly everything is by the day: contacts age, tolerances end, the rent week turns.
    reassessAt:
      repairs.nextOverdueAt === null
        ? clock.nextMidnight
        : Math.min(clock.nextMidnight, repairs.nextOverdueAt),
  };
};

function nothingOwed(
  facts: CaseFacts,
  clock: AssessmentClock,
  blockers: Blocker[],
  alerts: ActiveAlert[],
): Assessment {
  const { today } = clock;
  const datesAhead =
    (facts.tenancyEndedOn !== null && facts.tenancyEndedOn > today) ||
    facts.holds.some((hold) => hold.endsOn === null || hold.endsOn > today) ||
    facts.alerts.some((alert) => alert.expiresOn >= today);
  return {
    action: 'none',
    urgency: 0,
    reasons: blockers.map(({ kind, text }) => reason('blocked', { kind, text })),
    blockers,
    alerts,
    realArrearsPence: 0,
    technicalArrearsPence: 0,
    weeksOwed: facts.weeklyRentPence > 0 ? 0 : null,
    trend: 'steady',
    planState: facts.plan ? 'completed' : 'none',
    reassessAt: datesAhead ? clock.nextMidnight : null,
  };
}

/** Everything about the money of one case, worked out once. */
type MoneyView = {
  today: number;
  realPence: number;
  technicalPence: number;
  weeksOwed: number | null;
  trend: Assessment['trend'];
  lines: LineState[];
  plan: PlanView;
  thisWeekPence: number;
  /** Owed after grace, in pence and in weeks of rent; and that without what the calendar expected and did not get. */
  actionablePence: number;
  actionableWeeks: number;
  besidesExpectedWeeks: number;
  rentPence: number;
  /** Weeks of rent that were owed standingDays ago. */
  standingWeeks: number;
};

function moneyView(facts: CaseFacts, clock: AssessmentClock, rules: Rules): MoneyView {
  const balance = facts.balancePence;
  const today = dayNumber(clock.today);
  const weekStart = dayNumber(clock.weekStartsOn);
  const bankHolidays = dayNumbers(clock.bankHolidays);
  const rentPence = facts.weeklyRentPence > 0 ? facts.weeklyRentPence : rules.assumedWeeklyRentPence;

  const receipts = facts.receipts.map((r) => ({
    on: dayNumber(r.on),
    pence: r.amountPence,
    method: r.method,
  }));
  let firstChargeOn = Infinity;
  let thisWeek = 0;
  const charges = facts.charges.map((charge) => {
    const on = dayNumber(charge.on);
    if (on < firstChargeOn) firstChargeOn = on;
    if (on >= weekStart) thisWeek += charge.amountPence;
    return { on, pence: charge.amountPence };
  });
  const ledger: Ledger = { receipts, charges, firstChargeOn };
  const thisWeekPence = Math.max(0, thisWeek);

  const lines = calendarState(
    facts.calendar,
    facts.weeklyRentPence,
    ledger,
    today,
    weekStart,
    rules,
    bankHolidays,
  );
  let excused = 0;
  let excusedBeforeWeek = 0;
  let unreceived = 0;
  for (const state of lines) {
    excused += state.excusedPence;
    excusedBeforeWeek += state.excusedBeforeWeekPence;
    unreceived += state.unreceivedPence;
  }
  const technicalPence = Math.min(balance, excused);
  const realPence = balance - technicalPence;
  const actionablePence = Math.max(0, balance - excusedBeforeWeek - thisWeekPence);
  const plan = planOf(facts, ledger, today, weekStart, rules, bankHolidays);
  return {
    today,
    realPence,
    technicalPence,
    weeksOwed: facts.weeklyRentPence > 0 ? Math.round((realPence * 10) / facts.weeklyRentPence) / 10 : null,
    trend: trendOf(ledger, lines, today, rentPence, rules),
    lines,
    plan,
    thisWeekPence,
    actionablePence,
    actionableWeeks: actionablePence / rentPence,
    besidesExpectedWeeks: (balance - thisWeekPence - unreceived) / rentPence,
    rentPence,
    standingWeeks: owedBefore(balance, ledger, today - rules.court.standingDays) / rentPence,
  };
}

function planOf(
  facts: CaseFacts,
  ledger: Ledger,
  today: number,
  weekStart: number,
  rules: Rules,
  bankHolidays: ReadonlySet<number>,
): PlanView {
  const { plan, balancePence } = facts;
  if (!plan) return noPlan;
  const since = sinceAgreement(ledger, dayNumber(plan.agreedOn));
  const rent = facts.weeklyRentPence;
  const lines = calendarState(facts.calendar, rent, since, today, weekStart, rules, bankHolidays);
  const charged = (from: number, before: number) => {
    let sum = 0;
    for (const charge of since.charges) if (charge.on >= from && charge.on < before) sum += charge.pence;
    return Math.max(0, sum);
  };
  return planView(plan, {
    balancePence,
    thisWeekPence: charged(weekStart, Infinity),
    expectedPence: lines.reduce((sum, state) => sum + state.excusedBeforeWeekPence, 0),
    chargedSince: (day) => charged(day, weekStart),
    today,
    bankHolidays,
    slackPence: rules.plan.slackPence,
  });
}

type Decision = { action: Action; reasons: Reason[] };

function decide(
  facts: CaseFacts,
  money: MoneyView,
  contacts: ContactView,
  promise: ReturnType<typeof promiseView>,
  repairs: ReturnType<typeof repairsView>,
  rules: Rules,
): Decision {
  const { weeks } = rules;
  const owed = money.actionableWeeks;
  if (owed < weeks.message) return tooLittle(facts, money, rules);
  if (promise.state === 'pending') {
    const text = reason('promise_pending', { pence: promise.pence, on: promise.on });
    return { action: 'wait', reasons: [text, owesReason(money)] };
  }
  const { plan } = money;
  if (plan.state === 'broken') {
    const params = { shortfallPence: plan.shortfallPence, on: plan.dueOn! };
    const broken = reason('plan_broken', params);
    const step = nextStep(2, contacts, rules);
    if (step.action === 'wait') return patience(step, [broken, owesReason(money)]);
    return { action: 'plan_review', reasons: [broken, owesReason(money)] };
  }
  if (plan.state !== 'none') return { action: 'wait', reasons: [planReason(facts, plan), owesReason(money)] };

  let level: Level = owed >= weeks.court ? 4 : owed >= weeks.visit ? 3 : owed >= weeks.call ? 2 : 1;
  const late = money.lines.filter((state) => state.late);
  const reasons: Reason[] = [];
  if (level === 4) {
    const standing =
      money.standingWeeks >= weeks.visit &&
      kindsTried(contacts, rules.court.attemptDays) >= rules.court.attempts &&
      !repairs.damp &&
      !repairs.overdue;
    if (standing) {
      reasons.push(reason('court_standing', { weeks: Math.floor(rules.court.standingDays / 7) }));
    } else level = 3;
  }
  // Money that failed to come asks for a call to find out why; and while nothing else is owed, for no more than that
  // until somebody has called.
  if (level < 2 && (late.length > 0 || promise.state === 'broken')) level = 2;
  const calledLately = contacts.call !== null && contacts.call.daysAgo <= rules.contact.rememberDays;
  if (level > 2 && money.besidesExpectedWeeks < weeks.message && !calledLately) {
    level = 2;
    reasons.length = 0;
  }
  if (promise.state === 'broken') {
    const { pence, on, paidPence } = promise;
    reasons.push(reason('promise_broken', { pence, on, paidPence }));
  }
  if (level === 2) for (const state of late) pushLate(reasons, state);
  const step = nextStep(level as 1 | 2 | 3 | 4, contacts, rules);
  if (step.action === 'wait') return patience(step, [...reasons, owesReason(money)]);
  reasons.push(owesReason(money));
  if (step.because) {
    const code =
      step.because.kind === 'call' || step.because.kind === 'office'
        ? 'call_unanswered'
        : 'message_unanswered';
    reasons.push(reason(code, { on: dayOf(step.because.on) }));
  }
  return { action: step.action, reasons };
}

function patience(step: Extract<NextStep, { action: 'wait' }>, reasons: Reason[]): Decision {
  const { kind, on } = step.because;
  const params = { kind, on: dayOf(on), until: dayOf(step.untilDay) };
  return { action: 'wait', reasons: [reason('contact_working', params), ...reasons] };
}

function tooLittle(facts: CaseFacts, money: MoneyView, rules: Rules): Decision {
  const balance = facts.balancePence;
  const onlyThisWeek = balance <= money.thisWeekPence + rules.tinyPence;
  if (onlyThisWeek) {
    return {
      action: 'none',
      reasons: [
        money.thisWeekPence > 0
          ? reason('only_this_week', { pence: balance })
          : reason('little', { pence: balance }),
      ],
    };
  }
  const reasons: Reason[] = [];
  if (money.plan.state !== 'none') reasons.push(planReason(facts, money.plan));
  if (money.actionablePence <= rules.tinyPence && money.technicalPence > 0)
    reasons.push(expectedReason(money));
  else if (money.actionablePence > 0) reasons.push(reason('little', { pence: money.actionablePence }));
  else reasons.push(owesReason(money));
  return { action: 'wait', reasons };
}

function planReason(facts: CaseFacts, plan: MoneyView['plan']): Reason {
  const { instalmentPence, rhythm } = facts.plan!;
  if (plan.state === 'completed') return reason('plan_paid_off', {});
  if (plan.state === 'kept') return reason('plan_kept', { instalmentPence, rhythm });
  const params = { shortfallPence: plan.shortfallPence, on: plan.dueOn! };
  return reason(plan.state === 'late' ? 'plan_late' : 'plan_broken', params);
}

const owesReason = (money: MoneyView): Reason =>
  money.realPence > 0
    ? reason('owes', { pence: money.realPence, weeks: money.weeksOwed ?? 0, trend: money.trend })
    : expectedReason(money);

function expectedReason(money: MoneyView): Reason {
  const excusing = money.lines.filter((state) => state.excusedPence > 0);
  const most = excusing.reduce((a, b) => (b.excusedPence > a.excusedPence ? b : a));
  return reason('expected', {
    pence: money.technicalPence,
    method: most.line.method,
    others: excusing.length - 1,
  });
}

function pushLate(reasons: Reason[], { line, late }: LineState): void {
  const { on, missingPence, cameNothing } = late!;
  const params = { method: line.method, on, missingPence, cameNothing: cameNothing ? 1 : 0 };
  reasons.push(reason('expected_late', params));
}

/** The newest money in, and the newest that came back within the last two weeks. */
function pushReceipts(reasons: Reason[], facts: CaseFacts, today: Day, rules: Rules): void {
  let paid: CaseFacts['receipts'][number] | null = null;
  let back: CaseFacts['receipts'][number] | null = null;
  const isNewer = (a: NonNullable<typeof paid>, b: typeof paid) =>
    !b ||
    (a.on !== b.on
      ? a.on > b.on
      : a.postedAt !== b.postedAt
        ? a.postedAt > b.postedAt
        : a.amountPence !== b.amountPence
          ? a.amountPence > b.amountPence
          : a.method < b.method);
  for (const receipt of facts.receipts) {
    if (receipt.amountPence > 0) {
      if (isNewer(receipt, paid)) paid = receipt;
    } else if (isNewer(receipt, back)) back = receipt;
  }
  if (back && dayNumber(today) - dayNumber(back.on) <= 14) {
    const { method, amountPence, on } = back;
    reasons.push(reason('came_back', { method, pence: -amountPence, on }));
  }
  reasons.push(
    paid
      ? reason('last_paid', {
          method: paid.method,
          pence: paid.amountPence,
          on: paid.on,
          withYear: dayNumber(today) - dayNumber(paid.on) > 180 ? 1 : 0,
        })
      : reason('no_payment', { days: rules.recentDays }),
  );
}

function urgencyOf(
  money: MoneyView,
  contacts: ContactView,
  promiseBroken: boolean,
  { urgency }: Rules,
): number {
  const part = (value: number, fullAt: number) => Math.min(1, value / fullAt);
  const silence = contacts.reached ? contacts.reached.daysAgo : urgency.contactFullAtDays;
  const points =
    urgency.owedPoints * part(money.actionableWeeks, urgency.owedFullAtWeeks) +
    (money.trend === 'rising'
      ? urgency.risingPoints
      : money.trend === 'steady'
        ? urgency.risingPoints / 2
        : 0) +
    urgency.contactPoints * part(silence, urgency.contactFullAtDays) +
    (promiseBroken ? urgency.brokenPromisePoints : 0);
  return Math.min(100, Math.round(points * 10) / 10);
}

/** Each sentence once, at its first place. */
function once(reasons: Reason[]): Reason[] {
  const said = new Set<string>();
  return reasons.filter(({ text }) => !said.has(text) && said.add(text));
}
