// Lives of repayment plans for tests: what is charged and paid from the agreement on, and a plain ledger to compare with.
// Rent is £100.00 a week, charged on Mondays, unless a test says otherwise.
import fc from 'fast-check';
import { planOf } from '../../server/domain/money/arrears.ts';
import { assess } from '../../server/domain/assessment.ts';
import { addDays, dayNumber, dayOf, plusWorkingDays, weekday } from '../../server/domain/days.ts';
import type { CaseFacts, Day, ExpectedIncome, Method, Plan, Receipt } from '../../server/domain/facts.ts';
import { schedule } from '../../server/domain/money/plan-terms.ts';
import { defaultRules as rules } from '../../server/domain/rules.ts';
import { clockOn, paid, plainCase } from './plain-case.ts';

export function mondaysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = addDays(first, (8 - weekday(first)) % 7); day <= last; day = addDays(day, 7)) days.push(day);
  return days;
}
export type Life = {
  plan: Plan;
  owedAtStart: number;
  receipts: Receipt[];
  calendar?: ExpectedIncome[];
  charges?: { on: Day; amountPence: number }[];
};
/** The day on which a payment counts and is known. */
export const knownOn = ({ on, postedAt }: Receipt): Day => {
  const posted = new Date(postedAt).toISOString().slice(0, 10);
  return posted > on ? posted : on;
};
/** The facts as they are known on that day. */
export function factsOn(day: Day, { plan, owedAtStart, receipts, calendar = [], charges }: Life): CaseFacts {
  const all =
    charges ??
    mondaysFrom(addDays(plan.agreedOn, 1), addDays(day, 7)).map((on) => ({ on, amountPence: 10_000 }));
  const charged = all.filter(({ on }) => on <= day);
  const known = receipts.filter((one) => knownOn(one) <= day);
  const sum = (some: readonly { amountPence: number }[]) => some.reduce((a, b) => a + b.amountPence, 0);
  return {
    ...plainCase,
    balancePence: Math.round(owedAtStart * 100) + sum(charged) - sum(known),
    receipts: known,
    charges: charged,
    calendar,
    plan,
  };
}
export const viewOn = (day: Day, life: Life) => planOf(factsOn(day, life), clockOn(day), rules);
export const stateOn = (day: Day, life: Life) => viewOn(day, life).state;
export const reasonOn = (day: Day, life: Life) =>
  assess(factsOn(day, life), clockOn(day), rules).reasons[0]!.text;
