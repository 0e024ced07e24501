// Which devices have work that is not sent, and who has had no contact for long: what devices report, and the list for
// managers.
import type { Actor } from '../../access/rights.ts';
import { may } from '../../access/rights.ts';
import { readBankHolidays, readLandlord } from '../../commands/landlord.ts';
import type { DeviceList, DeviceReport, ReportedDevice } from '../../contract/devices.ts';
import type { Sql } from '../../../db/connect.ts';
import { happenedAt } from '../../domain/device-clock.ts';
import type { Instant } from '../../domain/facts.ts';
import { silentDays, type Away } from '../../domain/silence.ts';
import { dayIn } from '../../domain/zone.ts';

/** Working days without contact after which a person is named. */
const namedAfterDays = 2;
const keptDays = 90;
/** More is no real person: the oldest are removed. */
const mostOfOne = 20;

/** Keeps what a device reports, in place of what it reported before. */
export async function keepReport(sql: Sql, actor: Actor, report: DeviceReport, now: Instant): Promise<void> {
  const { deviceId, kind, records, photographs, oldestAt, clockOffsetMs, version } = report;
  const unsent = records + photographs > 0;
  const oldest = unsent && oldestAt !== null ? happenedAt({ madeAt: Date.parse(oldestAt), now }).at : null;
  const at = new Date(now);
  await sql.begin(async (tx) => {
    await tx`
      insert into device (staff_id, id, kind, records, photographs, oldest_at, clock_offset_ms, version, first_seen_at, last_seen_at)
      values (${actor.staffId}, ${deviceId}, ${kind}, ${records}, ${photographs}, ${oldest === null ? null : new Date(oldest)},
        ${clockOffsetMs}, ${version}, ${at}, ${at})
      on conflict (staff_id, id) do update set kind = excluded.kind, records = excluded.records,
        photographs = excluded.photographs, oldest_at = excluded.oldest_at, clock_offset_ms = excluded.clock_offset_ms,
        version = excluded.version, last_seen_at = excluded.last_seen_at`;
    await tx`delete from device where last_seen_at < ${at}::timestamptz - ${keptDays} * interval '1 day'
      or (staff_id = ${actor.staffId} and id not in (
        select id from device where staff_id = ${actor.staffId} order by last_seen_at desc limit ${mostOfOne}))`;
  });
}

type Row = Omit<ReportedDevice, 'oldestAt' | 'lastSeenAt'> & {
  staffId: number;
  oldestAt: Date | null;
  lastSeenAt: Date;
  away: Away[];
};

/** Null for a person without the right to it. */
export async function readDevices(sql: Sql, actor: Actor, now: Instant): Promise<DeviceList | null> {
  if (!may(actor, 'devices')) return null;
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const { timeZone, today } = await readLandlord(tx, now);
    const holidays = await readBankHolidays(tx);
    const rows = await tx<Row[]>`
      select d.id, d.staff_id as "staffId", s.name, d.kind, d.records, d.photographs, d.oldest_at as "oldestAt",
        d.last_seen_at as "lastSeenAt", coalesce((select json_agg(json_build_object('from', a.start_date, 'until', a.end_date))
          from absence a where a.staff_id = s.id), '[]') as away
      from device d join staff s on s.id = d.staff_id where s.active
        and d.last_seen_at > ${new Date(now)}::timestamptz - ${keptDays} * interval '1 day'
      order by d.last_seen_at desc, d.id`;
    const shown = ({ staffId: _, away: __, oldestAt, lastSeenAt, ...row }: Row): ReportedDevice => ({
      ...row,
      oldestAt: oldestAt?.toISOString() ?? null,
      lastSeenAt: lastSeenAt.toISOString(),
    });
    const since = ({ oldestAt, lastSeenAt }: Row) => (oldestAt ?? lastSeenAt).getTime();
    const newest = rows.filter((row, i) => rows.findIndex(({ staffId }) => staffId === row.staffId) === i);
    const silent = newest.filter(
      ({ lastSeenAt, away }) =>
        silentDays(dayIn(timeZone, lastSeenAt.getTime()), today, holidays, away) >= namedAfterDays,
    );
    return {
      asOf: new Date(now).toISOString(),
      silentDays: namedAfterDays,
      unsent: rows
        .filter(({ records, photographs }) => records + photographs > 0)
        .sort((a, b) => since(a) - since(b))
        .map(shown),
      silent: silent.reverse().map(shown),
      devices: rows.length,
    };
  });
}
