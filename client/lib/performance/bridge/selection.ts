// Which bridge is shown, as it is kept in the address: whose, which rent weeks, whose debt. It holds ids and dates only.
import type { PerformanceWeeks } from '#contract/performance/bridge.ts';
import { debtNames, type Debt } from '#domain/statistics/bridge-words.ts';

/** of: 'landlord', 'patch:ID' or 'officer:ID'. from, to: the first days of rent weeks (YYYY-MM-DD), both included. */
export type Selection = { of: string; from: string; to: string; debt: Debt };
/** Rent weeks that are shown where the address names none. */
const defaultWeeks = 4;
export const spans = [1, 4, 13, 26, 52];

/** Reads the address and fills in what is missing or unknown; null where no week is frozen. */
export function selectionOf(
  search: Pick<URLSearchParams, 'get'>,
  { weeks, of }: PerformanceWeeks,
): Selection | null {
  const on = weeks.map(({ weekOn }) => weekOn);
  const newest = on.at(-1);
  if (newest === undefined) return null;
  const week = (name: string) => {
    const text = search.get(name);
    return text !== null && on.includes(text) ? text : null;
  };
  const to = week('to') ?? newest;
  const from = week('from') ?? on[Math.max(0, on.indexOf(to) - defaultWeeks + 1)]!;
  const debt = search.get('debt');
  const whose = search.get('of');
  return {
    of: of.some((one) => one.of === whose) ? whose! : (of[0]?.of ?? 'landlord'),
    from: from > to ? to : from,
    to,
    debt: debt !== null && Object.hasOwn(debtNames, debt) ? (debt as Debt) : 'current',
  };
}

export const query = (selection: Selection, more: Record<string, string> = {}): string =>
  new URLSearchParams({ ...selection, ...more }).toString();
