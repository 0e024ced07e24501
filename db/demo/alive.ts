// Makes the demo landlord's households again, for a database that was loaded from them: from the same seed, without their
// history, and then advanced to a given day. Their payments and charges on the way are handed over.
import { live, type Account, type Charge, type Payment, type State } from './behaviour.ts';
import { eachPatch, makeFrame } from './landlord.ts';
import { copyOf } from './truth.ts';

export type Made = { seed: number; homes: number; today: string; weeks: number };
export type Living = { account: Account; state: State };
export type LivedDay = {
  day: number;
  charges: (Charge & { number: number })[];
  payments: (Payment & { number: number })[];
};

export class Households {
  readonly all: Map<number, Living>;
  /** The next day to live. */
  day: number;
  readonly weeklyRentPence: number;

  private constructor(all: Map<number, Living>, day: number) {
    this.all = all;
    this.day = day;
    this.weeklyRentPence = [...all.values()].reduce((sum, one) => sum + one.account.weeklyRentPence, 0);
  }

  /** Some seconds of work for a large landlord, given in slices so that timers and sockets go on. */
  static async make(made: Made): Promise<Households> {
    const frame = makeFrame(made);
    const all = new Map<number, Living>();
    for (const book of eachPatch(frame, { ledger: false })) {
      for (const { seed, number, state, behaviour, ...home } of book.households) {
        const { reference, weeklyRentPence, rentAt, startsOn, endsOn } = home;
        const account = { seed, number, reference, weeklyRentPence, rentAt, startsOn, endsOn, behaviour };
        all.set(number, { account, state });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    return new Households(all, frame.today);
  }

  /** Lives the next day for everybody. */
  liveOn(): LivedDay {
    const lived: LivedDay = { day: this.day, charges: [], payments: [] };
    for (const { account, state } of this.all.values()) {
      const { charges, payments } = live(account, state, this.day);
      for (const charge of charges) lived.charges.push({ ...charge, number: account.number });
      for (const payment of payments) lived.payments.push({ ...payment, number: account.number });
    }
    this.day++;
    return lived;
  }

  /** What a household would pay by hand next, within five weeks, leaving out what `taken` says; null: nothing. */
  nextByHand(number: number, taken: (payment: Payment) => boolean): Payment | null {
    const one = this.all.get(number);
    if (!one) return null;
    const state = copyOf(one.state);
    for (let i = 0; i < 35; i++) {
      const found = live(one.account, state, state.day).payments.find(
        (payment) => payment.pence > 0 && byHand(payment) && !taken(payment),
      );
      if (found) return found;
    }
    return null;
  }
}

const byHand = (payment: Payment): boolean =>
  payment.method === 'card' || payment.method === 'cash' || payment.method === 'bank_transfer';
