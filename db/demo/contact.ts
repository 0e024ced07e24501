// What a visit, a call or a message changes, by the planted truths: how ready the household is, and how good the officer.
import { addWorkingDays } from './days.ts';
import { episodeOn, payment, type Account, type State } from './behaviour.ts';
import { Random } from './random.ts';

export type ContactMade = {
  kind: 'visit' | 'call' | 'message' | 'letter';
  /** Somebody was there and spoke. A letter or a message reaches nobody and still may help a little. */
  reached: boolean;
  /** The officer's planted effect; 1 is the average. */
  effect: number;
};
export type ContactResult = {
  /** Their course changed: the trouble is over, or a late payment comes sooner. */
  helped: boolean;
  promise: { pence: number; on: number } | null;
};

const weights = { visit: 1, call: 0.65, message: 0.25, letter: 0.15 };

/**
 * On state.day (before it is lived): changes the state where it helps, and returns what came of it.
 * The same contact on the same day has the same result.
 */
export function contact(account: Account, state: State, made: ContactMade): ContactResult {
  const day = state.day;
  const { behaviour } = account;
  const random = new Random(account.seed, account.number, day, 1000 + made.kind.length);
  const weight = weights[made.kind] * (made.reached ? 1 : made.kind === 'visit' ? 0.12 : 0.5);
  const helped = random.chance(Math.min(0.95, behaviour.responsiveness * weight * made.effect * 1.3));
  const soon = addWorkingDays(day, random.whole(1, 5));
  const episode = episodeOn(account, state, day);
  if (!helped) {
    // Some promise to be left in peace.
    const hollow = made.reached && episode !== null && random.chance(0.3);
    return { helped, promise: hollow ? { pence: roundSum(state.balancePence * 0.3), on: soon } : null };
  }
  if (episode?.kind === 'benefit_stopped') {
    state.helpedOn = day + 21;
    return { helped, promise: null };
  }
  const owed = Math.max(state.debtPence + state.legacyPence, behaviour.newClaim ? state.balancePence : 0);
  if (episode === null && owed < 2000) {
    // Only late: what is on its way comes sooner.
    const own = state.waiting.find(
      (one) => one.pence > 0 && (one.method === 'card' || one.method === 'cash') && one.valueOn > soon,
    );
    if (own)
      state.waiting = state.waiting.map((one) =>
        one === own
          ? { ...one, valueOn: soon, postedAt: own.postedAt - (own.valueOn - soon) * 86_400_000 }
          : one,
      );
    return { helped: own !== undefined, promise: null };
  }
  state.helpedOn = day;
  state.repays = Math.max(state.repays, 0.15);
  const pence = Math.min(owed, roundSum(owed * random.between(0.15, 0.55)));
  if (pence < 500) return { helped, promise: null };
  const byCard = { method: 'card', source: 'card-terminal' } as const;
  state.waiting.push(payment(account, byCard, day, 'p', soon, pence, random));
  const fromDebt = Math.min(state.debtPence, pence);
  state.debtPence -= fromDebt;
  state.legacyPence = Math.max(0, state.legacyPence - (pence - fromDebt));
  return { helped, promise: made.reached ? { pence, on: soon } : null };
}

const roundSum = (pence: number): number => Math.max(500, Math.round(pence / 500) * 500);
