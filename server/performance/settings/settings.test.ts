// Settings against a real database: each change is applied once, stored with its author and the former value, or refused
// with a message.
import type { SettingChange } from '../../contract/performance/settings.ts';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord } from '../../../tests/support/landlord.ts';
import { readAnnotations, readRebases, readTargets, targetOn } from './chart-settings.ts';
import { changeSetting, type Answer } from './change.ts';
import { readSettingHistory, readSettings } from './read.ts';

const db = await freshDatabase();
const landlord = await smallLandlord(db.sql, { homes: 4, patches: 2 });
const [patchId] = landlord.patches as [number];
const [firstOfficer, secondOfficer] = landlord.officers as [number, number];
type Who = { staffId: number; role: string };
const manager: Who = { staffId: landlord.manager, role: 'manager' };
const staff = async (name: string, role: string): Promise<Who> => {
  const [row] = await db.sql<{ id: number }[]>`insert into staff (name, email, role)
    values (${name}, ${`${crypto.randomUUID()}@demo.doorstep.test`}, ${role}) returning id`;
  return { staffId: row!.id, role };
};
const admin = await staff('Admin Example', 'admin');
const now = Date.parse('2026-11-20T10:00:00Z');

beforeEach(async () => {
  await db.sql`delete from absence`;
  await db.sql`delete from stint where start_date > '2020-01-01'`;
  await db.sql`update stint set end_date = null where end_date is not null`;
  await db.sql`delete from week_freeze`;
  for (const table of ['target', 'annotation', 'rebase']) await db.sql`delete from ${db.sql(table)}`;
});

const press = (request: SettingChange, who = manager, id: string = crypto.randomUUID()): Promise<Answer> =>
  changeSetting(db.sql, { id, who, request, now });
async function done(change: SettingChange, who = manager) {
  const answer = await press(change, who);
  if (answer.status !== 'done') throw new Error(JSON.stringify(answer));
  return answer.done;
}
const refusal = async (change: SettingChange, who = manager): Promise<string> => {
  const answer = await press(change, who);
  return 'message' in answer ? `${answer.status}: ${answer.message}` : answer.status;
};
const away = (firstOn: string, lastOn: string, staffId = firstOfficer): SettingChange => ({
  kind: 'absence.add',
  staffId,
  absence: { firstOn, lastOn, kind: 'leave' },
});
const overChristmas = away('2026-12-21', '2026-12-31');
const handOver = { kind: 'stint.hand-over', patchId, staffId: secondOfficer, onDay: '2026-11-30' } as const;
const target = { kind: 'target.add', measure: 'collection_rate', value: 99, fromOn: '2026-10-05' } as const;
const rebase = {
  kind: 'rebase.add',
  measure: 'movement',
  staffId: null,
  fromOn: '2026-10-05',
  reason: 'Texts',
} as const;
/** Every row of every table of settings, as text. */
async function all(): Promise<string> {
  const tables = [
    'absence',
    'stint',
    'bank_holiday',
    'annotation',
    'rebase',
    'target',
    'staff',
    'patch',
    'visiting_hours',
  ];
  const rows = tables.map(
    (name) => db.sql`select to_jsonb(t) - 'version' as row from ${db.sql(name)} t order by 1`,
  );
  return JSON.stringify(await Promise.all(rows));
}
const rowNow = async (table: string): Promise<{ rowId: number; version: number }> => {
  const [row] = await db.sql`select id as "rowId", version from ${db.sql(table)} order by id desc limit 1`;
  return row as never;
};

