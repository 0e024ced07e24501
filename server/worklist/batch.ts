// Turns the differences of cases, and the changes that caused them, into the worklist's events: a batch for each patch, touches
// and door events.
import type { Cause } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import { onWorklist } from '../domain/worklist.ts';
import type { DoorEvent, PatchBatch, Touched, Watch } from './events.ts';
import { isListChange, type Difference } from './store.ts';
import type { Change } from '../feed/feed.ts';
import { instant, unpackReceipts } from './unpack.ts';

/** The changes of each case, by its id. */
export type ChangesByCase = Map<number, Change[]>;

export function byCase(changes: readonly Change[]): ChangesByCase {
  const grouped: ChangesByCase = new Map();
  for (const change of changes) {
    if (change.caseId === null) continue;
    const list = grouped.get(change.caseId);
    if (list) list.push(change);
    else grouped.set(change.caseId, [change]);
  }
  return grouped;
}

/** A case that moved between patches is gone in the old one and changed in the new one. */
export function patchBatches(
  differences: readonly Difference[],
  changes: ChangesByCase,
): Map<number, PatchBatch> {
  const patches = new Map<number, PatchBatch>();
  const patch = (id: number): PatchBatch => {
    let batch = patches.get(id);
    if (!batch) patches.set(id, (batch = { changed: [], gone: [], because: [] }));
    return batch;
  };
  for (const difference of differences) {
    if (!isListChange(difference)) continue;
    const { id, before, after } = difference;
    const was = before && onWorklist(before) ? before : undefined;
    const is = after && onWorklist(after) ? after : undefined;
    const affected = new Set<number>();
    if (is) {
      patch(is.patchId).changed.push(is);
      affected.add(is.patchId);
    }
    if (was && was.patchId !== is?.patchId) {
      patch(was.patchId).gone.push(id);
      affected.add(was.patchId);
    }
    const causes = causesOf(difference, changes.get(id) ?? []);
    for (const patchId of affected) patch(patchId).because.push(...causes);
  }
  return patches;
}

/** The newest change of each kind; a payment with its amount and method. */
export function causesOf(
  { id, receipts }: Pick<Difference, 'id' | 'receipts'>,
  changes: readonly Change[],
): Cause[] {
  const newest = new Map<string, Change>();
  for (const change of changes) {
    const known = newest.get(change.kind);
    if (!known || change.at >= known.at) newest.set(change.kind, change);
  }
  return [...newest.values()].map(({ kind, ref, at }) => {
    const cause: Cause = { caseId: id, kind, at: at.toISOString() };
    const receipt = kind === 'payment' ? receipts.find((r) => r.id === ref) : undefined;
    return receipt ? { ...cause, amountPence: receipt.amountPence, method: receipt.method } : cause;
  });
}

/** The touches for the watched cases and kinds. A bulk of payments in cases that are not watched makes none. */
export function touches(
  changes: ChangesByCase,
  { open, kinds }: Watch,
  patchOf: (id: number) => number | null,
): Touched[] {
  const touched: Touched[] = [];
  for (const [caseId, all] of changes) {
    const wanted = open(caseId) ? all : kinds.size > 0 ? all.filter((change) => kinds.has(change.kind)) : [];
    if (wanted.length === 0) continue;
    touched.push({
      caseId,
      patchId: patchOf(caseId),
      kinds: [...new Set(wanted.map(({ kind }) => kind))],
      refs: wanted.map(({ kind, ref }) => ({ kind, ref })),
      at: new Date(Math.max(...wanted.map(({ at }) => at.getTime()))).toISOString(),
    });
  }
  return touched;
}

/**
 * One event for each case that was paid, or that differs while somebody is on the way to it. It carries the newest payment
 * of the batch.
 */
export function doorEvents(
  differences: readonly Difference[],
  changes: ChangesByCase,
  get: (id: number) => CaseSummary | undefined,
): DoorEvent[] {
  const events: DoorEvent[] = [];
  for (const difference of differences) {
    const { id, before, after, unlisted, receipts } = difference;
    const patchId = after?.patchId ?? unlisted?.about.patch_id ?? before?.patchId;
    if (patchId === undefined) continue;
    const refs = (changes.get(id) ?? []).filter((c) => c.kind === 'payment').map((c) => c.ref);
    // A payment that was corrected was in the case before, as it was: that is no news of the payment.
    const isCorrected = refs.includes(null);
    const paid = refs.length > 0 ? receipts.findLast((r) => refs.includes(r.id)) : undefined;
    const visited = isOnTheWay(before) || isOnTheWay(after);
    if (!paid && !(visited && before !== after)) continue;
    const payment = paid ? paymentOf(paid) : null;
    const seenBeforeLog = () =>
      paid !== undefined &&
      !isCorrected &&
      unpackReceipts(difference.formerReceipts).some((r) => r.id === paid.id);
    const event = { caseId: id, patchId, payment, visited, before };
    events.push(new LazyDoorEvent(event, seenBeforeLog, after, unlisted === null, get));
  }
  return events;
}

class LazyDoorEvent implements DoorEvent {
  readonly caseId: number;
  readonly patchId: number;
  readonly payment: DoorEvent['payment'];
  readonly visited: boolean;
  readonly before: CaseSummary | undefined;
  readonly #seenBeforeLog: () => boolean;
  readonly #after: CaseSummary | undefined;
  readonly #made: boolean;
  readonly #get: (id: number) => CaseSummary | undefined;

  /** `made`: whether `after` is the assessed case. If false, each read of `after` gets the case from the store. */
  constructor(
    event: Omit<DoorEvent, 'after' | 'seenBeforeLog'>,
    seenBeforeLog: () => boolean,
    after: CaseSummary | undefined,
    made: boolean,
    get: (id: number) => CaseSummary | undefined,
  ) {
    this.caseId = event.caseId;
    this.patchId = event.patchId;
    this.payment = event.payment;
    this.visited = event.visited;
    this.before = event.before;
    this.#seenBeforeLog = seenBeforeLog;
    this.#after = after;
    this.#made = made;
    this.#get = get;
  }

  get seenBeforeLog(): boolean {
    return this.#seenBeforeLog();
  }

  get after(): CaseSummary | undefined {
    return this.#made ? this.#after : this.#get(this.caseId);
  }
}

const isOnTheWay = (c: CaseSummary | undefined): boolean => c?.visit?.state === 'on_the_way';

function paymentOf(r: Difference['receipts'][number]): NonNullable<DoorEvent['payment']> {
  return { amountPence: r.amountPence, method: r.method, postedAt: instant(r.postedAt) };
}
