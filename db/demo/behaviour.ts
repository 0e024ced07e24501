// A household's behaviour, day by day: what becomes due, what is paid, late, in part or not at all. Everything follows from
// the seed: the same household does the same on the same day, for every caller and in any order, until somebody has contact
// with it (contact.ts). Days are whole numbers (days.ts), money is integer pence.
import {
  addWorkingDays,
  dayText,
  londonInstant,
  nextMonthDay,
  nextOnRhythm,
  weekday,
  workingDay,
} from './days.ts';
import { chargedOn, rentOn } from './rent.ts';
import { Random } from './random.ts';

type Method =
  | 'direct_debit'
  | 'card'
  | 'cash'
  | 'standing_order'
  | 'bank_transfer'
  | 'housing_benefit'
  | 'universal_credit';
type Rhythm = 'weekly' | 'fortnightly' | 'four_weekly' | 'monthly';
type SourceName = 'hb-file' | 'dwp-schedule' | 'dd-collection' | 'bank' | 'card-terminal' | 'paypoint';

/** One line of money: a benefit schedule, a direct debit mandate, or what the tenant pays themselves. */
export type Stream = {
  kind: 'benefit' | 'mandate' | 'own';
  method: Method;
  source: SourceName;
  rhythm: Rhythm;
  /** A day of the rhythm; monthly: the day of the month, 1 to 28. */
  anchor: number;
  /** The part of the rent that it is meant to pay. */
  share: number;
  /** Own money comes so many days after it is due, at least and at most. */
  slowDays: readonly [number, number];
  /** The chance that a collection comes back unpaid, or that a benefit file has it a week late. */
  failing: number;
  /** Own money may come in pieces. */
  pieces: number;
  from: number;
  until: number;
};

/** A period of trouble: from and up to (not including) a day; null: it does not end without help. */
export type Episode = {
  kind: 'partial' | 'stopped' | 'benefit_stopped';
  from: number;
  until: number | null;
  /** partial: the part that is still paid. */
  degree: number;
};

type Habit = 'steady' | 'late' | 'troubled' | 'repaying' | 'new_to_uc';

export type Behaviour = {
  habit: Habit;
  profile: string;
  streams: Stream[];
  episodes: Episode[];
  /** The part of a period's amount that goes to old debt besides, once no episode runs. */
  repays: number;
  /** How readily contact changes their course, 0 to 1. */
  responsiveness: number;
  /** New to Universal Credit: the day of the claim, and how far this household is from the average course. */
  newClaim: { on: number; factor: number } | null;
};

/** What behaviour needs to know of a household. */
export type Account = {
  seed: number;
  number: number;
  reference: string;
  /** As of `rentAt`; April's uplift moves it before and after. */
  weeklyRentPence: number;
  rentAt: number;
  startsOn: number;
  endsOn: number | null;
  behaviour: Behaviour;
};

export type Payment = {
  pence: number;
  method: Method;
  source: string;
  /** Unique for its source. */
  ref: string;
  valueOn: number;
  postedAt: number;
};
export type Charge = { pence: number; kind: string; dueOn: number };

export type State = {
  /** The next day to live. */
  day: number;
  /** The last day whose rent was charged. */
  chargedOn: number;
  balancePence: number;
  /** Each stream's next due day. */
  due: number[];
  waiting: Payment[];
  /** What was missed and has not been paid since. */
  debtPence: number;
  /** Old debt that the household does not pay off without help. */
  legacyPence: number;
  /** The credit that they keep in hand, in pence: trouble eats it first. */
  bufferPence: number;
  /** Trouble that began before this day ended on it, because somebody helped. */
  helpedOn: number | null;
  /** From contact or a plan: as Behaviour.repays, where it is more. */
  repays: number;
};

const quiet: { charges: Charge[]; payments: Payment[] } = { charges: [], payments: [] };

/** Lives one day, which must be state.day; changes the state, and returns what was charged and paid on it. */
export function live(
  account: Account,
  state: State,
  day: number,
): { charges: Charge[]; payments: Payment[] } {
  if (day !== state.day) throw new RangeError(`days are lived in turn: ${state.day} comes next, not ${day}`);
  state.day = day + 1;
  const charge = chargeOf(account, state, day);
  if (isLet(account, day)) {
    const { streams } = account.behaviour;
    for (let i = 0; i < streams.length; i++) {
      while (state.due[i]! <= day) {
        const on = state.due[i]!;
        const stream = streams[i]!;
        state.due[i] = nextDue(stream, on + 1);
        if (on >= stream.from && on < stream.until) fallDue(account, state, i, on);
      }
    }
  }
  const charges = charge ? [charge] : quiet.charges;
  if (state.waiting.length === 0) return charge ? { charges, payments: quiet.payments } : quiet;
  const payments = state.waiting.filter((payment) => payment.valueOn <= day);
  if (payments.length > 0) {
    state.waiting = state.waiting.filter((payment) => payment.valueOn > day);
    for (const payment of payments) state.balancePence -= payment.pence;
  }
  return { charges, payments };
}

