// The four lists that spend the same officers' hours. Each sees only what its system would know at the instant at which
// it is made. All of them use the same steps (write, call, visit), the same patience after a contact and obey the same
// holds, so that what differs is what is known and when. None sees the planted truth.
import { dayText, monday } from '../../../db/demo/days.ts';
import { assess } from '../../../server/domain/assessment.ts';
import { contactView, nextStep, type Level } from '../../../server/domain/contacts.ts';
import { defaultRules as rules } from '../../../server/domain/rules.ts';
import type { Home, World } from './replay.ts';

type Doing = 'visit' | 'call' | 'message';
/** doing is null where the list shows a case that was just contacted: it is looked at and left. */
type Entry = { home: Home; doing: Doing | null };
export type Made = { at: number; entries: Entry[] };

export type List = {
  name: string;
  /** Names the list that is in force at that instant: when it changes, a new one is made as of `asOf`. */
  issue: (world: World, instant: number) => { key: number; asOf: number };
  make: (world: World, asOf: number) => Entry[];
  /** Whether an entry, once dealt with, stays off for the week (one list a week) or for the day. */
  doneFor: 'week' | 'day';
  /** A look at the case as it is now, where the system has one: before setting out, and again at the door. */
  recheck: ((world: World, home: Home, instant: number) => Doing | null) | null;
};

const morning = 7.5 * 60;

function stepFor(world: World, home: Home, weeks: number): Doing | null {
  const level: Level =
    weeks >= rules.weeks.visit ? 3 : weeks >= rules.weeks.call ? 2 : weeks >= rules.weeks.message ? 1 : 0;
  if (level === 0) return null;
  const { action } = nextStep(level, contactView(home.contacts, world.day, 'Europe/London'), rules);
  return action === 'visit' || action === 'call' || action === 'message' ? action : null;
}

/** Everybody who owes a week's rent or more, the largest balance first. */
function byBalance(world: World, asOf: number): Entry[] {
  return world.homes
    .filter((home) => !world.isHeld(home))
    .map((home) => ({ home, pence: world.balance(home, asOf) }))
    .filter(({ home, pence }) => pence >= rules.weeks.message * home.household.weeklyRentPence)
    .sort((a, b) => b.pence - a.pence || a.home.household.number - b.home.household.number)
    .map(({ home, pence }) => ({
      home,
      doing: stepFor(world, home, pence / home.household.weeklyRentPence),
    }));
}

const rawWeekly: List = {
  name: 'raw weekly',
  issue: (world) => ({ key: monday(world.day), asOf: world.at(morning) }),
  make: byBalance,
  doneFor: 'week',
  recheck: null,
};

const rawFourHourly: List = {
  name: 'raw, four-hourly',
  issue: (world, instant) => {
    const slot = instant >= world.at(16 * 60) ? 2 : instant >= world.at(12 * 60) ? 1 : 0;
    return { key: world.day * 3 + slot, asOf: world.at((8 + 4 * slot) * 60) };
  },
  make: byBalance,
  doneFor: 'week',
  recheck: null,
};

/**
 * A next action calculated each night: this week's charge left out, no tenant who paid a week's rent within the week or
 * whose promise is not due, the rest by weeks owed.
 */
const nightly: List = {
  name: 'nightly next action',
  issue: (world) => ({ key: world.day, asOf: world.at(0) }),
  make: (world, asOf) =>
    world.homes
      .filter((home) => !world.isHeld(home))
      .flatMap((home) => {
        const rent = home.household.weeklyRentPence;
        const weekAgo = dayText(world.day - 7);
        let owed = world.balance(home, asOf);
        for (const one of home.charges.slice(-2))
          if (one.on >= dayText(monday(world.day))) owed -= one.amountPence;
        for (const one of home.ahead!.charges) owed -= one.pence;
        let paid = 0;
        for (const one of home.receipts.slice(-10)) if (one.on > weekAgo) paid += one.amountPence;
        const promised = home.promise !== null && home.promise.on >= dayText(world.day);
        if (owed < rules.weeks.message * rent || paid >= rent || promised) return [];
        const doing = stepFor(world, home, owed / rent);
        return doing ? [{ home, doing, weeks: owed / rent }] : [];
      })
      .sort((a, b) => b.weeks - a.weeks || a.home.household.number - b.home.household.number),
  doneFor: 'day',
  recheck: null,
};

/** The product's rules over what was posted a second before `instant`. */
function ours(world: World, home: Home, instant: number): { doing: Doing | null; urgency: number } {
  const known = instant - 1000;
  if (world.balance(home, known) <= 0) return { doing: null, urgency: 0 };
  const { action, urgency } = assess(world.facts(home, known), world.clock(instant), rules);
  switch (action) {
    case 'visit':
    case 'call':
    case 'message':
      return { doing: action, urgency };
    case 'plan_review':
      return { doing: 'call', urgency };
    case 'court_review': {
      // A person decides; here they go there first, once a week at most.
      const last = contactView(home.contacts, world.day, 'Europe/London').visit;
      return { doing: last && last.daysAgo < rules.contact.quietDays ? null : 'visit', urgency };
    }
    default:
      return { doing: null, urgency };
  }
}

const live: List = {
  name: 'ours, live',
  issue: (world) => ({ key: world.day, asOf: world.at(morning) }),
  make: (world, asOf) =>
    world.homes
      .map((home) => ({ home, ...ours(world, home, asOf) }))
      .filter(({ doing }) => doing !== null)
      .sort((a, b) => b.urgency - a.urgency || a.home.household.number - b.home.household.number),
  doneFor: 'day',
  recheck: (world, home, instant) => ours(world, home, instant).doing,
};

export const lists: readonly List[] = [rawWeekly, rawFourHourly, nightly, live];
