// The repairs team's list of open repairs, through the whole product.
import { expect, test } from 'vitest';
import {
  repairAnswer,
  repairList,
  type ListedRepair,
  type RepairList,
} from '../../server/contract/repair-list.ts';
import { byAge, byUrgency } from '../../server/domain/repair-order.ts';
import { moneyIn, setUp, wordsAndFigures } from './setup.ts';

const { db, landlord, ask, read, listen } = await setUp({ homes: 12, patches: 2 });
const [first, second] = landlord.accounts;

type New = {
  account?: number;
  priority?: string;
  description?: string;
  target?: number | null;
  reported?: number;
};
/** A repair of an account's home. `target` and `reported`: hours from now; null: no target. */
async function report({
  account = first!,
  priority = 'routine',
  description = 'Tap drips',
  target = 24,
  reported = -48,
}: New = {}) {
  const [made] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category, priority, description, reported_at, target_at)
    select t.property_id, 'plumbing', ${priority}, ${description}, now() + make_interval(hours => ${reported}),
      now() + make_interval(hours => ${target}::int)
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${account} returning id`;
  return made!.id;
}
const list = (query = '') => read<RepairList>('repairs', `/api/repairs${query}`);
const ids = ({ repairs }: RepairList) => repairs.map(({ id }) => id);
const inMs = ({ id, priority, reportedAt, targetAt }: ListedRepair) => ({
  id,
  priority,
  reportedAt: Date.parse(reportedAt),
  targetAt: targetAt === null ? null : Date.parse(targetAt),
});

test('[HTTP-91] open repairs of all homes are listed by urgency or by age, each with its home’s case and its conversation', async () => {
  const drawn: New[] = [
    { priority: 'planned', target: null },
    { priority: 'routine', target: 300, reported: -90 },
    { priority: 'emergency', target: 5, reported: -1 },
    { priority: 'urgent', target: -30, reported: -200 },
    { priority: 'emergency', target: -3, reported: -20, account: second! },
    { priority: 'urgent', target: -60, reported: -100 },
    { priority: 'planned', target: null, reported: -500 },
  ];
  for (const one of drawn) await report(one);
  const done = await report();
  await db.sql`update repair set status = 'completed', completed_at = now() where id = ${done}`;
  // A home that was never let has no case.
  await db.sql`with home as (insert into property (address, postcode, patch_id)
      values ('Empty Example House', 'ZZ1 1ZZ', ${landlord.patches[0]!}) returning id)
    insert into repair (property_id, category) select id, 'roofing' from home`;

  const all = await list();
  expect(repairList.parse(all)).toEqual(all);
  expect(all.count).toBe(drawn.length + 1);
  const sortedBy = (order: typeof byUrgency) =>
    all.repairs
      .map(inMs)
      .toSorted(order)
      .map(({ id }) => id);
  expect(ids(all)).toEqual(sortedBy(byUrgency));
  expect(ids(await list('?order=oldest'))).toEqual(sortedBy(byAge));
  expect(ids(await list('?limit=2'))).toEqual(ids(all).slice(0, 2));
  expect(all.repairs.find(({ address }) => address === 'Empty Example House')).toMatchObject({
    caseId: null,
  });

  const emergency = all.repairs[0]!;
  expect(emergency).toMatchObject({ caseId: second, postcode: 'ZZ1 1ZZ', status: 'reported', thread: null });
  // The home's case is that of its newest tenancy, and not yet of the next one.
  const [next] = await db.sql<{ id: number }[]>`
    with old as (update tenancy set end_date = now()::date - 30 where id = (select tenancy_id from rent_account where id = ${second!})
        returning property_id),
      new as (insert into tenancy (property_id, start_date)
        select property_id, now()::date + begins from old, unnest(array[-20, 20]) begins returning id, start_date)
    insert into rent_account (reference, tenancy_id, weekly_rent_pence) select 'NEXT' || id, id, 10000 from new order by start_date returning id`;
  const one = await read<{ repair: ListedRepair }>('repairs', `/api/repairs/${emergency.id}`);
  expect(repairAnswer.parse(one)).toEqual(one);
  expect(one.repair).toMatchObject({ id: emergency.id, caseId: next!.id });

  const team = await listen('repairs');
  const ofThread = { caseId: next!.id, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  const begun = { ...ofThread, repairId: emergency.id, subject: 'Nobody in', body: 'Who has the key?' };
  const again = team.next('repairs:again');
  expect((await team.do('thread.start', begun)).status).toBe('applied');
  await again;
  expect((await list()).repairs[0]).toMatchObject({
    thread: { id: ofThread.threadId, state: 'waiting_for_income' },
  });
  await team.do('thread.settle', { caseId: next!.id, threadId: ofThread.threadId });
  expect((await list()).repairs[0]!.thread).toBeNull();
});

test('[HTTP-92] a repair is found by every word of its address, postcode and what is to be done; the words are in the body', async () => {
  const id = await report({ description: 'Fenêtre cassée in the hall' });
  const find = async (q: string, limit?: number) =>
    read<RepairList>('repairs', '/api/repairs/search', { q, limit });
  const address = (await list()).repairs.find((one) => one.id === id)!.address;
  expect(ids(await find(`${address} fenetre`))).toEqual([id]);
  expect(ids(await find('cassée zz11zz'))).toEqual([id]);
  expect(await find('fenetre nowhere')).toMatchObject({ count: 0, repairs: [] });
  const all = await find('zz1');
  expect(await find('zz1', 1)).toMatchObject({ count: all.count, repairs: [all.repairs[0]] });
  expect((await ask('repairs', '/api/repairs?q=fenetre')).status).toBe(400);
});

test('[HTTP-93] the list changes at once: its team is told of a new repair and of a status, and nobody else', async () => {
  const [team, officer, advice] = await Promise.all(
    ['repairs', 'officer1', 'advice'].map((who) => listen(who)),
  );
  const reported = team!.next('repairs:again');
  const id = await report({ priority: 'emergency', target: -400 });
  await reported;
  expect(ids(await list())[0]).toBe(id);
  const changed = team!.next('repairs:again');
  const caseId = first!;
  await team!.do('repair.status', { caseId, repairId: id, status: 'completed', seen: 'reported' });
  await changed;
  expect(ids(await list())).not.toContain(id);
  await Promise.all([officer!, advice!].map((one) => one.next('heartbeat')));
  expect(officer!.count('repairs:again') + advice!.count('repairs:again')).toBe(0);
});

test('[ACCESS-39] only the repairs team gets the list of repairs and one of them, and no answer has money', async () => {
  const id = await report();
  for (const who of ['officer1', 'manager', 'advice', 'admin']) {
    expect((await ask(who, '/api/repairs')).status, who).toBe(403);
    expect((await ask(who, '/api/repairs/search', { q: 'zz1' })).status, who).toBe(403);
    expect((await ask(who, `/api/repairs/${id}`)).status, who).toBe(404);
  }
  expect((await ask('', '/api/repairs')).status).toBe(401);
  const answers = [await list(), await read('repairs', `/api/repairs/${id}`)];
  expect(answers[0]).toMatchObject({ repairs: expect.anything() as object });
  expect(moneyIn(answers.flatMap(wordsAndFigures))).toEqual([]);
  expect((await ask('repairs', '/api/repairs/999999')).status).toBe(404);
});
