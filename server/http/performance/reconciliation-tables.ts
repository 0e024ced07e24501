// The tie-out as tables to take away. Money in pence here; the files say pounds.
import type { Reconciliation, TieRows } from '../../contract/performance/reconciliation.ts';
import { tieLineName } from '../../domain/statistics/tie-words.ts';
import type { Table } from '../table.ts';

export function statementTable(statement: Reconciliation): Table {
  const { control } = statement;
  const row = (title: string, pence: number, rows: number | null = null) => ({ title, pence, rows });
  return {
    name: 'reconciliation',
    title: control ? `${control.ledger}: worklist to ledger as at ${control.asOfDay}` : 'Worklist to ledger',
    asOf: statement.asOf,
    columns: [
      { key: 'title', title: 'Line', kind: 'text' },
      { key: 'pence', title: 'Amount (£)', kind: 'pence' },
      { key: 'rows', title: 'Rows', kind: 'count' },
    ],
    rows: control
      ? [
          ...statement.lines.map((one) => row(tieLineName(one, control.covers), one.pence, one.rows)),
          row('Expected ledger total', statement.explainedPence),
          row(`${control.ledger} total`, control.pence),
          row('Unexplained difference', statement.residualPence),
        ]
      : [],
    notes: control
      ? [
          `The ledger total is as at ${control.asOfDay}, including entries posted before ${control.cutOffAt}.`,
          ...control.notes.map((note) => `${note.at.slice(0, 10)}, ${note.by ?? 'unknown'}: ${note.words}`),
        ]
      : ['No control total has been entered yet.'],
  };
}

export function rowsTable({ reconciliation, line, rows }: TieRows): Table {
  return {
    name: `reconciliation-${[line.line, line.what].filter(Boolean).join('-').replaceAll('_', '-')}`,
    title: tieLineName(line, reconciliation.control?.covers ?? []),
    asOf: reconciliation.asOf,
    columns: [
      { key: 'reference', title: 'Reference', kind: 'text' },
      { key: 'what', title: 'What', kind: 'text' },
      { key: 'day', title: 'Counted on', kind: 'day' },
      { key: 'at', title: 'Posted at', kind: 'instant' },
      { key: 'pence', title: 'Amount (£)', kind: 'pence' },
      { key: 'why', title: 'Why', kind: 'text' },
    ],
    rows,
    notes: ['The amounts sum to the line of the statement at this instant.'],
  };
}
