// The quiet days after a contact, and how far a case has gone to court. Rent is £100.00 a week, charged on Mondays; today
// is Wednesday 18 November 2026, and this week's rent is not due yet.
import { expect, test } from 'vitest';
import { assess } from './assessment.ts';
import { courtOf, courtState, heldUpBy, inTheWayOf } from './law/court.ts';
import { addDays } from './days.ts';
import { clockOn, contacted, paid, plainCase } from '../../tests/support/plain-case.ts';
import type { CaseFacts, CourtStep, Day } from './facts.ts';
import { defaultRules as rules } from './rules.ts';
import { tasksOfCourt } from './law/tasks.ts';

const today = '2026-11-18';
const owing = (weeks: number, more: Partial<CaseFacts> = {}): CaseFacts => ({
  ...plainCase,
  balancePence: (weeks + 1) * 10_000,
  charges: Array.from({ length: 17 }, (_, week) => ({
    amountPence: 10_000,
    on: addDays('2026-11-16', -7 * week),
  })),
  ...more,
});
const came = (on: Day, pounds: number, time = '10:00') => paid(on, pounds, 'direct_debit', time);
const answer = (facts: CaseFacts, day: Day = today) => assess(facts, clockOn(day, undefined, '15:00'), rules);
const action = (facts: CaseFacts, day?: Day) => answer(facts, day).action;

test('[DOMAIN-155] after a talk today there is no visit, call or message about the debt today', () => {
  for (const kind of ['call', 'office', 'visit'] as const)
    for (const weeks of [1.5, 3, 5, 9]) {
      const facts = owing(weeks, { contacts: [contacted(kind, today, true)] });
      expect(answer(facts), `${kind}, ${weeks} weeks`).toMatchObject({ action: 'wait' });
    }
  // Tomorrow a call holds back calls and messages, but no visit.
  const called = [contacted('call', today, true)];
  expect(action(owing(5, { contacts: called }), addDays(today, 1))).toBe('visit');
  expect(action(owing(3, { contacts: called }), addDays(today, 1))).toBe('wait');
  expect(action(owing(1.5, { contacts: called }), addDays(today, 1))).toBe('wait');
});

test('[DOMAIN-155] the quiet days hold back equal or weaker contacts: a letter holds back messages but no call, a call no visit', () => {
  for (const kind of ['letter', 'message', 'email'] as const) {
    const written = [contacted(kind, today, false)];
    expect(action(owing(1.5, { contacts: written })), kind).toBe('wait');
    expect(action(owing(3, { contacts: written })), kind).toBe('call');
    expect(action(owing(5, { contacts: written })), kind).toBe('visit');
  }
  const noAnswer = [contacted('call', today, false)];
  expect(action(owing(3, { contacts: noAnswer }))).toBe('wait');
  expect(action(owing(5, { contacts: noAnswer }))).toBe('visit');
  const nobodyIn = [contacted('visit', addDays(today, -3), false)];
  for (const weeks of [1.5, 3, 5]) expect(action(owing(weeks, { contacts: nobodyIn }))).toBe('wait');
});

test('[DOMAIN-155] a talk about something else holds back nothing, but is mentioned', () => {
  const facts = owing(5, { contacts: [contacted('visit', today, true, { about: 'other' })] });
  expect(action(facts)).toBe('visit');
  expect(answer(facts).reasons.map(({ text }) => text)).toContain('Spoken to today');
});

test('[DOMAIN-156] the quiet days end early when a promise was broken since, with that as the reason', () => {
  const promise = { amountPence: 10_000, madeOn: '2026-11-12', on: '2026-11-16' };
  const visited = [contacted('visit', '2026-11-12', true)];
  const kept = owing(5, { contacts: visited, promise, receipts: [came('2026-11-16', 100)] });
  expect(action(kept)).toBe('wait');
  const broken = answer(owing(5, { contacts: visited, promise }));
  expect([broken.action, broken.reasons[0]!.text]).toEqual([
    'visit',
    'Promised £100.00 by Mon 16 Nov; nothing was paid',
  ]);
  // Discussed again since then: not new any more.
  const again = [...visited, contacted('visit', '2026-11-17', true)];
  expect(action(owing(5, { contacts: again, promise }))).toBe('wait');
});

