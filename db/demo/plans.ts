// Repayment plans: kept by those who pay their debt off, broken by those whose trouble came after (or came back).
import { nextDue, periodPence } from './behaviour.ts';
import type { CaseworkOf } from './homes.ts';
import type { Household } from './household.ts';
import { holderOn } from './organisation.ts';
import { Random } from './random.ts';

export type PlanMade = {
  number: number;
  instalmentPence: number;
  rhythm: 'weekly' | 'fortnightly' | 'four_weekly' | 'monthly';
  firstDueOn: number;
  agreedOn: number;
  agreedBy: number;
  toleranceDays: number;
  endedOn: number | null;
};

export function makePlans(of: CaseworkOf): PlanMade[] {
  return of.households.filter((one) => one.endsOn === null).flatMap((one) => plansOf(of, one));
}

function plansOf(of: CaseworkOf, household: Household): PlanMade[] {
  const random = new Random(of.seed, 9, household.number);
  const { behaviour } = household;
  const past = behaviour.episodes.filter((one) => one.kind !== 'benefit_stopped' && one.from < of.today);
  const last = past.at(-1);
  const running = last && (last.until === null || last.until > of.today) ? last : null;
  if (behaviour.habit === 'repaying' && last && random.chance(0.7)) {
    // Agreed once the trouble was over, and kept since.
    return plan(of, household, random, Math.max(last.until!, of.start), null);
  }
  if (running && running.from > of.start + 40 && random.chance(0.34)) {
    return plan(of, household, random, running.from - random.whole(10, 40), null);
  }
  const over = past
    .filter((one) => one.until !== null && one.until < of.today - 150 && one.until > of.start)
    .at(-1);
  return over && random.chance(0.3)
    ? plan(of, household, random, over.until!, over.until! + random.whole(60, 140))
    : [];
}

function plan(
  of: CaseworkOf,
  household: Household,
  random: Random,
  from: number,
  endedOn: number | null,
): PlanMade[] {
  const { streams, repays } = household.behaviour;
  const own = streams.find((one) => one.kind !== 'benefit');
  if (!own) return [];
  // Agreed the day before money comes: the benefit's where there is one, else their own.
  const agreedOn = nextDue(streams[0]!, from) - 1;
  if (agreedOn >= of.today - 8) return [];
  const firstDueOn = nextDue(own, agreedOn + 1);
  const share = repays > 0 ? repays : 0.12;
  return [
    {
      number: household.number,
      instalmentPence: Math.max(
        500,
        Math.round((periodPence(household, own, firstDueOn) * share) / 100) * 100,
      ),
      rhythm: own.rhythm,
      firstDueOn,
      agreedOn,
      agreedBy: holderOn(of.organisation, household.patchId, agreedOn).id,
      toleranceDays: own.rhythm === 'monthly' ? 7 : Math.max(3, random.whole(3, 5)),
      endedOn,
    },
  ];
}
