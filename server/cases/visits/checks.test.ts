// The steps of a visit on a real database: sent once or fifty times, in any order, and their consequences.
import type { ArgsOf } from '../../contract/up.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { jpeg } from '../../../tests/support/pictures.ts';
import { readHistory } from '../history/history.ts';
import { keepPhoto, readPhoto } from './photos.ts';
import { readFound } from './read-checks.ts';

// A Monday without a bank holiday near it, at 10:42.
const monday = Date.parse('2026-11-09T10:42:00Z');
let now = monday;
beforeEach(() => {
  now = monday;
});
const house = await casesTest({ homes: 80, clock: () => now, owedOn: '2026-09-01' });
const { db, cases, sam, alex, adviser, repairs, newCase, mutation, act, applied, refused, count } = house;
type Check = ArgsOf<'check.record'>['checks'][number];
const check = (kind: Check['kind'], finding: Check['finding'], more: Partial<Check> = {}): Check => ({
  checkId: randomUUID(),
  kind,
  finding,
  room: '',
  severity: null,
  note: '',
  photos: [],
  ...more,
});
const damp = (severity: Check['severity'], more: Partial<Check> = {}) =>
  check('damp_mould', 'problem', { room: 'Bathroom', severity, ...more });
const record = (caseId: number, ...checks: Check[]) => applied(sam, 'check.record', { caseId, checks });
const metTenant = { met: 'tenant' as const, people: [], other: '', note: '' };
const visitsOf = (caseId: number) =>
  db.sql<{ state: string; ref: string | null; planned_for: string }[]>`
    select state, ref, met, next_step, outcome, card_left, tried_at, planned_for from visit
    where rent_account_id = ${caseId} order by id`;
const repairsOf = (caseId: number) =>
  db.sql<{ id: number; category: string; priority: string; reported_at: Date }[]>`
    select r.id, r.category, r.priority, r.status, r.description, r.reported_at, r.target_at, h.severity, h.aware_at
    from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
    left join hazard h on h.repair_id = r.id where a.id = ${caseId} order by r.id`;
const repairOf = async (caseId: number) => (await repairsOf(caseId))[0]!;
const foundIn = (caseId: number, homeOnly = false) =>
  readFound(db.sql, caseId, { now, timeZone: 'Europe/London', homeOnly });
const historyOf = async (caseId: number) =>
  (await readHistory(db.sql, caseId, { timeZone: 'Europe/London', before: null, kinds: null })).entries;
async function moveToWales() {
  await db.sql`update landlord set nation = 'wales'`;
  onTestFinished(async () => void (await db.sql`update landlord set nation = 'england'`));
}

test('[CASE-23] damp raises a repair whose deadlines start when it was seen, not when the phone could send it', async () => {
  const caseId = newCase();
  const seenAt = monday - 5 * 3_600_000;
  const seen = { note: 'Black mould over the window', seenAt: new Date(seenAt).toISOString() };
  // The phone had no signal for two days.
  now = monday + 2 * 86_400_000;
  const checks = [damp('significant', seen)];
  await applied(sam, 'check.record', { caseId, visitId: randomUUID(), checks }, monday);
  expect(await repairOf(caseId)).toMatchObject({
    category: 'damp_mould',
    priority: 'urgent',
    severity: 'significant',
    reported_at: new Date(seenAt),
    aware_at: new Date(seenAt),
    target_at: new Date('2026-11-23T23:59:59.999Z'),
    description: expect.stringContaining('Black mould over the window'),
  });
  const emergency = newCase();
  await act(sam, 'check.record', { caseId: emergency, checks: [damp('emergency')] }, monday);
  expect(await repairOf(emergency)).toMatchObject({ target_at: new Date(monday + 24 * 3_600_000) });
});

test('[CASE-23] a time in the future becomes now, and a nation without the law gets the landlord’s own times', async () => {
  const caseId = newCase();
  await moveToWales();
  const later = new Date(now + 86_400_000).toISOString();
  await record(caseId, damp('significant', { seenAt: later }));
  expect(await repairOf(caseId)).toMatchObject({
    reported_at: new Date(now),
    target_at: new Date('2026-11-16T23:59:59.999Z'),
  });
});

