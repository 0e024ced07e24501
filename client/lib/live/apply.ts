// How what the hub sends becomes the list on this device: pure, by id, so that the same message twice does no harm.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Cause, Down } from '#contract/down.ts';

export type Picture = {
  cases: ReadonlyMap<number, CaseSummary>;
  /** Cases that left the list while this page was open: a frozen row still shows them. */
  departed: ReadonlyMap<number, CaseSummary>;
  /** The newest payment that was received, by case. */
  paid: ReadonlyMap<number, Cause>;
  cursor: string | null;
  asOf: string | null;
};
/** The list before anything has arrived. */
export const emptyPicture: Picture = {
  cases: new Map(),
  departed: new Map(),
  paid: new Map(),
  cursor: null,
  asOf: null,
};

export type Incoming =
  { kind: 'reset'; message: Down['worklist:reset'] } | { kind: 'changes'; message: Down['worklist:changes'] };

/**
 * Whether two cursors were given for different patches (their part before '~', server/hub/view-cursor.ts): then this
 * person's rights changed in between, and nothing of the former list may be shown or kept.
 */
export function isOtherView(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && viewOf(before) !== viewOf(after);
}
const viewOf = (cursor: string): string => cursor.slice(0, Math.max(0, cursor.indexOf('~')));

/** All that came since the last frame, in order, as one step. */
export function applyAll(picture: Picture, incoming: readonly Incoming[]): Picture {
  if (incoming.length === 0) return picture;
  let cases: Map<number, CaseSummary> | null = null;
  let departed: Map<number, CaseSummary> | null = null;
  let paid: Map<number, Cause> | null = null;
  let { cursor, asOf } = picture;
  for (const { kind, message } of incoming) {
    if (kind === 'reset') {
      const before: ReadonlyMap<number, CaseSummary> = cases ?? picture.cases;
      cases = new Map(message.cases.map((one) => [one.id, one]));
      if (isOtherView(cursor, message.cursor)) departed = new Map();
      else {
        departed = new Map(departed ?? picture.departed);
        for (const [id, one] of before) if (!cases.has(id)) departed.set(id, one);
        for (const id of cases.keys()) departed.delete(id);
      }
    } else {
      cases ??= new Map(picture.cases);
      for (const one of message.changed) {
        cases.set(one.id, one);
        if ((departed ?? picture.departed).has(one.id))
          (departed ??= new Map(picture.departed)).delete(one.id);
      }
      for (const id of message.gone) {
        const last = cases.get(id);
        if (last) (departed ??= new Map(picture.departed)).set(id, last);
        cases.delete(id);
      }
      for (const cause of message.because)
        if (cause.kind === 'payment') {
          // After a returned payment the payment before it is no good news any more.
          paid ??= new Map(picture.paid);
          if ((cause.amountPence ?? 0) > 0) paid.set(cause.caseId, cause);
          else paid.delete(cause.caseId);
        }
    }
    cursor = message.cursor;
    asOf = message.asOf;
  }
  return {
    cases: cases ?? picture.cases,
    departed: departed ?? picture.departed,
    paid: paid ?? picture.paid,
    cursor,
    asOf,
  };
}
