// The search for a good round: iterated local search. Fill by the best insertion; shorten the way (turn a stretch round,
// move a stop); exchange a stop for a better one that was left out; then take a stretch out and begin again, keeping the
// best. Deterministic: chance comes from a seed, and it ends by its number of rounds and never by a clock. Insertions
// are judged in one step each by how far the rest of the round can still be shifted, an idea of Vansteenwegen and others
// for the orienteering problem with time windows (2009).
import type { Timetable } from './round-times.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Without a better round for this many rounds of searching, it goes on from the best again. */
const patience = 40;

/** Nodes in order. Never worth less than `first`, which must fit. */
export function search(
  table: Timetable,
  first: readonly number[],
  seed: number,
  rounds: number,
): readonly number[] {
  const random = chance(seed);
  let best: readonly number[] = first;
  let worth = table.weightOf(best);
  let end = table.endOf(best);
  const keepIfBetter = (order: readonly number[]): boolean => {
    const [weight, ends] = [table.weightOf(order), table.endOf(order)];
    if (weight < worth - 1e-9 || (weight < worth + 1e-9 && ends >= end)) return false;
    [best, worth, end] = [[...order], weight, ends];
    return true;
  };
  let order: number[] = [];
  improve(table, order, 2);
  keepIfBetter(order);
  const fromNearest = [...first];
  improve(table, fromNearest, 2);
  keepIfBetter(fromNearest);
  if (table.n === 0 || best.length === 0) return best;

  order = [...best];
  let since = 0;
  for (let round = 0; round < rounds; round++) {
    // Mostly a short stretch; of a short round now and then all of it.
    const length = 1 + Math.floor(random() * Math.max(3, order.length / 2));
    order.splice(Math.floor(random() * order.length), length);
    // How much the time that a stop costs counts against its worth, differently each time: another way to fill.
    improve(table, order, 1 + random() * 2, random);
    if (keepIfBetter(order)) since = 0;
    else if (++since >= patience || order.length === 0) {
      since = 0;
      order = [...best];
    }
  }
  return best;
}

function improve(table: Timetable, order: number[], power: number, random?: () => number): void {
  fill(table, order, power, random);
  for (let again = 0; again < 4; again++) {
    const shorter = shorten(table, order);
    const better = exchange(table, order);
    if (!shorter && !better) return;
    fill(table, order, power);
  }
}

/** Puts in what is worth most for the time that it costs, until nothing fits. `random` makes each worth less by chance. */
function fill(table: Timetable, order: number[], power: number, random?: () => number): void {
  const { n, duration, opens, closes } = table;
  const inside = new Uint8Array(n + 2);
  for (const node of order) inside[node] = 1;
  const worthOf = new Float64Array(n + 2);
  // Now and then time counts for less: what takes long but must begin early is never put in first otherwise.
  const thrift = random ? Math.min(1, 2 * random()) : 1;
  for (let node = 1; node <= n; node++)
    worthOf[node] = table.weight(node) ** power * (random ? 0.4 + 0.6 * random() : 1);
  for (;;) {
    const slack = slackOf(table, order);
    let best = 0;
    let place = -1;
    let most = -Infinity;
    for (let node = 1; node <= n; node++) {
      if (inside[node]) continue;
      for (let at = 0; at <= order.length; at++) {
        const before = at === 0 ? 0 : order[at - 1]!;
        const after = at === order.length ? n + 1 : order[at]!;
        const starts = Math.max(slack.leaves[at]! + table.leg(before, node), opens[node]!);
        if (starts > closes[node]!) continue;
        const reaches = starts + duration[node]! + table.leg(node, after);
        const later = reaches - slack.arrives[at]!;
        if (later > slack.room[at]!) continue;
        const worth = worthOf[node]! / Math.max(1, thrift < 1 ? later ** thrift : later);
        if (worth > most) [most, best, place] = [worth, node, at];
      }
    }
    if (place < 0) return;
    order.splice(place, 0, best);
    inside[best] = 1;
  }
}