test('[CASE-23] a missing smoke alarm is an emergency repair; a concern is the manager’s task', async () => {
  const caseId = newCase();
  const worry = check('welfare', 'problem', { severity: 'emergency', note: 'Has not eaten for days' });
  const alarms = [check('smoke_alarm', 'missing'), check('co_alarm', 'fine')];
  expect(await record(caseId, ...alarms, worry)).toMatchObject({ raised: [{}] });
  const target_at = new Date(now + 24 * 3_600_000);
  expect(await repairsOf(caseId)).toMatchObject([
    { category: 'smoke_alarm', priority: 'emergency', target_at },
  ]);
  const what = expect.stringContaining('Has not eaten') as string;
  expect(
    await db.sql`select what, due_on, for_role, done_at from task where rent_account_id = ${caseId}`,
  ).toMatchObject([{ for_role: 'manager', due_on: '2026-11-09', done_at: null, what }]);
});

test('[CASE-24] the same step fifty times, and the same checks with new mutation numbers, have one effect', async () => {
  const caseId = newCase();
  const checks = [damp('significant'), check('smoke_alarm', 'not_working')];
  const visitId = randomUUID();
  const one = mutation('check.record', { caseId, visitId, checks });
  const answers = await Promise.all(Array.from({ length: 50 }, () => cases.apply(sam, one)));
  expect(answers.filter((a) => a.status === 'applied').length).toBe(1);
  await Promise.all(Array.from({ length: 5 }, () => act(sam, 'check.record', { caseId, visitId, checks })));
  expect((await repairsOf(caseId)).length).toBe(2);
  expect((await visitsOf(caseId)).length).toBe(1);
  expect(await count('home_check', caseId)).toBe(2);
});

test('[CASE-24] a correction counts and both are kept: the repair follows it until the repairs team begins', async () => {
  const caseId = newCase();
  const first = damp('slight');
  await record(caseId, first);
  const worse = damp('emergency', { replaces: first.checkId });
  await record(caseId, worse);
  expect(await repairsOf(caseId)).toMatchObject([
    { priority: 'emergency', severity: 'emergency', status: 'reported' },
  ]);
  const milder = damp('significant', { replaces: worse.checkId });
  await record(caseId, milder);
  expect(await repairsOf(caseId)).toMatchObject([{ priority: 'urgent', severity: 'significant' }]);
  const fine = check('damp_mould', 'fine', { replaces: milder.checkId });
  await record(caseId, fine);
  expect(await repairsOf(caseId)).toMatchObject([{ status: 'cancelled', severity: null }]);
  expect(await count('home_check', caseId)).toBe(4);
});

test('[CASE-24] when the repairs team has begun, a correction does not change their repair', async () => {
  const caseId = newCase();
  const first = damp('significant');
  await record(caseId, first);
  await db.sql`update repair set status = 'ordered' where id = ${(await repairOf(caseId)).id}`;
  await record(caseId, check('damp_mould', 'fine', { replaces: first.checkId }));
  expect(await repairsOf(caseId)).toMatchObject([
    { status: 'ordered', priority: 'urgent', severity: 'significant' },
  ]);
  // Seen again by a colleague, and worse: the same repair, more urgent, and its deadlines keep their start.
  await act(alex, 'check.record', { caseId, checks: [damp('emergency')] }, now);
  expect(await repairsOf(caseId)).toMatchObject([{ priority: 'emergency', severity: 'emergency' }]);
  // Another room is another repair.
  await record(caseId, damp('slight', { room: 'Bedroom 1' }));
  expect((await repairsOf(caseId)).length).toBe(2);
});

