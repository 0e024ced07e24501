// Settings through the whole server: a change over HTTP updates every list, and every refusal has a message.
import { expect, test } from 'vitest';
import type { Me } from '../../server/contract/me.ts';
import type { SettingDone, SettingHistory, Settings } from '../../server/contract/performance/settings.ts';
import { addDays } from '../../server/domain/days.ts';
import { patchesOf, setUp } from './setup.ts';

const { db, landlord, join, ...setup } = await setUp({ homes: 9, patches: 3 });
async function ask(...request: Parameters<typeof setup.ask>) {
  const response = await setup.ask(...request);
  return { status: response.status, body: (await response.json()) as unknown };
}
const press = (who: string, change: object, id: string = crypto.randomUUID()) =>
  ask(who, '/api/settings/changes', { id, change });
const settings = async (who: string) => (await ask(who, '/api/settings')).body as Settings;

test('[PERF-89] a patch that is handed over moves from one worklist to another at once, and returns when the handover is undone', async () => {
  const [first, second, third] = landlord.patches as [number, number, number];
  await db.sql`insert into stint (staff_id, patch_id, start_date) values (${landlord.officers[0]!}, ${third}, '2020-01-01')`;
  await db.sql`update stint set end_date = now()::date where staff_id = ${landlord.officers[2]!}`;
  const [giver, taker] = [await join('officer1'), await join('officer2')];
  await giver.until(() => patchesOf(giver).join() === [first, third].join());
  const { today } = await settings('manager');
  const change = { kind: 'stint.hand-over', patchId: third, staffId: landlord.officers[1]!, onDay: today };
  const began = performance.now();
  const done = await press('manager', change);
  expect(done.status).toBe(200);
  await taker.until(() => patchesOf(taker).join() === [second, third].join());
  await giver.until(() => patchesOf(giver).join() === `${first}`);
  expect(performance.now() - began).toBeLessThan(2_000);
  const back = await press('manager', { kind: 'undo', changeId: (done.body as SettingDone).id });
  expect(back.status).toBe(200);
  await giver.until(() => patchesOf(giver).join() === [first, third].join());
  await taker.until(() => patchesOf(taker).join() === `${second}`);
});

test('[PERF-89] a bank holiday that is added or removed updates every case that depends on it, at once', async () => {
  const manager = await join('manager');
  const id = landlord.accounts[0]!;
  const { today } = await settings('manager');
  // A debit that was due on the last working day, always came before and did not come now: it is late and excuses nothing.
  const [due] = await db.sql<{ on: string }[]>`
    select d::date as on from generate_series(${today}::date - 9, ${today}::date - 1, interval '1 day') d
    where extract(isodow from d) < 6 and not exists (select from bank_holiday where nation = 'england' and on_date = d::date)
    order by 1 desc limit 1`;
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, 80000, ${due!.on}::date - 57)`;
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select ${id}, 40000, 'direct_debit', 'test', 'debit ' || n, ${due!.on}::date - 28 * n from generate_series(1, 2) n`;
  await db.sql`insert into expected_income
      (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${id}, 'direct_debit', 40000, 'four_weekly', ${due!.on}, 0, 1, true)`;
  const technical = () => manager.worklist.get(id)?.technicalArrearsPence;
  const text = (day: string) => expect.stringContaining(`${Number(day.slice(8))} `) as string;
  await manager.until(() => manager.worklist.get(id)?.balancePence === 60_000 && technical() === 0);
  const holiday = { nation: 'england', onDay: due!.on, name: 'A day for all' };
  const done = await press('manager', { kind: 'holiday.add', holiday });
  expect(done).toMatchObject({
    status: 200,
    body: { words: text(due!.on), notes: ['Doorstep is assessing every case again.'] },
  });
  // With the holiday it is due on the next working day, and is not late yet.
  await manager.until(() => technical() === 40_000);
  const again = await press('manager', { kind: 'holiday.add', holiday });
  expect(again).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/already a bank holiday in [^:]+: A day for all\.$/) as string },
  });
  await press('manager', { kind: 'undo', changeId: (done.body as SettingDone).id });
  await manager.until(() => technical() === 0);
});

test('[PERF-85] over HTTP refusals have the right status and message; an officer reads their own settings', async () => {
  const staffId = landlord.officers[0]!;
  const absence = { firstOn: '2026-12-21', lastOn: '2026-12-31', kind: 'sickness' };
  const id = crypto.randomUUID();
  expect((await press('manager', { kind: 'absence.add', staffId, absence }, id)).status).toBe(200);
  expect((await press('manager', { kind: 'absence.add', staffId, absence }, id)).status).toBe(200);
  const [row] = (await settings('manager')).absences;
  const change = {
    kind: 'absence.change',
    rowId: row!.id,
    version: row!.version,
    absence: { ...absence, lastOn: '2026-12-30' },
  };
  expect((await press('manager', change)).status).toBe(200);
  expect(await press('manager', change)).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/^A colleague has changed this since you opened it/) as string },
  });
  expect(
    (await press('manager', { kind: 'absence.add', staffId, absence: { ...absence, lastOn: '2026-02-30' } }))
      .status,
  ).toBe(400);
  for (const who of ['officer1', 'repairs'])
    expect((await press(who, { kind: 'absence.remove', rowId: row!.id, version: 2 })).status).toBe(403);
  expect((await ask('repairs', '/api/settings')).status).toBe(403);
  expect((await ask('officer1', '/api/settings/changes')).status).toBe(403);
  expect((await settings('officer1')).absences).toHaveLength(1);
  expect((await settings('officer2')).absences).toHaveLength(0);
  expect((await ask('manager', '/api/settings/changes')).body).toMatchObject({
    changes: expect.arrayContaining([expect.objectContaining({ by: 'Manager Example' })]) as object[],
  });
});

