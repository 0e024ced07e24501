// Rent is £100.00 a week, charged on Mondays, unless a test says otherwise. Every account begins on the day of the agreement
// with what was owed then; what is charged and paid since stands in the test.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from './arrears.ts';
import { assess } from './assessment.ts';
import { clockAt } from './clock.ts';
import { addDays, dayNumber, dayOf, plusWorkingDays, weekday } from './days.ts';
import type { CaseFacts, Day, ExpectedIncome, Method, Plan, Receipt } from './facts.ts';
import { schedule } from './plan-terms.ts';
import { defaultRules as rules } from './rules.ts';

const clockOn = (day: Day) =>
  clockAt(Date.parse(`${day}T10:42:00Z`), {
    timeZone: 'Europe/London',
    rentWeekStartsOn: 1,
    bankHolidays: new Set(),
  });
const paid = (on: Day, pounds: number, method: Method = 'card'): Receipt => ({
  on,
  amountPence: Math.round(pounds * 100),
  method,
  postedAt: Date.parse(`${on}T09:00:00Z`),
});
function mondaysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = addDays(first, (8 - weekday(first)) % 7); day <= last; day = addDays(day, 7)) days.push(day);
  return days;
}
type Life = {
  plan: Plan;
  owedAtStart: number;
  receipts: Receipt[];
  calendar?: ExpectedIncome[];
  charges?: { on: Day; amountPence: number }[];
};
/** The facts as they are known on that day. */
function factsOn(day: Day, { plan, owedAtStart, receipts, calendar = [], charges }: Life): CaseFacts {
  const all =
    charges ??
    mondaysFrom(addDays(plan.agreedOn, 1), addDays(day, 7)).map((on) => ({ on, amountPence: 10_000 }));
  const charged = all.filter(({ on }) => on <= day);
  const known = receipts.filter(({ on }) => on <= day);
  const sum = (some: readonly { amountPence: number }[]) => some.reduce((a, b) => a + b.amountPence, 0);
  return {
    weeklyRentPence: 10_000,
    balancePence: owedAtStart * 100 + sum(charged) - sum(known),
    tenancyEndedOn: null,
    receipts: known,
    charges: charged,
    calendar,
    plan,
    holds: [],
    alerts: [],
    repairs: [],
    contacts: [],
    promise: null,
  };
}
const viewOn = (day: Day, life: Life) => planOf(factsOn(day, life), clockOn(day), rules);
const stateOn = (day: Day, life: Life) => viewOn(day, life).state;
const reasonOn = (day: Day, life: Life) => assess(factsOn(day, life), clockOn(day), rules).reasons[0]!.text;
const planFor = (pounds: number, instalment: number, more: Partial<Plan> = {}): Plan => ({
  instalmentPence: instalment * 100,
  rhythm: 'weekly',
  firstDueOn: '2026-09-11',
  agreedOn: '2026-09-04',
  toleranceDays: 3,
  totalPence: pounds * 100,
  arrearsPence: pounds * 100,
  ...more,
});
function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

test('[DOMAIN-140] rent that was paid pays nothing off: £90, only Monday’s rent paid, nothing is due yet', () => {
  const life = { plan: planFor(90, 10), owedAtStart: 90, receipts: [paid('2026-09-07', 100)] };
  expect(viewOn('2026-09-07', life)).toMatchObject({
    state: 'agreed',
    shortfallPence: 0,
    dueOn: '2026-09-11',
  });
  expect(reasonOn('2026-09-07', { ...life, owedAtStart: 390, plan: planFor(390, 10) })).toBe(
    'Agreed, first payment Fri 11 Sep',
  );
  expect(stateOn('2026-09-11', life)).toBe('late');
  // The same of a plan that another system wrote, without what it adds up to.
  const bare = { ...life, plan: planFor(90, 10, { totalPence: null, arrearsPence: null }) };
  expect(stateOn('2026-09-07', bare)).toBe('agreed');
});

