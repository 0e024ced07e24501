// The best round there is, by looking at every set of stops and every last one of it: for benchmarks and tests of up to
// some fifteen stops. For a set and a last stop, being done earlier is never worse, so one number for each is enough.
import type { RoundRequest } from '../../../server/domain/rounds/round.ts';
import { timetableOf } from '../../../server/domain/rounds/round.ts';

/** The most value that fits, and when the quickest such round ends, in seconds from its beginning. */
export function bestRound(request: RoundRequest): { value: number; end: number } {
  const table = timetableOf(request);
  const { n } = table;
  if (n > 18) throw new RangeError('too many stops to look at every set of them');
  const sets = 1 << n;
  const done = new Float64Array(sets * n).fill(Infinity);
  let best = { value: 0, end: 0 };
  const finish = (set: number, last: number, at: number) => {
    done[set * n + last] = Math.min(done[set * n + last]!, at);
  };
  const visit = (from: number, at: number, node: number): number => {
    const starts = Math.max(at + table.leg(from, node), table.opens[node]!);
    return starts > table.closes[node]! ? Infinity : starts + table.duration[node]!;
  };
  for (let i = 0; i < n; i++) finish(1 << i, i, visit(0, 0, i + 1));
  for (let set = 1; set < sets; set++) {
    let value = 0;
    for (let i = 0; i < n; i++) if (set & (1 << i)) value += table.value[i + 1]!;
    for (let last = 0; last < n; last++) {
      const at = done[set * n + last]!;
      if (at === Infinity) continue;
      const end = at + table.leg(last + 1, n + 1);
      if (
        end <= table.horizon &&
        (value > best.value + 1e-9 || (value > best.value - 1e-9 && end < best.end))
      )
        best = { value, end };
      for (let next = 0; next < n; next++)
        if (!(set & (1 << next))) finish(set | (1 << next), next, visit(last + 1, at, next + 1));
    }
  }
  return best;
}
