// What the server says where two people changed the same thing (the contract's `conflict`), found among what the outbox
// keeps. Any kind of change may answer so; the words come with it.
import type { ConflictResult } from '#contract/conflict.ts';
import type { Waiting } from '../live/outbox.ts';

export type Met = { item: Waiting; theirs: ConflictResult };

/** The oldest conflict that can be asked about. */
export function firstConflict(kept: readonly Waiting[], later: ReadonlySet<string>): Met | null {
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
