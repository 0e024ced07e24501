// The words that all parts of the performance pages share, and the names of the parts.

export const frame = {
  pageTitle: (part: string | null) =>
    part === null ? 'Page not found – Doorstep' : `${part} – Performance – Doorstep`,
  label: 'Performance',
  missing: 'Page not found',
  missingWhy: 'Check the address. You may not have access to this page.',
  part: 'page',
  loading: 'Loading the figures…',
};

/** label: in the navigation. title: the page's heading. */
export const partNames = {
  today: { label: 'Today', title: 'Today so far' },
  trend: { label: 'Trend', title: 'Is the team improving?' },
  officers: { label: 'Officers', title: 'How officers compare' },
  bridge: { label: 'Bridge', title: 'What moved the balance' },
  reconciliation: { label: 'Reconciliation', title: 'Reconciliation with the ledger' },
} as const;

/** How many rows: '1 row', '1,200 rows'. `count` is 1 or the number, ready to read. */
export const rowCount = (count: string) => `${count} ${count === '1' ? 'row' : 'rows'}`;

export const rowTable = {
  label: (name: string) => `${name}: rows`,
  csv: 'Rows as CSV',
  xlsx: 'Rows as Excel',
  more: 'Show more rows',
  loading: 'Loading the rows…',
  failed: 'The rows did not load.',
  rows: 'rows',
  /** Below rows that are sorted or searched. `rows`: '340 rows'. */
  fileHolds: (rows: string) => `The files hold all ${rows}, in the original order.`,
  /** '12 of 340 rows found, £85.20 in total.' */
  found: (count: string, rows: string, sum: string) => `${count} of ${rows} found, ${sum} in total.`,
};

export const calculating = {
  notice: (done: number, of: number) =>
    `Calculating past weeks: ${done} of ${of}. This page updates automatically.`,
};

export const files = { csv: 'CSV', xlsx: 'Excel', print: 'Print' };

/** The note next to weeks that did not close on time; '' where all did. `of`: how many weeks are shown, null if not stated. */
export function afterwardsWords(rebuilt: number, of: number | null): string {
  if (rebuilt === 0) return '';
  const which = rebuilt !== of ? `${rebuilt} of these weeks` : of === 1 ? 'This week' : 'All of these weeks';
  return rebuilt === 1
    ? `${which} was calculated later from the ledger, because it was not closed on time.`
    : `${which} were calculated later from the ledger, because they were not closed on time.`;
}
