import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { PlannedStop } from '#domain/rounds/round-change.ts';
import type { Visitor } from '#domain/rounds/round-worth.ts';
import { orderOf } from './on-list.ts';
import { goneBecause, moved, offersFrom, type DayPlan, type Known } from './plan.ts';
import { progress, type Sign } from './progress.ts';
import { summaryOf } from './summary.ts';
import { instantAt, usualEnd } from './hours.ts';
import { about, lasting, reasons } from './words.ts';

const london = 'Europe/London';
const now = Date.parse('2026-11-09T10:42:00Z');
const minute = 60_000;
const who: Visitor = { staffId: 1, accompanied: false, cleared: [], now, timeZone: london, minutes: 20 };
const c = (id: number, change: Partial<CaseSummary> = {}): CaseSummary =>
  ({
    id,
    address: `${id} Alder Row`,
    latitude: 54.72,
    longitude: 2.11 + id * 0.001,
    action: 'visit',
    urgency: 50,
    reasons: [{ code: 'owes', params: {}, text: 'Owes £412.00' }],
    blockers: [],
    alerts: [],
    openRepairs: [],
    visit: null,
    takenBy: null,
    lastContactAt: null,
    ...change,
  }) as unknown as CaseSummary;
const stop = (id: number, change: Partial<PlannedStop> = {}): PlannedStop => ({
  id,
  latitude: 54.72,
  longitude: 2.11 + id * 0.001,
  value: 50,
  minutes: 20,
  appointmentAt: null,
  keep: false,
  label: `${id} Alder Row`,
  why: '',
  state: 'to_come',
  arriveAt: now + id * 30 * minute,
  leaveAt: now + id * 30 * minute + 20 * minute,
  travelSeconds: 300,
  ...change,
});
const dayOf = (stops: PlannedStop[], change: Partial<DayPlan> = {}): DayPlan => ({
  version: 2,
  staffId: 1,
  day: '2026-11-09',
  notToday: null,
  opensAt: Date.parse('2026-11-09T09:00:00Z'),
  closesAt: Date.parse('2026-11-09T19:00:00Z'),
  madeAt: now,
  startsAt: now,
  endsAt: now + 300 * minute,
  ask: { until: '15:42', mode: 'walking', roundTrip: false, accompanied: false, cleared: [], minutes: 20 },
  from: { latitude: 54.72, longitude: 2.11, label: 'where you are' },
  table: null,
  note: '',
  stops,
  finishAt: now + 200 * minute,
  travelSeconds: 900,
  left: [],
  out: [],
  said: [],
  ...change,
});
const known = (change: Partial<Known> = {}): Known => ({
  c: c(1),
  listed: true,
  paid: undefined,
  stage: 'none',
  refused: undefined,
  stoodDown: false,
  ...change,
});
const paid = {
  caseId: 1,
  kind: 'payment',
  at: '2026-11-09T10:42:30Z',
  amountPence: 8520,
  method: 'card' as const,
};

test('[UI-230] a paid stop is removed with the payment’s sentence, planned or not, and an unpaid one is not', () => {
  const answer = (change: Partial<Known>) => goneBecause(known(change), who, { since: now, now });
  const gone = (change: Partial<Known>) => answer(change)?.why ?? null;
  expect(gone({})).toBe(null);
  expect(gone({ c: c(1, { action: 'wait' }), paid })).toBe('paid £85.20 by card at 10:42');
  expect(gone({ c: undefined, listed: false, paid })).toBe('paid £85.20 by card at 10:42');
  const visit = { id: 9, staffId: 1, staffName: 'Me', state: 'planned' as const, plannedFor: '2026-11-09' };
  expect(gone({ c: c(1, { action: 'wait', visit }), paid, stage: 'planned' })).toBe('paid £85.20 by card at 10:42'); // prettier-ignore
  // Paid in part, and still to be visited.
  expect(gone({ paid })).toBe(null);
  // Paid before the day was planned: already known then.
  expect(gone({ c: c(1, { action: 'wait', visit }), paid: { ...paid, at: '2026-11-09T08:00:00Z' } })).toBe(
    null,
  );
  // A stand-down that is not answered yet: the row stays, crossed out.
  expect(gone({ c: c(1, { action: 'none' }), paid, stoodDown: true })).toBe(null);
  expect(gone({ c: c(1, { action: 'none' }), paid, stage: 'on_the_way' })).toBe(null);
  expect(gone({ refused: 'Ana Example is already on the way there.' })).toBe('Ana Example is already on the way there'); // prettier-ignore
  expect(gone({ c: undefined, listed: false })).toBe('it is no longer on your list');
  // What follows from it goes by the kind, never by the sentence.
  expect(answer({ c: c(1, { action: 'wait' }), paid })?.kind).toBe('paid');
  expect(answer({ c: c(1, { action: 'wait' }) })?.kind).toBe('not_needed');
  expect(answer({ c: undefined, listed: false })?.kind).toBe('not_listed');
});

