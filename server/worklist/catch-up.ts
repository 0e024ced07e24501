// What a client that was away has missed: every case that the log names since its cursor, and every case that time
// moved meanwhile, each as it is now. Where the log cannot give that exactly, it is a full load instead.
import type { Cause } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import type { Change } from '../feed/feed.ts';
import type { Instant } from '../domain/facts.ts';
import { dayIn } from '../domain/zone.ts';
import { byCase, causesOf } from './batch.ts';
import type { CachedCase } from './cached-case.ts';
import type { Store } from './store.ts';

/** Two hubs notice the same passing of time at slightly different instants, by slightly different clocks. */
const margin = 60_000;
/** Kinds after which a case may have left a patch. */
const moving = new Set(['property', 'tenancy', 'account']);

export function catchUp(input: {
  store: Store;
  changes: Change[];
  from: Instant;
  now: Instant;
  loadedAt: Instant;
  timeZone: string;
  patchIds: readonly number[] | 'all';
}): { changed: CaseSummary[]; gone: number[]; because: Cause[] } | null {
  const { store, changes, from, now, loadedAt, timeZone, patchIds } = input;
  // The day's turn and new rules touch every case.
  if (dayIn(timeZone, from) !== dayIn(timeZone, now)) return null;
  if (changes.some((c) => c.kind === 'rules')) return null;
  const mine = patchIds === 'all' ? null : new Set(patchIds);
  const touched = byCase(changes);
  const ids = new Set(touched.keys());
  for (const kept of store.inPatches(patchIds)) {
    if (kept.movedAt >= from - margin) ids.add(kept.about.id);
    // Before we were loaded nobody noted what time moved; within a day that is only repairs that became overdue
    // and claims that ran out.
    else if (kept.listed && from < loadedAt && endedSince(kept, from - margin, now)) ids.add(kept.about.id);
  }

  const result = { changed: [] as CaseSummary[], gone: [] as number[], because: [] as Cause[] };
  for (const id of ids) {
    const because = touched.get(id) ?? [];
    const kept = store.kept(id);
    const here = kept !== undefined && (mine === null || mine.has(kept.about.patch_id));
    if (here && kept.listed) {
      result.changed.push(kept.case!);
      result.because.push(...causesOf({ id, receipts: [] }, because));
    } else if (here || kept === undefined || because.some((change) => moving.has(change.kind))) {
      result.gone.push(id);
    }
  }
  return result;
}

function endedSince({ case: c, claimedUntil }: CachedCase, from: Instant, now: Instant): boolean {
  return (
    someOverdueSince(c!, from, now) || (claimedUntil !== null && claimedUntil >= from && claimedUntil <= now)
  );
}

function someOverdueSince(c: CaseSummary, from: Instant, now: Instant): boolean {
  return c.openRepairs.some(({ targetAt }) => {
    const at = targetAt === null ? NaN : Date.parse(targetAt);
    return at >= from && at <= now;
  });
}