test('[CASE-24] a check of another case cannot be corrected or replaced by its id', async () => {
  const [caseId, other] = [newCase(), newCase()];
  const [found, late] = [damp('significant'), randomUUID()];
  await record(caseId, found);
  const correction = check('damp_mould', 'fine', { room: 'Bathroom', replaces: found.checkId });
  const takeover = check('smoke_alarm', 'missing', { checkId: found.checkId });
  for (const smuggled of [correction, takeover])
    expect(await refused(alex, 'check.record', { caseId: other, checks: [smuggled] })).toBe(
      'This is already recorded in another case.',
    );
  // Also not by a correction that arrives before the check that it names.
  await act(alex, 'check.record', { caseId: other, checks: [check('co_alarm', 'fine', { replaces: late })] });
  await record(caseId, check('co_alarm', 'missing', { checkId: late }));
  const { checks } = await foundIn(caseId);
  expect(checks.map((one) => one.id).sort()).toEqual([found.checkId, late].sort());
  const checked = (await historyOf(caseId)).filter((one) => one.kind === 'check');
  expect(checked.map((one) => one.title)).toEqual(Array(2).fill('Home checked: 1 problem found'));
});

test('[CASE-25] in any order of arrival a visit’s steps make one visit, with the last version of each step', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(['set-out', 'met', 'corrected', 'checks', 'next', 'finish'] as const, {
        minLength: 6,
        maxLength: 6,
      }),
      async (order) => {
        const caseId = newCase();
        const visit = { caseId, visitId: randomUUID() };
        const at = (minutes: number) => monday + minutes * 60_000;
        now = at(600);
        const steps = {
          'set-out': () => act(sam, 'visit.set-out', { caseId }, at(0)),
          met: () =>
            act(sam, 'visit.no-access', { ...visit, reason: 'no_answer', cardLeft: true, note: '' }, at(20)),
          corrected: () => act(sam, 'visit.met', { ...visit, ...metTenant }, at(21)),
          checks: () =>
            act(sam, 'check.record', { ...visit, checks: [check('smoke_alarm', 'fine')] }, at(25)),
          next: () => act(sam, 'visit.next', { ...visit, step: 'visit', on: '2026-11-16', note: '' }, at(30)),
          finish: () =>
            act(sam, 'visit.finish', { ...visit, outcome: 'seen_tenant', note: 'Talked' }, at(31)),
        };
        for (const step of order) {
          const answer = await steps[step]();
          // Setting out is a request, which may arrive too late. Events that happened are stored.
          if (step !== 'set-out') expect(answer.status, `${step} of ${order.join(', ')}`).toBe('applied');
        }
        const visits = await visitsOf(caseId);
        const done = visits.filter((v) => v.ref === visit.visitId);
        expect(done, order.join(', ')).toMatchObject([
          { state: 'done', met: 'tenant', next_step: 'visit', outcome: 'seen_tenant', card_left: null },
        ]);
        expect(await count('contact', caseId)).toBe(1);
        // The next one is planned, once.
        expect(visits.filter((v) => v.state === 'planned').map((v) => v.planned_for)).toEqual(['2026-11-16']);
      },
    ),
    { numRuns: 12 },
  );
});

test('[CASE-25] nobody met: card, time and reason are stored; a time in the future becomes now', async () => {
  const caseId = newCase();
  const visit = { caseId, visitId: randomUUID(), triedAt: new Date(now + 3_600_000).toISOString() };
  await applied(sam, 'visit.no-access', { ...visit, reason: 'not_home', cardLeft: true, note: 'Dog' });
  expect(await visitsOf(caseId)).toMatchObject([
    { met: 'nobody', card_left: true, state: 'done', tried_at: new Date(now) },
  ]);
});

test('[CASE-25] a visit takes no step of another officer and none of another case', async () => {
  const [caseId, other] = [newCase(), newCase()];
  const met = { visitId: randomUUID(), ...metTenant };
  await applied(sam, 'visit.met', { caseId, ...met });
  await refused(alex, 'visit.met', { caseId, ...met });
  await refused(sam, 'visit.met', { caseId: other, ...met });
  const [stranger] = await db.sql`insert into person (name) values ('Example Stranger') returning id`;
  await refused(sam, 'visit.met', { caseId, ...met, people: [stranger!['id'] as number] });
});