test('[UI-231] the offers have who could be visited, who is left out and why, and who is left out only by an alert', () => {
  const cases = [
    c(1),
    c(2, { action: 'call' }),
    c(3, { alerts: [{ kind: 'do_not_attend' }] as never }),
    c(4, { alerts: [{ kind: 'no_male_staff' }] as never }),
    c(5),
  ];
  const all = { from: null, mode: 'walking' as const, never: new Set([5]) };
  const { offers, left, aside } = offersFrom(cases, who, all);
  expect(offers.map(({ id }) => id)).toEqual([1]);
  expect(left.map(({ id, kind, why }) => [id, kind, why])).toEqual([
    [3, 'do_not_attend', 'do not attend: refer it to your manager'],
    [4, 'no_male_staff', 'no male staff'],
  ]);
  expect([...aside]).toEqual([['no_male_staff', 1]]);
  const may = offersFrom(cases, { ...who, cleared: ['no_male_staff'] }, all);
  expect(may.offers.map(({ id }) => id)).toEqual([1, 4]);
});

test('[UI-232] of far more cases than the search takes, it takes the nearest and most valuable', () => {
  const cases = Array.from({ length: 300 }, (_, i) => c(i + 1, { urgency: i % 100 }));
  const { offers } = offersFrom(cases, who, { from: { latitude: 54.72, longitude: 2.11 , label: ''}, mode: 'walking', never: new Set() }); // prettier-ignore
  expect(offers).toHaveLength(99);
  expect(offers.some(({ id }) => id === 100)).toBe(true);
  expect(offers.some(({ id }) => id === 201)).toBe(false);
});

test('[UI-233] under way, done, turned back: by unsent changes first, and never by a short lag of the list', () => {
  const sign: Sign = { stage: 'none', finishedAt: null, turnedBack: false, contactAt: null };
  const under = stop(1, { state: 'under_way' });
  const step = (
    s: Partial<Sign>,
    at = now,
    unseenSince = new Map<number, number>(),
    stops = [under, stop(2)],
  ) => progress(stops, (id) => (id === 1 ? { ...sign, ...s } : sign), unseenSince, at, now - 60 * minute);
  expect(step({ stage: 'on_the_way' })).toBe(null);
  const began = step({ stage: 'on_the_way' }, now, new Map(), [stop(1), stop(2)])!;
  expect(began.stops[0]).toMatchObject({ state: 'under_way', arriveAt: now + 300_000 });
  expect(step({ finishedAt: now - minute })!.stops[0]).toMatchObject({
    state: 'done',
    leaveAt: now - minute,
  });
  expect(step({ turnedBack: true })).toMatchObject({ stops: [{ id: 2 }], turnedBack: [{ id: 1 }] });
  // The answer has arrived, the list has not: nothing is concluded for ten seconds.
  const unseenSince = new Map<number, number>();
  expect(step({}, now, unseenSince)).toBe(null);
  expect(step({}, now + 5_000, unseenSince)).toBe(null);
  expect(step({ stage: 'on_the_way' }, now + 6_000, unseenSince)).toBe(null);
  expect(step({}, now + 11_000, unseenSince)).toBe(null);
  expect(step({}, now + 22_000, unseenSince)).toMatchObject({ turnedBack: [{ id: 1 }] });
  const elsewhere = new Map([[1, now]]);
  expect(step({ contactAt: now + 5_000 }, now + 22_000, elsewhere)!.stops[0]).toMatchObject({ state: 'done', leaveAt: now + 5_000 }); // prettier-ignore
});