const isLet = (account: Account, day: number): boolean =>
  day >= account.startsOn && (account.endsOn === null || day < account.endsOn);

/** A Monday's rent, once; changes the state. Rent is charged in the night, before anybody pays. */
export function chargeOf(account: Account, state: State, day: number): Charge | null {
  if (weekday(day) !== 1 || state.chargedOn >= day || !isLet(account, day)) return null;
  const pence = chargedOn(account, day);
  state.chargedOn = day;
  if (pence === 0) return null;
  state.balancePence += pence;
  return { pence, kind: 'rent', dueOn: day };
}

const steps = { weekly: 7, fortnightly: 14, four_weekly: 28, monthly: 0 };

export function nextDue(stream: Stream, from: number): number {
  return stream.rhythm === 'monthly'
    ? nextMonthDay(from, stream.anchor)
    : nextOnRhythm(from, stream.anchor, steps[stream.rhythm]);
}

/** What a stream brings when all is well. Benefit pays for the weeks that are over; a standing order notices April late. */
export function periodPence(account: Account, stream: Stream, due: number): number {
  const rent = rentOn(
    account,
    stream.kind === 'benefit' ? due - 1 : stream.method === 'standing_order' ? due - 28 : due,
  );
  const weeks = stream.rhythm === 'monthly' ? 52 / 12 : steps[stream.rhythm] / 7;
  return Math.round(rent * weeks * stream.share);
}

/** The trouble that a day has; help ends what began before it. */
export function episodeOn(account: Account, state: Pick<State, 'helpedOn'>, day: number): Episode | null {
  for (const episode of account.behaviour.episodes) {
    if (episode.from > day) break;
    if (episode.until !== null && day >= episode.until) continue;
    if (state.helpedOn !== null && episode.from < state.helpedOn && day >= state.helpedOn) continue;
    return episode;
  }
  return null;
}

/** A stream's due day at an account, with the chance that is drawn for it. */
type Due = { account: Account; state: State; stream: Stream; i: number; due: number; random: Random };

function fallDue(account: Account, state: State, i: number, due: number): void {
  const stream = account.behaviour.streams[i]!;
  const of: Due = {
    account,
    state,
    stream,
    i,
    due,
    random: new Random(account.seed, account.number, due, i),
  };
  if (account.behaviour.newClaim) return towardsCourse(of, account.behaviour.newClaim);
  const episode = episodeOn(account, state, due);
  if (stream.kind === 'benefit') return benefitDue(of, episode);
  const amount = periodPence(account, stream, due);
  const ownTrouble = episode && episode.kind !== 'benefit_stopped' ? episode : null;
  const extra = ownTrouble ? 0 : repayment(state, account.behaviour, amount);
  if (stream.kind === 'mandate') return mandateDue(of, ownTrouble, amount, extra);
  if (ownTrouble?.kind === 'stopped') {
    state.debtPence += amount;
    return;
  }
  const { random } = of;
  const part = ownTrouble?.kind === 'partial' ? ownTrouble.degree * random.between(0.85, 1.15) : 1;
  const pays = rounded(amount * Math.min(1, part), stream.method);
  if (part < 1) state.debtPence += Math.max(0, amount - pays);
  send(of, due + random.whole(...stream.slowDays), pays + extra, stream.pieces);
}

function repayment(state: State, behaviour: Behaviour, amount: number): number {
  const share = Math.max(state.repays, behaviour.repays);
  if (state.debtPence <= 0 || share === 0) return 0;
  const extra = Math.min(state.debtPence, Math.max(500, Math.round((amount * share) / 100) * 100));
  state.debtPence -= extra;
  return extra;
}

function benefitDue(of: Due, episode: Episode | null): void {
  const { account, state, stream, due } = of;
  const amount = periodPence(account, stream, due);
  if (episode?.kind === 'benefit_stopped') {
    state.debtPence += amount;
    return;
  }
  // Put right, benefit is paid for the time that it was missing too.
  const backdated = account.behaviour.episodes.some((e) => e.kind === 'benefit_stopped' && e.from < due)
    ? state.debtPence
    : 0;
  state.debtPence -= backdated;
  const late = of.random.chance(stream.failing) ? 7 : 0;
  send(of, due + late, amount + backdated, 1);
}

function mandateDue(of: Due, episode: Episode | null, amount: number, extra: number): void {
  const { account, state, stream, i, due, random } = of;
  const on = workingDay(due);
  if (episode?.kind === 'stopped') {
    // The first collection comes back; the mandate is dead after that.
    state.debtPence += amount;
    if (due - episode.from < (stream.rhythm === 'monthly' ? 31 : 8)) unpaid(of, on, amount, 1);
    return;
  }
  const fails = episode?.kind === 'partial' ? 1 - episode.degree : stream.failing;
  if (random.chance(fails)) {
    unpaid(of, on, amount + extra, 0);
    // Most pay by card once they notice.
    if (random.chance(episode ? 0.3 : 0.75)) {
      const back = addWorkingDays(on, 3) + random.whole(2, 11);
      const card = { ...stream, method: 'card', source: 'card-terminal' } as const;
      state.waiting.push(payment(account, card, due, `${i}c`, back, amount + extra, random));
    } else state.debtPence += amount + extra;
    return;
  }
  state.waiting.push(payment(account, stream, due, `${i}`, on, amount + extra, random));
}