test('[DOMAIN-140] £300 at £10 a week, rent always paid on Mondays and no instalment ever: broken since the first one passed its tolerance', () => {
  for (const calendar of [[], [lineOf('card', 10_000, 'weekly', '2026-09-07')]]) {
    const receipts = mondaysFrom('2026-09-07', '2026-12-31').map((on) => paid(on, 100));
    const life = { plan: planFor(300, 10), owedAtStart: 300, receipts, calendar };
    expect(eachDay('2026-09-04', '2026-09-10').map((day) => stateOn(day, life))).toEqual(
      Array(7).fill('agreed'),
    );
    // Friday's money may be late for three working days.
    expect(eachDay('2026-09-11', '2026-09-16').map((day) => stateOn(day, life))).toEqual(
      Array(6).fill('late'),
    );
    for (const day of eachDay('2026-09-17', '2026-11-30')) expect(stateOn(day, life), day).toBe('broken');
    expect(viewOn('2026-11-18', life)).toMatchObject({ shortfallPence: 9_000, dueOn: '2026-11-06' });
  }
});

const lineOf = (
  method: Method,
  amountPence: number,
  rhythm: ExpectedIncome['rhythm'],
  anchorOn: Day,
  toleranceDays = 3,
): ExpectedIncome => ({
  method,
  amountPence,
  rhythm,
  anchorOn,
  toleranceDays,
  confidence: 0.9,
  declared: false,
});

test('[DOMAIN-141] £300 at £40 a month is never paid off by the rent alone, whatever the rhythm of the rent', () => {
  const plan = planFor(300, 40, { rhythm: 'monthly', toleranceDays: 5 });
  const mondays = mondaysFrom('2026-09-07', '2026-12-31');
  const rents: Receipt[][] = [
    mondays.map((on) => paid(on, 100)),
    mondays.map((on) => paid(addDays(on, 4), 100)),
    mondays.filter((_, i) => i % 2 === 0).map((on) => paid(on, 200)),
    mondays.filter((_, i) => i % 4 === 3).map((on) => paid(on, 400)),
  ];
  for (const receipts of rents) {
    const life = { plan, owedAtStart: 300, receipts };
    const states = eachDay('2026-09-04', '2026-12-23').map((day) => stateOn(day, life));
    expect(states).not.toContain('completed');
    expect(states.slice(0, 7)).toEqual(Array(7).fill('agreed'));
    // Rent that is paid after four weeks is missing between, unless the payment calendar knows of it.
    if (receipts === rents[3]) continue;
    const instalments = ['2026-09-11', '2026-10-09', '2026-11-11', '2026-12-11'].map((on) => paid(on, 40));
    expect(stateOn('2026-12-12', { ...life, receipts: [...receipts, ...instalments] })).toBe('kept');
  }
});

test('[DOMAIN-141] Universal Credit paid direct on the 28th does not move the plan, whether instalments come or not', () => {
  const uc = [lineOf('universal_credit', 43_333, 'monthly', '2026-08-28')];
  const benefit = ['2026-09-28', '2026-10-28', '2026-11-27', '2026-12-28', '2027-01-28', '2027-02-26'].map(
    (on) => paid(on, 433.33, 'universal_credit'),
  );
  // Rent of the first Monday waits for the benefit of the 28th: owed, and no part of the plan.
  const begun = { plan: planFor(300, 10), owedAtStart: 400, calendar: uc };
  const fridays = eachDay('2026-09-11', '2027-03-31').filter((day) => weekday(day) === 5);
  const keeping = { ...begun, receipts: [...benefit, ...fridays.map((on) => paid(on, 10, 'cash'))] };
  for (const day of eachDay('2026-09-11', '2027-03-20')) expect(stateOn(day, keeping), day).toBe('kept');
  const never = { ...begun, receipts: benefit };
  for (const day of eachDay('2026-09-17', '2027-03-20')) expect(stateOn(day, never), day).toBe('broken');
  // Where the benefit stops, the rent is missing and the plan with it, once its tolerance is over.
  const stopped = {
    ...keeping,
    receipts: keeping.receipts.filter((r) => r.on < '2026-11-01' || r.method === 'cash'),
  };
  expect(stateOn('2026-11-26', stopped)).toBe('kept');
  expect(stateOn('2026-12-04', stopped)).toBe('broken');
});