test('[HTTP-83] changes are read from either end, page by page, and searched by what changed and by whom', async () => {
  // More than a page, by two people and by another system, which is counted by the minute.
  await db.sql`insert into setting_change (id, staff_id, at, kind, words, asked)
    select gen_random_uuid(), case when n % 3 = 0 then ${landlord.manager} else (select id from staff where role = 'admin') end,
      '2026-01-05T10:00:00Z'::timestamptz + n * interval '7 seconds 123456 microseconds', 'patch.add', 'Patch ' || n || ' added 100%', '{}'
    from generate_series(1, 70) n`;
  await db.sql`insert into setting_change_row (noun, row_id, at, is_now)
    select 'stint', 100 + n, '2026-01-05T10:00:00Z'::timestamptz + n * interval '9 seconds', '{}'
    from generate_series(1, 40) n`;
  const read = async (sort: string, words?: string) => {
    const changes: SettingHistory['changes'] = [];
    for (let before: string | null = ''; before !== null;) {
      const query = `?sort=${sort}${before && `&before=${before}`}`;
      const { status, body } =
        words === undefined
          ? await ask('manager', `/api/settings/changes${query}`)
          : await ask('manager', `/api/settings/changes/search${query}`, { words });
      expect(status).toBe(200);
      const page = body as SettingHistory;
      changes.push(...page.changes);
      before = page.before;
    }
    return changes;
  };
  const newest = await read('newest');
  expect(newest.filter(({ words }) => /^Patch \d+ added 100%$/.test(words))).toHaveLength(70);
  expect(newest.filter(({ id, at }) => id === null && at.startsWith('2026-01-05'))).toHaveLength(7);
  expect((await read('oldest')).map(({ id, at }) => id ?? at)).toEqual(
    newest.map(({ id, at }) => id ?? at).reverse(),
  );
  const found = await read('newest', 'ADMIN example, patch');
  expect(found).toHaveLength(47);
  expect(found.every(({ by }) => by === 'Admin Example')).toBe(true);
  expect((await read('oldest', 'another system stints')).map(({ words }) => words)).toEqual(
    newest
      .filter(({ id, words }) => id === null && words.includes('stint'))
      .map(({ words }) => words)
      .reverse(),
  );
  expect(await read('newest', '0_%')).toEqual([]);
  for (const who of ['officer1', 'repairs', 'advice'])
    expect((await ask(who, '/api/settings/changes/search', { words: 'Example' })).status).toBe(403);
});

test('[UI-532] visiting hours that a manager sets are everybody’s at once, in the history with their author, and undone from there; officers cannot set them', async () => {
  const mine = async (who: string) => {
    const { visitingHours, bankHolidays } = (await ask(who, '/api/me')).body as Me;
    return { visitingHours, bankHolidays };
  };
  const { visiting, today } = await settings('manager');
  expect(visiting).toMatchObject({ opens: '09:00', closes: '19:00' });
  expect((await settings('officer1')).visiting).toBe(null);
  const change = {
    kind: 'visiting.change',
    rowId: visiting!.id,
    version: visiting!.version,
    visiting: { opens: '10:00', closes: '18:30' },
  };
  expect((await press('officer1', change)).status).toBe(403);
  const done = await press('manager', change);
  expect(done).toMatchObject({ status: 200, body: { words: 'Visiting hours are now 10:00 to 18:30.' } });
  for (const who of ['officer1', 'manager'])
    expect((await mine(who)).visitingHours).toEqual({ opens: '10:00', closes: '18:30' });
  // Set over a version that was not on screen, less than an hour, no time of day.
  expect((await press('manager', change)).status).toBe(409);
  const { visiting: now } = await settings('manager');
  const again = (opens: string, closes: string) =>
    press('manager', { ...change, version: now!.version, visiting: { opens, closes } });
  expect((await again('17:00', '17:30')).status).toBe(422);
  expect((await again('19:00', '09:00')).status).toBe(422);
  expect((await again('09:00', '24:00')).status).toBe(400);
  const history = (await ask('manager', '/api/settings/changes')).body as SettingHistory;
  expect(history.changes[0]).toMatchObject({
    by: 'Manager Example',
    words: 'Visiting hours are now 10:00 to 18:30.',
  });
  expect((await press('manager', { kind: 'undo', changeId: (done.body as SettingDone).id })).status).toBe(
    200,
  );
  expect((await mine('officer1')).visitingHours).toEqual({ opens: '09:00', closes: '19:00' });
  // A year of the nation's bank holidays goes with them, so that a phone without signal knows its working days.
  const { bankHolidays } = await mine('officer1');
  expect(bankHolidays.length).toBeGreaterThan(6);
  expect(bankHolidays.every((day) => day >= addDays(today, -7) && day <= addDays(today, 366))).toBe(true);
});
