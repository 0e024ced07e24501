// The thread that makes one workbook: takes rows in batches, null when it has them all, and gives the file. Money is a
// number of pounds with a format, so that a spreadsheet adds it up; text stays text, whatever it begins with.
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import writeWorkbook, { type Cell, type Feature, type Row as Cells } from 'write-excel-file/node';
import { dayAndTime, type Column, type Row, type Table } from './table-shape.ts';

const { title, asOf, columns, notes = [] } = workerData as Omit<Table, 'rows'>;
const all: Cells[] = [
  columns.map((column) => ({
    value: column.title,
    fontWeight: 'bold',
    wrap: true,
    align: rightOf(column) ? 'right' : 'left',
    bottomBorderStyle: 'thin',
  })),
];
const widths = columns.map((column) => Math.min(28, Math.max(10, column.title.length + 2)));

parentPort!.on('message', (rows: readonly Row[] | null) => {
  if (rows === null) return void finish();
  for (const row of rows) all.push(columns.map((column, i) => cellOf(row[column.key], column, i)));
});

function rightOf({ kind }: Column): boolean {
  return kind !== 'text' && kind !== 'day' && kind !== 'instant';
}

function cellOf(value: string | number | null | undefined, { kind }: Column, i: number): Cell {
  if (value === null || value === undefined || value === '') return null;
  switch (kind) {
    case 'pence':
      // Two decimals, read from digits: the nearest double to the pounds, which shows and adds up as them.
      return { value: Number(value) / 100, type: Number, format: '£#,##0.00;-£#,##0.00' };
    case 'count':
      return {
        value: Number(value),
        type: Number,
        format: Number.isInteger(Number(value)) ? '#,##0' : '#,##0.00',
      };
    case 'ratio':
      return { value: Number(value), type: Number, format: '0.0%' };
    case 'day':
      return { value: new Date(`${String(value)}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
    case 'instant': {
      const [day, time] = dayAndTime(String(value));
      widths[i] = Math.max(widths[i]!, 18);
      return { value: new Date(`${day}T${time}:00Z`), type: Date, format: 'dd/mm/yyyy hh:mm' };
    }
    case 'text': {
      widths[i] = Math.min(60, Math.max(widths[i]!, String(value).length + 2));
      return { value: String(value), type: String, format: '@' };
    }
  }
}

/** 1 → 'A', 28 → 'AB'. */
const letters = (column: number): string =>
  column === 0 ? '' : letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

/** Arrows at the headings of the first sheet, by which a person sorts and filters the rows. */
const autoFilter: Feature<Stream | Buffer | Blob> = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml, _options, { sheetIndex }) =>
          sheetIndex === 0
            ? xml.replace(
                '</sheetData>',
                `</sheetData><autoFilter ref="A1:${letters(columns.length)}${all.length}"/>`,
              )
            : xml,
      },
    },
  },
};

async function finish(): Promise<void> {
  const about = [title, `As of ${asOf}`, ...notes].map((text): Cells => [
    { value: text, type: String, wrap: true },
  ]);
  const sheets = [
    {
      data: all,
      sheet: 'Table',
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      ...(columns.length > 6 && { orientation: 'landscape' as const }),
    },
    { data: about, sheet: 'About', columns: [{ width: 90 }] },
  ];
  const made = await writeWorkbook(sheets, { features: [autoFilter] }).toBuffer();
  parentPort!.postMessage(new Uint8Array(made));
}
