// What a contact leaves behind besides itself: a promise that the assessment follows, and a next step that somebody sees.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { referralMake } from '../../../tests/support/help.ts';
import { holdStart } from '../../../tests/support/law.ts';
import { addDays, formatDay } from '../../domain/days.ts';
import { formatPence } from '../../domain/money.ts';
import { readHistory } from '../history/history.ts';

const house = await casesTest({ homes: 120, worklist: true });
const { db, sam, alex, adviser, manager, newCase, applied, refused, count, today, worklist } = house;
const call = (caseId: number) => ({ caseId, kind: 'call', reached: true, note: '' }) as const;
const inDays = (days: number) => addDays(today, days);
const reasonsOf = async (caseId: number) =>
  (await worklist!.fresh(caseId))?.case.reasons.map(({ text }) => text) ?? [];
const historyOf = async (caseId: number) =>
  (await readHistory(db.sql, caseId, { timeZone: 'Europe/London', before: null, kinds: ['contact'] }))
    .entries;

test('[UI-521] a promise in a call counts as one at a visit does: the newest of both, whichever it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ byCall: fc.boolean(), pounds: fc.integer({ min: 5, max: 500 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (promises) => {
        const caseId = newCase();
        const first = Date.now() - 60 * 60_000;
        for (const [n, { byCall, pounds }] of promises.entries()) {
          const promise = { amountPence: pounds * 100, on: inDays(3) };
          const at = first + n * 60_000;
          if (byCall) await applied(sam, 'contact.record', { ...call(caseId), promise }, at);
          else await applied(sam, 'visit.finish', { caseId, outcome: 'promise', note: '', promise }, at);
        }
        const newest = `Promised ${formatPence(promises.at(-1)!.pounds * 100)} by ${formatDay(inDays(3))}`;
        const shown = (await reasonsOf(caseId)).filter((text) => text.startsWith('Promised'));
        expect(shown).toEqual([newest]);
      },
    ),
    { numRuns: 15 },
  );
});

test('[UI-521] the next step after a call is a task of the person who called, or a planned visit; the history has both', async () => {
  const caseId = newCase();
  const promise = { amountPence: 2000, on: inDays(2) };
  await applied(sam, 'contact.record', {
    ...call(caseId),
    note: 'Starts work on Monday',
    promise,
    next: { step: 'call', on: inDays(5) },
  });
  expect(
    await db.sql`select what, due_on, for_staff, done_at from task where rent_account_id = ${caseId}`,
  ).toEqual([{ what: 'Call again', due_on: inDays(5), for_staff: sam.staffId, done_at: null }]);
  expect(await historyOf(caseId)).toMatchObject([
    {
      title: 'Call, reached',
      text: `Promised £20.00 by ${formatDay(inDays(2))}.\nStarts work on Monday\nNext: call again on ${formatDay(inDays(5))}.`,
    },
  ]);
  const next = { step: 'visit', on: inDays(4) } as const;
  await applied(sam, 'contact.record', { ...call(caseId), reached: false, next });
  expect(
    await db.sql`select state, planned_for, staff_id from visit where rent_account_id = ${caseId}`,
  ).toEqual([{ state: 'planned', planned_for: inDays(4), staff_id: sam.staffId }]);
  // A colleague's planned visit stays theirs.
  await applied(alex, 'contact.record', { ...call(caseId), next: { step: 'visit', on: inDays(6) } });
  expect(await db.sql`select planned_for from visit where rent_account_id = ${caseId}`).toEqual([
    { planned_for: inDays(4) },
  ]);
});

test('[UI-521] a promise needs a person who made it and an amount to act on; under a hold nothing of it is recorded', async () => {
  const caseId = newCase();
  const promise = { amountPence: 2000, on: inDays(2) };
  expect(await refused(sam, 'contact.record', { ...call(caseId), reached: false, promise })).toBe(
    'Record a promise only if you reached someone.',
  );
  const small = { amountPence: 1, on: inDays(2) };
  expect(await refused(sam, 'contact.record', { ...call(caseId), promise: small })).toContain('at least');
  expect(
    await refused(sam, 'contact.record', { ...call(caseId), promise: { ...promise, on: inDays(400) } }),
  ).toContain('Promised day');
  await applied(manager, 'hold.start', holdStart(caseId, 'breathing_space', today));
  await refused(sam, 'contact.record', { ...call(caseId), promise, next: { step: 'visit', on: inDays(1) } });
  for (const table of ['contact', 'task', 'visit']) expect(await count(table, caseId), table).toBe(0);
});

