// The past year's contacts and visits: officers went where the raw list sent them, so some went for nothing, and a third
// and more found nobody in. Nobody went while away.
import { isWorkingDay, londonInstant } from './days.ts';
import type { CaseworkOf } from './homes.ts';
import type { Household } from './household.ts';
import { holderOn } from './organisation.ts';
import { Random } from './random.ts';

export type PastContact = {
  number: number;
  staffId: number;
  kind: 'call' | 'message' | 'letter' | 'email' | 'office' | 'visit';
  reached: boolean;
  note: string;
  at: number;
};
export type PastVisit = {
  number: number;
  staffId: number;
  plannedFor: number;
  setOutAt: number;
  outcome:
    | 'seen_tenant'
    | 'seen_other'
    | 'no_access'
    | 'card_left'
    | 'refused'
    | 'unsafe'
    | 'promise'
    | 'paid_at_door';
  note: string;
  promisePence: number | null;
  promiseOn: number | null;
  endedAt: number;
};

export function makeContacts(of: CaseworkOf): { contacts: PastContact[]; visits: PastVisit[] } {
  const contacts: PastContact[] = [];
  const visits: PastVisit[] = [];
  const away = (staffId: number, day: number) =>
    of.organisation.absences.some((one) => one.staffId === staffId && one.from <= day && day < one.until);
  for (const household of of.households) {
    const random = new Random(of.seed, 10, household.number);
    const noAccess = random.between(0.31, 0.45);
    for (const { week, pence } of weeklyBalances(household, of.start, of.today)) {
      if (pence < household.weeklyRentPence * 1.5 || (household.endsOn !== null && week >= household.endsOn))
        continue;
      if (!random.chance(chanceOfContact(household, week, pence))) continue;
      const day = week + random.whole(0, 4);
      const staff = holderOn(of.organisation, household.patchId, day);
      if (day >= of.today || !isWorkingDay(day) || away(staff.id, day)) continue;
      const minute = habitOf(staff.id, random.whole(earliest, latest));
      const at = londonInstant(day, minute) + random.whole(0, 59) * 1000;
      const made = { number: household.number, staffId: staff.id };
      if (random.chance(0.52)) {
        const visit = pastVisit(random, household, staff.id, day, at, pence, noAccess);
        visits.push(visit);
        const reached = !['no_access', 'card_left', 'seen_other', 'unsafe'].includes(visit.outcome);
        contacts.push({ ...made, kind: 'visit', reached, note: visit.note, at: visit.endedAt });
      } else {
        const kind = random.weighted({ call: 50, message: 26, letter: 14, email: 8, office: 2 });
        const reached = kind === 'office' || (kind === 'call' && random.chance(0.5));
        contacts.push({ ...made, kind, reached, note: reached ? random.pick(spoke) : '', at });
      }
    }
  }
  return { contacts, visits };
}

/** Minutes of the day between which work is done. */
const earliest = 9 * 60 + 15;
const latest = 17 * 60;

/** The minute at which an officer visits. One of twelve goes late and one early, so that the comparison differs. */
function habitOf(staffId: number, minute: number): number {
  const part = (minute - earliest) / (latest - earliest);
  if (staffId % 12 === 2) return Math.round(13 * 60 + part * 315);
  if (staffId % 12 === 8) return Math.round(8 * 60 + 45 + part * 270);
  return minute;
}

const spoke = [
  'Spoke about the account; will pay on pay day.',
  'Hours were cut at work. Talked through a plan.',
  'Says the claim is being looked at.',
  'Will ring back with a card.',
  'Worried about energy bills; offered money advice.',
  '',
];

/** What was owed on each Monday evening. */
function weeklyBalances(
  household: Household,
  start: number,
  today: number,
): { week: number; pence: number }[] {
  const weeks: { week: number; pence: number }[] = [];
  let pence = household.opening.pence;
  let charged = 0;
  let paid = 0;
  for (let week = start; week < today; week += 7) {
    for (; charged < household.charges.length && household.charges[charged]!.dueOn <= week; charged++)
      pence += household.charges[charged]!.pence;
    for (; paid < household.payments.length && household.payments[paid]!.valueOn <= week; paid++)
      pence -= household.payments[paid]!.pence;
    weeks.push({ week, pence });
  }
  return weeks;
}

function chanceOfContact(household: Household, week: number, pence: number): number {
  const { behaviour } = household;
  if (behaviour.newClaim) return 0.16;
  const trouble = behaviour.episodes.some(
    (one) => one.from + 10 < week && (one.until === null || week < one.until),
  );
  return trouble ? 0.34 : pence > household.weeklyRentPence * 2.5 ? 0.09 : 0.03;
}

function pastVisit(
  random: Random,
  household: Household,
  staffId: number,
  day: number,
  at: number,
  owedPence: number,
  noAccess: number,
): PastVisit {
  const outcome = random.chance(noAccess)
    ? random.weighted({ no_access: 55, card_left: 45 })
    : random.weighted({
        seen_tenant: 52,
        promise: 31,
        seen_other: 9,
        refused: 4,
        unsafe: 1,
        paid_at_door: 3,
      });
  const promised = outcome === 'promise';
  return {
    number: household.number,
    staffId,
    plannedFor: day,
    setOutAt: at - random.whole(8, 35) * 60_000,
    outcome,
    note: outcome === 'seen_tenant' || promised ? random.pick(spoke) : '',
    promisePence: promised
      ? Math.max(500, Math.round((owedPence * random.between(0.1, 0.5)) / 500) * 500)
      : null,
    promiseOn: promised ? day + random.whole(2, 12) : null,
    endedAt: at + random.whole(2, 25) * 60_000,
  };
}
