// The best round of a few stops, by looking at every set of them and every last one of it. For a set and a last stop,
// being done earlier is never worse, so one instant for each is enough. Twice the work for each stop more: for few.
import type { Timetable } from './round-times.ts';

/** So many stops take about a millisecond; more are searched (round-search.ts). */
export const exactAtMost = 9;

/** Nodes in order: the most weight that fits, and of such rounds the one that ends first. */
export function exactRound(table: Timetable): number[] {
  const { n, horizon, opens, closes, duration } = table;
  if (n > exactAtMost) throw new RangeError('too many stops to look at every set of them');
  const sets = 1 << n;
  const done = new Float64Array(sets * n).fill(Infinity);
  const from = new Int8Array(sets * n).fill(-1);
  const weights = new Float64Array(sets);
  let best = { weight: 0, end: 0, at: -1 };
  for (let i = 0; i < n; i++) done[(1 << i) * n + i] = leaves(0, 0, i);
  for (let set = 1; set < sets; set++) {
    const highest = 31 - Math.clz32(set);
    weights[set] = weights[set & ~(1 << highest)]! + table.weight(highest + 1);
    for (let last = 0; last < n; last++) {
      const at = done[set * n + last]!;
      if (at === Infinity) continue;
      const end = at + table.leg(last + 1, n + 1);
      const more = weights[set]! - best.weight;
      if (end <= horizon && (more > 1e-9 || (more > -1e-9 && end < best.end)))
        best = { weight: weights[set]!, end, at: set * n + last };
      for (let next = 0; next < n; next++) {
        if (set & (1 << next)) continue;
        const to = (set | (1 << next)) * n + next;
        const then = leaves(last + 1, at, next);
        if (then < done[to]!) [done[to], from[to]] = [then, last];
      }
    }
  }
  return wayTo(best.at);

  /** When stop i is left, coming from a node at that time; Infinity where it would begin too late. */
  function leaves(node: number, at: number, i: number): number {
    const starts = Math.max(at + table.leg(node, i + 1), opens[i + 1]!);
    return starts > closes[i + 1]! ? Infinity : starts + duration[i + 1]!;
  }

  function wayTo(state: number): number[] {
    const order: number[] = [];
    for (let at = state; at >= 0;) {
      const [set, last] = [Math.floor(at / n), at % n];
      order.unshift(last + 1);
      const before = from[at]!;
      at = before < 0 ? -1 : (set & ~(1 << last)) * n + before;
    }
    return order;
  }
}
