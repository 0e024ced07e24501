// A finance file: control totals, figures of other accounts, or money in suspense, recognised by its heading.
// Each line is taken or refused separately, with a reason that names the column. Amounts are pounds ("1,234.56", "-5.00",
// "(5.00)" or "5.00 CR" for a credit), days 2026-11-09 or 09/11/2026, a cut-off "2026-11-09 17:30" on the landlord's clocks.
import type { FinanceFile } from '../contract/performance/reconciliation.ts';
import { methods } from '../domain/facts.ts';
import { ledgerLimits, readMoney } from '../domain/money.ts';
import {
  coverParts,
  otherKinds,
  type FinanceLine,
  type FinanceLines,
  type NewFigure,
  type NewItem,
  type NewTotal,
} from '../domain/money/finance-lines.ts';
import { dayIn, timeIn } from '../domain/zone.ts';
import { readCsv } from './csv.ts';
import { dayOf, wrongText } from './payment-file.ts';
import { cellOf } from './spreadsheet.ts';

/** The required columns of each kind; README.md lists the optional ones. */
const columns: Record<FinanceFile, readonly string[]> = {
  control_total: ['ledger', 'as_of', 'amount'],
  other_figure: ['kind', 'reference', 'as_of', 'amount'],
  suspense_item: ['received_on', 'amount', 'source', 'reference'],
};

/** `zone` is the landlord's time zone. Throws for a file with an unknown heading. */
export function readFinanceFile(text: string, zone: string): FinanceLines {
  // UTF-16 that was decoded as another encoding is full of them.
  if (text.includes('\0')) throw new Error('The file is not plain text. Save it as CSV in UTF-8.');
  const lines = readCsv(text);
  if (lines.length === 0) throw new Error('The file has a heading and no lines.');
  const has = lines[0]!.fields;
  const kind = (Object.keys(columns) as FinanceFile[]).find((one) =>
    columns[one].every((name) => name in has),
  );
  if (!kind)
    throw new Error(
      `The heading must name ${Object.values(columns)
        .map((names) => names.join(', '))
        .join('; or ')}.`,
    );
  const all = <T>(read: (fields: Record<string, string>) => T | string, words: string[]): FinanceLine<T>[] =>
    lines.map(({ line, fields: given }) => {
      const fields = Object.fromEntries(Object.entries(given).map(([name, cell]) => [name, cellOf(cell)]));
      const record = read(fields);
      const summary = words
        .map((name) => fields[name] ?? '')
        .filter(Boolean)
        .join(', ')
        .slice(0, 200);
      return typeof record === 'string'
        ? { line, words: summary, refused: record }
        : { line, words: summary, record: record as T };
    });
  if (kind === 'control_total')
    return { kind, lines: all((fields) => total(fields, zone), ['ledger', 'as_of']) };
  if (kind === 'other_figure') return { kind, lines: all(figure, ['reference', 'what', 'as_of']) };
  return { kind, lines: all(item, ['source', 'reference', 'received_on']) };
}

const notMoney = 'amount is not a sum of money such as 1,234.56';
const tooLong = (fields: Record<string, string>, most: Record<string, number>) =>
  Object.entries(most).find(([name, length]) => (fields[name] ?? '').length > length)?.[0];

function total(fields: Record<string, string>, zone: string): NewTotal | string {
  const long = tooLong(fields, { note: 1000 });
  if (long) return `${long} is too long`;
  const pence = moneyOf(fields['amount']!);
  const asOfDay = dayOf(fields['as_of']!);
  const covers = (fields['covers'] || coverParts.join(' ')).split(/[\s;,+]+/).filter(Boolean);
  const cut = fields['cut_off'] ?? '';
  const cutOffAt = cut === '' ? null : momentOf(cut, zone);
  const ledger = wrongText(fields['ledger']!, 100);
  if (ledger) return `ledger ${ledger}`;
  if (asOfDay === null) return 'as_of is not a day such as 2026-11-09 or 09/11/2026';
  if (pence === null) return notMoney;
  if (cut !== '' && cutOffAt === null) return 'cut_off is not a time such as 2026-11-09 17:30';
  if (!covers.every((part) => part === 'none' || (coverParts as readonly string[]).includes(part)))
    return `covers must be one of ${coverParts.join(', ')} or "none"`;
  return {
    ledger: fields['ledger']!,
    asOfDay,
    cutOffAt,
    covers: coverParts.filter((part) => covers.includes(part)),
    pence,
    note: fields['note'] ?? '',
  };
}

function figure(fields: Record<string, string>): NewFigure | string {
  const long = tooLong(fields, { what: 200 });
  if (long) return `${long} is too long`;
  const kind = otherKinds.find((one) => one === fields['kind']);
  const pence = moneyOf(fields['amount']!);
  const asOfDay = dayOf(fields['as_of']!);
  if (!kind) return `kind must be one of ${otherKinds.join(', ')}`;
  const reference = wrongText(fields['reference']!, 40);
  if (reference) return `reference ${reference}`;
  if (asOfDay === null) return 'as_of is not a day such as 2026-11-09 or 09/11/2026';
  if (pence === null || Math.abs(pence) > 100_000_000_000) return notMoney;
  return { kind, reference: fields['reference']!, what: fields['what'] ?? '', asOfDay, pence };
}

function item(fields: Record<string, string>): NewItem | string {
  const long = tooLong(fields, { why: 1000 });
  if (long) return `${long} is too long`;
  const pence = moneyOf(fields['amount']!);
  const receivedOn = dayOf(fields['received_on']!);
  const method = fields['method'] || 'other';
  if (receivedOn === null) return 'received_on is not a day such as 2026-11-09 or 09/11/2026';
  if (pence === null || pence === 0 || Math.abs(pence) > 100_000_000) return notMoney;
  for (const [name, most] of [
    ['source', 60],
    ['reference', 200],
  ] as const) {
    const wrong = wrongText(fields[name]!, most);
    if (wrong) return `${name} ${wrong}`;
  }
  if (!(methods as readonly string[]).includes(method)) return `method must be one of ${methods.join(', ')}`;
  return {
    pence,
    receivedOn,
    source: fields['source']!,
    reference: fields['reference']!,
    why: fields['why'] ?? '',
    method,
  };
}

/** Pence, with credits as finance systems write them; null for what is no sum of money, or beyond a ledger's limits. */
export const moneyOf = (text: string): number | null => readMoney(text, ledgerLimits, 'ledger').pence;

/** A time on the clocks of that zone; null for none, or for one that the clocks skip. */
function momentOf(text: string, zone: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2}|\d{2}\/\d{2}\/\d{4})[ T](\d{2}:\d{2})$/.exec(text);
  const day = match && dayOf(match[1]!);
  const asUtc = day ? Date.parse(`${day}T${match[2]!}:00Z`) : NaN;
  if (Number.isNaN(asUtc)) return null;
  const local = (instant: number) => Date.parse(`${dayIn(zone, instant)}T${timeIn(zone, instant)}:00Z`);
  const instant = asUtc - (local(asUtc) - asUtc);
  return local(instant) === asUtc ? new Date(instant) : null;
}