test('[UI-234] rows have the number and time of their stop; a removed stop has the sentence why', () => {
  const plan = dayOf([stop(1, { state: 'done', leaveAt: now }), stop(2), stop(3, { keep: true })], {
    out: [{ id: 7, kind: 'paid', why: 'paid £85.20 by card at 10:42' }],
    left: [{ id: 8, label: '8 Alder Row', kind: 'no_time', why: reasons.noTime }],
  });
  const order = orderOf(plan, 'Removed');
  expect(order.ids).toEqual([2, 3]);
  expect([...order.stops.values()].map(({ number, when, keep }) => [number, when, keep])).toEqual([
    [2, 'about 11:40', false],
    [3, 'about 12:10', true],
  ]);
  expect(order.why.get(7)).toBe('Paid £85.20 by card at 10:42.');
  expect(order.why.get(8)).toBe('Left out: not enough time.');
  expect(order.why.get(1)).toBe('Done at 10:42.');
  // From the last home that was visited, not from the start of the day.
  expect(order.route).toHaveLength(3);
  expect(order.start).toBe(null);
  expect(orderOf(dayOf([stop(2)]), '').start).toEqual({ latitude: 54.72, longitude: 2.11 });
});

test('[UI-235] a stop can only be moved among the future ones', () => {
  const plan = dayOf([stop(1, { state: 'under_way' }), stop(2), stop(3)]);
  expect(moved(plan, 3, -1)!.map(({ id }) => id)).toEqual([1, 3, 2]);
  expect(moved(plan, 2, -1)).toBe(null);
  expect(moved(plan, 3, 1)).toBe(null);
  expect(moved(plan, 1, 1)).toBe(null);
  expect(moved(plan, 99, 1)).toBe(null);
});

test('[UI-236] estimates are rounded to five minutes, and hours are in the landlord’s zone, also when the clocks change', () => {
  expect(about(Date.parse('2026-11-09T10:42:40Z'))).toBe('about 10:45');
  expect([0, 59, 60, 3599, 3600, 13_200].map(lasting)).toEqual(['0 min', '1 min', '1 min', '1 h', '1 h', '3 h 40 min']); // prettier-ignore
  expect(instantAt('2026-11-09', '17:00')).toBe(Date.parse('2026-11-09T17:00:00Z'));
  expect(instantAt('2026-07-09', '17:00')).toBe(Date.parse('2026-07-09T16:00:00Z'));
  expect(instantAt('2026-10-25', '17:00')).toBe(Date.parse('2026-10-25T17:00:00Z'));
  expect(instantAt('2026-03-29', '17:00')).toBe(Date.parse('2026-03-29T16:00:00Z'));
  for (const bad of ['', '25:00', '9:00', 'soon']) expect(instantAt('2026-11-09', bad)).toBe(null);
  const [seven, four] = ['2026-11-09T19:00:00Z', '2026-11-09T16:00:00Z'].map((at) => Date.parse(at)) as [
    number,
    number,
  ];
  expect(usualEnd(now, seven)).toBe('17:00');
  expect(usualEnd(Date.parse('2026-11-09T15:40:00Z'), seven)).toBe('18:00');
  expect(usualEnd(Date.parse('2026-11-09T18:20:00Z'), seven)).toBe('19:00');
  expect(usualEnd(now, four)).toBe('16:00');
});

test('[UI-237] the head has the travel that remains, and how long after the hours it ends', () => {
  const plan = dayOf([stop(1, { state: 'done', leaveAt: now }), stop(2), stop(3)]);
  expect(summaryOf(plan)).toMatchObject({ travelSeconds: 600, overMinutes: 0 });
  expect(summaryOf(plan).metres).toBeGreaterThan(150);
  expect(summaryOf({ ...plan, finishAt: now + 320 * minute }).overMinutes).toBe(20);
});
