// A file of payments: reference, amount, method, source, source_ref, value_date. The amount is in pounds ("85.20",
// negative for a reversal), the date is 2026-11-09 or 09/11/2026. Each line is taken or refused by itself, with a reason.
import { methods, type Method } from '../domain/facts.ts';
import { readCsv } from './csv.ts';
import type { NewPayment } from './payments.ts';

export type PaymentLine = { line: number; payment: NewPayment } | { line: number; refused: string };

const columns = ['reference', 'amount', 'method', 'source', 'source_ref', 'value_date'] as const;

/** As the database holds it (payment_value_date_near_posted_at). */
const daysBack = 731;
const daysAhead = 31;

/** `today` is the day in the landlord's zone. Refuses (throws) a file that lacks a column. */
export function readPaymentFile(text: string, today: string): PaymentLine[] {
  const lines = readCsv(text);
  const missing = columns.filter((name) => lines[0] && !(name in lines[0].fields));
  if (missing.length > 0)
    throw new Error(`The file has no column ${missing.join(', ')}. It needs ${columns.join(', ')}.`);
  return lines.map(({ line, fields }) => {
    const amountPence = penceOf(fields['amount']!);
    const valueDate = dayOf(fields['value_date']!);
    const method = fields['method'] as Method;
    if (amountPence === null || amountPence === 0)
      return { line, refused: 'amount is not a sum of money such as 85.20' };
    if (!methods.includes(method)) return { line, refused: `method is none of ${methods.join(', ')}` };
    if (valueDate === null)
      return { line, refused: 'value_date is not a day such as 2026-11-09 or 09/11/2026' };
    const ahead = (Date.parse(valueDate) - Date.parse(today)) / 86_400_000;
    if (ahead > daysAhead || ahead < -daysBack)
      return { line, refused: 'value_date is years or months away from today' };
    for (const name of ['reference', 'source', 'source_ref'] as const)
      if (fields[name] === '') return { line, refused: `${name} is empty` };
    const { reference, source, source_ref: sourceRef } = fields as Record<(typeof columns)[number], string>;
    return { line, payment: { reference, amountPence, method, source, sourceRef, valueDate } };
  });
}

function penceOf(text: string): number | null {
  const match = /^(-?)£?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{2}))?$/.exec(text);
  if (!match) return null;
  const pence = Number(match[2]!.replaceAll(',', '')) * 100 + Number(match[3] ?? 0);
  if (pence > 100_000_000) return null;
  return match[1] ? -pence : pence;
}

export function dayOf(text: string): string | null {
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = british ? `${british[3]}-${british[2]}-${british[1]}` : text;
  // A year such as 0026 is a slip, and one that no database keeps.
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(iso) || iso >= '2200') return null;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(iso) ? iso : null;
}
