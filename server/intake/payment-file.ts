// A file of payments: reference, amount, method, source, source_ref, value_date. The amount is in pounds ("85.20",
// negative for a reversal), the date is 2026-11-09 or 09/11/2026. Each line is taken or refused separately, with a reason.
// `source_ref` may be left out, or empty on every line, where the source gives its payments no references of their own.
import { dateWrong, rangeOf } from '../domain/date-ranges.ts';
import { methods, type Method } from '../domain/facts.ts';
import { paymentLimits, readMoney } from '../domain/money.ts';
import { readCsv, type Line } from './csv.ts';
import type { NewPayment } from './payments.ts';
import { cellOf, damageOf, hintOf } from './spreadsheet.ts';

export type PaymentLine = { line: number; payment: NewPayment } | { line: number; refused: string };

const columns = ['reference', 'amount', 'method', 'source', 'value_date'] as const;
/** Texts, with the most characters that the database keeps of each. */
const texts = { reference: 40, source: 60, source_ref: 200 } as const;

/** `today` is the day in the landlord's zone. Throws for a file that lacks a column. */
export function readPaymentFile(text: string, today: string): PaymentLine[] {
  const lines = readCsv(text);
  const missing = columns.filter((name) => lines[0] && !(name in lines[0].fields));
  if (missing.length > 0)
    throw new Error(
      `The file has no column ${missing.join(', ')}. It needs ${columns.join(', ')}, and source_ref if there is one.`,
    );
  const ownReferences = lines.some(({ fields }) => (fields['source_ref'] ?? '') !== '');
  const name = ownReferences ? refuseRepeats() : nameByOccurrence();
  return lines.map((line) => {
    const read = paymentOf(line, today, ownReferences);
    return typeof read === 'string'
      ? { line: line.line, refused: read }
      : { line: line.line, ...name(line.line, read) };
  });
}

type Named = { payment: NewPayment } | { refused: string };

/** Two lines with one source and source_ref: the second is refused by name, whether or not it is the same payment. */
function refuseRepeats(): (line: number, payment: NewPayment) => Named {
  const first = new Map<string, number>();
  return (line, payment) => {
    const key = JSON.stringify([payment.source, payment.sourceRef]);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, line);
      return { payment };
    }
    return {
      refused:
        `source and source_ref are the same as on line ${before}. ` +
        'If this is another payment, it needs a source_ref of its own',
    };
  };
}

/**
 * Names each payment by what it says and by how many such payments came before it in the file. So two equal payments of
 * one day are two, and the same file again, or a longer one that holds it, brings each of them once.
 */
function nameByOccurrence(): (line: number, payment: NewPayment) => Named {
  const seen = new Map<string, number>();
  return (_line, payment) => {
    const { valueDate, reference, amountPence, method, source } = payment;
    const says = `${valueDate} ${reference} ${amountPence} ${method}`;
    const key = JSON.stringify([source, says]);
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return { payment: { ...payment, sourceRef: `${says} #${n}` } };
  };
}

/** The payment of a line, or why it is refused. */
function paymentOf({ fields: given }: Line, today: string, ownReferences: boolean): NewPayment | string {
  const fields = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, cellOf(text)]));
  const { pence: amountPence } = readMoney(fields['amount']!, paymentLimits);
  const valueDate = dayOf(fields['value_date']!);
  const method = fields['method'] as Method;
  if (amountPence === null || amountPence === 0)
    return `amount is not a sum of money such as 85.20${hintOf(fields['amount']!)}`;
  if (!methods.includes(method)) return `method must be one of ${methods.join(', ')}`;
  if (valueDate === null)
    return `value_date is not a day such as 2026-11-09 or 09/11/2026${hintOf(fields['value_date']!)}`;
  const tooFar = dateWrong(rangeOf('payment.take', 'valueDate'), valueDate, today);
  if (tooFar) return `value_date is years or months away from today. ${tooFar}`;
  for (const [name, most] of Object.entries(texts)) {
    if (name === 'source_ref' && !ownReferences) continue;
    const wrong = wrongText(fields[name] ?? '', most);
    if (wrong) return `${name} ${wrong}`;
  }
  const {
    reference,
    source,
    source_ref: sourceRef = '',
  } = fields as { reference: string; source: string } & {
    source_ref?: string;
  };
  return { reference, amountPence, method, source, sourceRef, valueDate };
}

/** What is wrong with a name or reference, after "reference …"; null for nothing. */
export function wrongText(text: string, most: number): string | null {
  if (text === '') return 'is empty';
  if (text.length > most) return `is longer than ${most} characters`;
  // eslint-disable-next-line no-control-regex -- such characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'has a character that cannot be saved';
  const damage = damageOf(text);
  return damage === null ? null : `cannot be read: ${damage}. Format the column as text and save it again`;
}

export function dayOf(text: string): string | null {
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = british ? `${british[3]}-${british[2]}-${british[1]}` : text;
  // A year such as 0026 is a slip, and one that no database keeps.
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(iso) || iso >= '2200') return null;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(iso) ? iso : null;
}
