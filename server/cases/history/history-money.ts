// The ledger's lines as entries of a case's history: on the day on which they count, with the day of posting where it
// was another.
import { formatDay } from '../../domain/days.ts';
import type { Day, Method } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { paidBy } from '../../domain/reasons.ts';
import { noon, source } from './history-source.ts';
import { codeWords } from '../../domain/number-words.ts';

type Line = { pence: number; what: string; on: Day; postedOn: Day; reason: string };

const rows = (table: string, day: string, what: string, who: string, reason = "''") =>
  `select l.id::text as ref, ${noon(`l.${day}`)} as at, ${who} as who,
    jsonb_build_object('pence', l.amount_pence, 'what', l.${what}, 'on', l.${day},
      'postedOn', (l.posted_at at time zone $2)::date, 'reason', ${reason}) as facts
    from ${table} l where l.rent_account_id = $1`;

const late = ({ on, postedOn, reason }: Line) =>
  [reason, postedOn > on ? `Posted ${formatDay(postedOn)}.` : ''].filter(Boolean).join('\n');

export const moneyHistory = [
  source<Line>({
    kind: 'payment',
    dayOnly: true,
    rows: rows('payment', 'value_date', 'method', "''::text"),
    say: (line) => ({
      title:
        line.pence > 0
          ? `Paid ${formatPence(line.pence)} ${paidBy[line.what as Method]}`
          : `${formatPence(-line.pence)} ${paidBy[line.what as Method]} was returned`,
      text: late(line),
    }),
  }),
  source<Line>({
    kind: 'charge',
    dayOnly: true,
    rows: rows('charge', 'due_on', 'kind', "''::text"),
    say: (line) => ({
      title:
        line.pence > 0
          ? `${codeWords(line.what)} of ${formatPence(line.pence)} due`
          : `${codeWords(line.what)} of ${formatPence(-line.pence)} reversed`,
      text: late(line),
    }),
  }),
  source<Line>({
    kind: 'adjustment',
    dayOnly: true,
    rows: rows('adjustment', 'effective_on', 'kind', "''::text", 'l.reason'),
    say: (line) => ({
      title: `${codeWords(line.what)}: ${formatPence(Math.abs(line.pence))} ${line.pence > 0 ? 'added to' : 'taken off'} the balance`,
      text: late(line),
    }),
  }),
];
