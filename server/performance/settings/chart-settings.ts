// What charts read of the settings: annotations (including the bank holidays of the landlord's nation), re-bases and
// targets. Days are in the landlord's time zone; a span includes both ends.
import type { RebaseRow, TargetRow } from '../../contract/performance/settings.ts';
import type { Trend } from '../../contract/performance/trend.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';

export type Annotation = Trend['annotations'][number];
type Rebase = Omit<RebaseRow, 'version'>;
type Target = Omit<TargetRow, 'version'>;

/** Annotations that overlap the days `from` to `to`, earliest first. */
export async function readAnnotations(sql: Sql, from: Day, to: Day): Promise<Annotation[]> {
  return sql<Annotation[]>`
    select 'annotation ' || id as key, on_day as "onDay", until_day as "untilDay", kind, words from annotation
    where on_day <= ${to} and coalesce(until_day, on_day) >= ${from}
    union all
    select 'bank holiday ' || on_date, on_date, null, 'bank_holiday', name from bank_holiday
    where on_date between ${from} and ${to} and nation = (select nation from landlord)
    order by "onDay", key`;
}

/** Those of one chart, earliest first; staffId null: the team's. */
export async function readRebases(
  sql: Sql,
  of: { staffId: number | null; measure: string },
): Promise<Rebase[]> {
  return sql<Rebase[]>`
    select id, measure, staff_id as "staffId", from_on as "fromOn", reason from rebase
    where measure = ${of.measure} and staff_id is not distinct from ${of.staffId} order by from_on`;
}

/** Every target, by measure, earliest first: each holds until the next one of its measure. */
export async function readTargets(sql: Sql): Promise<Target[]> {
  return sql<Target[]>`
    select id, measure, value, from_on as "fromOn" from target order by measure, from_on`;
}

/** The one in force on a day; null before the first. */
export function targetOn(targets: readonly Target[], measure: string, day: Day): Target | null {
  return targets.filter((one) => one.measure === measure && one.fromOn <= day).at(-1) ?? null;
}
