// The status of a repair: its changes in the history, and what the law still requires before it is closed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { isOpenRepair, repairStatuses } from '../../domain/repairs.ts';
import { hazardSteps } from '../../domain/law/hazards.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-20T10:00:00Z');
let now = start;
const house = await casesTest({ homes: 120, clock: () => now, owedOn: null });
const { db, sam, repairs: rita, cases, newCase, act, applied, refused } = house;

async function repairAt(caseId: number, severity?: 'significant' | 'emergency'): Promise<number> {
  const [repair] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category, reported_at) select t.property_id, 'damp_mould', ${new Date(start)}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId} returning id`;
  if (severity)
    await db.sql`insert into hazard (repair_id, severity, aware_at, nation)
      values (${repair!.id}, ${severity}, ${new Date(start)}, 'england')`;
  return repair!.id;
}
const statusOf = async (repairId: number) =>
  (await db.sql`select status from repair where id = ${repairId}`)[0]!['status'] as string;
const historyOf = async (caseId: number) => {
  const page = await cases.readHistory(sam, caseId, { before: null, kinds: ['repair', 'repair_status'] });
  return page!.entries.map(({ title, text, who }) => ({ title, text, who }));
};

test('[CASE-126] a change of a repair’s status and the change back are both in the history, and the repair is as before', async () => {
  const caseId = newCase();
  const repairId = await repairAt(caseId);
  const change = { caseId, repairId, status: 'completed', seen: 'reported' } as const;
  await applied(rita, 'repair.status', change);
  now += hour;
  await applied(rita, 'repair.status', { ...change, status: 'reported', seen: 'completed' });
  const [repair] = await db.sql`select status, completed_at from repair where id = ${repairId}`;
  expect(repair).toEqual({ status: 'reported', completed_at: null });
  const who = 'Repairs Example';
  expect(await historyOf(caseId)).toEqual([
    { title: 'Damp and mould: repair status changed to reported', text: 'It was completed.', who },
    { title: 'Damp and mould: repair status changed to completed', text: 'It was reported.', who },
    { title: 'Damp and mould: repair reported', text: '', who: '' },
  ]);
  now = start;
});

test('[CASE-126] a completion that was recorded here is one entry; one of another system is still there', async () => {
  const caseId = newCase();
  const repairId = await repairAt(caseId);
  await applied(rita, 'repair.status', { caseId, repairId, status: 'completed', seen: 'reported' });
  const titles = async () => (await historyOf(caseId)).map(({ title }) => title);
  expect(await titles()).toHaveLength(2);
  await db.sql`update repair set completed_at = completed_at + interval '1 minute' where id = ${repairId}`;
  expect(await titles()).toContain('Damp and mould: repair completed');
});

test('[CASE-125] while the law requires a step, a repair is closed only with a reason, which stays in the history', async () => {
  const caseId = newCase();
  const repairId = await repairAt(caseId, 'emergency');
  const close = { caseId, repairId, status: 'completed', seen: 'reported' } as const;
  expect(await refused(rita, 'repair.status', close)).toBe(
    'The law still requires for this hazard: make safe, investigate, written summary to the tenant, ' +
      'preventative works begun. Record each step, or give a reason.',
  );
  expect((await act(rita, 'repair.status', { ...close, status: 'cancelled', reason: '' })).status).toBe(
    'refused',
  );
  expect(await statusOf(repairId)).toBe('reported');
  await applied(rita, 'repair.status', { ...close, reason: 'The investigation found no hazard' });
  expect(await statusOf(repairId)).toBe('completed');
  expect((await historyOf(caseId))[0]!.text).toBe(
    'It was reported. Steps of the law were still open: The investigation found no hazard.',
  );
  // What was closed already is not asked about again.
  await applied(rita, 'repair.status', { ...close, status: 'cancelled', seen: 'completed' });
});

test('[CASE-125] whatever is recorded before, in any order: a repair is closed without a reason exactly if no step is left', async () => {
  const steps = fc.shuffledSubarray([...hazardSteps]);
  const severity = fc.constantFrom('significant', 'emergency', undefined);
  await fc.assert(
    fc.asyncProperty(steps, severity, fc.constantFrom(...repairStatuses), async (done, how, status) => {
      const caseId = newCase();
      const repairId = await repairAt(caseId, how);
      for (const step of done)
        await act(rita, 'hazard.step', {
          caseId,
          repairId,
          step,
          on: '2026-11-20',
          at: '2026-11-20T10:00:00Z',
        });
      const [row] = await db.sql`select * from hazard where repair_id = ${repairId}`;
      const required = {
        significant: ['investigated_on', 'summary_on', 'safety_works_on', 'further_works_on'],
        emergency: ['made_safe_at', 'investigated_on', 'summary_on', 'further_works_on'],
      };
      const left = how ? required[how].filter((column) => row![column] === null) : [];
      const { status: answer } = await act(rita, 'repair.status', {
        caseId,
        repairId,
        status,
        seen: 'reported',
      });
      expect(answer).toBe(isOpenRepair({ status }) || left.length === 0 ? 'applied' : 'refused');
      expect(await statusOf(repairId)).toBe(answer === 'applied' ? status : 'reported');
    }),
    { numRuns: 40 },
  );
});
