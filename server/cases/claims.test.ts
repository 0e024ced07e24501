// Claims ("I'll take this"): by one person, by two at once, requested, handed over, expired.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { casesTest } from '../../tests/support/cases.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A Friday. */
const friday = Date.parse('2026-11-20T10:00:00Z');
let now = friday;
const house = await casesTest({ clock: () => now, owedOn: null });
const { db, homes, newCase, sam: ann, alex: bea, manager, act, applied, refused } = house;
beforeEach(() => {
  now = friday;
});

type Kind = 'case.take' | 'case.release' | 'case.ask' | 'case.keep';
const claims = (caseId: number) =>
  db.sql<{ until_at: Date; ended_at: Date | null; why_ended: string | null; ended_by: number | null }[]>`
    select staff_id, until_at, ended_at, why_ended, ended_by, asked_by from case_claim
    where rent_account_id = ${caseId} order by id`;

test('[CASE-60] a claim lasts until six that evening, or for the given hours; claiming again changes the end', async () => {
  const caseId = newCase();
  expect(await applied(ann, 'case.take', { caseId })).toMatchObject({
    staffId: ann.staffId,
    until: '2026-11-20T18:00:00.000Z',
  });
  await act(ann, 'case.take', { caseId, hours: 2 });
  expect(await claims(caseId)).toMatchObject([{ until_at: new Date(now + 2 * hour), ended_at: null }]);
});

test('[CASE-60] a second person gets who has the case and until when, and takes it over only with a confirmation', async () => {
  const caseId = newCase();
  await act(ann, 'case.take', { caseId });
  expect(await act(bea, 'case.take', { caseId })).toMatchObject({
    status: 'conflict',
    message: 'Officer Example 1 has this case until 18:00. Ask for it or take it over.',
    result: { staffId: ann.staffId, name: 'Officer Example 1' },
  });
  await applied(bea, 'case.take', { caseId, over: true });
  expect(await claims(caseId)).toMatchObject([
    { staff_id: ann.staffId, why_ended: 'taken_over', ended_by: bea.staffId },
    { staff_id: bea.staffId, ended_at: null },
  ]);
  // The person who lost it cannot release the other's claim; a manager can.
  await refused(ann, 'case.release', { caseId });
  await applied(manager, 'case.release', { caseId });
});

test('[CASE-60] of two people who take a free case at once one has it, and the other gets whose it is', async () => {
  for (let round = 0; round < 5; round++) {
    const caseId = newCase();
    const answers = await Promise.all([act(ann, 'case.take', { caseId }), act(bea, 'case.take', { caseId })]);
    expect(answers.map((a) => a.status).sort()).toEqual(['applied', 'conflict']);
    expect((await claims(caseId)).length).toBe(1);
  }
});

test('[CASE-60] a case is requested, kept, requested again and handed over', async () => {
  const caseId = newCase();
  await act(ann, 'case.take', { caseId });
  await act(bea, 'case.ask', { caseId });
  expect(await claims(caseId)).toMatchObject([{ asked_by: bea.staffId }]);
  await act(ann, 'case.keep', { caseId });
  expect(await claims(caseId)).toMatchObject([{ asked_by: null }]);
  await act(bea, 'case.ask', { caseId });
  expect((await act(ann, 'case.release', { caseId, to: homes.repairs })).message).toBe(
    'This colleague does not work in this patch. Choose another colleague.',
  );
  await act(ann, 'case.release', { caseId, to: bea.staffId });
  expect(await claims(caseId)).toMatchObject([
    { staff_id: ann.staffId, why_ended: 'handed_over' },
    { staff_id: bea.staffId, ended_at: null, asked_by: null },
  ]);
});

test('[CASE-60] an expired claim does not prevent the next one', async () => {
  const caseId = newCase();
  await act(ann, 'case.take', { caseId, hours: 1 });
  now += hour;
  await applied(bea, 'case.take', { caseId });
  expect(await claims(caseId)).toMatchObject([
    { why_ended: 'expired', ended_at: new Date(friday + hour) },
    { staff_id: bea.staffId },
  ]);
  // A claim for an hour that is over when it arrives has no effect.
  await refused(ann, 'case.take', { caseId: newCase(), hours: 1 }, now - 2 * hour);
});

test('[CASE-60] after the working day a claim is for the next one, also over a weekend and a change of the clocks', async () => {
  for (const [at, until] of [
    ['2026-11-20T17:30:00Z', '2026-11-23T18:00:00.000Z'],
    ['2026-12-24T21:00:00Z', '2026-12-29T18:00:00.000Z'],
    // The end of the year (the next Monday is a holiday), and the day on which the clocks go forward.
    ['2027-12-31T23:30:00Z', '2028-01-04T18:00:00.000Z'],
    ['2027-03-28T08:00:00Z', '2027-03-28T17:00:00.000Z'],
  ] as const) {
    now = Date.parse(at);
    expect(await applied(ann, 'case.take', { caseId: newCase() }), at).toMatchObject({ until });
  }
});

test('[CASE-60] whatever three people do with a case at once, at most one has it, and every claim has the way it ended', async () => {
  const step = fc.record({
    who: fc.constantFrom('ann', 'bea', 'manager'),
    kind: fc.constantFrom<Kind>('case.take', 'case.release', 'case.ask', 'case.keep'),
    over: fc.boolean(),
    later: fc.integer({ min: 0, max: 90 }),
    late: fc.integer({ min: 0, max: 60 }),
    together: fc.boolean(),
  });
  const people = { ann, bea, manager };
  const caseId = newCase();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      await db.sql`delete from case_claim where rent_account_id = ${caseId}`;
      now = friday;
      const pending: Promise<unknown>[] = [];
      for (const { who, kind, over, later, late, together } of steps) {
        if (pending.length === 0 || !together) {
          await Promise.all(pending.splice(0));
          now += later * minute;
        }
        const args = kind === 'case.take' ? { caseId, hours: 1, over } : { caseId };
        pending.push(act(people[who], kind, args as never, now - late * minute));
      }
      await Promise.all(pending);
      const all = await claims(caseId);
      expect(all.filter((one) => one.ended_at === null).length).toBeLessThanOrEqual(1);
      for (const { ended_at, why_ended, ended_by, until_at } of all) {
        if (!ended_at) continue;
        expect(why_ended).not.toBeNull();
        if (why_ended !== 'expired') expect(ended_by).not.toBeNull();
        else expect(ended_at).toEqual(until_at);
      }
    }),
    { numRuns: 60 },
  );
});
