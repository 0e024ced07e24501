// [OFF-83] What devices report, and the list of it, on a real database.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import type { DeviceReport } from '../../contract/devices.ts';
import { deviceList } from '../../contract/devices.ts';
import { keepReport, readDevices } from './devices.ts';

// A Monday; London.
const now = Date.parse('2026-11-30T10:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const { db, sam, alex, manager, repairs, adviser } = await casesTest({ clock: () => now });
const { sql } = db;
const phone = (actor: { staffId: number }, more: Partial<DeviceReport> = {}): DeviceReport => ({
  deviceId: randomUUID(),
  staffId: actor.staffId,
  kind: 'phone',
  records: 0,
  photographs: 0,
  oldestAt: null,
  clockOffsetMs: 0,
  version: 'test',
  ...more,
});
const iso = (at: number) => new Date(at).toISOString();

test('[OFF-83] devices with unsent work are listed by the oldest unsent record, each as it last reported; managers and administrators see them, nobody else', async () => {
  const sams = phone(sam, { records: 9, photographs: 1, oldestAt: iso(now - 9 * day) });
  await keepReport(sql, sam, sams, now - 2 * hour);
  await keepReport(
    sql,
    sam,
    { ...sams, records: 4, photographs: 12, oldestAt: iso(now - 3 * day) },
    now - hour,
  );
  await keepReport(sql, alex, phone(alex, { photographs: 1, oldestAt: iso(now - 5 * day) }), now);
  await keepReport(sql, alex, phone(alex, { kind: 'computer' }), now);
  // A claim of a device: a day in the future, or a time of nothing, is not shown.
  await keepReport(sql, repairs, phone(repairs, { records: 1, oldestAt: iso(now + 400 * day) }), now);
  await keepReport(sql, adviser, phone(adviser, { oldestAt: iso(now - 99 * day) }), now);
  const list = await readDevices(sql, manager, now);
  expect(deviceList.parse(list)).toEqual(list);
  expect(list!.unsent).toMatchObject([
    { name: alex.name, records: 0, photographs: 1, oldestAt: iso(now - 5 * day), lastSeenAt: iso(now) },
    {
      id: sams.deviceId,
      kind: 'phone',
      records: 4,
      photographs: 12,
      oldestAt: iso(now - 3 * day),
      lastSeenAt: iso(now - hour),
    },
    { records: 1, oldestAt: iso(now) },
  ]);
  expect(list!.devices).toBe(5);
  expect(await readDevices(sql, { ...manager, role: 'admin' }, now)).not.toBeNull();
  for (const actor of [sam, repairs, adviser]) expect(await readDevices(sql, actor, now)).toBeNull();
  // Names of colleagues, counts and times: nothing else is stored.
  const [row] = await sql`select * from device where id = ${sams.deviceId}`;
  expect(Object.keys(row!).sort()).toEqual([
    'clock_offset_ms',
    'first_seen_at',
    'id',
    'kind',
    'last_seen_at',
    'oldest_at',
    'photographs',
    'records',
    'staff_id',
    'version',
  ]);
});

test('[OFF-83] people without contact for two working days are named, by their newest device; an absence and a weekend are no silence', async () => {
  await sql`delete from device`;
  // Friday before last; the second phone of Sam had contact on Wednesday.
  await keepReport(sql, sam, phone(sam), now - 10 * day);
  await keepReport(sql, sam, phone(sam), now - 5 * day);
  await keepReport(sql, alex, phone(alex), now - 4 * day);
  await keepReport(sql, adviser, phone(adviser), now - 3 * day);
  const names = async () =>
    (await readDevices(sql, manager, now))!.silent.map(({ name, lastSeenAt }) => [name, lastSeenAt]);
  // Thursday and Friday; Alex has been silent on Friday only.
  expect(await names()).toEqual([[sam.name, iso(now - 5 * day)]]);
  await sql`insert into absence (staff_id, start_date, end_date) values (${sam.staffId}, '2026-11-26', '2026-11-27')`;
  expect(await names()).toEqual([]);
});

test('[OFF-83] a device without contact for 90 days is removed, and a person has at most twenty', async () => {
  await sql`delete from device`;
  await keepReport(sql, sam, phone(sam, { records: 1 }), now - 91 * day);
  expect((await readDevices(sql, manager, now))!.devices).toBe(0);
  for (let i = 0; i < 22; i++) await keepReport(sql, alex, phone(alex), now + i);
  expect(await sql`select from device where staff_id = ${sam.staffId}`).toHaveLength(0);
  expect(await sql`select from device where staff_id = ${alex.staffId}`).toHaveLength(20);
});
