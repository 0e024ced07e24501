// What a bridge is asked for, kept in the address: whose, which weeks, whose debt. Nothing personal: numbers only.
import type { PerformanceWeeks } from '#contract/performance/bridge.ts';
import { debtNames, type Debt } from '#domain/statistics/bridge-words.ts';

export type Asked = { of: string; from: string; to: string; debt: Debt };
/** As many rent weeks as the page shows at first. */
const usualWeeks = 4;
export const spans = [1, 4, 13, 26, 52];

/** What the address says, made whole from what there is; null where no week is frozen. */
export function askedOf(search: Pick<URLSearchParams, 'get'>, { weeks, of }: PerformanceWeeks): Asked | null {
  const on = weeks.map(({ weekOn }) => weekOn);
  const newest = on.at(-1);
  if (newest === undefined) return null;
  const week = (name: string) => {
    const text = search.get(name);
    return text !== null && on.includes(text) ? text : null;
  };
  const to = week('to') ?? newest;
  const from = week('from') ?? on[Math.max(0, on.indexOf(to) - usualWeeks + 1)]!;
  const debt = search.get('debt');
  const whose = search.get('of');
  return {
    of: of.some((one) => one.of === whose) ? whose! : (of[0]?.of ?? 'landlord'),
    from: from > to ? to : from,
    to,
    debt: debt !== null && Object.hasOwn(debtNames, debt) ? (debt as Debt) : 'current',
  };
}

export const query = (asked: Asked, more: Record<string, string> = {}): string =>
  new URLSearchParams({ ...asked, ...more }).toString();
