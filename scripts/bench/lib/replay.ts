// A generated landlord lived once more, day by day, in memory: each list of the visits bench gets a world of its own,
// with the same households, the same chance and the same officers' hours. What an officer does changes a household's
// course by the planted effects and by nothing else. Lists see `CaseFacts` as of an instant, never the planted truth.
import { contact } from '../../../db/demo/contact.ts';
import { live, type Charge, type Payment, type State } from '../../../db/demo/behaviour.ts';
import { bankHolidays, dayText, londonInstant, monday } from '../../../db/demo/days.ts';
import type { Household } from '../../../db/demo/household.ts';
import type { Landlord } from '../../../db/demo/landlord.ts';
import { hasRentFreeWeeks, rentFreeWeeks } from '../../../db/demo/rent.ts';
import { holderOn } from '../../../db/demo/organisation.ts';
import { Random } from '../../../db/demo/random.ts';
import { copyOf, truthOf, type Truth } from '../../../db/demo/truth.ts';
import { clockAt } from '../../../server/domain/clock.ts';
import type {
  CaseFacts,
  Charged,
  Contact,
  ExpectedIncome,
  Hold,
  Plan,
  PromiseToPay,
  Receipt,
} from '../../../server/domain/facts.ts';
import { holdsOn } from '../../../server/domain/law/holds.ts';
import { learnCalendar } from '../../../server/domain/money/learn.ts';
import { rentWeeksOf } from '../../../server/domain/money/rent-weeks.ts';
import { defaultRules as rules } from '../../../server/domain/rules.ts';

/** One household in one world. */
export type Home = {
  household: Household;
  /** On the morning of the world's day. */
  state: State;
  receipts: Receipt[];
  charges: Charged[];
  declared: ExpectedIncome[];
  calendar: ExpectedIncome[];
  plan: Plan | null;
  holds: Hold[];
  contacts: Contact[];
  promise: PromiseToPay | null;
  /** Today as it goes without any contact; the posting times limit what an instant may know of it. */
  ahead: { state: State; charges: Charge[]; payments: Payment[] } | null;
};

const none: readonly string[] = [];

const holidaySet = (from: number, to: number): ReadonlySet<string> => {
  const days = new Set<string>();
  for (let year = Number(dayText(from).slice(0, 4)); year <= Number(dayText(to).slice(0, 4)); year++) {
    for (const { on } of bankHolidays(year)) days.add(dayText(on));
  }
  return days;
};

export class World {
  readonly homes: Home[];
  readonly #landlord: Landlord;
  readonly #holidays: ReadonlySet<string>;
  #free: { day: number; weeks: readonly string[] } | null = null;
  /** The day that is being lived. */
  day: number;

  constructor(landlord: Landlord) {
    this.#landlord = landlord;
    this.day = landlord.today;
    this.#holidays = holidaySet(landlord.start, landlord.today + 400);
    const of = {
      expected: Map.groupBy(landlord.casework.expected, (one) => one.number),
      plans: Map.groupBy(landlord.casework.plans, (one) => one.number),
      holds: Map.groupBy(landlord.casework.holds, (one) => one.number),
      contacts: Map.groupBy(landlord.casework.contacts, (one) => one.number),
    };
    this.homes = landlord.households
      .filter((household) => household.endsOn === null)
      .map((household) => {
        const plan = of.plans.get(household.number)?.find((one) => one.endedOn === null);
        return {
          household,
          state: copyOf(household.state),
          receipts: household.payments.map(receiptOf),
          charges: household.charges.map(chargedOf),
          declared: (of.expected.get(household.number) ?? []).map((one) => ({
            method: one.method as ExpectedIncome['method'],
            amountPence: one.pence,
            rhythm: one.rhythm as ExpectedIncome['rhythm'],
            anchorOn: dayText(one.anchorOn),
            toleranceDays: one.toleranceDays,
            confidence: 1,
            declared: true,
          })),
          calendar: [],
          plan: plan
            ? {
                instalmentPence: plan.instalmentPence,
                rhythm: plan.rhythm,
                firstDueOn: dayText(plan.firstDueOn),
                agreedOn: dayText(plan.agreedOn),
                toleranceDays: plan.toleranceDays,
              }
            : null,
          holds: (of.holds.get(household.number) ?? []).map((one) => ({
            kind: one.kind,
            startsOn: dayText(one.startsOn),
            reviewOn: one.reviewOn === null ? null : dayText(one.reviewOn),
            endsOn: one.endsOn === null ? null : dayText(one.endsOn),
          })),
          contacts: (of.contacts.get(household.number) ?? []).map(({ kind, reached, at }) => ({
            kind,
            reached,
            at,
          })),
          promise: null,
          ahead: null,
        };
      });
  }

  /** Calculates the day as it goes without any contact. */
  dawn(): void {
    for (const home of this.homes) {
      const state = copyOf(home.state);
      home.ahead = { state, ...live(home.household, state, this.day) };
    }
  }