/** At each position: when the stop before it is left, when the next is reached, and how much later that may be. */
function slackOf(table: Timetable, order: readonly number[]) {
  const k = order.length;
  const { n, duration, opens, closes, horizon } = table;
  const leaves = new Float64Array(k + 1);
  const arrives = new Float64Array(k + 1);
  const starts = new Float64Array(k + 1);
  const room = new Float64Array(k + 1);
  for (let i = 0; i < k; i++) {
    const node = order[i]!;
    arrives[i] = leaves[i]! + table.leg(i === 0 ? 0 : order[i - 1]!, node);
    starts[i] = Math.max(arrives[i]!, opens[node]!);
    leaves[i + 1] = starts[i]! + duration[node]!;
  }
  // An empty round takes no time: it need not even go home.
  arrives[k] = leaves[k]! + (k === 0 ? 0 : table.leg(order[k - 1]!, n + 1));
  room[k] = horizon - arrives[k]!;
  for (let i = k - 1; i >= 0; i--) {
    const node = order[i]!;
    room[i] = starts[i]! - arrives[i]! + Math.min(closes[node]! - starts[i]!, room[i + 1]!);
  }
  return { leaves, arrives, room };
}

/** Turns a stretch round, or moves a stop, wherever the round ends earlier for it. */
function shorten(table: Timetable, order: number[]): boolean {
  let end = table.endOf(order);
  let any = false;
  const tried: number[] = [];
  for (let improved = true; improved;) {
    improved = false;
    for (let i = 0; i < order.length - 1; i++) {
      for (let j = i + 1; j < order.length; j++) {
        if (!worthTurning(table, order, i, j)) continue;
        copy(order, tried);
        for (let a = i, b = j; a < b; a++, b--) [tried[a], tried[b]] = [tried[b]!, tried[a]!];
        if (take()) improved = true;
      }
    }
    for (let i = 0; i < order.length; i++) {
      for (let j = 0; j < order.length; j++) {
        if (i === j) continue;
        copy(order, tried);
        const [moved] = tried.splice(i, 1);
        tried.splice(j, 0, moved!);
        if (take()) improved = true;
      }
    }
    any ||= improved;
  }
  return any;

  function take(): boolean {
    const ends = table.endOf(tried);
    if (ends >= end) return false;
    end = ends;
    copy(tried, order);
    return true;
  }
}

/** Legs are nearly the same both ways: what gains nothing at its two ends is not worth timing. */
function worthTurning(table: Timetable, order: readonly number[], i: number, j: number): boolean {
  const before = i === 0 ? 0 : order[i - 1]!;
  const after = j === order.length - 1 ? table.n + 1 : order[j + 1]!;
  const [first, last] = [order[i]!, order[j]!];
  const slack = 120; // one-way streets, by a router's table
  return (
    table.leg(before, last) + table.leg(first, after) <
    table.leg(before, first) + table.leg(last, after) + slack
  );
}

/** Takes one stop out and puts one of more weight in, wherever that fits; or one of the same that ends earlier. */
function exchange(table: Timetable, order: number[]): boolean {
  const { n } = table;
  let any = false;
  const inside = new Uint8Array(n + 2);
  for (const node of order) inside[node] = 1;
  for (let i = 0; i < order.length; i++) {
    const out = order[i]!;
    const without = order.filter((node) => node !== out);
    const slack = slackOf(table, without);
    const least = table.weight(out);
    let best = 0;
    let place = -1;
    let most = least;
    for (let node = 1; node <= n; node++) {
      if (inside[node]) continue;
      const weight = table.weight(node);
      if (weight <= most) continue;
      for (let at = 0; at <= without.length; at++) {
        const before = at === 0 ? 0 : without[at - 1]!;
        const after = at === without.length ? n + 1 : without[at]!;
        const starts = Math.max(slack.leaves[at]! + table.leg(before, node), table.opens[node]!);
        if (starts > table.closes[node]!) continue;
        const later = starts + table.duration[node]! + table.leg(node, after) - slack.arrives[at]!;
        if (later > slack.room[at]!) continue;
        [most, best, place] = [weight, node, at];
        break;
      }
    }
    if (place < 0) continue;
    without.splice(place, 0, best);
    copy(without, order);
    inside[out] = 0;
    inside[best] = 1;
    any = true;
  }
  return any;
}

function copy(from: readonly number[], to: number[]): void {
  to.length = from.length;
  for (let i = 0; i < from.length; i++) to[i] = from[i]!;
}
