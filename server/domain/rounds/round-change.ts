// A round while its day goes on. What is done and the visit under way stay. Stops that may not be visited any more, or no
// longer fit, are removed; free time is filled with what is worth most there. The rest keeps its order: nothing is
// planned again without notice, and every change has its sentence. Instants are epoch ms.
import type { Instant } from '../facts.ts';
import { appointmentGraceMinutes, type RoundStop } from './round.ts';
import { travelSeconds, type Travel } from './round-travel.ts';
import type { Place } from '../place.ts';

type StopState = 'to_come' | 'under_way' | 'done';
export type PlannedStop = RoundStop & {
  /** Where, as its sentences say it: '14 Alder Row'. */
  label: string;
  why: string;
  state: StopState;
  /** Estimates until it is done; of a visit that is done, leaveAt is when it ended. */
  arriveAt: Instant;
  leaveAt: Instant;
  /** From the stop before it. */
  travelSeconds: number;
};
/** What could be taken in: a stop that is in no round yet. */
export type Offer = RoundStop & { label: string; why: string };

/** What is known while the day goes on. */
export type Situation = {
  now: Instant;
  /** Where the round began, and when. */
  from: Place | null;
  startsAt: Instant;
  to: Place | null;
  endsAt: Instant;
  /** The landlord's visiting hours of the day: no visit to come begins before or ends after them, kept or not. */
  opensAt: Instant;
  closesAt: Instant;
  travel: Travel;
  /** Not to be visited any more, with why: 'paid £85.20 at 10:42'. What is done or under way stays all the same. */
  gone: ReadonlyMap<number, string>;
  /** Offered for time that is free. Empty: nothing is taken in. */
  offers: readonly Offer[];
};

export type ChangedRound = {
  stops: PlannedStop[];
  /** One sentence a change, in the order in which they were made. */
  changes: string[];
  travelSeconds: number;
  /** When the last door is left, or `to` is reached. */
  endsAt: Instant;
};

/** So much later than the hours is still in time: nobody leaves a tenant out for five minutes. */
const lateGraceMinutes = 5;

/** Refuses nothing; a round that is in order comes back as it was. */
export function changeRound(stops: readonly PlannedStop[], at: Situation): ChangedRound {
  const changes: string[] = [];
  const past = stops.filter((stop) => stop.state !== 'to_come').sort(byProgress);
  let ahead = stops.filter((stop) => stop.state === 'to_come' && !at.gone.has(stop.id));
  for (const stop of stops) {
    const why = at.gone.get(stop.id);
    if (stop.state === 'to_come' && why !== undefined) changes.push(`Removed ${stop.label}: ${why}.`);
  }
  for (;;) {
    if (endOf(past, ahead, at) <= at.endsAt + lateGraceMinutes * 60_000) break;
    const out = leastMissed(past, ahead, at);
    if (!out) break;
    ahead = ahead.filter((stop) => stop !== out);
    changes.push(`Left out ${out.label}: no time left that day.`);
  }
  for (;;) {
    const beyond = timed([...past, ...ahead], at).stops.findLast(
      ({ state, leaveAt }) => state === 'to_come' && leaveAt > at.closesAt,
    );
    if (!beyond) break;
    ahead = ahead.filter(({ id }) => id !== beyond.id);
    changes.push(`Left out ${beyond.label}: it would end after visiting hours.`);
  }
  const known = new Set(stops.map((stop) => stop.id));
  const offers = at.offers.filter((offer) => !known.has(offer.id) && !at.gone.has(offer.id));
  for (;;) {
    const best = bestOffer(past, ahead, offers, at);
    if (!best) break;
    ahead = ahead.toSpliced(best.place, 0, planned(best.offer));
    offers.splice(offers.indexOf(best.offer), 1);
    changes.push(`Added ${best.offer.label}: there is time for it now.`);
  }
  return { ...timed([...past, ...ahead], at), changes };
}