test('[DOMAIN-141] rent that rose, and direct debits that hold rent and instalment in one, are no shortfall', () => {
  const debit = [lineOf('direct_debit', 47_333, 'monthly', '2026-08-01')];
  const plan = planFor(400, 40, { rhythm: 'monthly', firstDueOn: '2026-10-01', toleranceDays: 5 });
  const firsts = ['2026-10-01', '2026-11-02', '2026-12-01', '2027-01-04', '2027-02-01', '2027-03-01'];
  const life = {
    plan,
    owedAtStart: 400,
    calendar: debit,
    receipts: firsts.map((on) => paid(on, 473.33, 'direct_debit')),
  };
  for (const day of eachDay('2026-10-01', '2027-03-20'))
    expect(['kept', 'late'], day).toContain(stateOn(day, life));
  expect(stateOn('2027-03-20', life)).toBe('kept');
  // The rent was £95.00 until the end of the year; the line says what comes now.
  const charges = mondaysFrom('2026-09-07', '2027-03-31').map((on) => ({
    on,
    amountPence: on < '2027-01-01' ? 9_500 : 10_000,
  }));
  const old = firsts.map((on) => paid(on, on < '2027-01-01' ? 451.67 : 473.33, 'direct_debit'));
  expect(stateOn('2027-03-20', { ...life, charges, receipts: old })).toBe('kept');
});

test('[DOMAIN-142] the slack is smaller than an instalment: £5.00 missing of £5.00 a week is not kept', () => {
  const rent = mondaysFrom('2026-09-07', '2026-12-31').map((on) => paid(on, 100));
  const life = { plan: planFor(100, 5), owedAtStart: 100, receipts: rent };
  expect(stateOn('2026-09-11', life)).toBe('late');
  expect(stateOn('2026-09-17', life)).toBe('broken');
  // Two pounds of five may be missing, three may not.
  expect(stateOn('2026-09-17', { ...life, receipts: [...rent, paid('2026-09-11', 3)] })).toBe('kept');
  expect(stateOn('2026-09-17', { ...life, receipts: [...rent, paid('2026-09-11', 2)] })).toBe('broken');
  const penny = { ...life, plan: { ...planFor(100, 5), instalmentPence: 1 } };
  expect(stateOn('2026-09-17', penny)).toBe('broken');
});

test('[DOMAIN-15] rent not paid while instalments are breaks the plan; a month’s plan leaves the rent until its day', () => {
  const fridays = eachDay('2026-09-11', '2026-12-31').filter((day) => weekday(day) === 5);
  const only = { plan: planFor(300, 20), owedAtStart: 300, receipts: fridays.map((on) => paid(on, 20)) };
  expect(stateOn('2026-09-24', only)).toBe('broken');
  const monthly = planFor(300, 40, { rhythm: 'monthly', firstDueOn: '2026-10-01', toleranceDays: 5 });
  const payday = ['2026-10-01', '2026-11-01'].map((on) => paid(on, on < '2026-10-15' ? 440 : 540));
  const life = { plan: monthly, owedAtStart: 300, receipts: payday };
  expect(stateOn('2026-09-30', life)).toBe('agreed');
  for (const day of eachDay('2026-10-01', '2026-11-30')) expect(stateOn(day, life), day).toBe('kept');
  expect(stateOn('2026-12-09', life)).toBe('broken');
});

