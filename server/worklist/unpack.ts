// Unpacks the receipts and charges that read.ts packs, into facts for an assessment. unpack-circumstances.ts has the rest.
import type { LastPayment } from '../contract/case-summary.ts';
import { methods, type Charged, type Day, type Receipt } from '../domain/facts.ts';

/** A receipt with what only the worklist needs of it. */
export type SourcedReceipt = Receipt & { id: number; source: string };

const origin = Date.UTC(2000, 0, 1) / 86_400_000;
const days: Day[] = [];
// The same few hundred days are in millions of rows: one string each.
function day(sinceOrigin: number): Day {
  return (days[sinceOrigin] ??= new Date((sinceOrigin + origin) * 86_400_000).toISOString().slice(0, 10));
}

const minus = 0x2d;
const zero = 0x30;
let at = 0;
// Reads a whole number from `at` and steps over what ends it. Tens of receipts a case, tens of thousands of cases:
// splitting them costs three times as much.
function wholeNumber(text: string): number {
  const negative = text.charCodeAt(at) === minus;
  if (negative) at++;
  let value = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  at++;
  return negative ? -value : value;
}

// A slice would keep the whole text that it was cut from, for as long as a case has it as its last payment's source.
const sourceNames = new Map<string, string>();
function sourceName(slice: string): string {
  let name = sourceNames.get(slice);
  if (name === undefined) {
    if (sourceNames.size >= 1_000) sourceNames.clear();
    name = Buffer.from(slice).toString();
    sourceNames.set(name, name);
  }
  return name;
}

/** Stands between two packed receipts. */
export const receiptEnd = '\x1e';

/**
 * In the order of their ids. Packed: amount, method, day, instant, id and source, each ended by a unit separator but for the
 * last one.
 */
export function unpackReceipts(packed: string | null): SourcedReceipt[] {
  const receipts: SourcedReceipt[] = [];
  if (packed === null) return receipts;
  at = 0;
  while (at < packed.length) {
    const amountPence = wholeNumber(packed);
    const method = methods[wholeNumber(packed) - 1]!;
    const on = day(wholeNumber(packed));
    const postedAt = wholeNumber(packed);
    const id = wholeNumber(packed);
    let end = packed.indexOf(receiptEnd, at);
    if (end < 0) end = packed.length;
    receipts.push({ amountPence, method, on, postedAt, id, source: sourceName(packed.slice(at, end)) });
    at = end + 1;
  }
  return receipts.sort((a, b) => a.id - b.id);
}

export function unpackCharges(packed: string | null): Charged[] {
  const charges: Charged[] = [];
  if (packed === null) return charges;
  at = 0;
  while (at < packed.length) {
    const amountPence = wholeNumber(packed);
    charges.push({ amountPence, on: day(wholeNumber(packed)) });
  }
  return charges;
}

// Homes of one rent have one list of charges.
const known = new Map<string, string>();
/** The same text, but one that equal texts share. */
export function onceOnly(packed: string | null): string | null {
  if (packed === null) return null;
  const same = known.get(packed);
  if (same !== undefined) return same;
  if (known.size >= 50_000) known.clear();
  known.set(packed, packed);
  return packed;
}

export function lastPaymentOf({ amountPence, method, source, on, postedAt }: SourcedReceipt): LastPayment {
  return { amountPence, method, source, on, postedAt: instant(postedAt) };
}

// A file's payments were all posted at one instant: one string for them.
let written = { at: NaN, text: '' };
export function instant(milliseconds: number): string {
  if (written.at !== milliseconds) written = { at: milliseconds, text: new Date(milliseconds).toISOString() };
  return written.text;
}
