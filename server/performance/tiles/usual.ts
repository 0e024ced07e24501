// What is usually collected by this time of day: the median over the same weekday (and so the same day of the rent week) of the
// last weeks, without bank holidays. A payment counts as in the tile: on the day that it is dated, from the time of its
// posting, if that was before the day's end. Kept in quarters of an hour, interpolated within one. Read once a day, in the
// background.
import { readBankHolidays } from '../../commands/landlord.ts';
import type { TilePatches } from '../../contract/tiles.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Day, Instant } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { startOfDay, timeIn } from '../../domain/zone.ts';
import type { TileDay } from './facts.ts';
import { weekdayName } from '../../domain/day-words.ts';
import { quantile } from '../practice/spread.ts';

const wanted = 8;
const lookedAt = 13;
/** With fewer days there is no usual figure. */
const fewest = 4;
const quarter = 15;

/** By patch and day: pence collected by the end of each quarter of an hour. */
type Curves = Map<number, Map<Day, number[]>>;
export type Usual = { of: Day; days: Day[]; curves: Curves };

/** Reads what was collected by each quarter of an hour on the last eight such weekdays, by patch. */
export async function readUsual(sql: Sql, day: TileDay): Promise<Usual> {
  const { today, timeZone } = day;
  const before = Array.from({ length: lookedAt }, (_, i) => addDays(today, -7 * (i + 1)));
  const off = await readBankHolidays(sql);
  const days = before.filter((one) => !off.has(one)).slice(0, wanted);
  const from = new Date(startOfDay(timeZone, days.at(-1) ?? today));
  // A day without payments counts as zero only if postings go back to it: a history that was loaded at once does not show when
  // its payments came.
  const [begun] = await sql<{ on: Day | null }[]>`
    select case when exists (select from payment where posted_at < ${from}) then ${days.at(-1) ?? today}::date
      else (select min(posted_at at time zone ${timeZone})::date from payment
        where posted_at >= ${from} and posted_at < ${new Date(day.startsAt)}) end as on`;
  const rows = await sql<{ patch: number; day: Day; quarter: number; pence: number }[]>`
    with posted as materialized (
      select rent_account_id as account, amount_pence as pence,
        greatest(posted_at at time zone ${timeZone}, value_date::timestamp) as at
      from payment
      where value_date = any(${days}::date[]) and (posted_at at time zone ${timeZone})::date <= value_date)
    select h.patch_id as patch, p.at::date as day,
      (extract(hour from p.at) * 4 + floor(extract(minute from p.at) / ${quarter}))::int as quarter,
      sum(p.pence)::bigint as pence
    from posted p join rent_account a on a.id = p.account join tenancy t on t.id = a.tenancy_id
    join property h on h.id = t.property_id
    group by 1, 2, 3`;
  const first = begun?.on ?? today;
  const known = days.filter((one) => one >= first);
  const curves: Curves = new Map();
  for (const row of rows) {
    const ofPatch = curves.get(row.patch) ?? new Map<Day, number[]>();
    curves.set(row.patch, ofPatch);
    const sums = ofPatch.get(row.day) ?? new Array<number>((24 * 60) / quarter).fill(0);
    ofPatch.set(row.day, sums);
    sums[row.quarter]! += row.pence;
  }
  for (const ofPatch of curves.values())
    for (const sums of ofPatch.values()) for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
  return { of: today, days: known, curves };
}

/** What these patches usually collect by the time of day of `now` (ms), in pence; null with too few earlier weeks. */
export function usualBy(
  { days, curves }: Usual,
  patches: TilePatches,
  now: Instant,
  timeZone: string,
): number | null {
  if (days.length < fewest) return null;
  const [hours, minutes] = timeIn(timeZone, now).split(':').map(Number) as [number, number];
  const at = (hours * 60 + minutes) / quarter;
  const of = patches === 'all' ? [...curves.keys()] : [...new Set(patches)];
  const collected = days.map((day) => {
    let pence = 0;
    for (const patch of of) pence += upTo(curves.get(patch)?.get(day), at);
    return pence;
  });
  collected.sort((a, b) => a - b);
  return Math.round(quantile(collected, 0.5));
}

function upTo(sums: number[] | undefined, at: number): number {
  if (!sums) return 0;
  const whole = Math.floor(at);
  const before = whole === 0 ? 0 : sums[whole - 1]!;
  return before + (at - whole) * (sums[whole]! - before);
}

/** Rounded to pounds from £100 on. */
const roughly = (pence: number) =>
  pence < 10_000 ? formatPence(pence) : formatPence(Math.round(pence / 100) * 100).slice(0, -3);

/** Compares what was collected (pence) with the usual by this time of day; null with too few earlier weeks. */
export function comparisonOf(
  value: number,
  usual: Usual,
  patches: TilePatches,
  now: Instant,
  timeZone: string,
): { usual: number; difference: number; sentence: string } | null {
  const pence = usualBy(usual, patches, now, timeZone);
  if (pence === null) return null;
  const difference = value - pence;
  const much = roughly(Math.abs(difference));
  const amount = difference === 0 ? 'As usual' : `${much} ${difference > 0 ? 'more' : 'less'} than usual`;
  return {
    usual: pence,
    difference,
    sentence: `${amount} by ${timeIn(timeZone, now)} on a ${weekdayName(usual.of)}: typical (median) of the last ${usual.days.length}, without bank holidays.`,
  };
}
