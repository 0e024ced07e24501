// The current settings, read in one snapshot (managers and administrators get all of them, officers their own absences and
// stints), and the history of changes.
import { readLandlord } from '../../commands/landlord.ts';
import { may, mayAll } from '../../access/rights.ts';
import type { Tx } from '../../commands/outcome.ts';
import { searchedWords } from '../../domain/arranged.ts';
import { formatCount } from '../../domain/number-words.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import type { Who } from './step.ts';
import { readVisitingRow } from './visiting.ts';

/** Null for a person without the right to any setting. `now` in ms. */
export async function readSettings(sql: Sql, who: Who, now: number) {
  const all = mayAll(who, 'settings');
  if (!may(who, 'settings')) return null;
  const mine = all ? null : who.staffId;
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const { nation, today } = await readLandlord(tx, now);
    const [frozen] = await tx<{ to: Day | null }[]>`select max(last_on) as to from week_freeze`;
    return {
      asOf: new Date(now).toISOString(),
      today,
      nation,
      frozenTo: frozen?.to ?? null,
      may: { change: all, people: may(who, 'people') },
      people: await readPeople(tx, mine, may(who, 'people')),
      patches:
        await tx`select p.id, p.version, p.name, (select count(*)::int from property h where h.patch_id = p.id) as homes
        from patch p order by p.name`,
      absences:
        await tx`select id, version, staff_id as "staffId", start_date as "firstOn", end_date - 1 as "lastOn", kind
        from absence where ${mine}::int is null or staff_id = ${mine} order by start_date desc, id`,
      stints:
        await tx`select id, version, staff_id as "staffId", patch_id as "patchId", start_date as "firstOn",
        end_date - 1 as "lastOn" from stint where ${mine}::int is null or staff_id = ${mine} order by start_date desc, id`,
      holidays: all
        ? await tx`select id, version, nation, on_date as "onDay", name from bank_holiday order by on_date, nation`
        : [],
      visiting: all ? await readVisitingRow(tx) : null,
      targets: all
        ? await tx`select id, version, measure, value, from_on as "fromOn" from target order by measure, from_on desc`
        : [],
      annotations: all
        ? await tx`select id, version, on_day as "onDay", until_day as "untilDay", kind, words from annotation
            order by on_day desc, id desc`
        : [],
      rebases: all
        ? await tx`select id, version, measure, staff_id as "staffId", from_on as "fromOn", reason from rebase
            order by from_on desc, id desc`
        : [],
    };
  });
}

const readPeople = (tx: Tx, mine: number | null, emails: boolean) => tx`
  select id, version, name, role, active, case when ${emails} then email end as email from staff
  where ${mine}::int is null or id = ${mine} order by lower(name), id`;

const page = 50;

type HistoryOptions = {
  oldestFirst?: boolean;
  /** The last instant of the page before; null for the first page. */
  after?: Date | null;
  /** Only changes with each of these words in what was changed or in who changed it. */
  words?: string;
};

/**
 * One page of changes, newest first unless it is asked otherwise. Rows that other systems wrote are counted by the minute,
 * since there may be thousands.
 */
export async function readSettingHistory(
  sql: Sql,
  { oldestFirst = false, after = null, words = '' }: HistoryOptions = {},
) {
  // An instant is sent to the millisecond, and kept to the microsecond.
  const at = sql`date_trunc('milliseconds', at)`;
  const rows = await sql<
    {
      id: string | null;
      at: Date;
      by: string | null;
      kind: string;
      words: string;
      undoable: boolean;
      undone: boolean;
    }[]
  >`
    select * from (
      select c.id, c.at, s.name as by, c.kind, c.words, back.id is not null as undone,
        back.id is null and not exists (
          select from setting_change_row r join setting_change_row later
            on later.noun = r.noun and later.row_id = r.row_id and later.id > r.id
          where r.change_id = c.id and later.change_id is distinct from c.id) as undoable
      from setting_change c join staff s on s.id = c.staff_id
      left join lateral (
        select u.id from setting_change u where u.undoes = c.id
          and not exists (select from setting_change again where again.undoes = u.id)) back on true
      union all
      select null, max(at), null, noun, count(*)::text, false, false
      from setting_change_row where change_id is null
      group by noun, date_trunc('minute', at)
    ) history
    where (${after}::timestamptz is null or ${oldestFirst ? sql`${at} > ${after}` : sql`${at} < ${after}`})
      and not exists (select from unnest(${searchedWords(words)}::text[]) word where strpos(lower(case when id is null
        then ${byAnother} || coalesce(${sql.json(nouns)}::jsonb ->> kind, kind) else concat_ws(' ', words, by) end), lower(word)) = 0)
    order by at ${oldestFirst ? sql`asc` : sql`desc`} limit ${page + 1}`;
  const changes = rows.slice(0, page).map((row) => ({
    ...row,
    at: row.at.toISOString(),
    words: row.id === null ? outsideWords(row.kind, Number(row.words)) : row.words,
  }));
  return { changes, before: rows.length > page ? changes.at(-1)!.at : null };
}

const nouns: Record<string, [string, string]> = {
  stint: ['stint', 'stints'],
  absence: ['absence', 'absences'],
  staff: ['person', 'people'],
  patch: ['patch', 'patches'],
  bank_holiday: ['bank holiday', 'bank holidays'],
  visiting_hours: ['row of visiting hours', 'rows of visiting hours'],
  target: ['target', 'targets'],
  annotation: ['annotation', 'annotations'],
  rebase: ['restart of a chart', 'restarts of charts'],
};

const byAnother = 'Another system changed ';
function outsideWords(noun: string, rows: number): string {
  const [one, many] = nouns[noun] ?? [noun, noun];
  return `${byAnother}${rows === 1 ? `1 ${one}` : `${formatCount(rows)} ${many}`}.`;
}
