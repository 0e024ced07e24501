// Records besides the ledger: repairs, support needs, alerts, holds, plans, the declared payment calendar, and the
// contacts and visits of the past. Each is drawn for its own home or account, in plausible shares (assumed, not sourced).
import { nextDue, periodPence } from './behaviour.ts';
import { makeContacts, type PastContact, type PastVisit } from './contacts.ts';
import { monday } from './days.ts';
import type { Household } from './household.ts';
import type { CaseworkOf, Property } from './homes.ts';
import { makePlans, type PlanMade } from './plans.ts';
import { Random } from './random.ts';
import { makeRepairs, type RepairMade } from './repairs.ts';

type Need = { number: number; kind: string; note: string; since: number };
type AlertMade = {
  propertyId: number;
  kind: string;
  detail: string;
  source: string;
  startsOn: number;
  reviewOn: number;
  expiresOn: number;
};
type HoldMade = {
  number: number;
  kind: 'breathing_space' | 'mental_health_crisis' | 'court_decree' | 'deceased' | 'safeguarding' | 'agreed';
  reason: string;
  startsOn: number;
  reviewOn: number | null;
  endsOn: number | null;
};
type ExpectedMade = {
  number: number;
  method: string;
  pence: number;
  rhythm: string;
  anchorOn: number;
  toleranceDays: number;
  learntOn: number;
};
export type Casework = {
  repairs: RepairMade[];
  needs: Need[];
  alerts: AlertMade[];
  holds: HoldMade[];
  plans: PlanMade[];
  expected: ExpectedMade[];
  contacts: PastContact[];
  visits: PastVisit[];
};

export function makeCasework(of: CaseworkOf): Casework {
  const inTrouble = new Set(
    of.households
      .filter((one) => one.endsOn === null && one.behaviour.habit === 'troubled')
      .map((one) => one.propertyId),
  );
  const { contacts, visits } = makeContacts(of);
  return {
    repairs: of.properties.flatMap((home) =>
      makeRepairs(of.seed, home.id, of.start, of.today, inTrouble.has(home.id)),
    ),
    needs: of.households.filter((one) => one.endsOn === null).flatMap((one) => makeNeeds(of, one)),
    alerts: of.properties.flatMap((home) => makeAlert(of, home)),
    holds: makeHolds(of),
    plans: makePlans(of),
    expected: of.households.filter((one) => one.endsOn === null).flatMap((one) => declared(of, one)),
    contacts,
    visits,
  };
}

const needNotes: Record<string, string[]> = {
  mobility: ['Walks with a frame: give time to come to the door', 'Uses a wheelchair'],
  hearing: ['Hard of hearing: knock loudly, face them when speaking'],
  sight: ['Large print, please'],
  mental_health: ['Prefers a text before any visit', 'Has a support worker; ask before sharing'],
  learning: ['Short sentences, and write the sum down'],
  carer: ['Cares for a parent; mornings are hard'],
  bereavement: ['Recently bereaved'],
  literacy: ['Read letters out together'],
};

function makeNeeds(of: CaseworkOf, household: Household): Need[] {
  const random = new Random(of.seed, 6, household.number);
  if (!random.chance(0.09)) return [];
  const kind = random.pick(Object.keys(needNotes));
  const note = random.pick(needNotes[kind]!);
  return [{ number: household.number, kind, note, since: of.today - random.whole(20, 1200) }];
}

const alertKinds = {
  dangerous_animal: ['Large dog, loose in the front garden', 'Housing officer'],
  no_lone_visits: ['Visit in pairs', 'Incident report'],
  threats_or_abuse: ['Shouted at a contractor', 'Repairs contractor'],
  unsafe_environment: ['Loose stair rail, poor light', 'Repairs inspection'],
  translation_needed: ['Book an interpreter by telephone', 'Tenancy sign-up'],
  no_male_staff: ['Asked for by the tenant', 'Support provider'],
  no_female_staff: ['After an incident', 'Incident report'],
  do_not_attend: ['Refer to the team manager first', 'Police information'],
} as const;

