// Settings against a real database: each change is applied once, stored with its author and the former value, or refused
// with a message.
import type { SettingChange } from '../../contract/performance/settings.ts';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { smallLandlord, type SmallLandlord } from '../../../tests/support/landlord.ts';
import { readAnnotations, readRebases, readTargets, targetOn } from './chart-settings.ts';
import { changeSetting, type Answer } from './change.ts';
import { readSettingHistory, readSettings } from './read.ts';

let db: TestDatabase;
let landlord: SmallLandlord;
let manager: { staffId: number; role: string };
let admin: { staffId: number; role: string };
const now = Date.parse('2026-11-20T10:00:00Z');

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 4, patches: 2 });
  manager = { staffId: landlord.manager, role: 'manager' };
  const [row] = await db.sql<{ id: number }[]>`insert into staff (name, email, role)
    values ('Admin Example', 'admin@demo.doorstep.test', 'admin') returning id`;
  admin = { staffId: row!.id, role: 'admin' };
});
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
const away = (firstOn: string, lastOn: string, nth = 0): SettingChange => ({
  kind: 'absence.add',
  staffId: landlord.officers[nth]!,
  absence: { firstOn, lastOn, kind: 'leave' },
});
const all = () =>
  db.sql`select 'absence' as noun, to_jsonb(t) - 'version' as row from absence t
    union all select 'stint', to_jsonb(t) - 'version' from stint t
    union all select 'bank_holiday', to_jsonb(t) - 'version' from bank_holiday t
    union all select 'annotation', to_jsonb(t) - 'version' from annotation t
    union all select 'rebase', to_jsonb(t) - 'version' from rebase t
    union all select 'target', to_jsonb(t) - 'version' from target t
    union all select 'staff', to_jsonb(t) - 'version' from staff t
    union all select 'patch', to_jsonb(t) - 'version' from patch t order by 1, 2`;
const rowNow = async (table: string): Promise<{ rowId: number; version: number }> => {
  const [row] = await db.sql`select id as "rowId", version from ${db.sql(table)} order by id desc limit 1`;
  return row as never;
};

test('[PERF-81] every change is stored with its author; undoing all of them restores the former settings', async () => {
  const before = JSON.stringify([...(await all())]);
  const [patch] = landlord.patches;
  const made: string[] = [];
  const does = async (change: SettingChange, who = admin) => made.push((await done(change, who)).id);
  await does(away('2026-12-21', '2026-12-31'));
  await does({
    kind: 'absence.change',
    ...(await rowNow('absence')),
    absence: { firstOn: '2026-12-22', lastOn: '2027-01-05', kind: 'training' },
  });
  await does({ kind: 'absence.remove', ...(await rowNow('absence')) });
  await does({
    kind: 'stint.hand-over',
    patchId: patch!,
    staffId: landlord.officers[1]!,
    onDay: '2026-11-30',
  });
  await does({
    kind: 'holiday.add',
    holiday: { nation: 'england', onDay: '2026-07-20', name: 'A day for all' },
  });
  await does({
    kind: 'annotation.add',
    annotation: { onDay: '2026-10-05', untilDay: null, kind: 'policy', words: 'Texts' },
  });
  await does({
    kind: 'rebase.add',
    measure: 'movement',
    staffId: null,
    fromOn: '2026-10-05',
    reason: 'Texts',
  });
  await does({ kind: 'target.add', measure: 'collection_rate', value: 99, fromOn: '2026-10-05' });
  await does({ kind: 'person.add', name: 'New Example', email: 'new@example.org', role: 'officer' });
  await does({
    kind: 'person.change',
    ...(await rowNow('staff')),
    name: 'New Name',
    role: 'repairs',
    active: false,
  });
  await does({ kind: 'patch.add', name: 'Far End' });
  expect(JSON.stringify([...(await all())])).not.toBe(before);
  const { changes } = await readSettingHistory(db.sql, null);
  const stored = changes.filter(({ id }) => id !== null && made.includes(id));
  expect(stored.map(({ id }) => id)).toEqual([...made].reverse());
  expect(new Set(stored.map(({ by }) => by))).toEqual(new Set(['Admin Example']));
  const [lines] = await db.sql<{ n: number }[]>`select count(*)::int as n from audit_line
    where what = 'setting.changed' and staff_id = ${admin.staffId} and detail ->> 'change' = any(${made})`;
  expect(lines!.n).toBe(made.length);

  const undone: string[] = [];
  for (const changeId of [...made].reverse()) undone.push((await done({ kind: 'undo', changeId }, admin)).id);
  expect(JSON.stringify([...(await all())])).toBe(before);
  expect(await refusal({ kind: 'undo', changeId: made[0]! }, admin)).toMatch(
    /^refused: This has been taken back/,
  );
  // The undo is undone too.
  await done({ kind: 'undo', changeId: undone.at(-1)! }, admin);
  expect(await db.sql`select 1 from absence where start_date = '2026-12-21'`).toHaveLength(1);
});

