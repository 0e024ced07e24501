// Learns each account's payment calendar from what it received, once a day, by one hub for all (an advisory lock). A
// learnt line is written only where it has changed, and never over a declared one. No event is emitted here: the table's own
// trigger logs the change, and the case comes through the feed like any other.
import type { Sql } from '../../db/connect.ts';
import type { Log } from '../feed/feed.ts';
import { addDays, dayNumber, rentWeekStart } from '../domain/days.ts';
import type { Day, ExpectedIncome, Instant, Method } from '../domain/facts.ts';
import { learnCalendar, learnFromDays } from '../domain/money/learn.ts';
import { rentWeeksOf } from '../domain/money/rent-weeks.ts';
import { dayIn } from '../domain/zone.ts';
import type { LandlordWide } from './landlord.ts';
import { readIds, readReceipts } from './read.ts';
import { unpackReceipts } from './unpack.ts';

const work = 'learn calendars';
const lock = 710_003;
const slice = 500;
/** Accounts between two breaths of the event loop. */
const breath = 50;

type Line = ExpectedIncome & { id: number; accountId: number };

/** Runs in the background, once at a time. What it learns comes back through the feed. */
export class CalendarKeeper {
  readonly #sql: Sql;
  readonly #log: Log;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
  }

  /** Returns at once; does nothing while it is running or after stop(). Never throws. */
  start(landlord: LandlordWide, now: Instant): void {
    if (this.#stopped || this.#running) return;
    this.#running = keepCalendars(this.#sql, landlord, now, this.#log, () => !this.#stopped)
      .then(() => {})
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : 'unknown';
        if (!this.#stopped) this.#log.warn({ reason }, 'payment calendars could not be learnt');
      })
      .finally(() => {
        this.#running = null;
      });
  }

  /** A run in progress ends after its slice of accounts: resolves when it has. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }
}

/** Returns how many lines changed; null where today's work is done already or another hub does it. */
export async function keepCalendars(
  sql: Sql,
  landlord: LandlordWide,
  now: number,
  log: Log,
  goOn: () => boolean,
): Promise<number | null> {
  const today = dayIn(landlord.timeZone, now);
  const connection = await sql.reserve();
  try {
    const [got] = await connection<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`;
    if (!got!.mine) return null;
    try {
      const [last] = await connection<
        { at: Date }[]
      >`select done_at as at from daily_work where name = ${work}`;
      if (last && dayIn(landlord.timeZone, last.at.getTime()) >= today) return null;
      const ids = await readIds(sql, { today, recentFrom: today, timeZone: landlord.timeZone });
      let changed = 0;
      for (let from = 0; from < ids.length; from += slice) {
        if (!goOn()) return changed;
        changed += await learnSlice(sql, ids.slice(from, from + slice), today, landlord);
      }
      await connection`
        insert into daily_work (name, done_at) values (${work}, ${new Date(now)})
        on conflict (name) do update set done_at = excluded.done_at`;
      log.info({ accounts: ids.length, changed }, 'payment calendars learnt');
      return changed;
    } finally {
      await connection`select pg_advisory_unlock(${lock})`;
    }
  } finally {
    connection.release();
  }
}

async function learnSlice(
  sql: Sql,
  ids: number[],
  today: Day,
  { bankHolidays, rentFreeWeeks, rentWeekStartsOn }: LandlordWide,
): Promise<number> {
  const weekStart = dayNumber(rentWeekStart(today, rentWeekStartsOn));
  const [received, known, own] = await Promise.all([
    readReceipts(sql, ids, addDays(today, -learnFromDays)),
    sql<Line[]>`
      select id, rent_account_id as "accountId", method, amount_pence as "amountPence", rhythm, anchor_on as "anchorOn",
        tolerance_days as "toleranceDays", confidence, declared
      from expected_income where rent_account_id = any(${ids}::int[])`,
    sql<{ id: number; on: Day }[]>`
      select rent_account_id as id, starts_on as on from rent_free_week where rent_account_id = any(${ids}::int[])`,
  ]);
  const ownWeeks = Map.groupBy(own, (row) => row.id);
  const before = Map.groupBy(known, (line) => line.accountId);
  const write: (ExpectedIncome & { accountId: number })[] = [];
  const forget: number[] = [];
  const packed = new Map(received.map((row) => [row.id, row.receipts]));
  for (const [i, accountId] of ids.entries()) {
    const old = before.get(accountId) ?? [];
    const weeks = ownWeeks.get(accountId)?.map(({ on }) => on);
    const learnt = learnCalendar(
      unpackReceipts(packed.get(accountId) ?? null),
      today,
      bankHolidays,
      rentWeeksOf(weekStart, weeks ? [...rentFreeWeeks, ...weeks] : rentFreeWeeks),
    );
    const methods = new Set<Method>(learnt.map((line) => line.method));
    forget.push(...old.filter((line) => !line.declared && !methods.has(line.method)).map((line) => line.id));
    for (const line of learnt) {
      const standing = old.find((o) => o.method === line.method);
      if (standing && (standing.declared || saysTheSame(standing, line))) continue;
      write.push({ ...line, accountId });
    }
    if (i % breath === breath - 1) await new Promise(setImmediate);
  }
  if (forget.length > 0)
    await sql`delete from expected_income where id = any(${forget}::int[]) and not declared`;
  if (write.length > 0) await writeLines(sql, write, today);
  return forget.length + write.length;
}

async function writeLines(
  sql: Sql,
  lines: (ExpectedIncome & { accountId: number })[],
  today: Day,
): Promise<void> {
  await sql`
    insert into expected_income as e
      (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared, learnt_on)
    select *, false, ${today}::date from unnest(${lines.map((l) => l.accountId)}::int[], ${lines.map((l) => l.method)}::text[],
      ${lines.map((l) => l.amountPence)}::bigint[], ${lines.map((l) => l.rhythm)}::text[],
      ${lines.map((l) => l.anchorOn)}::date[], ${lines.map((l) => l.toleranceDays)}::smallint[],
      ${lines.map((l) => l.confidence)}::real[])
    on conflict (rent_account_id, method) do update set amount_pence = excluded.amount_pence, rhythm = excluded.rhythm,
      anchor_on = excluded.anchor_on, tolerance_days = excluded.tolerance_days, confidence = excluded.confidence,
      learnt_on = excluded.learnt_on
    where not e.declared`;
}

const days = { weekly: 7, fortnightly: 14, four_weekly: 28 } as const;

/** The same habit: a due day that is one of the other's, and a confidence that has hardly moved. */
function saysTheSame(a: ExpectedIncome, b: ExpectedIncome): boolean {
  return (
    a.rhythm === b.rhythm &&
    a.amountPence === b.amountPence &&
    a.toleranceDays === b.toleranceDays &&
    Math.abs(a.confidence - b.confidence) < 0.05 &&
    (a.rhythm === 'monthly'
      ? a.anchorOn.slice(8) === b.anchorOn.slice(8)
      : (dayNumber(a.anchorOn) - dayNumber(b.anchorOn)) % days[a.rhythm] === 0)
  );
}