/** Ninety in a hundred are "refer to payer" or "instruction cancelled". */
const reasons = [
  '0-REFER-TO-PAYER',
  '1-INSTRUCTION-CANCELLED',
  '2-PAYER-DECEASED',
  '3-ACCOUNT-TRANSFERRED',
  'B-ACCOUNT-CLOSED',
];

function unpaid(
  { account, state, stream, i, due, random }: Due,
  on: number,
  pence: number,
  usual: 0 | 1,
): void {
  state.waiting.push(payment(account, stream, due, `${i}`, on, pence, random));
  const reason = random.chance(0.94)
    ? reasons[random.chance(0.75) ? usual : 1 - usual]!
    : reasons[random.whole(2, 4)]!;
  const back = payment(account, stream, due, `${i}u`, addWorkingDays(on, 3), -pence, random);
  state.waiting.push({ ...back, source: 'dd-returns', ref: `ARUDD-${reason}-${back.ref}` });
}

/** New to Universal Credit: pays what keeps the balance on the known course around the claim. */
function towardsCourse(of: Due, claim: { on: number; factor: number }): void {
  const { account, state, stream, due } = of;
  const on = due + of.random.whole(...stream.slowDays);
  const rent = rentOn(account, due);
  const weeks = courseWeeks(due - claim.on) * claim.factor;
  // A monthly payer swings around the course: lowest just after paying.
  const swing = stream.rhythm === 'monthly' ? 1.6 : 0;
  const underway = state.waiting.reduce((sum, p) => sum + p.pence, 0);
  const pays = rounded(state.balancePence - underway - (weeks - swing) * rent, stream.method);
  if (pays >= 500) send(of, on, Math.min(pays, rent * 8), 1);
}

/** Weeks of rent owed, by days since the claim. */
export function courseWeeks(days: number): number {
  const points = [
    [-730, 2.1],
    [-364, 2.7],
    [0, 4.5],
    [56, 7.05],
    [84, 7.2],
    [364, 5.9],
    [730, 5.2],
    [1500, 4],
  ] as const;
  if (days <= points[0][0]) return points[0][1];
  for (let k = 1; k < points.length; k++) {
    const [x1, y1] = points[k]!;
    const [x0, y0] = points[k - 1]!;
    if (days <= x1) return y0 + ((y1 - y0) * (days - x0)) / (x1 - x0);
  }
  return points[points.length - 1]![1];
}

/** People pay round sums by hand: whole pounds, rounded up; cash in fives. */
function rounded(pence: number, method: Method): number {
  if (method === 'cash') return Math.round(pence / 500) * 500;
  if (method === 'card') return Math.round(pence / 100) * 100;
  return Math.round(pence);
}

/** What a stream pays from that day on, in so many pieces where it is enough. */
function send(
  { account, state, stream, i, due, random }: Due,
  on: number,
  pence: number,
  pieces: number,
): void {
  const count = pieces > 1 && pence > 6000 ? pieces : 1;
  let left = pence;
  for (let k = 0; k < count; k++) {
    const part = k === count - 1 ? left : Math.round((pence * random.between(0.35, 0.6)) / 100) * 100;
    left -= part;
    if (part > 0) {
      const sent = banked(stream.method, on + k * random.whole(2, 7));
      state.waiting.push(payment(account, stream, due, `${i}${'abc'[k]}`, sent, part, random));
    }
  }
}

/** Standing orders move on working days only. */
const banked = (method: Method, on: number): number => (method === 'standing_order' ? workingDay(on) : on);

/** One payment of a stream, posted at the time of day that its source has. */
export function payment(
  account: Account,
  stream: Pick<Stream, 'method' | 'source'>,
  due: number,
  part: string,
  on: number,
  pence: number,
  random: Random,
): Payment {
  return {
    pence,
    method: stream.method,
    source: stream.source,
    ref: `${dayText(due).replaceAll('-', '')}-${account.reference}-${part}`,
    valueOn: on,
    postedAt: londonInstant(on, minuteOf(stream.source, random)) + random.whole(0, 59) * 1000,
  };
}

function minuteOf(source: SourceName, random: Random): number {
  switch (source) {
    case 'hb-file':
      return 6 * 60;
    case 'dwp-schedule':
      return 6 * 60 + 30;
    case 'dd-collection':
      return 5 * 60 + random.whole(0, 20);
    case 'bank':
      return random.chance(0.7) ? random.whole(120, 420) : random.whole(480, 1260);
    case 'paypoint':
      return random.whole(8 * 60, 20 * 60);
    case 'card-terminal':
      return Math.round(random.normal(13.5 * 60, 190));
  }
}