test('[DOMAIN-48] money that was on its way at the agreement pays no instalment when it comes', () => {
  const rent = mondaysFrom('2026-09-07', '2026-12-31').map((on) => paid(on, 100));
  // £700.00 was owed, £400.00 of it benefit that came a week later; its line has been forgotten since.
  const life = {
    plan: planFor(300, 10),
    owedAtStart: 700,
    receipts: [paid('2026-09-10', 400, 'housing_benefit'), ...rent],
  };
  expect(stateOn('2026-09-17', life)).toBe('broken');
  const whole = { ...life, plan: planFor(300, 10, { arrearsPence: null, totalPence: null }) };
  expect(stateOn('2026-09-17', whole)).toBe('kept');
});

test('[DOMAIN-48] a lump sum is agreed until its day, late within its tolerance, then broken, and completed once paid', () => {
  const plan = planFor(600, 600, { rhythm: 'lump_sum', firstDueOn: '2026-11-05' });
  const rent = mondaysFrom('2026-09-07', '2026-12-31').map((on) => paid(on, 100));
  const life = { plan, owedAtStart: 600, receipts: rent };
  expect(stateOn('2026-11-04', life)).toBe('agreed');
  expect(viewOn('2026-11-10', life)).toMatchObject({
    state: 'late',
    shortfallPence: 60_000,
    dueOn: '2026-11-05',
  });
  expect(stateOn('2026-11-11', life)).toBe('broken');
  expect(stateOn('2026-11-18', { ...life, receipts: [...rent, paid('2026-11-12', 600)] })).toBe('completed');
});

test('[DOMAIN-143] paid off stays paid off; rent missing after it is said, and somebody looks at the plan', () => {
  const rent = mondaysFrom('2026-09-07', '2026-10-05').map((on) => paid(on, 100));
  const life = { plan: planFor(90, 10), owedAtStart: 90, receipts: [...rent, paid('2026-09-18', 90)] };
  for (const day of eachDay('2026-09-18', '2026-10-15')) expect(stateOn(day, life), day).toBe('completed');
  const later = assess(factsOn('2026-11-18', life), clockOn('2026-11-18'), rules);
  expect([later.planState, later.action]).toEqual(['completed', 'plan_review']);
  expect(later.reasons[0]!.text).toBe(
    'The plan is paid off, but £400.00 of the rent since then has not come: end the plan',
  );
  // The payment comes back: it was never paid off.
  const back = { ...life, receipts: [...life.receipts, paid('2026-09-22', -90)] };
  expect(stateOn('2026-09-21', back)).toBe('completed');
  expect(stateOn('2026-09-22', back)).toBe('broken');
});

test('[DOMAIN-144] the terms of a court order, once broken, are for the court; an informal plan is talked about', () => {
  const rent = mondaysFrom('2026-09-07', '2026-12-31').map((on) => paid(on, 100));
  const life = { plan: planFor(300, 10), owedAtStart: 300, receipts: rent };
  const answer = (basis: Plan['basis']) =>
    assess(factsOn('2026-10-01', { ...life, plan: { ...life.plan, basis } }), clockOn('2026-10-01'), rules);
  expect(answer('informal').action).toBe('plan_review');
  const ordered = answer('court_ordered');
  expect([ordered.action, ordered.reasons[0]!.text]).toEqual([
    'court_review',
    "The court's terms are broken: £30.00 due by Fri 25 Sep has not come",
  ]);
  const kept = { ...life, plan: { ...life.plan, basis: 'court_ordered' as const } };
  const fridays = eachDay('2026-09-11', '2026-12-31').filter((day) => weekday(day) === 5);
  const paying = { ...kept, receipts: [...rent, ...fridays.map((on) => paid(on, 10))] };
  expect(assess(factsOn('2026-10-01', paying), clockOn('2026-10-01'), rules).action).toBe('wait');
});