test('[PERF-81] every change is stored with its author; undoing all of them restores the former settings', async () => {
  const before = await all();
  const made: string[] = [];
  const does = async (change: SettingChange) => made.push((await done(change, admin)).id);
  const absence = { firstOn: '2026-12-22', lastOn: '2027-01-05', kind: 'training' } as const;
  const holiday = { nation: 'england', onDay: '2026-07-20', name: 'A day for all' } as const;
  const annotation = { onDay: '2026-10-05', untilDay: null, kind: 'policy', words: 'Texts' } as const;
  const person = { name: 'New Name', role: 'repairs', active: false } as const;
  await does(overChristmas);
  await does({ kind: 'absence.change', ...(await rowNow('absence')), absence });
  await does({ kind: 'absence.remove', ...(await rowNow('absence')) });
  await does(handOver);
  await does({ kind: 'holiday.add', holiday });
  await does({ kind: 'annotation.add', annotation });
  await does(rebase);
  await does(target);
  const visiting = { opens: '10:00', closes: '18:30' };
  await does({ kind: 'visiting.change', ...(await rowNow('visiting_hours')), visiting });
  await does({ kind: 'person.add', name: 'New Example', email: 'new@example.org', role: 'officer' });
  await does({ kind: 'person.change', ...(await rowNow('staff')), ...person });
  await does({ kind: 'patch.add', name: 'Far End' });
  expect(await all()).not.toBe(before);
  const { changes } = await readSettingHistory(db.sql);
  const stored = changes.filter(({ id }) => id !== null && made.includes(id));
  expect(stored.map(({ id }) => id)).toEqual([...made].reverse());
  expect(new Set(stored.map(({ by }) => by))).toEqual(new Set(['Admin Example']));
  const lines = await db.sql`select from audit_line
    where what = 'setting.changed' and staff_id = ${admin.staffId} and detail ->> 'change' = any(${made})`;
  expect(lines).toHaveLength(made.length);

  const undone: string[] = [];
  for (const changeId of [...made].reverse()) undone.push((await done({ kind: 'undo', changeId }, admin)).id);
  expect(await all()).toBe(before);
  expect(await refusal({ kind: 'undo', changeId: made[0]! }, admin)).toMatch(
    /^refused: This change has already been undone/,
  );
  // The undo is undone too.
  await done({ kind: 'undo', changeId: undone.at(-1)! }, admin);
  expect(await db.sql`select 1 from absence where start_date = '2026-12-21'`).toHaveLength(1);
});

test('[PERF-81] a change cannot be undone after a later change of somebody else; rows of other programs are kept too', async () => {
  const { id } = await done(overChristmas);
  await db.sql`update absence set kind = 'other'`;
  expect(await refusal({ kind: 'undo', changeId: id })).toMatch(
    /^conflict: A colleague has changed this since/,
  );
  const { changes } = await readSettingHistory(db.sql);
  expect(changes[0]).toMatchObject({ id: null, by: null, undoable: false });
  expect(changes[0]!.words).toMatch(/^Another system changed/);
  expect(changes.find((one) => one.id === id)).toMatchObject({ undoable: false, undone: false });
  const [kept] = await db.sql`select was, is_now from setting_change_row order by id desc limit 1`;
  expect(kept).toMatchObject({ was: { kind: 'leave' }, is_now: { kind: 'other' } });
});

test('[PERF-82] a change that is sent many times has one effect and one answer; its id is refused for another change', async () => {
  const id = crypto.randomUUID();
  const answers = await Promise.all([1, 2, 3].map(() => press(overChristmas, manager, id)));
  expect(answers.map(({ status }) => status).sort()).toEqual(['done', 'duplicate', 'duplicate']);
  expect(new Set(answers.map((one) => 'done' in one && one.done.words)).size).toBe(1);
  expect(await db.sql`select 1 from absence`).toHaveLength(1);
  expect((await press(away('2026-12-01', '2026-12-02'), manager, id)).status).toBe('refused');
  expect((await press(overChristmas, admin, id)).status).toBe('refused');
});

