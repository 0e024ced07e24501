// The words of the reconciliation, by component, and its statement in the order in which it is read: from the worklist,
// over every rent account on the day of the ledger's figure, to that figure. Input is integer pence.
import type { FinanceFile, Reconciliation, TieLine } from '#contract/performance/reconciliation.ts';
import { formatDay } from '#domain/days.ts';
import { tieLineName } from '#domain/statistics/tie-words.ts';
import { money } from '../../words/money.ts';

/** −£5.00: a true minus, as wide as the figures. */
export const signed = (pence: number): string => money(pence).replace('-', '−');

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
        .map((line) => ({ kind: 'line' as const, line, title: tieLineName(line, control.covers) })),
    );
  return [
    ...of('worklist', 'behind', 'credits', 'former', 'timing'),
    { kind: 'sum', title: `Rent accounts as at ${day}`, pence: rentAccountsPence },
    ...of('suspense', 'other'),
    { kind: 'sum', title: 'Expected ledger total', pence: explainedPence },
  ];
}

export type Verdict = { ties: boolean; heading: string; sentence: string };

export function verdictOf({ control, residualPence }: Reconciliation): Verdict | null {
  if (!control) return null;
  const figure = `${control.ledger} as at ${formatDay(control.asOfDay, true)}`;
  if (residualPence === 0)
    return {
      ties: true,
      heading: 'Reconciled to the penny',
      sentence: `The lines below explain all of ${figure}.`,
    };
  const amount = money(Math.abs(residualPence));
  return {
    ties: false,
    heading: `Unexplained difference: ${amount}`,
    sentence: `${figure} is ${amount} ${residualPence > 0 ? 'more' : 'less'} than the lines below add up to.`,
  };
}

export const page = {
  figuresFrom: (time: string) => `The figures below are from ${time}.`,
  loading: 'Loading the figures…',
  look: 'Where to look first',
  asOf: (time: string, day: string) => `All figures are as of ${time} on ${day}.`,
  update: 'Update',
  noTotal: 'No control total yet',
  noTotalHow:
    'Enter the total of your ledger at the end of a day, or import a file. This page then shows, line by line, how the worklist leads to that total.',
  fromFinance: 'From finance',
  enter: 'Enter a control total',
  importFile: 'Import a file',
  failed: 'This did not load. Try again in a moment.',
  notSaved: 'This was not saved. Try again.',
};

export const statement = {
  caption: (ledger: string) => `From the worklist to ${ledger}, line by line`,
  line: 'Line',
  amount: 'Amount',
  total: (rows: string, total: string) => `${rows}, total ${total}.`,
  csv: 'All rows as CSV',
  xlsx: 'All rows as Excel',
  ledger: (name: string) => `${name} total`,
  unexplained: 'Unexplained difference',
};

export const tieRows = {
  reference: 'Reference',
  what: 'What',
  countsOn: 'Counted on',
  posted: 'Posted',
  why: 'Why it is listed',
  amount: 'Amount',
  more: (count: string, left: string) => `Show ${count} more of ${left}`,
};

export const discrepancies = {
  title: 'Where to look first',
  loading: 'Checking the ledger…',
  none: 'No obvious cause: no row of this amount or half of it, nothing near the cut-off and no swapped digits. Check the lines for later entries first, then what the ledger total covers.',
  order: 'Most likely first. These are places to look, not proof.',
  first: (count: number, all: string) => `First ${count} of ${all}.`,
};

export const control = {
  title: 'Ledger total',
  asAt: 'As at',
  cutOff: (day: string, posted: string, time: string) =>
    `${day}, including entries posted before ${posted}, ${time}`,
  covers: 'Covers',
  current: 'current tenants',
  parts: { former: 'former tenants', suspense: 'suspense', other: 'other accounts' },
  entered: 'Entered',
  by: (name: string) => `by ${name}`,
  fromFile: (name: string, line: number | null) =>
    line === null ? `from ${name}` : `from ${name}, line ${line}`,
  replaced: 'Replaced',
  replacedAt: (day: string, time: string) => `${day}, ${time}, by a newer total for this day`,
  unknown: 'Unknown',
  note: 'Add a note',
  save: 'Save',
  noteMissing: 'Enter a note',
};

