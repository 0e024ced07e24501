// The server's answer when two people changed the same thing (the contract's `conflict`), found in the outbox. Any kind of
// change may have this answer.
import type { ConflictResult } from '#contract/conflict.ts';
import type { Waiting } from '../live/waiting.ts';

export type OpenConflict = { item: Waiting; theirs: ConflictResult };

/** The oldest conflict with both values, except those in `later`. */
export function firstConflict(kept: readonly Waiting[], later: ReadonlySet<string>): OpenConflict | null {
  for (const item of kept) {
    if (item.answer?.status !== 'conflict' || later.has(item.id)) continue;
    if (isConflict(item.answer.result)) return { item, theirs: item.answer.result };
  }
  return null;
}

function isConflict(result: unknown): result is ConflictResult {
  if (typeof result !== 'object' || result === null) return false;
  const one = result as Record<string, unknown>;
  return (
    typeof one['what'] === 'string' &&
    typeof one['theirs'] === 'string' &&
    typeof one['mine'] === 'string' &&
    typeof one['version'] === 'number'
  );
}