test('[COMMANDS-1] a change that is sent again by somebody who has lost the right to it is refused, not answered', async () => {
  const former = await staff('Former Manager', 'manager');
  const [id, taking] = [crypto.randomUUID(), crypto.randomUUID()];
  expect((await press(overChristmas, former, id)).status).toBe('done');
  const takesBack: SettingChange = { kind: 'undo', changeId: id };
  expect((await press(takesBack, former, taking)).status).toBe('done');
  expect((await press(takesBack, former, taking)).status).toBe('duplicate');
  await db.sql`update staff set role = 'officer' where id = ${former.staffId}`;
  const kept = await all();
  expect((await press(overChristmas, former, id)).status).toBe('not-yours');
  expect((await press(takesBack, former, taking)).status).toBe('not-yours');
  // The id of another person's change gives no answer either.
  const officer = { staffId: firstOfficer, role: 'officer' };
  expect((await press(overChristmas, officer, id)).status).toBe('not-yours');
  expect(await all()).toBe(kept);
});

test('[PERF-82] a change that undoes itself is refused, however often it is sent', async () => {
  const id = crypto.randomUUID();
  for (let i = 0; i < 2; i++)
    expect((await press({ kind: 'undo', changeId: id }, manager, id)).status).toBe('refused');
  expect(await db.sql`select 1 from setting_change where id = ${id}`).toHaveLength(0);
});

test('[PERF-83] an inconsistent change is refused with a message, and nothing of it is stored', async () => {
  const stint = (staffId: number, lastOn: string | null, together = false): SettingChange => ({
    kind: 'stint.add',
    staffId,
    patchId,
    stint: { firstOn: '2026-12-01', lastOn, together },
  });
  const message = async (change: SettingChange) => (await refusal(change, admin)).replace('refused: ', '');
  expect(await message(away('2026-12-31', '2026-12-21'))).toBe(
    'Enter a last day that is not before the first day, Thu 31 Dec 2026.',
  );
  expect(await message(away('2025-01-01', '2027-12-21'))).toContain(
    'This absence is longer than 2 years. Check the year.',
  );
  expect(await message(away('2026-12-21', '2036-12-21'))).toMatch(/^Absence: choose a day from/);
  await done(overChristmas);
  expect(await message(away('2026-12-31', '2027-01-02'))).toContain(
    'is away already from Mon 21 Dec 2026 to Thu 31 Dec 2026',
  );
  await done(away('2027-01-01', '2027-01-02'));
  expect(await message(stint(secondOfficer, null))).toBe(
    'Officer Example 1 holds Patch 1 from Wed 1 Jan 2020. Hand over the patch, or allow another officer on the same days.',
  );
  expect(await message(stint(firstOfficer, null, true))).toContain(
    'Officer Example 1 already holds Patch 1 from Wed 1 Jan 2020.',
  );
  expect(await message({ ...handOver, staffId: landlord.repairs })).toBe(
    'Repairs Example is not an income officer. Only income officers can hold patches.',
  );
  expect(await message({ ...handOver, staffId: firstOfficer })).toContain(
    'Officer Example 1 already holds Patch 1 from Wed 1 Jan 2020.',
  );
  await done(stint(secondOfficer, '2026-12-31', true));
  expect(await message({ ...handOver, onDay: '2026-11-23' })).toContain('already');
  const christmas = { nation: 'england', onDay: '2026-12-25', name: 'Christmas' } as const;
  expect(await message({ kind: 'holiday.add', holiday: christmas })).toBe(
    'Fri 25 Dec 2026 is already a bank holiday in England: Christmas Day.',
  );
  await done(target);
  expect(await message(target)).toContain('Withdraw it first');
  expect(await message({ ...rebase, measure: 'against_expected' })).toContain('is a chart of officers only');
  expect(await message({ ...rebase, staffId: landlord.repairs })).toBe(
    'Only income officers have a chart. Choose an officer.',
  );
  expect(await message({ kind: 'patch.add', name: 'patch 1' })).toBe(
    'There is already a patch called patch 1.',
  );
  const own = (await readSettings(db.sql, admin, now))!.people.find(({ id }) => id === admin.staffId)!;
  const demoted = { rowId: own.id, version: own.version, name: 'Me', role: 'officer', active: true } as const;
  expect(await message({ kind: 'person.change', ...demoted })).toContain('another administrator');
  expect(await db.sql`select 1 from setting_change where words = ''`).toHaveLength(0);
});

