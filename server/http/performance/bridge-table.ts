// A bridge, and the rows of one of its lines, as tables to take away.
import type { Bridge, BridgeView, Debt } from '../../contract/performance/bridge.ts';
import {
  bridgeGroup,
  bridgeGroups,
  bridgeLineName,
  debtNames,
  grossBridge,
} from '../../domain/statistics/bridge-words.ts';
import { formatDay } from '../../domain/days.ts';
import type { BridgeRow } from '../../performance/weeks/bridge-rows.ts';
import type { Column, Row, Table } from '../table.ts';

const kept = (view: BridgeView | undefined, columns: (Column & { view?: BridgeView })[]): Column[] =>
  columns
    .filter((column) => !view || !column.view || column.view === view)
    .map(({ key, title, kind }) => ({ key, title, kind }));

const slug = (of: string) => of.replace(':', '-');

/** Opening, every line, closing and the check; both views, or the requested one. */
export function bridgeTable(bridge: Bridge, view: BridgeView | undefined): Table {
  const { debt } = bridge;
  const rows: Row[] = [
    { section: '', line: 'Opening balance', ...bridge.opening },
    ...bridge.lines.map(({ line, what, frozenPence, restatedPence, frozenRows }) => ({
      section: bridgeGroups.find(({ group }) => group === bridgeGroup(line))!.name,
      line: bridgeLineName(line, what, debt),
      frozenPence,
      restatedPence,
      rows: frozenRows,
    })),
    { section: '', line: 'Closing balance', ...bridge.closing },
    { section: '', line: 'Unexplained difference', ...bridge.residual },
    ...(bridge.gross && view !== 'restated'
      ? grossBridge(bridge.gross).map(({ line, pence }) => ({
          section: 'Arrears before credits',
          line,
          frozenPence: pence,
        }))
      : []),
  ];
  return {
    name: `bridge-${slug(bridge.of)}-${bridge.from}-to-${bridge.to}`,
    title: `${bridge.name}, ${debtNames[debt]}: what moved the balance from ${formatDay(bridge.from, true)} to ${formatDay(bridge.lastOn, true)}`,
    asOf: bridge.asOf,
    columns: kept(view, [
      { key: 'section', title: 'Section', kind: 'text' },
      { key: 'line', title: 'Line', kind: 'text' },
      { key: 'frozenPence', title: 'When closed (£)', kind: 'pence', view: 'frozen' },
      { key: 'restatedPence', title: 'Restated (£)', kind: 'pence', view: 'restated' },
      { key: 'rows', title: 'Rows, when closed', kind: 'count', view: 'frozen' },
    ]),
    rows,
    notes: [
      'Positive amounts add to the debt. Payments reduce it.',
      'When closed: what was known when each rent week closed. Restated: each entry on its own day, as known when the newest week closed.',
      `The last of these weeks closed at ${bridge.frozenAt}.`,
      ...(bridge.rebuiltWeeks > 0
        ? [
            `${bridge.rebuiltWeeks} of these ${bridge.weeks} weeks were calculated later from the ledger, because they were not closed when they ended.`,
          ]
        : []),
    ],
  };
}

export function rowsTable(
  query: {
    of: string;
    name: string;
    from: string;
    to: string;
    line: string;
    what: string;
    view: BridgeView;
    debt: Debt;
  },
  asOf: string,
  batches: AsyncIterable<Omit<BridgeRow, 'accountId'>[]>,
): Table {
  async function* rows(): AsyncGenerator<Row[]> {
    for await (const some of batches)
      yield some.map((row) => ({ ...row, postedAt: row.postedAt && row.postedAt.toISOString() }));
  }
  const lineName = bridgeLineName(query.line, query.what, query.debt);
  return {
    name: `rows-${slug(query.of)}-${query.from}-to-${query.to}-${[query.line, query.what].filter(Boolean).join('-').replaceAll('_', '-')}`,
    title: `${query.name}: ${lineName}, weeks from ${formatDay(query.from, true)} to ${formatDay(query.to, true)}, ${query.view}`,
    asOf,
    columns: [
      { key: 'weekOn', title: 'Rent week', kind: 'day' },
      { key: 'onDay', title: 'Counted on', kind: 'day' },
      { key: 'reference', title: 'Rent account', kind: 'text' },
      { key: 'patch', title: 'Patch now', kind: 'text' },
      { key: 'pence', title: 'Amount (£)', kind: 'pence' },
      { key: 'postedAt', title: 'Entered', kind: 'instant' },
      ...(query.view === 'restated'
        ? [{ key: 'toldIn', title: 'Reported in week of', kind: 'day' } as const]
        : []),
      { key: 'cameFrom', title: 'Moved from', kind: 'text' },
      { key: 'wentTo', title: 'Moved to', kind: 'text' },
    ],
    rows: rows(),
    notes: ['These rows add up to the line. Positive amounts add to the debt.'],
  };
}