test('[DOMAIN-156] the quiet days end early when a payment was returned since, with that as the reason', () => {
  const visited = [contacted('visit', '2026-11-16', true)];
  const receipts = [came('2026-11-10', 100), came('2026-11-17', -100)];
  const back = answer(owing(5, { contacts: visited, receipts }));
  expect([back.action, back.reasons[0]!.text]).toEqual([
    'visit',
    'Direct debit of £100.00 was returned unpaid on Tue 17 Nov',
  ]);
  const before = [came('2026-11-10', 100), came('2026-11-13', -100)];
  expect(action(owing(5, { contacts: visited, receipts: before }))).toBe('wait');
  // On the day of the talk: a return after it is new, one before it was known.
  const talk = [contacted('call', today, true)];
  expect(action(owing(5, { contacts: talk, receipts: [came(today, -100, '11:00')] }))).toBe('visit');
  expect(action(owing(5, { contacts: talk, receipts: [came(today, -100, '09:00')] }))).toBe('wait');
});

const rule = {
  name: 'Notice',
  noticeDays: 28,
  validWeeks: 52,
  thresholdWeeks: 4,
  source: 'Here',
  confirmed: true,
  fromOn: '2020-01-01',
  untilOn: null,
};
const step = (kind: CourtStep['kind'], on: Day, hearingOn?: Day): CourtStep => ({
  kind,
  on,
  hearingOn: hearingOn ?? null,
});

test('[DOMAIN-157] a void notice does not replace a valid one: of 5 January and 10 February the first is in force', () => {
  const frozen = (day: Day) => day >= '2026-02-02' && day < '2026-04-03';
  const steps = [step('notice_served', '2026-01-05'), step('notice_served', '2026-02-10')];
  const state = courtState(steps, rule, frozen, '2026-04-10');
  expect(state).toMatchObject({ notice: { on: '2026-01-05', from: '2026-02-02' }, void: '2026-02-10' });
  const met = [{ item: null as never, met: true, goodUntil: null, gap: '' }];
  const asked = { day: '2026-04-10', blockers: [], states: met, rule, weeksOwed: 10, heldUp: [] };
  expect(inTheWayOf('application_made', { ...asked, state })).toEqual([]);
  // Alone it counts as none, and one that is served after the breathing space is valid.
  expect(courtState(steps.slice(1), rule, frozen, '2026-04-10')).toMatchObject({
    notice: null,
    void: '2026-02-10',
  });
  const later = [...steps, step('notice_served', '2026-04-08')];
  expect(courtState(later, rule, frozen, '2026-04-10')).toMatchObject({
    notice: { on: '2026-04-08' },
    void: null,
  });
});

test('[DOMAIN-158] a hearing that has passed without an outcome is a task until the outcome is recorded', () => {
  const steps = [
    step('notice_served', '2026-06-01'),
    step('application_made', '2026-07-06'),
    step('hearing_listed', '2026-08-03', '2026-11-13'),
  ];
  expect(tasksOfCourt(steps, '2026-11-13', new Set())).toEqual([]);
  // Friday's hearing: by Monday.
  expect(tasksOfCourt(steps, '2026-11-14', new Set())).toMatchObject([
    { kind: 'hearing_passed', because: 'hearing-passed:2026-11-13', dueOn: '2026-11-16', forRole: 'officer' },
  ]);
  const ends: CourtStep[][] = [
    [step('order_suspended', '2026-11-13')],
    [step('claim_dismissed', '2026-11-13')],
    [step('hearing_adjourned', '2026-11-13', '2026-12-10')],
    [step('hearing_listed', '2026-11-16', '2026-12-10')],
  ];
  for (const end of ends) expect(tasksOfCourt([...steps, ...end], today, new Set())).toEqual([]);
  expect(
    tasksOfCourt([...steps, step('hearing_adjourned', '2026-11-13', '2026-11-17')], today, new Set()),
  ).toHaveLength(1);
});