test('[CASE-25] an officer who found something was at the home, although they never recorded the outcome', async () => {
  const caseId = newCase();
  await act(sam, 'visit.set-out', { caseId });
  await act(sam, 'check.record', { caseId, visitId: randomUUID(), checks: [check('smoke_alarm', 'fine')] });
  now = monday + 86_400_000;
  await act(sam, 'visit.plan', { caseId, plannedFor: '2026-11-20' });
  expect((await visitsOf(caseId)).map((v) => v.state)).toEqual(['done', 'planned']);
});

test('[CASE-26] inconsistent checks are refused completely, with their text kept; accepted text is stored unchanged', async () => {
  const caseId = newCase();
  const checks = [check('smoke_alarm', 'fine'), damp(null)];
  expect(await refused(sam, 'check.record', { caseId, checks })).toBe('Choose how bad it is.');
  expect(await count('home_check', caseId)).toBe(0);
  const text = '<img src=x onerror=alert(1)> 😀 ژاله שלום 漢字 \u202e';
  await record(caseId, damp('slight', { note: text, room: '<b>Küche</b>' }));
  const kept = await db.sql`select note, room from home_check where rent_account_id = ${caseId}`;
  expect(kept).toMatchObject([{ note: text, room: '<b>Küche</b>' }]);
  await refused(adviser, 'check.record', { caseId, checks: [check('smoke_alarm', 'fine')] });
});

test('[CASE-27] each step of a hazard is recorded with its day, also by the repairs team, and never too early', async () => {
  const caseId = newCase();
  await record(caseId, damp('significant'));
  const { id: repairId } = await repairOf(caseId);
  for (const [step, on, expected] of [
    ['summary', '2026-11-09', 'refused'],
    ['investigate', '2026-11-10', 'refused'],
    ['investigate', '2026-11-08', 'refused'],
    ['investigate', '2026-11-09', 'applied'],
    ['summary', '2026-11-09', 'applied'],
  ] as const)
    await house[expected](repairs, 'hazard.step', { caseId, repairId, step, on });
  // A tenant reported it: when somebody records it as a hazard, its deadlines start with the report.
  const reported = newCase();
  await record(reported, damp('slight'));
  const theirs = { caseId: reported, repairId: (await repairOf(reported)).id, on: '2026-11-09' };
  await applied(repairs, 'hazard.step', { ...theirs, step: 'investigate', severity: 'significant' });
  const known = await repairOf(reported);
  expect(known).toMatchObject({ severity: 'significant', aware_at: known.reported_at });
  const routine = newCase();
  await record(routine, damp('slight'));
  const step = { caseId: routine, repairId: (await repairOf(routine)).id, on: '2026-11-09' };
  await refused(repairs, 'hazard.step', { ...step, step: 'investigate' });
});

test('[CASE-28] everything that is found is sent to clients that have the case open', async () => {
  const caseId = newCase();
  await db.sql`delete from change_log`;
  await act(sam, 'check.record', { caseId, visitId: randomUUID(), checks: [damp('significant')] });
  const rows = await db.sql`select distinct kind from change_log where case_id = ${caseId} order by 1`;
  expect(rows.map((row) => row['kind'] as string)).toEqual(['check', 'repair', 'visit']);
});