export const history = {
  title: 'Control totals',
  none: 'None yet.',
  withNote: ', with a note',
  replaced: 'Replaced',
  tied: '✓ Reconciled',
  unexplained: (amount: string) => `! ${amount} unexplained`,
};

export const enterTotal = {
  title: 'Enter a control total',
  save: 'Save the total',
  parts: {
    former: 'Former tenants who owe',
    'former credits': 'Former tenants in credit',
    suspense: 'Money in suspense',
    other: 'Garages, service charges, court costs',
  },
  ledger: 'Ledger',
  defaultLedger: 'Rent debtors control',
  ledgerMissing: 'Enter the name of the ledger',
  day: 'Total at the end of',
  dayMissing: 'Choose the day of the total',
  amount: 'Total in pounds',
  amountHint: 'What tenants owe in total. Use a minus if the ledger is in credit.',
  covers: 'As well as current tenants, it covers',
  note: 'Note',
  effects: {
    new: 'Control total saved.',
    replaces: 'Control total saved. It replaces the one before.',
    same: 'This total was already saved.',
  },
};

const lines = (count: string) => `${count} ${count === '1' ? 'line' : 'lines'}`;
export const importFile = {
  title: 'Import a file',
  file: 'CSV file',
  hint: 'The first line names the columns. Control totals: ledger, as_of, amount. Other accounts: kind, reference, as_of, amount. Suspense: received_on, amount, source, reference.',
  kinds: {
    control_total: 'Control totals',
    other_figure: 'Other accounts',
    suspense_item: 'Money in suspense',
  } satisfies Record<FinanceFile, string>,
  effects: { new: 'New', replaces: 'Replaces the one before', same: 'No change' },
  tooLarge: 'This file is too large. The limit is 800 kB.',
  failed: 'The file did not load. Try again.',
  loading: 'Checking the file…',
  toImport: (count: string, total: string) => `${lines(count)} to import, total ${total}`,
  toSkip: (count: string) => `${lines(count)} to skip`,
  already: (day: string, by: string | null) =>
    `This file was already imported on ${day}${by ? ` by ${by}` : ''}. It can’t be imported again.`,
  skipped: 'Skipped lines',
  line: (number: number) => `Line ${number}`,
  table: 'Lines to import',
  columns: { line: 'Line', what: 'What', effect: 'Effect', amount: 'Amount' },
  first: (shown: number, count: string) => `First ${shown} of ${lines(count)}.`,
  button: (count: string) => `Import ${lines(count)}`,
  done: (count: string) => `${lines(count)} imported.`,
};

export const suspense = {
  title: 'Money in suspense',
  none: 'No payments are waiting for an account.',
  waiting: (count: number, total: string) =>
    count === 1
      ? `1 payment of ${total} has no account yet. Until it has, a tenant who paid looks as if they did not.`
      : `${count} payments, total ${total}, have no account yet. Until they have, tenants who paid look as if they did not.`,
  noReason: 'No reason given',
  ago: (days: number) => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  received: (day: string, ago: string, source: string, reference: string) =>
    `Received ${day}, ${ago}, from ${source}, ${reference}`,
  find: 'Find its account',
  findFor: (amount: string, reference: string) => `Find its account: ${amount}, ${reference}`,
  settled: (count: number) => `Recently matched or returned (${count})`,
  postedTo: 'Posted to',
  postedOn: (day: string, by: string | null) => `on ${day}${by ? ` by ${by}` : ''}`,
  returned: (day: string) => `Returned on ${day}`,
  receivedFrom: (day: string, source: string, reference: string) =>
    `Received ${day} from ${source}, ${reference}`,
};

export const match = {
  label: 'Payment reference, name or address',
  found: (count: number) =>
    count === 0
      ? 'No account found. Try other words.'
      : count === 1
        ? '1 account found'
        : `${count} accounts found`,
  owes: (amount: string) => `owes ${amount}`,
  credit: (amount: string) => `${amount} in credit`,
  ended: (day: string) => `tenancy ended ${day}`,
  button: 'Post the payment',
  hint: (day: string) => `The payment counts from ${day}, the day we received it. All lists update at once.`,
  missing: 'Enter the payment reference of the account',
  done: (amount: string, reference: string) => `${amount} posted to ${reference}.`,
};