test('[PERF-81] a change cannot be undone after a later change of somebody else; rows of other programs are kept too', async () => {
  const { id } = await done(away('2026-12-21', '2026-12-31'));
  await db.sql`update absence set kind = 'other'`;
  expect(await refusal({ kind: 'undo', changeId: id })).toMatch(/^conflict: Somebody has changed this since/);
  const { changes } = await readSettingHistory(db.sql, null);
  expect(changes[0]).toMatchObject({ id: null, by: null, undoable: false });
  expect(changes[0]!.words).toMatch(/^Another system wrote/);
  expect(changes.find((one) => one.id === id)).toMatchObject({ undoable: false, undone: false });
  const [kept] =
    await db.sql`select was ->> 'kind' as was, is_now ->> 'kind' as is_now from setting_change_row
    order by id desc limit 1`;
  expect(kept).toEqual({ was: 'leave', is_now: 'other' });
});

test('[PERF-82] a change that is sent many times has one effect and one answer; its id is refused for another change', async () => {
  const id = crypto.randomUUID();
  const answers = await Promise.all(
    [1, 2, 3].map(() => press(away('2026-12-21', '2026-12-31'), manager, id)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['done', 'duplicate', 'duplicate']);
  expect(new Set(answers.map((one) => 'done' in one && one.done.words)).size).toBe(1);
  expect(await db.sql`select 1 from absence`).toHaveLength(1);
  expect((await press(away('2026-12-01', '2026-12-02'), manager, id)).status).toBe('refused');
  expect((await press(away('2026-12-21', '2026-12-31'), admin, id)).status).toBe('refused');
});

test('[COMMANDS-1] a change that is sent again by somebody who has lost the right to it is refused, not answered', async () => {
  const [row] = await db.sql<{ id: number }[]>`insert into staff (name, email, role)
    values ('Former Manager', 'former@demo.doorstep.test', 'manager') returning id`;
  const former = { staffId: row!.id, role: 'manager' };
  const [id, taking] = [crypto.randomUUID(), crypto.randomUUID()];
  const change = away('2026-12-21', '2026-12-31');
  expect((await press(change, former, id)).status).toBe('done');
  const takesBack: SettingChange = { kind: 'undo', changeId: id };
  expect((await press(takesBack, former, taking)).status).toBe('done');
  expect((await press(takesBack, former, taking)).status).toBe('duplicate');
  await db.sql`update staff set role = 'officer' where id = ${former.staffId}`;
  const kept = JSON.stringify([...(await all())]);
  expect((await press(change, former, id)).status).toBe('not-yours');
  expect((await press(takesBack, former, taking)).status).toBe('not-yours');
  // The id of another person's change gives no answer either.
  expect((await press(change, { staffId: landlord.officers[0]!, role: 'officer' }, id)).status).toBe(
    'not-yours',
  );
  expect(JSON.stringify([...(await all())])).toBe(kept);
});

test('[PERF-82] a change that undoes itself is refused, however often it is sent', async () => {
  const id = crypto.randomUUID();
  for (let i = 0; i < 2; i++)
    expect((await press({ kind: 'undo', changeId: id }, manager, id)).status).toBe('refused');
  expect(await db.sql`select 1 from setting_change where id = ${id}`).toHaveLength(0);
});

test('[PERF-83] an inconsistent change is refused with a message, and nothing of it is stored', async () => {
  const [patch] = landlord.patches;
  const stint = (nth: number, firstOn: string, lastOn: string | null, together = false): SettingChange => ({
    kind: 'stint.add',
    staffId: landlord.officers[nth]!,
    patchId: patch!,
    stint: { firstOn, lastOn, together },
  });
  const refusalOf = async (change: SettingChange) => (await refusal(change, admin)).replace('refused: ', '');
  expect(await refusalOf(away('2026-12-31', '2026-12-21'))).toBe(
    'The last day, Mon 21 Dec 2026, is before the first, Thu 31 Dec 2026.',
  );
  expect(await refusalOf(away('2025-01-01', '2027-12-21'))).toContain('Is the year right?');
  expect(await refusalOf(away('2026-12-21', '2036-12-21'))).toMatch(/^The absence: choose a day from/);
  await done(away('2026-12-21', '2026-12-31'));
  expect(await refusalOf(away('2026-12-31', '2027-01-02'))).toContain(
    'is away already from Mon 21 Dec 2026 to Thu 31 Dec 2026',
  );
  expect((await press(away('2027-01-01', '2027-01-02'))).status).toBe('done');
  expect(await refusalOf(stint(1, '2026-12-01', null))).toBe(
    'Officer Example 1 holds Patch 1 from Wed 1 Jan 2020 on. Hand the patch over, or say that both hold it.',
  );
  expect(await refusalOf(stint(0, '2026-12-01', null, true))).toContain('holds Patch 1 already');
  const hand = { kind: 'stint.hand-over', patchId: patch!, onDay: '2026-12-01' } as const;
  expect(await refusalOf({ ...hand, staffId: landlord.repairs })).toBe(
    'Repairs Example is no income officer. Only income officers hold patches.',
  );
  expect(await refusalOf({ ...hand, staffId: landlord.officers[0]! })).toContain('holds Patch 1 already');
  expect((await press(stint(1, '2026-12-01', '2026-12-31', true))).status).toBe('done');
  expect(await refusalOf({ ...hand, onDay: '2026-11-23', staffId: landlord.officers[1]! })).toContain(
    'already',
  );
  const christmas = { nation: 'england', onDay: '2026-12-25', name: 'Christmas' } as const;
  expect(await refusalOf({ kind: 'holiday.add', holiday: christmas })).toBe(
    'Fri 25 Dec 2026 is a bank holiday in England already: Christmas Day.',
  );
  const target: SettingChange = {
    kind: 'target.add',
    measure: 'collection_rate',
    value: 99,
    fromOn: '2026-10-05',
  };
  await done(target);
  expect(await refusalOf(target)).toContain('Withdraw it first');
  expect(
    await refusalOf({
      kind: 'rebase.add',
      measure: 'against_expected',
      staffId: null,
      fromOn: '2026-10-05',
      reason: 'x',
    }),
  ).toContain('is drawn for officers only');
  expect(
    await refusalOf({
      kind: 'rebase.add',
      measure: 'movement',
      staffId: landlord.repairs,
      fromOn: '2026-10-05',
      reason: 'x',
    } as SettingChange),
  ).toBe('There is no such chart as Repairs Example’s: only income officers have one.');
  expect(await refusalOf({ kind: 'patch.add', name: 'patch 1' })).toBe(
    'There is a patch called patch 1 already.',
  );
  const mine = (await readSettings(db.sql, admin, now))!.people.find(({ id }) => id === admin.staffId)!;
  expect(
    await refusalOf({
      kind: 'person.change',
      rowId: mine.id,
      version: mine.version,
      name: 'Me',
      role: 'officer',
      active: true,
    }),
  ).toContain('Another administrator');
  expect(await db.sql`select 1 from setting_change where words = ''`).toHaveLength(0);
});

test('[PERF-84] a change over a newer version that its author has not seen is refused, and nothing is written', async () => {
  await done(away('2026-12-21', '2026-12-31'));
  const seen = await rowNow('absence');
  await db.sql`update absence set kind = 'training'`;
  const absence = { firstOn: '2026-12-21', lastOn: '2026-12-22', kind: 'leave' as const };
  expect(await refusal({ kind: 'absence.change', ...seen, absence })).toMatch(
    /^conflict: Somebody has changed this/,
  );
  expect(await refusal({ kind: 'absence.remove', ...seen })).toMatch(/^conflict: /);
  expect((await press({ kind: 'absence.change', ...(await rowNow('absence')), absence })).status).toBe(
    'done',
  );
  await db.sql`delete from absence`;
  expect(await refusal({ kind: 'absence.remove', ...seen })).toMatch(/^conflict: Somebody has removed this/);
});

test('[PERF-85] managers and administrators change settings, only administrators people and patches; an officer sees their own', async () => {
  const officer = { staffId: landlord.officers[0]!, role: 'officer' };
  for (const who of [officer, { staffId: landlord.repairs, role: 'repairs' }])
    expect(await refusal(away('2026-12-21', '2026-12-31'), who)).toMatch(/^not-yours: /);
  expect(await refusal({ kind: 'patch.add', name: 'Far End' })).toMatch(/^not-yours: /);
  const { id } = await done({ kind: 'patch.add', name: 'Near End' }, admin);
  expect(await refusal({ kind: 'undo', changeId: id })).toMatch(/^not-yours: /);
  await done({ kind: 'undo', changeId: id }, admin);
  await done(away('2026-12-21', '2026-12-31', 0));
  await done(away('2026-12-21', '2026-12-31', 1));
  const theirs = (await readSettings(db.sql, officer, now))!;
  expect(theirs.absences.map((one) => one['staffId'])).toEqual([officer.staffId]);
  expect(theirs.people.map((one) => one['id'])).toEqual([officer.staffId]);
  expect(theirs.stints.every((one) => one['staffId'] === officer.staffId)).toBe(true);
  expect([theirs.holidays, theirs.targets, theirs.annotations, theirs.rebases].flat()).toEqual([]);
  expect(theirs.may).toEqual({ change: false, people: false });
  expect(await readSettings(db.sql, { staffId: landlord.repairs, role: 'repairs' }, now)).toBeNull();
  const boss = (await readSettings(db.sql, manager, now))!;
  expect(boss.absences).toHaveLength(2);
  expect(boss.people.every(({ email }) => email === null)).toBe(true);
  expect((await readSettings(db.sql, admin, now))!.people.some(({ email }) => email !== null)).toBe(true);
});

test('[PERF-85] one administrator always remains: nobody can end themselves, also not by undoing, and two cannot end each other', async () => {
  const [row] = await db.sql<{ id: number; version: number }[]>`insert into staff (name, email, role)
    values ('Other Example', 'other@demo.doorstep.test', 'manager') returning id, version`;
  const other = { staffId: row!.id, role: 'admin' };
  const person = async (
    who: { staffId: number },
    role: 'admin' | 'manager',
    active = true,
  ): Promise<SettingChange> => {
    const [now] = await db.sql<{ name: string; version: number }[]>`
      select name, version from staff where id = ${who.staffId}`;
    return { kind: 'person.change', rowId: who.staffId, role, active, ...now! };
  };
  const raised = await done(await person(other, 'admin'), admin);
  const ended = await done(await person(admin, 'admin', false), other);
  // Rights of a person who has just been ended are not served from the cache.
  expect(await refusal(await person(other, 'manager'), admin)).toMatch(/^not-yours: /);
  const themselves = 'refused: Another administrator has to change your own role or end your access.';
  expect(await refusal(await person(other, 'manager'), other)).toBe(themselves);
  expect(await refusal({ kind: 'undo', changeId: raised.id }, other)).toBe(themselves);
  await done({ kind: 'undo', changeId: ended.id }, other);
  await done({ kind: 'undo', changeId: raised.id }, admin);
  expect(await refusal({ kind: 'patch.add', name: 'Far End' }, other)).toMatch(/^not-yours: /);
});

test('[PERF-86] an entry that overlaps a frozen week says that its figures stay; a patch without an officer is reported', async () => {
  await db.sql`insert into week_freeze (week_on, last_on, frozen_at, snapshot, rebuilt)
    values ('2026-11-09', '2026-11-15', now(), pg_current_snapshot(), false)`;
  const late = 'Rent weeks up to Sun 15 Nov 2026 are frozen and keep their figures.';
  expect((await done(away('2026-11-12', '2026-11-13'))).notes[0]).toContain(late);
  expect((await done(away('2026-11-16', '2026-11-17'))).notes).toEqual([]);
  const [patch] = landlord.patches;
  const hand = { kind: 'stint.hand-over', patchId: patch!, staffId: landlord.officers[1]! } as const;
  const back = await done({ ...hand, onDay: '2026-11-09' });
  expect(back.notes.join(' ')).toContain(late);
  await done({ kind: 'undo', changeId: back.id });
  const { words, notes } = await done({ ...hand, onDay: '2026-11-30' });
  expect(words).toBe('Patch 1 goes from Officer Example 1 to Officer Example 2 on Mon 30 Nov 2026.');
  expect(notes).toEqual([]);
  const [stint] = await db.sql<{ id: number; version: number }[]>`select id, version from stint
    where patch_id = ${patch!} and end_date is not null`;
  // An earlier end leaves a gap; a later one gives the patch two officers.
  const change = (lastOn: string, version: number): SettingChange => ({
    kind: 'stint.change',
    rowId: stint!.id,
    version,
    stint: { firstOn: '2020-01-01', lastOn, together: true },
  });
  expect((await done(change('2026-11-22', stint!.version))).notes).toEqual([
    'Nobody holds Patch 1 from Mon 23 Nov 2026 to Sun 29 Nov 2026.',
  ]);
  expect((await done(change('2026-12-06', stint!.version + 1))).notes).toEqual([
    'Officer Example 1 and Officer Example 2 hold Patch 1 together from Mon 30 Nov 2026 to Sun 6 Dec 2026. Reports count it with whoever began last.',
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
  const rebase = { kind: 'rebase.add', measure: 'movement', reason: 'A new team' } as const;
  await done({ ...rebase, staffId: null, fromOn: '2026-10-05' });
  await done({ ...rebase, staffId: landlord.officers[0]!, fromOn: '2026-09-07' });
  const team = await readRebases(db.sql, { staffId: null, measure: 'movement' });
  expect(team.map(({ fromOn }) => fromOn)).toEqual(['2026-10-05']);
  expect(await readRebases(db.sql, { staffId: landlord.officers[0]!, measure: 'collection_rate' })).toEqual(
    [],
  );
  for (const [fromOn, value] of [
    ['2026-04-06', 98],
    ['2026-10-05', 98.5],
  ] as const)
    await done({ kind: 'target.add', measure: 'collection_rate', value, fromOn });
  const targets = await readTargets(db.sql);
  expect(
    ['2026-04-05', '2026-04-06', '2026-10-04', '2026-10-05'].map(
      (day) => targetOn(targets, 'collection_rate', day)?.value ?? null,
    ),
  ).toEqual([null, 98, 98, 98.5]);
});