test('[CASE-29] a finished visit is in the case’s history with its findings, and its deadlines are with the case', async () => {
  const caseId = newCase();
  const visit = { caseId, visitId: randomUUID() };
  const photo = randomUUID();
  const seen = damp('significant', { note: 'By the window', photos: [photo] });
  const checks = [check('damp_mould', 'fine', { room: 'Kitchen' }), seen, check('smoke_alarm', 'fine')];
  await act(sam, 'visit.met', { ...visit, ...metTenant, other: 'Aunt Example' });
  await act(sam, 'check.record', { ...visit, checks });
  await act(sam, 'visit.next', { ...visit, step: 'call', on: '2026-11-16', note: 'After pay day' });
  await act(sam, 'visit.finish', { ...visit, outcome: 'seen_tenant', note: 'A good talk' });
  const entries = await historyOf(caseId);
  const found = entries.find((one) => one.kind === 'check')!;
  expect(found.title).toBe('Home checked: 1 problem found');
  expect(found.text).toBe(
    'Damp and mould (Bathroom): significant. By the window. 1 photo. Repair raised.\nDamp and mould (Kitchen): fine. Smoke alarm: works.',
  );
  expect(entries.find((one) => one.kind === 'visit')!.text).toBe(
    'A good talk\nMet Aunt Example.\nNext: call on Mon 16 Nov.\nAfter pay day',
  );
  const all = await foundIn(caseId);
  expect(all.checks.length).toBe(3);
  expect(all.hazards).toMatchObject([{ severity: 'significant', awareAt: new Date(now).toISOString() }]);
  expect(all.hazards[0]!.deadlines[0]).toEqual({
    step: 'investigate',
    dueAt: '2026-11-23T23:59:59.999Z',
    latestAt: null,
    doneOn: null,
    doneAt: null,
    state: 'due',
    pastTable: false,
  });
  // The repairs team reads what is about the home, and nothing about its people.
  const theirs = (await foundIn(caseId, true)).checks;
  expect(theirs.map((one) => one.kind)).not.toContain('welfare');
  expect(theirs.map((one) => one.id)).toContain(seen.checkId);
  // A photograph that was named before it arrived joins its check when it arrives.
  expect(all.checks.find((one) => one.id === seen.checkId)!.photos).toEqual([]);
  const kept = await keepPhoto(db.sql, sam, caseId, { id: photo, data: jpeg(640, 480), takenAt: now }, now);
  expect(kept.status).toBe('kept');
  const shared = (await foundIn(caseId, true)).checks.find((one) => one.id === seen.checkId)!.photos;
  expect(shared).toEqual([{ id: photo, width: 640, height: 480 }]);
  expect(await readPhoto(db.sql, repairs, photo)).not.toBe(null);
});

test('[CASE-22] a person who has just lost the right cannot send a photograph, although the right is still cached', async () => {
  const caseId = newCase();
  const hand = () =>
    keepPhoto(db.sql, alex, caseId, { id: randomUUID(), data: jpeg(64, 48), takenAt: now }, now);
  expect((await hand()).status).toBe('kept');
  await db.sql`update staff set active = false where id = ${alex.staffId}`;
  expect((await hand()).status).toBe('not-yours');
  await db.sql`update staff set active = true where id = ${alex.staffId}`;
  const stints = await db.sql<{ id: number }[]>`
    update stint set end_date = '2026-11-01' where staff_id = ${alex.staffId} and patch_id = ${alex.patchIds[0] as number}
      and end_date is null returning id`;
  expect((await hand()).status).toBe('not-yours');
  await db.sql`update stint set end_date = null where id = any(${stints.map((s) => s.id)}::int[])`;
  expect((await hand()).status).toBe('kept');
});

test('[CASE-97] an emergency that was investigated fourteen hours too late is late, by its recorded time', async () => {
  const caseId = newCase();
  now = Date.parse('2026-11-10T09:00:00Z');
  await record(caseId, damp('emergency'));
  const { id: repairId } = await repairOf(caseId);
  now = Date.parse('2026-11-12T08:00:00Z');
  const step = { caseId, repairId, step: 'investigate' } as const;
  const at = '2026-11-11T23:00:00.000Z';
  expect(await refused(repairs, 'hazard.step', { ...step, on: '2026-11-10', at })).toBe(
    'Enter a time on that day.',
  );
  await applied(repairs, 'hazard.step', { ...step, on: '2026-11-11', at });
  const deadline = async (name: string) =>
    (await foundIn(caseId)).hazards[0]!.deadlines.find((one) => one.step === name)!;
  const investigated = { doneOn: '2026-11-11', doneAt: at, state: 'done_late' };
  expect(await deadline('investigate')).toMatchObject(investigated);
  const works = await deadline('further_works');
  expect([works.dueAt?.slice(0, 10), works.latestAt?.slice(0, 10)]).toEqual(['2026-11-18', '2027-02-03']);
  // In time to the hour; without a time the day's end counts, or now if that is earlier.
  await act(repairs, 'hazard.step', { ...step, on: '2026-11-11', at: '2026-11-11T08:59:00.000Z' });
  expect((await deadline('investigate')).state).toBe('done');
  await act(repairs, 'hazard.step', { ...step, on: '2026-11-11' });
  expect((await deadline('investigate')).state).toBe('done_late');
});