test('[PERF-84] a change over a newer version that its author has not seen is refused, and nothing is written', async () => {
  await done(overChristmas);
  const seen = await rowNow('absence');
  await db.sql`update absence set kind = 'training'`;
  const absence = { firstOn: '2026-12-21', lastOn: '2026-12-22', kind: 'leave' as const };
  const change = { kind: 'absence.change', ...seen, absence } as const;
  expect(await refusal(change)).toMatch(/^conflict: A colleague has changed this/);
  expect(await refusal({ kind: 'absence.remove', ...seen })).toMatch(/^conflict: /);
  await done({ kind: 'absence.change', ...(await rowNow('absence')), absence });
  await db.sql`delete from absence`;
  expect(await refusal({ kind: 'absence.remove', ...seen })).toMatch(
    /^conflict: A colleague has removed this/,
  );
});

test('[PERF-85] managers and administrators change settings, only administrators people and patches; an officer sees their own', async () => {
  const officer = { staffId: firstOfficer, role: 'officer' };
  const repairs = { staffId: landlord.repairs, role: 'repairs' };
  for (const who of [officer, repairs]) expect(await refusal(overChristmas, who)).toMatch(/^not-yours: /);
  expect(await refusal({ kind: 'patch.add', name: 'Far End' })).toMatch(/^not-yours: /);
  const { id } = await done({ kind: 'patch.add', name: 'Near End' }, admin);
  expect(await refusal({ kind: 'undo', changeId: id })).toMatch(/^not-yours: /);
  await done({ kind: 'undo', changeId: id }, admin);
  await done(overChristmas);
  await done(away('2026-12-21', '2026-12-31', secondOfficer));
  const theirs = (await readSettings(db.sql, officer, now))!;
  expect(theirs.absences.map((one) => one['staffId'])).toEqual([officer.staffId]);
  expect(theirs.people.map((one) => one['id'])).toEqual([officer.staffId]);
  expect(theirs.stints.every((one) => one['staffId'] === officer.staffId)).toBe(true);
  expect([theirs.holidays, theirs.targets, theirs.annotations, theirs.rebases].flat()).toEqual([]);
  expect(theirs.may).toEqual({ change: false, people: false });
  expect(await readSettings(db.sql, repairs, now)).toBeNull();
  const boss = (await readSettings(db.sql, manager, now))!;
  expect(boss.absences).toHaveLength(2);
  expect(boss.people.every(({ email }) => email === null)).toBe(true);
  expect((await readSettings(db.sql, admin, now))!.people.some(({ email }) => email !== null)).toBe(true);
});

test('[PERF-85] one administrator always remains: nobody can end themselves, also not by undoing, and two cannot end each other', async () => {
  const other = { ...(await staff('Other Example', 'manager')), role: 'admin' };
  const person = async ({ staffId: rowId }: Who, role: 'admin' | 'manager', active = true) => {
    const [row] = await db.sql<{ name: string; version: number }[]>`
      select name, version from staff where id = ${rowId}`;
    return { kind: 'person.change', rowId, role, active, ...row! } as const;
  };
  const raised = await done(await person(other, 'admin'), admin);
  const ended = await done(await person(admin, 'admin', false), other);
  // Rights of a person who has just been ended are not served from the cache.
  expect(await refusal(await person(other, 'manager'), admin)).toMatch(/^not-yours: /);
  const themselves = 'refused: Ask another administrator to change your role or end your access.';
  expect(await refusal(await person(other, 'manager'), other)).toBe(themselves);
  expect(await refusal({ kind: 'undo', changeId: raised.id }, other)).toBe(themselves);
  await done({ kind: 'undo', changeId: ended.id }, other);
  await done({ kind: 'undo', changeId: raised.id }, admin);
  expect(await refusal({ kind: 'patch.add', name: 'Far End' }, other)).toMatch(/^not-yours: /);
});