// The reference: a plain ledger, written apart from plan.ts. Every bill of rent and every instalment is a line with what is
// open of it. Day by day: bills come up, money comes in, pays the oldest rent, then the oldest instalment, and waits.
type Line = { on: number; open: number };
function plainLedger(life: Life, today: Day): string {
  const { plan } = life;
  const now = dayNumber(today);
  const rent: Line[] = [];
  const instalments: Line[] = [];
  const returned = new Set<Receipt>();
  const known = life.receipts
    .filter(({ on }) => on <= today)
    .sort((a, b) => dayNumber(a.on) - dayNumber(b.on) || b.amountPence - a.amountPence);
  for (const back of known.filter((r) => r.amountPence < 0)) {
    const gone = known.findLast(
      (r) =>
        r.amountPence === -back.amountPence &&
        r.method === back.method &&
        r.on <= back.on &&
        !returned.has(r),
    );
    if (gone) returned.add(gone).add(back);
  }
  const money = known.filter((r) => !returned.has(r));
  const terms = { ...plan, totalPence: plan.totalPence! };
  const due = Map.groupBy(schedule(terms), ({ on }) => dayNumber(on));
  const came = Map.groupBy(money, ({ on }) => dayNumber(on));
  const charged = Map.groupBy(life.charges!, ({ on }) => dayNumber(on));
  let wallet = 0;
  let towards = 0;
  let done = false;
  for (let day = dayNumber(plan.agreedOn); day <= now; day++) {
    for (const { on, amountPence } of charged.get(day) ?? [])
      if (on > plan.agreedOn) rent.push({ on: day, open: amountPence });
    for (const { pence } of due.get(day) ?? []) instalments.push({ on: day, open: pence });
    for (const one of came.get(day) ?? []) wallet += one.amountPence;
    for (const line of rent) {
      const part = Math.min(wallet, line.open);
      line.open -= part;
      wallet -= part;
    }
    for (const line of instalments) {
      const part = Math.min(wallet, line.open);
      line.open -= part;
      wallet -= part;
      towards += part;
    }
    if (towards + wallet >= terms.totalPence) done = true;
  }
  if (done) return 'completed';
  const dues = dueDays(plan, now);
  if (dues.length === 0) return 'agreed';
  const slack = Math.min(rules.plan.slackPence, Math.floor(plan.instalmentPence / 2));
  const weekStart = now - (weekday(today) - 1);
  const open = (due: number) =>
    rent.filter((line) => line.on < due && line.on < weekStart).reduce((a, b) => a + b.open, 0) +
    instalments.filter((line) => line.on <= due).reduce((a, b) => a + b.open, 0);
  const over = dues.filter((due) => now > plusWorkingDays(due, plan.toleranceDays, new Set()));
  if (over.length > 0 && open(over.at(-1)!) > slack) return 'broken';
  return open(dues.at(-1)!) > slack ? 'late' : 'kept';
}
/** The plan's days up to today; the rent besides goes on after the last instalment. */
function dueDays({ firstDueOn, rhythm }: Plan, now: number): number[] {
  const days: number[] = [];
  for (let n = 0; ; n++) {
    let due =
      dayNumber(firstDueOn) +
      n * { weekly: 7, fortnightly: 14, four_weekly: 28, monthly: 0, lump_sum: 7 }[rhythm];
    if (rhythm === 'monthly') {
      const [year, month, date] = firstDueOn.split('-').map(Number) as [number, number, number];
      const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
      due = Date.UTC(year, month - 1 + n, Math.min(date, last)) / 86_400_000;
    }
    if (due > now) return days;
    days.push(due);
  }
}

