// The tie-out in words, and in the order in which it is read: from the list, over every rent account on the day of the
// ledger's figure, to that figure. Input is integer pence.
import type { Reconciliation, TieLine } from '#contract/performance/reconciliation.ts';
import { formatDay } from '#domain/days.ts';
import { money } from '../../words/money.ts';

/** −£5.00: a true minus, as wide as the figures. */
export const signed = (pence: number): string => money(pence).replace('-', '−');

export const keyOf = ({ line, what }: Pick<TieLine, 'line' | 'what'>): string => `${line} ${what}`;

const titles: Record<string, string> = {
  worklist: 'Current tenants who owe, on the worklist',
  behind: 'List behind the database',
  credits: 'Current tenants in credit',
  former: 'Former tenants',
  suspense: 'Money not matched to an account (suspense)',
  'other garage': 'Garages',
  'other service_charge': 'Service charges',
  'other court_costs': 'Court costs',
  'other other': 'Other accounts',
  'timing charge': 'Charges that came later, taken out',
  'timing payment': 'Payments that came later, put back',
  'timing adjustment': 'Adjustments that came later, taken out',
  'timing write_off': 'Write-offs that came later, put back',
};

function titleOf(one: Pick<TieLine, 'line' | 'what'>, covers: readonly string[]): string {
  if (one.line === 'former' && !covers.includes('former')) return 'Tenancies that ended since';
  return titles[keyOf(one).trim()] ?? keyOf(one).trim();
}

export type Item =
  { kind: 'line'; line: TieLine; title: string } | { kind: 'sum'; title: string; pence: number };

/** The statement from top to bottom. Each sum is that of all lines above it. */
export function itemsOf({ control, lines, rentAccountsPence, explainedPence }: Reconciliation): Item[] {
  if (!control) return [];
  const day = formatDay(control.asOfDay, true);
  const of = (...names: TieLine['line'][]): Item[] =>
    names.flatMap((name) =>
      lines
        .filter(({ line }) => line === name)
        .map((line) => ({ kind: 'line' as const, line, title: titleOf(line, control.covers) })),
    );
  return [
    ...of('worklist', 'behind', 'credits', 'former', 'timing'),
    { kind: 'sum', title: `Rent accounts as at ${day}`, pence: rentAccountsPence },
    ...of('suspense', 'other'),
    { kind: 'sum', title: 'So the ledger should say', pence: explainedPence },
  ];
}

export type Verdict = { ties: boolean; heading: string; sentence: string };

export function verdictOf({ control, residualPence }: Reconciliation): Verdict | null {
  if (!control) return null;
  const figure = `${control.ledger} as at ${formatDay(control.asOfDay, true)}`;
  if (residualPence === 0)
    return {
      ties: true,
      heading: 'Ties out to the penny',
      sentence: `Everything between the worklist and ${figure} is explained.`,
    };
  const amount = money(Math.abs(residualPence));
  return {
    ties: false,
    heading: `${amount} unexplained`,
    sentence: `${figure} says ${amount} ${residualPence > 0 ? 'more' : 'less'} than the lines below explain.`,
  };
}
