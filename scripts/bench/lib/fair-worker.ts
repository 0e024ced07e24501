// One core's share of the fairness bench: makes each seed's landlord and, at the end of each quarter, gets the verdict on
// each patch's officer from the product's comparison and from the plain league table.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { addDays } from '../../../server/domain/days.ts';
import { compareOfficers } from '../../../server/domain/statistics/expectation.ts';
import { verdictOf, type Standing } from '../../../server/domain/statistics/expectation-verdict.ts';
import { compared, fairLandlord, handOver, type Planted, type Planting } from './fair-landlord.ts';

/** Weeks looked at: from, and up to (not including). The third is half a year at once. */
const windows = {
  first: [handOver, handOver + 13],
  second: [handOver + 13, handOver + 26],
  half: [handOver, compared],
} as const;
export type Window = keyof typeof windows;

export type Finding = {
  patch: number;
  what: Planted['what'];
  tookOver: boolean;
  standing: Record<Window, Standing>;
  /** Its place in the league table of arrears change, 0 the best. */
  place: Record<Window, number>;
};

function lookAt(seed: number, planting: Planting): Finding[] {
  const landlord = fairLandlord(seed, planting);
  const findings: Finding[] = landlord.patches.map(({ what, tookOver }, patch) => ({
    patch,
    what,
    tookOver,
    standing: { first: 'too_few_weeks', second: 'too_few_weeks', half: 'too_few_weeks' },
    place: { first: 0, second: 0, half: 0 },
  }));
  for (const [name, [from, to]] of Object.entries(windows) as [Window, readonly [number, number]][]) {
    const { officers } = compareOfficers(
      // As at the end of the window: what comes later is not known yet.
      landlord.cases.filter((one) => one.week < to),
      from,
    );
    for (const one of officers) {
      const own = findings[one.officer - 1];
      if (!own) continue;
      own.standing[name] = verdictOf(one, (week) => addDays('2025-11-24', 7 * week)).standing;
    }
    const change = landlord.arrears.map((owed) => (owed[to]! - owed[from]!) / owed[from]!);
    const order = [...change.keys()].sort((a, b) => change[a]! - change[b]!);
    for (const own of findings) own.place[name] = order.indexOf(own.patch);
  }
  return findings;
}

if (!isMainThread) {
  const { seeds, planting } = workerData as { seeds: number[]; planting: Planting };
  for (const seed of seeds) parentPort!.postMessage(lookAt(seed, planting));
}