test('[PERF-86] an entry that overlaps a frozen week says that its figures stay; a patch without an officer is reported', async () => {
  await db.sql`insert into week_freeze (week_on, last_on, frozen_at, snapshot, rebuilt)
    values ('2026-11-09', '2026-11-15', now(), pg_current_snapshot(), false)`;
  const late = 'Figures of rent weeks up to Sun 15 Nov 2026 do not change.';
  expect((await done(away('2026-11-12', '2026-11-13'))).notes[0]).toContain(late);
  expect((await done(away('2026-11-16', '2026-11-17'))).notes).toEqual([]);
  const back = await done({ ...handOver, onDay: '2026-11-09' });
  expect(back.notes.join(' ')).toContain(late);
  await done({ kind: 'undo', changeId: back.id });
  const { words, notes } = await done(handOver);
  expect(words).toBe('Patch 1 goes from Officer Example 1 to Officer Example 2 on Mon 30 Nov 2026.');
  expect(notes).toEqual([]);
  const [stint] = await db.sql<{ id: number; version: number }[]>`select id, version from stint
    where patch_id = ${patchId} and end_date is not null`;
  // An earlier end leaves a gap; a later one gives the patch two officers.
  const change = (lastOn: string, version: number): SettingChange => {
    const dates = { firstOn: '2020-01-01', lastOn, together: true };
    return { kind: 'stint.change', rowId: stint!.id, version, stint: dates };
  };
  expect((await done(change('2026-11-22', stint!.version))).notes).toEqual([
    'No officer holds Patch 1 from Mon 23 Nov 2026 to Sun 29 Nov 2026.',
  ]);
  expect((await done(change('2026-12-06', stint!.version + 1))).notes).toEqual([
    'Officer Example 1 and Officer Example 2 both hold Patch 1 from Mon 30 Nov 2026 to Sun 6 Dec 2026. Reports count it for the officer whose stint started last.',
  ]);
});

test('[PERF-87] charts have annotations with their nation’s bank holidays, their own re-bases, and the target of the day', async () => {
  const annotation = { untilDay: '2026-12-28', kind: 'policy', words: 'No letters at Christmas' } as const;
  await done({ kind: 'annotation.add', annotation: { ...annotation, onDay: '2026-12-21' } });
  const read = await readAnnotations(db.sql, '2026-12-26', '2027-01-01');
  expect(read.map(({ onDay, kind }) => [onDay, kind])).toEqual([
    ['2026-12-21', 'policy'],
    ['2026-12-28', 'bank_holiday'],
    ['2027-01-01', 'bank_holiday'],
  ]);
  expect(new Set(read.map(({ key }) => key)).size).toBe(3);
  await done(rebase);
  await done({ ...rebase, staffId: firstOfficer, fromOn: '2026-09-07' });
  const team = await readRebases(db.sql, { staffId: null, measure: 'movement' });
  expect(team.map(({ fromOn }) => fromOn)).toEqual(['2026-10-05']);
  const own = await readRebases(db.sql, { staffId: firstOfficer, measure: 'collection_rate' });
  expect(own).toEqual([]);
  await done({ ...target, fromOn: '2026-04-06', value: 98 });
  await done({ ...target, value: 98.5 });
  const targets = await readTargets(db.sql);
  const days = ['2026-04-05', '2026-04-06', '2026-10-04', '2026-10-05'];
  expect(days.map((day) => targetOn(targets, 'collection_rate', day)?.value ?? null)).toEqual([
    null,
    98,
    98,
    98.5,
  ]);
});