/** A stop that is offered, as a planned stop whose times are not calculated yet. */
export const planned = (offer: Offer): PlannedStop => ({
  ...offer,
  state: 'to_come',
  arriveAt: 0,
  leaveAt: 0,
  travelSeconds: 0,
});

/** Times for stops in this order, kept to the hours or not. What is done keeps its own. */
export function timed(stops: readonly PlannedStop[], at: Situation): Omit<ChangedRound, 'changes'> {
  let free = at.startsAt;
  let here: (Place & { id: number | null }) | null = at.from && { ...at.from, id: null };
  let travelled = 0;
  const out = stops.map((stop): PlannedStop => {
    if (stop.state === 'done') {
      free = stop.leaveAt;
      here = stop;
      travelled += stop.travelSeconds;
      return stop;
    }
    const way = here ? travelSeconds(at.travel, here, stop) : 0;
    travelled += way;
    // An arrival that is still to come is now at the earliest; a visit under way keeps its beginning, and runs over.
    const arriveAt =
      stop.state === 'under_way' && stop.arriveAt > 0
        ? stop.arriveAt
        : Math.max(free + way * 1000, at.now, at.opensAt);
    const starts = Math.max(arriveAt, stop.appointmentAt ?? 0);
    const leaveAt = Math.max(starts + stop.minutes * 60_000, stop.state === 'under_way' ? at.now : 0);
    free = leaveAt;
    here = stop;
    return { ...stop, arriveAt, leaveAt, travelSeconds: way };
  });
  const last = out.at(-1);
  const home = at.to && here && last ? travelSeconds(at.travel, here, { ...at.to, id: null }) : 0;
  return { stops: out, travelSeconds: travelled + home, endsAt: (last ? free : at.startsAt) + home * 1000 };
}

/** Done in the order in which it was done, then what is under way. */
const byProgress = (a: PlannedStop, b: PlannedStop): number =>
  Number(a.state === 'under_way') - Number(b.state === 'under_way') ||
  (a.state === 'done' ? a.leaveAt - b.leaveAt : 0);

const endOf = (past: readonly PlannedStop[], ahead: readonly PlannedStop[], at: Situation): Instant =>
  timed([...past, ...ahead], at).endsAt;

/** The stop that may be left out and has the least value for its time. */
function leastMissed(
  past: readonly PlannedStop[],
  ahead: readonly PlannedStop[],
  at: Situation,
): PlannedStop | null {
  const end = endOf(past, ahead, at);
  let least: PlannedStop | null = null;
  let worth = Infinity;
  for (const stop of ahead) {
    if (stop.keep || stop.appointmentAt !== null) continue;
    const saved = end - endOf(past, ahead.filter((one) => one !== stop), at); // prettier-ignore
    const perMinute = stop.value / Math.max(1, saved / 60_000);
    if (perMinute < worth) [worth, least] = [perMinute, stop];
  }
  return least;
}

function bestOffer(
  past: readonly PlannedStop[],
  ahead: readonly PlannedStop[],
  offers: readonly Offer[],
  at: Situation,
): { offer: Offer; place: number } | null {
  const end = endOf(past, ahead, at);
  let best: { offer: Offer; place: number } | null = null;
  let worth = 0;
  for (const offer of offers) {
    for (let place = 0; place <= ahead.length; place++) {
      const tried = timed([...past, ...ahead.toSpliced(place, 0, planned(offer))], at);
      if (tried.endsAt > Math.min(at.endsAt, at.closesAt) || missesAppointment(tried.stops)) continue;
      const perMinute = offer.value ** 2 / Math.max(1, (tried.endsAt - end) / 60_000);
      if (perMinute > worth) [worth, best] = [perMinute, { offer, place }];
    }
  }
  return best;
}

const missesAppointment = (stops: readonly PlannedStop[]): boolean =>
  stops.some(
    ({ appointmentAt, arriveAt, state }) =>
      state === 'to_come' &&
      appointmentAt !== null &&
      arriveAt > appointmentAt + appointmentGraceMinutes * 60_000,
  );
