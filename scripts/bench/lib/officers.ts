// A year of officers' days under one list. The hours are those of one officer to a thousand homes; a smaller patch gets
// its part of the day. What each thing takes is assumed, and the same for every list.
import { isWorkingDay, weekday } from '../../../db/demo/days.ts';
import type { List, Made } from './lists.ts';
import type { Home, World } from './replay.ts';
import type { Truth } from '../../../db/demo/truth.ts';

/** Minutes. Looking at a case takes the two to three minutes that landlords report. */
const takes = { look: 2.5, message: 2, call: 10, wayThere: 15, atTheDoor: 30 };
const officerDay = 7 * 60;
const homesToAnOfficer = 1000;
const begins = 9 * 60;

export type Score = {
  hours: number;
  /** Cases that the list put up for doing something, once a week each; and those that nothing needed doing about. */
  listed: number;
  needlessListed: number;
  visits: number;
  needlessVisits: number;
  calls: number;
  messages: number;
  /** Knocked although money had been posted more than a second before, which the list in hand did not know of. */
  knockedAfterPayment: number;
  /** Visits of the morning's list that were not made because of what had come since. */
  stoodDown: number;
  /** Real cases, and those of them without an attempt at contact within a fortnight. */
  realCases: number;
  missed: number;
  arrearsPercent: number;
};

export function year(world: World, list: List, days: number): Score {
  const score: Score = {
    hours: 0,
    listed: 0,
    needlessListed: 0,
    visits: 0,
    needlessVisits: 0,
    calls: 0,
    messages: 0,
    knockedAfterPayment: 0,
    stoodDown: 0,
    realCases: 0,
    missed: 0,
    arrearsPercent: 0,
  };
  const patches = Map.groupBy(world.homes, (home) => home.household.patchId);
  const cases = new CaseWatch();
  const overrun = new Map<number, number>();
  let made: (Made & { key: number }) | null = null;
  let listedThisWeek = new Set<Home>();
  let doneThisWeek = new Set<Home>();

  for (let n = 0; n < days; n++) {
    const isMonday = weekday(world.day) === 1;
    if (isMonday || n === 0) {
      listedThisWeek = new Set();
      doneThisWeek = new Set();
      world.learn();
    }
    world.dawn();
    const truths = new Map<Home, Truth>();
    const truth = (home: Home): Truth => {
      let known = truths.get(home);
      if (!known) truths.set(home, (known = world.truth(home)));
      return known;
    };
    if (isMonday) cases.look(world, truth);
    const contacted = new Set<Home>();
    if (isWorkingDay(world.day)) {
      const doneToday = new Set<Home>();
      const done = list.doneFor === 'week' ? doneThisWeek : doneToday;
      let turn = 0;
      for (const [patchId, homes] of patches) {
        const minutes = (officerDay * homes.length) / homesToAnOfficer;
        // Several small patches are one officer's day, in turn.
        const first = begins + ((turn++ * minutes + world.day * 97) % Math.max(1, officerDay - minutes));
        const mine = new Set(homes);
        // What one day ran over, the next has less of.
        let spent = overrun.get(patchId) ?? 0;
        const carried = spent;
        while (spent < minutes) {
          const now = world.at(first + spent);
          const { key, asOf } = list.issue(world, now);
          if (!made || made.key !== key) {
            made = { key, at: asOf, entries: list.make(world, asOf) };
            for (const entry of made.entries) {
              if (entry.doing === null || listedThisWeek.has(entry.home)) continue;
              listedThisWeek.add(entry.home);
              score.listed++;
              if (!truth(entry.home).needsContact) score.needlessListed++;
            }
          }
          const entry = made.entries.find(({ home }) => mine.has(home) && !done.has(home));
          if (!entry) break;
          const { home } = entry;
          done.add(home);
          spent += takes.look;
          let doing = list.recheck ? list.recheck(world, home, now) : entry.doing;
          if (entry.doing === 'visit' && doing !== 'visit') score.stoodDown++;
          if (doing === null) continue;
          if (doing === 'visit') {
            spent += takes.wayThere;
            const knock = world.at(first + spent);
            if (list.recheck) doing = list.recheck(world, home, knock);
            if (doing !== 'visit') {
              score.stoodDown++;
              continue;
            }
            const knownUpTo = list.recheck ? knock - 1000 : made.at;
            if (world.receivedBetween(home, knownUpTo, knock - 1000)) score.knockedAfterPayment++;
            score.visits++;
            if (!truth(home).needsContact) score.needlessVisits++;
            spent += takes.atTheDoor;
          } else if (doing === 'call') {
            score.calls++;
            spent += takes.call;
          } else {
            score.messages++;
            spent += takes.message;
          }
          truth(home);
          world.contact(home, doing, world.at(first + spent));
          contacted.add(home);
          if (doing !== 'message') cases.tried(world.day, home);
        }
        score.hours += (spent - carried) / 60;
        overrun.set(patchId, Math.max(0, spent - minutes));
      }
    }
    world.dusk(contacted);
  }
  score.realCases = cases.count;
  score.missed = cases.missed;
  const owed = world.homes.reduce((sum, home) => sum + Math.max(0, home.state.balancePence), 0);
  const rent = world.homes.reduce((sum, home) => sum + home.household.weeklyRentPence * 52, 0);
  score.arrearsPercent = (owed / rent) * 100;
  return score;
}

/** Looks each Monday which households need contact by the planted truth, and whether anybody came within a fortnight. */
class CaseWatch {
  count = 0;
  missed = 0;
  readonly #since = new Map<Home, number>();
  readonly #judged = new Set<Home>();
  readonly #lastTry = new Map<Home, number>();

  tried(day: number, home: Home): void {
    this.#lastTry.set(home, day);
  }

  look(world: World, truth: (home: Home) => Truth): void {
    for (const home of world.homes) {
      const owes = home.state.balancePence >= 1.5 * home.household.weeklyRentPence;
      if (!owes || world.isHeld(home) || !truth(home).needsContact) {
        this.#since.delete(home);
        this.#judged.delete(home);
        continue;
      }
      const since = this.#since.get(home) ?? world.day;
      this.#since.set(home, since);
      if (this.#judged.has(home) || world.day - since < 14) continue;
      this.#judged.add(home);
      this.count++;
      // A try in the week before counts: it is still working when the fortnight begins.
      const tried = this.#lastTry.get(home) ?? -Infinity;
      if (tried < since - 7) this.missed++;
    }
  }
}
