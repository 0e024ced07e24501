// One tenancy with its people, its account and its ledger: made from chance, then lived from before the ledger's first
// day up to (not including) today. Today's own charge is in where today is a Monday; today's money is not.
import { monday } from './days.ts';
import {
  chargeOf,
  courseWeeks,
  live,
  nextDue,
  type Account,
  type Charge,
  type Payment,
  type State,
} from './behaviour.ts';
import { madeUpPerson, type MadeUpPerson } from './names.ts';
import { drawProfile, type Circumstances } from './profile.ts';
import { Random } from './random.ts';
import { chargedAhead, rentOn } from './rent.ts';

type Tenant = MadeUpPerson & { role: 'tenant' | 'joint_tenant' | 'household' };

export type Household = Account & {
  patchId: number;
  propertyId: number;
  tenants: Tenant[];
  tenancyKind: 'general_needs' | 'sheltered' | 'affordable_rent' | 'starter';
  /** Its state on the morning of today. */
  state: State;
  /** What was owed (or in credit) when the ledger begins. */
  opening: { pence: number; on: number };
  charges: Charge[];
  payments: Payment[];
  /** Weeks of rent of old debt, times the factor that makes the landlord's total fit (settle.ts). */
  legacyWeeks: number;
};

export type Let = {
  propertyId: number;
  patchId: number;
  bedrooms: number;
  startsOn: number;
  endsOn: number | null;
};

/** The weeks that a household is lived before its ledger is kept, so that nothing begins on one day for all. */
const warmUpDays = 26 * 7;

export function makeHousehold(
  seed: number,
  number: number,
  home: Let,
  at: Circumstances,
  keepLedger: boolean,
): Household {
  const random = new Random(seed, 2, number);
  const drawn = drawProfile(random, number, at);
  const { behaviour } = drawn;
  const base = { 0: 8200, 1: 9300, 2: 10600, 3: 11900, 4: 13600, 5: 15200 }[home.bedrooms] ?? 11000;
  const account: Account = {
    seed,
    number,
    reference: referenceOf(number),
    weeklyRentPence: Math.round(base * random.between(0.9, 1.16)),
    rentAt: at.today,
    startsOn: home.startsOn,
    endsOn: home.endsOn,
    behaviour,
  };
  if (home.endsOn !== null) leavingBadly(random, account, home.endsOn);
  const begin = monday(Math.max(at.start - warmUpDays, home.startsOn));
  const state = startingState(account, drawn.aheadWeeks, begin, home.startsOn >= begin);
  const household: Household = {
    ...account,
    patchId: home.patchId,
    propertyId: home.propertyId,
    tenants: makeTenants(random, Math.floor(1970 + at.today / 365.25), home.bedrooms),
    tenancyKind: random.weighted({ general_needs: 80, sheltered: 8, affordable_rent: 8, starter: 4 }),
    state,
    opening: { pence: 0, on: at.start },
    charges: [],
    payments: [],
    legacyWeeks: drawn.legacyWeeks,
  };
  for (let day = begin; day < at.today; day++) {
    if (day === at.start) household.opening.pence = state.balancePence;
    const lived = live(account, state, day);
    if (day >= at.start && keepLedger) {
      household.charges.push(...lived.charges);
      household.payments.push(...lived.payments);
    }
  }
  const charge = chargeOf(account, state, at.today);
  if (charge && keepLedger) household.charges.push(charge);
  household.behaviour.habit = habitNow(household, at.today);
  return household;
}

/** Who left owing mostly stopped paying some weeks before. */
function leavingBadly(random: Random, account: Account, endsOn: number): void {
  if (!random.chance(0.75)) return;
  const behaviour = account.behaviour;
  behaviour.newClaim = null;
  behaviour.episodes = [
    ...behaviour.episodes.filter(
      (one) => one.from < endsOn - 150 && one.until !== null && one.until < endsOn - 150,
    ),
    { kind: 'stopped', from: endsOn - random.whole(20, 140), until: null, degree: 0 },
    { kind: 'benefit_stopped', from: endsOn - random.whole(10, 60), until: null, degree: 0 },
  ].sort((a, b) => a.from - b.from) as typeof behaviour.episodes;
}

function startingState(account: Account, aheadWeeks: number, begin: number, isNew: boolean): State {
  const rent = rentOn(account, begin);
  const buffer = Math.round(aheadWeeks * rent);
  const due = account.behaviour.streams.map((stream) => nextDue(stream, begin));
  let balance = -buffer;
  const ahead = chargedAhead(account, begin);
  if (isNew) balance = 0;
  else if (account.behaviour.newClaim)
    balance = Math.round(
      courseWeeks(begin - account.behaviour.newClaim.on) * account.behaviour.newClaim.factor * rent,
    );
  else
    account.behaviour.streams.forEach((stream, i) => {
      const days = { weekly: 7, fortnightly: 14, four_weekly: 28, monthly: 30.4 };
      const last = due[i]! - days[stream.rhythm];
      // Charged since the last payment; benefit paid on a Monday does not cover that Monday's rent.
      const mondays = Math.floor((begin - last - (stream.kind === 'benefit' ? 0 : 1)) / 7);
      balance += Math.round(Math.max(0, mondays) * stream.share * rent);
    });
  return {
    day: begin,
    chargedOn: 0,
    balancePence: balance + (isNew ? 0 : ahead),
    due,
    waiting: [],
    debtPence: 0,
    legacyPence: 0,
    bufferPence: isNew ? 0 : buffer,
    helpedOn: null,
    repays: 0,
  };
}

function habitNow(household: Household, today: number): Household['behaviour']['habit'] {
  const { behaviour, state } = household;
  if (behaviour.newClaim) return 'new_to_uc';
  if (behaviour.episodes.some((one) => one.from < today && (one.until === null || one.until > today)))
    return 'troubled';
  if (state.debtPence > state.bufferPence + 1000 && behaviour.repays > 0) return 'repaying';
  return behaviour.habit;
}

function makeTenants(random: Random, year: number, bedrooms: number): Tenant[] {
  const first = madeUpPerson(random, year);
  const tenants: Tenant[] = [{ ...first, role: 'tenant' }];
  const family = first.name.slice(first.name.indexOf(' ') + 1);
  if (bedrooms > 1 && random.chance(0.28))
    tenants.push({
      ...madeUpPerson(random, year, random.chance(0.7) ? family : undefined),
      role: 'joint_tenant',
    });
  if (bedrooms > 2 && random.chance(0.15))
    tenants.push({ ...madeUpPerson(random, year, family), dateOfBirth: null, role: 'household' });
  return tenants;
}

/** Counted, not drawn: no two accounts of a landlord, however large, have the same. */
export const referenceOf = (number: number): string =>
  `HM${String(1_000_000 + number * 7)}${checkDigit(number)}`;

const checkDigit = (number: number): number =>
  [...String(number)].reduce((sum, digit, i) => sum + Number(digit) * (i + 2), 0) % 10;
