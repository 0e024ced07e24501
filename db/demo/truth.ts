// The demo's true values: to score an assessment or a comparison, never to make one. The product reads neither this nor the
// tables that it fills (a test checks that).
import { episodeOn, live, type Account, type State } from './behaviour.ts';
import { rentOn } from './rent.ts';

export type Truth = {
  /** Owed beyond what the rhythm of their payments explains. */
  realArrearsPence: number;
  /** Real arrears of a week's rent and a half or more: somebody's case. */
  isCase: boolean;
  /** Without anybody's help they would be clear, or plainly on the way down, within four weeks. */
  willPayAnyway: boolean;
  /** The first day that money comes without help, within six weeks; null: none. */
  paysOn: number | null;
  /** A case that will not improve without contact: a visit is worth making. */
  needsContact: boolean;
  /** The trouble that runs today. */
  trouble: 'partial' | 'stopped' | 'benefit_stopped' | 'new_to_uc' | null;
};

/** On the morning of state.day. Looks ahead in a copy; changes nothing. */
export function truthOf(account: Account, state: State): Truth {
  const day = state.day;
  const rent = rentOn(account, day);
  const owed = state.balancePence;
  const real = realArrears(account, state, rent);
  const trouble = account.behaviour.newClaim ? 'new_to_uc' : (episodeOn(account, state, day)?.kind ?? null);
  const isCase = owed > 0 && real >= rent * 1.5;
  if (owed <= 0)
    return {
      realArrearsPence: 0,
      isCase: false,
      willPayAnyway: true,
      paysOn: null,
      needsContact: false,
      trouble,
    };
  const ahead = copyOf(state);
  let paysOn: number | null = null;
  let realThen = real;
  for (let later = day; later < day + 42; later++) {
    const { payments } = live(account, ahead, later);
    if (paysOn === null && payments.some((one) => one.pence > 0)) paysOn = later;
    if (later === day + 27) realThen = realArrears(account, ahead, rent);
  }
  const willPayAnyway = realThen < rent || (realThen <= real - 0.15 * rent && trouble === null);
  return {
    realArrearsPence: real,
    isCase,
    willPayAnyway,
    paysOn,
    needsContact: isCase && !willPayAnyway,
    trouble,
  };
}

function realArrears(account: Account, state: State, rent: number): number {
  if (account.behaviour.newClaim) return Math.max(0, state.balancePence - Math.round(1.5 * rent));
  return Math.max(0, Math.min(state.balancePence, state.debtPence + state.legacyPence - state.bufferPence));
}

export const copyOf = (state: State): State => ({
  ...state,
  due: [...state.due],
  waiting: [...state.waiting],
});