const anyLife = fc
  .record({
    start: fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2028-06-01') }).map(dayOf),
    ahead: fc.integer({ min: 0, max: 40 }),
    rhythm: fc.constantFrom('weekly', 'fortnightly', 'four_weekly', 'monthly', 'lump_sum'),
    total: fc.integer({ min: 200, max: 60_000 }),
    part: fc.double({ min: 0.02, max: 1, noNaN: true }),
    tolerance: fc.integer({ min: 0, max: 6 }),
    rentEvery: fc.constantFrom(0, 1, 1, 1, 2, 4),
    rentDay: fc.integer({ min: 0, max: 6 }),
    rentSkipped: fc.array(fc.nat(40), { maxLength: 6 }),
    instalmentsSkipped: fc.oneof(
      fc.constant<'all' | number[]>('all'),
      fc.array(fc.nat(30), { maxLength: 12 }) as fc.Arbitrary<'all' | number[]>,
    ),
    late: fc.integer({ min: 0, max: 9 }),
    besides: fc.array(fc.record({ day: fc.nat(200), pence: fc.integer({ min: 1, max: 30_000 }) }), {
      maxLength: 3,
    }),
    returned: fc.array(fc.record({ which: fc.nat(60), after: fc.nat(12) }), { maxLength: 3 }),
    extra: fc.array(
      fc.record({ day: fc.integer({ min: 1, max: 200 }), pence: fc.integer({ min: 1, max: 20_000 }) }),
      { maxLength: 2 },
    ),
    days: fc.array(fc.integer({ min: 0, max: 230 }), { minLength: 4, maxLength: 8 }),
  })
  .map((g) => {
    const instalmentPence = g.rhythm === 'lump_sum' ? g.total : Math.max(1, Math.floor(g.total * g.part));
    const plan: Plan = {
      ...{ instalmentPence, rhythm: g.rhythm, agreedOn: g.start, toleranceDays: g.tolerance },
      ...{ firstDueOn: addDays(g.start, g.ahead), totalPence: g.total, arrearsPence: g.total },
    };
    const mondays = mondaysFrom(addDays(g.start, 1), addDays(g.start, 240));
    const charges = [
      ...mondays.map((on) => ({ on, amountPence: 10_000 })),
      ...g.extra.map(({ day, pence }) => ({ on: addDays(g.start, day), amountPence: pence })),
    ];
    const rent =
      g.rentEvery === 0
        ? []
        : mondays
            .filter((_, i) => i % g.rentEvery === 0 && !g.rentSkipped.includes(i))
            .map((on) => paid(addDays(on, g.rentDay), 100 * g.rentEvery));
    const instalments =
      g.instalmentsSkipped === 'all'
        ? []
        : schedule({ ...plan, totalPence: g.total })
            .slice(0, 60)
            .filter((_, i) => !(g.instalmentsSkipped as number[]).includes(i))
            .map(({ on, pence }) => paid(addDays(on, g.late), pence / 100, 'cash'));
    const others = g.besides.map(({ day, pence }) =>
      paid(addDays(g.start, day), pence / 100, 'bank_transfer'),
    );
    const came = [...rent, ...instalments, ...others];
    const back = new Set(g.returned.flatMap(({ which }) => (came.length > 0 ? [which % came.length] : [])));
    const returns = [...back].map((i, k) => {
      const { on, amountPence, method } = came[i]!;
      return paid(addDays(on, g.returned[k]!.after), -amountPence / 100, method);
    });
    const life: Life = { plan, owedAtStart: g.total / 100, receipts: [...came, ...returns], charges };
    return { life, days: g.days.map((day) => addDays(g.start, day)) };
  });

test('[DOMAIN-145] whatever is paid, skipped or returned, the state is that of a plain ledger: rent first, then instalments', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyLife, ({ life, days }) => {
      for (const day of days) {
        const state = stateOn(day, life);
        expect(state, day).toBe(plainLedger(life, day));
        seen.set(state, (seen.get(state) ?? 0) + 1);
      }
    }),
    { numRuns: 800 },
  );
  for (const state of ['agreed', 'kept', 'late', 'broken', 'completed'])
    expect(seen.get(state), state).toBeGreaterThan(50);
});