function makeAlert(of: CaseworkOf, home: Property): AlertMade[] {
  const random = new Random(of.seed, 7, home.id);
  if (!random.chance(0.038)) return [];
  const kind = random.weighted({
    dangerous_animal: 26,
    no_lone_visits: 24,
    threats_or_abuse: 12,
    unsafe_environment: 10,
    translation_needed: 16,
    no_male_staff: 5,
    no_female_staff: 3,
    do_not_attend: 4,
  });
  const [detail, source] = alertKinds[kind];
  // About a quarter have run out, and must not show.
  const expiresOn = random.chance(0.25) ? of.today - random.whole(1, 200) : of.today + random.whole(14, 320);
  const startsOn = expiresOn - 365;
  return [{ propertyId: home.id, kind, detail, source, startsOn, reviewOn: startsOn + 182, expiresOn }];
}

/** Some in every hundred of those who owe; the first debtors of each patch make sure that every kind is there to see. */
function makeHolds(of: CaseworkOf): HoldMade[] {
  const holds: HoldMade[] = [];
  const sure: HoldMade['kind'][] = [
    'breathing_space',
    'court_decree',
    'agreed',
    'safeguarding',
    'mental_health_crisis',
    'deceased',
  ];
  const patch = of.households[0]?.patchId ?? 1;
  let turn = 0;
  for (const household of of.households) {
    if (household.endsOn !== null || household.state.balancePence < household.weeklyRentPence * 2.5) continue;
    const random = new Random(of.seed, 8, household.number);
    const owing = household.behaviour.habit === 'troubled' || household.behaviour.habit === 'new_to_uc';
    const asked = owing && turn < 2 ? sure[(patch * 2 + turn++) % sure.length]! : null;
    const kind =
      asked ??
      (random.chance(0.028)
        ? random.weighted({
            breathing_space: 40,
            agreed: 28,
            court_decree: 12,
            safeguarding: 8,
            mental_health_crisis: 7,
            deceased: 5,
          })
        : null);
    if (kind) holds.push(makeHold(random, household.number, kind, of.today));
    else if (random.chance(0.03)) {
      const startsOn = of.today - random.whole(80, 300);
      holds.push({
        ...makeHold(random, household.number, 'breathing_space', of.today),
        startsOn,
        reviewOn: startsOn + 28,
        endsOn: startsOn + 60,
      });
    }
  }
  return holds;
}

function makeHold(random: Random, number: number, kind: HoldMade['kind'], today: number): HoldMade {
  const startsOn = today - random.whole(2, 52);
  const hold = (reason: string, reviewOn: number | null, endsOn: number | null = null): HoldMade => ({
    number,
    kind,
    reason,
    startsOn,
    reviewOn,
    endsOn,
  });
  switch (kind) {
    case 'breathing_space':
      return hold('Standard breathing space, told by the Insolvency Service', startsOn + 28, startsOn + 60);
    case 'mental_health_crisis':
      return hold('Mental health crisis breathing space', today + random.whole(5, 25));
    case 'court_decree':
      return hold('Order awaited after the hearing', today + random.whole(5, 40));
    case 'deceased':
      return hold('The tenant has died; the family is in touch', startsOn + 60);
    case 'safeguarding':
      return hold('Ask the safeguarding lead before any contact', today + random.whole(5, 25));
    case 'agreed': {
      const reasons = [
        'Benefit claim being decided',
        'In hospital',
        'Complaint about repairs being looked into',
      ];
      return hold(random.pick(reasons), null, today + random.whole(3, 30));
    }
  }
}

/** Mandates, and the schedules of benefit, are known. What people pay by themselves is for the product to learn. */
function declared(of: CaseworkOf, household: Household): ExpectedMade[] {
  return household.behaviour.streams.flatMap((stream, i) => {
    if (stream.kind === 'own' || stream.until <= of.today) return [];
    const trouble = household.behaviour.episodes.find(
      (one) => one.from < of.today && (one.until === null || one.until > of.today) && one.kind === 'stopped',
    );
    // A cancelled mandate is gone from the calendar; one that was refused once is still there.
    if (stream.kind === 'mandate' && trouble && (household.number + trouble.from) % 3 > 0) return [];
    const anchorOn = household.state.due[i] ?? nextDue(stream, of.today);
    const benefit = stream.kind === 'benefit';
    return [
      {
        number: household.number,
        method: stream.method,
        pence: Math.max(1, periodPence(household, stream, anchorOn)),
        rhythm: stream.rhythm,
        anchorOn,
        toleranceDays: benefit ? 3 : 4,
        learntOn: Math.max(household.startsOn, monday(of.start)),
      },
    ];
  });
}