test('[CASE-98] a hazard of phase 2 is recorded, with its deadlines, from the day on which the law names it', async () => {
  const cold = check('excess_cold', 'problem', { severity: 'significant', note: 'No heating for a week' });
  const early = newCase();
  expect(await refused(sam, 'check.record', { caseId: early, checks: [cold] })).toContain(
    'Record it under condition of the home.',
  );
  now = Date.parse('2026-11-30T10:00:00Z');
  const caseId = newCase();
  await record(caseId, cold);
  expect(await repairOf(caseId)).toMatchObject({ category: 'excess_cold', severity: 'significant' });
  const [hazard] = (await foundIn(caseId)).hazards;
  expect(hazard).toMatchObject({ kind: 'excess_cold', confirmed: false });
  expect(hazard!.source).toContain('phase 2');
  expect(hazard!.deadlines[0]).toMatchObject({ step: 'investigate', dueAt: '2026-12-14T23:59:59.999Z' });
  // Seen the day before and recorded today: the law did not name it yet.
  const late = { ...cold, seenAt: '2026-11-29T10:00:00.000Z' };
  await refused(sam, 'check.record', { caseId: newCase(), checks: [late] });
  await moveToWales();
  await refused(sam, 'check.record', { caseId: newCase(), checks: [cold] });
});

test('[CASE-113] the repairs team records a check without a visit: it counts, raises its repair, and both teams read it', async () => {
  const caseId = newCase();
  const seen = damp('significant', { note: 'Behind the wardrobe' });
  const gate = check('access', 'problem', { note: 'The gate sticks' });
  const worry = check('welfare', 'problem', { severity: 'slight', note: 'Seems very tired' });
  expect(await applied(repairs, 'check.record', { caseId, checks: [seen, gate, worry] })).toMatchObject({
    raised: [{ checkId: seen.checkId }],
  });
  expect(await repairOf(caseId)).toMatchObject({
    category: 'damp_mould',
    severity: 'significant',
    description: expect.stringMatching(/Behind the wardrobe\. Seen by Repairs Example\.$/),
  });
  const kinds = async (homeOnly: boolean) =>
    (await foundIn(caseId, homeOnly)).checks.map(({ kind, staffName }) => `${kind} ${staffName}`).sort();
  const byThem = ['access', 'damp_mould'].map((kind) => `${kind} Repairs Example`);
  expect(await kinds(true)).toEqual(byThem);
  expect(await kinds(false)).toEqual([...byThem, 'welfare Repairs Example']);
  expect(await visitsOf(caseId)).toEqual([]);
  const [task] = await db.sql`select what from task where rent_account_id = ${caseId}`;
  expect(task!['what']).toBe('Welfare concern from Repairs Example. Seems very tired');
});

test('[CASE-113] a check of the repairs team is never part of an officer’s visit', async () => {
  const caseId = newCase();
  const visitId = randomUUID();
  await applied(sam, 'visit.met', { caseId, visitId, ...metTenant });
  for (const ref of [visitId, randomUUID()]) {
    const args = { caseId, visitId: ref, checks: [check('smoke_alarm', 'fine')] };
    expect(await refused(repairs, 'check.record', args)).toBe(
      'The repairs team does not work on rent accounts.',
    );
  }
  expect(await count('home_check', caseId)).toBe(0);
  expect((await visitsOf(caseId)).length).toBe(1);
});
