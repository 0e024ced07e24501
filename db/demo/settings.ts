// What the demo's manager has kept: annotations of the charts, targets, a re-base, each as a change that somebody made.
// Days hang on today alone: the same day, the same settings.
import type postgres from 'postgres';
import { bankHolidays, dayNumber, dayText, monday } from './days.ts';

type Row = {
  noun: 'annotation' | 'target' | 'rebase';
  words: string;
  daysAgo: number;
  row: Record<string, unknown>;
};

/** The Monday so many weeks before the week of `today`. */
const weeksAgo = (today: string, weeks: number): string => dayText(monday(dayNumber(today)) - 7 * weeks);
const daysLater = (day: string, days: number): string => dayText(dayNumber(day) + days);

function rowsOf(today: string): Row[] {
  const texts = weeksAgo(today, 38);
  const down = weeksAgo(today, 21);
  const plans = weeksAgo(today, 12);
  const year = weeksAgo(today, 33);
  const rebaseWords = 'Reminder texts go out before a direct debit is due';
  return [
    {
      noun: 'annotation',
      words: `Annotation added: “${rebaseWords}”.`,
      daysAgo: 264,
      row: { on_day: texts, until_day: null, kind: 'policy', words: rebaseWords },
    },
    {
      noun: 'annotation',
      words: 'Annotation added: “The card line was down”.',
      daysAgo: 146,
      row: {
        on_day: daysLater(down, 1),
        until_day: daysLater(down, 3),
        kind: 'other',
        words: 'The card line was down',
      },
    },
    {
      noun: 'annotation',
      words: 'Annotation added: “Plans are agreed on the doorstep, from the budget”.',
      daysAgo: 83,
      row: {
        on_day: plans,
        until_day: null,
        kind: 'policy',
        words: 'Plans are agreed on the doorstep, from the budget',
      },
    },
    ...[
      { measure: 'collection_rate', value: 98.5, title: 'Collection rate' },
      { measure: 'arrears_percent', value: 2.6, title: 'Current tenant arrears, of annual rent due' },
    ].map(({ measure, value, title }): Row => ({
      noun: 'target',
      words: `New target for: ${title}.`,
      daysAgo: 230,
      row: { measure, value, from_on: year },
    })),
    {
      noun: 'rebase',
      words: 'The team’s chart restarts: Collection rate.',
      daysAgo: 240,
      row: { measure: 'collection_rate', staff_id: null, from_on: texts, reason: rebaseWords },
    },
  ];
}

/** After staff and landlord. today: 'YYYY-MM-DD'. Returns how many rows it wrote. */
export async function loadSettings(tx: postgres.TransactionSql, today: string): Promise<number> {
  const [manager] = await tx`select id from staff where role = 'manager' order by id limit 1`;
  const rows = manager ? rowsOf(today) : [];
  for (const [n, { noun, words, daysAgo, row }] of rows.entries()) {
    const at = `${dayText(dayNumber(today) - daysAgo)} 09:${20 + n}:00+00`;
    const id = `00000000-0000-4000-8000-${String(25_000 + n).padStart(12, '0')}`;
    const given = { ...row, author_id: manager!['id'] as number, created_at: at };
    await tx`insert into setting_change (id, staff_id, kind, words, asked, at)
      values (${id}, ${given.author_id}, ${`${noun}.add`}, ${words}, '{}', ${at})`;
    // As the table's own trigger keeps it, which is off while the demo is loaded.
    await tx`with added as (insert into ${tx(noun)} ${tx(given)} returning *)
      insert into setting_change_row (change_id, noun, row_id, is_now, at)
      select ${id}, ${noun}, id, to_jsonb(added), ${at}::timestamptz from added`;
  }
  return 3 * rows.length;
}

/** Those of the nations whose rules are the demo's, over the years around today. */
export async function loadHolidays(tx: postgres.TransactionSql, today: string): Promise<void> {
  const year = Number(today.slice(0, 4));
  for (const holiday of [-2, -1, 0, 1, 2].flatMap((offset) => bankHolidays(year + offset)))
    await tx`
      insert into bank_holiday (nation, on_date, name)
      select nation, ${dayText(holiday.on)}::date, ${holiday.name} from unnest(array['england', 'wales']) nation
      on conflict (nation, on_date) do nothing`;
}