test('[DOMAIN-159] after a claim was issued there is no review to issue one; a notice leads to that review when its period has ended', () => {
  const contacts = [contacted('call', '2026-10-20', false), contacted('letter', '2026-10-12', false)];
  const facts = (steps: CourtStep[]) =>
    owing(14, { contacts, court: { steps, notice: { noticeDays: 28, validWeeks: 52 }, frozen: [] } });
  const assessed = (steps: CourtStep[]) => {
    const { action: what, reasons } = answer(facts(steps));
    return [
      what,
      ...reasons.map(({ code }) => code).filter((code) => /court|notice|order|claim|hearing/.test(code)),
    ];
  };
  expect(assessed([])).toEqual(['court_review', 'court_standing']);
  const served = step('notice_served', '2026-11-02');
  expect(assessed([served])).toEqual(['visit', 'notice_runs']);
  const ran = step('notice_served', '2026-09-07');
  expect(assessed([ran])).toEqual(['court_review', 'notice_over']);
  const claim = [ran, step('application_made', '2026-10-12')];
  expect(assessed(claim)).toEqual(['visit', 'claim_open']);
  expect(assessed([...claim, step('hearing_listed', '2026-10-20', '2026-12-10')])).toEqual([
    'visit',
    'hearing_ahead',
  ]);
  expect(assessed([...claim, step('hearing_listed', '2026-10-20', '2026-11-12')])).toEqual([
    'visit',
    'hearing_passed',
  ]);
  const order = [...claim, step('order_made', '2026-11-12')];
  expect(assessed(order)).toEqual(['court_review', 'order_stands']);
  const warrant = [...order, step('warrant_requested', '2026-11-16')];
  expect(assessed(warrant)[0]).toBe('visit');
  // When a claim is over, so is its warrant.
  expect(assessed([...warrant, step('claim_withdrawn', '2026-11-17')])).toEqual([
    'court_review',
    'notice_over',
  ]);
  expect(courtOf(facts([]).court, today)).toBeNull();
});

test('[DOMAIN-160] repairs, and a plan that is new or kept, prevent a notice and court, by the landlord’s rules', () => {
  const none = { damp: null, overdue: null, plan: null };
  const damp = { ...none, damp: '2026-11-02' };
  const overdue = { ...none, overdue: { category: 'heating', on: '2026-11-10' } };
  const plan = (state: 'agreed' | 'kept' | 'late' | 'broken' | 'completed', agreedOn: Day) => ({
    ...none,
    plan: { state, agreedOn },
  });
  expect(heldUpBy(none, today, rules)).toEqual([]);
  expect(heldUpBy(damp, today, rules)).toEqual(['Damp or mould reported Mon 2 Nov 2026 is not fixed']);
  expect(heldUpBy(overdue, today, rules)).toEqual([
    'A repair has been overdue since Tue 10 Nov 2026 (heating)',
  ]);
  expect(heldUpBy(plan('agreed', today), today, rules)).toEqual(['A plan was agreed on Wed 18 Nov 2026']);
  // A plan that broke within its first four weeks is still new; an older one prevents it while it is kept.
  expect(heldUpBy(plan('broken', '2026-10-22'), today, rules)).toHaveLength(1);
  expect(heldUpBy(plan('broken', '2026-10-21'), today, rules)).toEqual([]);
  expect(heldUpBy(plan('kept', '2026-06-01'), today, rules)).toEqual([
    'The tenant is keeping to the plan of Mon 1 Jun 2026',
  ]);
  expect(heldUpBy(plan('completed', '2026-06-01'), today, rules)).toEqual([]);
  const off = { ...rules, court: { ...rules.court, waitForRepairs: 0, waitForPlan: 0 } };
  expect(heldUpBy({ ...damp, ...plan('kept', '2026-06-01') }, today, off)).toEqual([]);
  const met = [{ item: null as never, met: true, goodUntil: null, gap: '' }];
  const state = courtState([], rule, () => false, today);
  const asked = { day: today, blockers: [], states: met, state, rule, weeksOwed: 10 };
  const heldUp = heldUpBy(damp, today, rules);
  for (const kind of ['notice_served', 'application_made'] as const)
    expect(inTheWayOf(kind, { ...asked, heldUp })).toContain(heldUp[0]);
});