test('[UI-521] under a hold no promise is recorded, whatever the contact is said to be about; rent since it began may be asked for', async () => {
  const caseId = newCase();
  const promise = { amountPence: 2000, on: inDays(2) };
  await applied(manager, 'hold.start', holdStart(caseId, 'breathing_space', today));
  for (const purpose of ['arrears', 'repair', 'welfare', 'damp_check'] as const)
    await refused(sam, 'contact.record', { ...call(caseId), purpose, promise });
  await applied(sam, 'contact.record', { ...call(caseId), purpose: 'welfare' });
  await applied(sam, 'contact.record', { ...call(caseId), purpose: 'rent_since', promise });
  // Whoever comes to the office does so on their own initiative.
  await applied(sam, 'contact.record', { ...call(caseId), kind: 'office', promise });
});

test('[CASE-122] a visit is finished with no promise under a hold that was known then; of rent since it began, and from before it, promises are recorded', async () => {
  const caseId = newCase();
  const promise = { amountPence: 2000, on: inDays(2) };
  const finish = { caseId, outcome: 'promise', note: 'At the door', promise } as const;
  const before = Date.now() - 60 * 60_000;
  await applied(manager, 'hold.start', holdStart(caseId, 'breathing_space', today));
  const reason = await refused(sam, 'visit.finish', finish);
  expect(reason).toContain('you can’t ask for a promise to pay. Remove the promise.');
  // It is the sentence of every other contact.
  expect(await refused(sam, 'contact.record', { ...call(caseId), purpose: 'welfare', promise })).toBe(reason);
  for (const purpose of ['arrears', 'repair', 'welfare', 'damp_check'] as const)
    await refused(sam, 'visit.finish', { ...finish, purpose });
  for (const table of ['contact', 'visit']) expect(await count(table, caseId), table).toBe(0);
  // Without the promise the visit is kept.
  await applied(sam, 'visit.finish', { caseId, outcome: 'seen_tenant', note: 'At the door' });
  await applied(sam, 'visit.finish', { ...finish, purpose: 'rent_since' });
  // A phone without signal sends it late: nobody knew of the hold at that door.
  await applied(sam, 'visit.finish', finish, before);
  expect(await count('contact', caseId)).toBe(3);
});

test('[UI-521] the money advice team records a contact of a referred case, with a task, and plans no visit', async () => {
  const caseId = newCase();
  await applied(sam, 'referral.make', referralMake(caseId));
  const visit = { step: 'visit', on: inDays(4) } as const;
  expect(await refused(adviser, 'contact.record', { ...call(caseId), next: visit })).toBe(
    'The money advice team does not make these visits.',
  );
  await applied(adviser, 'contact.record', { ...call(caseId), next: { ...visit, step: 'call' } });
  expect([await count('visit', caseId), await count('task', caseId), await count('contact', caseId)]).toEqual(
    [0, 1, 1],
  );
});

test('[UI-527] details that were confirmed at a visit are in its history; those of a stranger are refused', async () => {
  const caseId = newCase();
  const [tenant] = await db.sql<{ id: number; name: string }[]>`
    select p.id, p.name from rent_account a join tenancy_person t on t.tenancy_id = a.tenancy_id
    join person p on p.id = t.person_id where a.id = ${caseId}`;
  const met = {
    caseId,
    visitId: crypto.randomUUID(),
    met: 'tenant' as const,
    people: [],
    other: '',
    note: '',
  };
  await applied(sam, 'visit.met', { ...met, confirmed: [tenant!.id] });
  const { entries } = await readHistory(db.sql, caseId, {
    timeZone: 'Europe/London',
    before: null,
    kinds: ['visit'],
  });
  expect(entries[0]?.text).toContain(`Contact details confirmed: ${tenant!.name}.`);
  const [stranger] = await db.sql<
    { id: number }[]
  >`insert into person (name) values ('Example Stranger') returning id`;
  await refused(sam, 'visit.met', { ...met, confirmed: [stranger!.id] });
});