  /** The day as it went: households that were contacted live it again, the others as calculated. */
  dusk(contacted: ReadonlySet<Home>): void {
    for (const home of this.homes) {
      let lived = home.ahead!;
      if (contacted.has(home)) lived = { state: home.state, ...live(home.household, home.state, this.day) };
      home.state = lived.state;
      for (const one of lived.charges) home.charges.push(chargedOf(one));
      for (const one of lived.payments) home.receipts.push(receiptOf(one));
      home.ahead = null;
    }
    this.day++;
  }

  clock(at: number) {
    return clockAt(at, { timeZone: 'Europe/London', rentWeekStartsOn: 1, bankHolidays: this.#holidays });
  }

  at(minuteOfDay: number): number {
    return londonInstant(this.day, minuteOfDay);
  }

  /** Today's money that was posted by then. */
  paidToday(home: Home, by: number): Payment[] {
    return home.ahead!.payments.filter((one) => one.postedAt <= by);
  }

  /** Whether money came in within that time; both ends of it may be days back. */
  receivedBetween(home: Home, after: number, until: number): boolean {
    if (this.paidToday(home, until).some((one) => one.pence > 0 && one.postedAt > after)) return true;
    for (let i = home.receipts.length - 1; i >= 0 && i >= home.receipts.length - 12; i--) {
      const { amountPence, postedAt } = home.receipts[i]!;
      if (amountPence > 0 && postedAt > after && postedAt <= until) return true;
    }
    return false;
  }

  isHeld(home: Home): boolean {
    return home.holds.some((hold) => holdsOn(hold, dayText(this.day)));
  }

  balance(home: Home, by: number): number {
    let pence = home.state.balancePence;
    for (const one of home.ahead!.charges) pence += one.pence;
    for (const one of this.paidToday(home, by)) pence -= one.pence;
    return pence;
  }

  /** Everything that would be in the product's database by that instant of today. */
  facts(home: Home, by: number): CaseFacts {
    const recentFrom = dayText(this.day - rules.recentDays);
    const from = home.plan && home.plan.agreedOn < recentFrom ? home.plan.agreedOn : recentFrom;
    const paidToday = this.paidToday(home, by);
    const receipts = tail(home.receipts, from).concat(paidToday.map(receiptOf));
    const charges = tail(home.charges, from).concat(home.ahead!.charges.map(chargedOf));
    const balancePence = this.balance(home, by);
    return {
      weeklyRentPence: charges.at(-1)?.amountPence ?? home.household.weeklyRentPence,
      balancePence,
      tenancyEndedOn: null,
      receipts,
      charges,
      calendar: home.calendar,
      plan: home.plan,
      holds: home.holds,
      alerts: [],
      repairs: [],
      contacts: home.contacts,
      promise: home.promise,
      rentFreeWeeks: this.#freeWeeks(home),
    };
  }

  /** One list for all that have any. */
  #freeWeeks({ household }: Home): readonly string[] {
    if (!hasRentFreeWeeks(household.number)) return none;
    if (this.#free?.day !== this.day)
      this.#free = { day: this.day, weeks: rentFreeWeeks(this.day - 378, this.day + 378).map(dayText) };
    return this.#free.weeks;
  }

  /** As the product does overnight; here once a week is enough. */
  learn(): void {
    const today = dayText(this.day);
    for (const home of this.homes) {
      const weeks = rentWeeksOf(monday(this.day), this.#freeWeeks(home));
      const learnt = learnCalendar(
        tail(home.receipts, dayText(this.day - 183)),
        today,
        this.#holidays,
        weeks,
      );
      const declared = new Set(home.declared.map((line) => line.method));
      home.calendar = [...home.declared, ...learnt.filter((line) => !declared.has(line.method))];
    }
  }

  /** A visit, a call or a message at that instant; returns whether somebody was reached. */
  contact(home: Home, kind: 'visit' | 'call' | 'message', at: number): boolean {
    const { household, state } = home;
    const chance = new Random(household.seed, 77, household.number, this.day);
    const noAccess = 0.3 + 0.15 * new Random(household.seed, 78, household.number).between(0, 1);
    const reached = kind === 'visit' ? !chance.chance(noAccess) : kind === 'call' && chance.chance(0.5);
    const { effect } = holderOn(this.#landlord.organisation, household.patchId, this.day);
    const { promise } = contact(household, state, { kind, reached, effect: effect ?? 1 });
    home.contacts.push({ kind, reached, at });
    if (promise) {
      home.promise = { amountPence: promise.pence, on: dayText(promise.on), madeOn: dayText(this.day) };
    }
    return reached;
  }

  /** The truth on this morning, or just after what was done today; used for scoring only. */
  truth(home: Home): Truth {
    return truthOf(home.household, home.state);
  }
}

const receiptOf = (one: Payment): Receipt => ({
  amountPence: one.pence,
  method: one.method,
  on: dayText(one.valueOn),
  postedAt: one.postedAt,
});
const chargedOf = (one: Charge): Charged => ({ amountPence: one.pence, on: dayText(one.dueOn) });

/** The newest ones, in order. */
function tail<T extends { on: string }>(all: readonly T[], from: string): T[] {
  let at = all.length;
  while (at > 0 && all[at - 1]!.on >= from) at--;
  return all.slice(at);
}