export const planFor = (pounds: number, instalment: number, more: Partial<Plan> = {}): Plan => ({
  instalmentPence: instalment * 100,
  rhythm: 'weekly',
  firstDueOn: '2026-09-11',
  agreedOn: '2026-09-04',
  toleranceDays: 3,
  totalPence: pounds * 100,
  arrearsPence: pounds * 100,
  ...more,
});
// The reference: a plain ledger, written apart from plan.ts. Every bill of rent and every instalment is a line with what is
// open of it. Day by day: bills come up, money comes in, pays the oldest rent, then the oldest instalment, and waits.
type Line = { on: number; open: number; inGrace: boolean };
export function plainLedger(life: Life, today: Day): string {
  const { plan } = life;
  const now = dayNumber(today);
  const rent: Line[] = [];
  const instalments: Line[] = [];
  const known = life.receipts
    .filter((one) => knownOn(one) <= today)
    .sort((a, b) => dayNumber(a.on) - dayNumber(b.on) || b.amountPence - a.amountPence);
  const money = known.filter((one) => one.amountPence > 0).map((one) => ({ ...one, left: one.amountPence }));
  // A return is taken from the payment that it answers, or else from the newest of its method if it can be of one of them;
  // the rest is owed again.
  const owedAgain: { on: Day; pence: number }[] = [];
  for (const { on, method, amountPence } of known.filter((one) => one.amountPence < 0)) {
    const newestFirst = money.filter((one) => one.method === method && one.on <= on).reverse();
    const answered = newestFirst.find((one) => one.left === -amountPence);
    let pence = -amountPence;
    const canBeOfOne = newestFirst.some((one) => one.amountPence >= -amountPence);
    for (const one of answered ? [answered] : canBeOfOne ? newestFirst : []) {
      const part = Math.min(pence, one.left);
      one.left -= part;
      pence -= part;
    }
    owedAgain.push({ on, pence });
  }
  const terms = { ...plan, totalPence: plan.totalPence! };
  const due = Map.groupBy(schedule(terms), ({ on }) => dayNumber(on));
  const came = Map.groupBy(money, ({ on }) => dayNumber(on));
  const charged = Map.groupBy(life.charges!, ({ on }) => dayNumber(on));
  const weekStart = now - (weekday(today) - 1);
  const slack = Math.min(rules.plan.slackPence, Math.floor(plan.instalmentPence / 2));
  const lastDay = dayNumber(schedule(terms).at(-1)!.on);
  const ended = now > plusWorkingDays(lastDay, plan.toleranceDays, new Set());
  const lacking = ended && terms.totalPence > slack ? slack : 0;
  let wallet = 0;
  let towards = 0;
  let done = false;
  for (let day = dayNumber(plan.agreedOn); day <= now; day++) {
    for (const { on, amountPence } of charged.get(day) ?? [])
      if (on > plan.agreedOn) rent.push({ on: day, open: amountPence, inGrace: day >= weekStart });
    for (const { on, pence } of owedAgain)
      if (dayNumber(on) === day) rent.push({ on: day, open: pence, inGrace: false });
    for (const { pence } of due.get(day) ?? []) instalments.push({ on: day, open: pence, inGrace: false });
    for (const one of came.get(day) ?? []) wallet += one.left;
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
    if (towards + wallet >= terms.totalPence - lacking) done = true;
  }
  if (done) return 'completed';
  const dues = dueDays(plan, now);
  if (dues.length === 0) return 'agreed';
  const open = (due: number) =>
    rent.filter((line) => line.on < due && !line.inGrace).reduce((a, b) => a + b.open, 0) +
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

export const anyLife = fc
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
    /** Some of it becomes known days after the day that it is booked on. */
    posted: fc.array(fc.record({ which: fc.nat(60), later: fc.nat(16) }), { maxLength: 4 }),
    returned: fc.array(
      fc.record({ which: fc.nat(60), after: fc.nat(12), part: fc.constantFrom(1, 1, 1, 0.5) }),
      { maxLength: 3 },
    ),
    /** Returns of payments from before the agreement. */
    older: fc.array(
      fc.record({
        day: fc.nat(60),
        pence: fc.integer({ min: 1, max: 40_000 }),
        method: fc.constantFrom<Method>('card', 'cash', 'direct_debit'),
      }),
      { maxLength: 1 },
    ),
    extra: fc.array(
      fc.record({ day: fc.integer({ min: 1, max: 200 }), pence: fc.integer({ min: 1, max: 20_000 }) }),
      { maxLength: 2 },
    ),
    days: fc.array(fc.integer({ min: 0, max: 230 }), { minLength: 4, maxLength: 8 }),
  })
  .map((g) => {
    const instalmentPence = g.rhythm === 'lump_sum' ? g.total : Math.max(1, Math.floor(g.total * g.part));
    const plan: Plan = {
      instalmentPence,
      rhythm: g.rhythm,
      agreedOn: g.start,
      toleranceDays: g.tolerance,
      firstDueOn: addDays(g.start, g.ahead),
      totalPence: g.total,
      arrearsPence: g.total,
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
      const { after, part } = g.returned[k]!;
      return paid(addDays(on, after), -Math.ceil(amountPence * part) / 100, method);
    });
    const older = g.older.map(({ day, pence, method }) => paid(addDays(g.start, day), -pence / 100, method));
    const lags = new Map(g.posted.map(({ which, later }) => [which % Math.max(1, came.length), later]));
    const posted = came.map((one, i) => ({
      ...one,
      postedAt: one.postedAt + (lags.get(i) ?? 0) * 86_400_000,
    }));
    const life: Life = {
      plan,
      owedAtStart: g.total / 100,
      receipts: [...posted, ...returns, ...older],
      charges,
    };
    return { life, days: g.days.map((day) => addDays(g.start, day)) };
  });

/** Lives in which no more than the rent is paid, and the payment of everything that is owed on `day`, at most 150 days on. */
export const anyPayingOff = fc.tuple(anyLife, fc.nat(150)).map(([{ life }, after]) => {
  const day = addDays(life.plan.agreedOn, after);
  const receipts = life.receipts.filter(
    (one) => one.method === 'card' && Math.abs(one.amountPence) <= 10_000 && knownOn(one) <= day,
  );
  const owing: Life = { ...life, receipts };
  const payment = paid(day, factsOn(day, owing).balancePence / 100, 'bank_transfer');
  return { owing, payment, day };
});
