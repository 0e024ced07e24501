import { expect, test } from 'vitest';
import { caseDetail } from '../../server/contract/case-detail.ts';
import { caseWhy } from '../../server/contract/case-why.ts';
import { balances, type LedgerPage } from '../../server/contract/ledger.ts';
import { offlineAnswer, offlineChanges } from '../../server/contract/offline.ts';
import { mostTaken } from '../../server/contract/offline-limits.ts';
import { caseThreads, peopleToMention, threadPage } from '../../server/contract/thread.ts';
import { londonDay } from '../support/london-day.ts';
import { setUp } from './setup.ts';

const { sql, landlord, ask, read, accountsOf, join } = await setUp({ homes: 12, patches: 2 });
const taken = (who: string, caseIds: number[]) => ask(who, '/api/offline/cases', { caseIds });
const changes = async (who: string, since: string | null, caseIds: number[]) =>
  offlineChanges.parse(await read(who, '/api/offline/changes', { since, caseIds }));

test('[HTTP-100] a device takes along, of its person’s cases alone, what the routes of each case answer', async () => {
  const [first, second] = accountsOf(0) as [number, number];
  const theirs = accountsOf(1)[0]!;
  const threadId = crypto.randomUUID();
  const officer = await join('officer1');
  const begun = await officer.do('thread.start', {
    caseId: first,
    threadId,
    messageId: crypto.randomUUID(),
    subject: 'Boiler',
    body: 'When is the boiler repaired?',
  });
  expect(begun.status).toBe('applied');
  const response = await taken('officer1', [second, theirs, first]);
  expect(response.status).toBe(200);
  const { cases } = offlineAnswer.parse(await response.json());
  expect(cases.map(({ caseId }) => caseId)).toEqual([second, first]);
  const { answers } = cases[1]!;
  const path = `/api/cases/${first}`;
  const schemas = {
    [path]: caseDetail,
    [`${path}/balances`]: balances,
    [`${path}/why`]: caseWhy,
    [`${path}/threads`]: caseThreads,
    [`/api/people-to-mention?case=${first}`]: peopleToMention,
    [`/api/threads/${threadId}`]: threadPage,
  };
  expect(Object.keys(answers).sort()).toEqual(Object.keys(schemas).sort());
  const still = ['asOf', 'knownUpTo', 'version', 'at'];
  const plain = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value, (key, inner: unknown) => (still.includes(key) ? undefined : inner)),
    ) as unknown;
  for (const [one, schema] of Object.entries(schemas)) {
    schema.parse(answers[one]);
    expect(plain(answers[one])).toEqual(plain(await read('officer1', one)));
  }
  const [line] =
    await sql`select staff_id, detail from audit_line where what = 'cases.taken' order by id desc limit 1`;
  expect(line).toEqual({ staff_id: landlord.officers[0], detail: { cases: [second, first] } });
});

test('[HTTP-100] nobody takes along cases that they may not open, and none more than an answer holds', async () => {
  const [first] = accountsOf(0) as [number];
  for (const [who, status] of [
    ['repairs', 403],
    ['advice', 403],
    ['', 401],
  ] as const) {
    expect((await taken(who, [first])).status).toBe(status);
    expect((await ask(who, '/api/offline/changes', { since: null, caseIds: [first] })).status).toBe(status);
  }
  expect(await (await taken('officer2', [first])).json()).toEqual({ cases: [] });
  expect(((await (await taken('manager', [first])).json()) as { cases: unknown[] }).cases).toHaveLength(1);
  expect(
    (
      await taken(
        'officer1',
        Array.from({ length: mostTaken + 1 }, () => first),
      )
    ).status,
  ).toBe(400);
});

test('[HTTP-101] a device learns which of its cases changed since, in the list or not, and which are not its person’s any more', async () => {
  const [first, second, third] = accountsOf(0) as [number, number, number];
  const theirs = accountsOf(1)[0]!;
  const all = [first, second, third];
  const begun = await changes('officer1', null, [...all, theirs]);
  expect(begun).toMatchObject({ changed: null, gone: [theirs] });
  expect(await changes('officer1', begun.cursor, all)).toMatchObject({ changed: [], gone: [] });
  // A note on a repair is in no list.
  await sql`insert into support_need (tenancy_id, kind, note, since)
    select tenancy_id, 'other', 'Hard of hearing', now()::date from rent_account where id = ${second}`;
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${theirs}, 100, 'card', 'test', 'x1', now()::date)`;
  const next = await changes('officer1', begun.cursor, all);
  expect(next).toMatchObject({ changed: [second], gone: [] });
  // From the newer cursor on there is nothing.
  expect((await changes('officer1', next.cursor, all)).changed).toEqual([]);
  // A cursor that is not ours, or too old: everything.
  expect((await changes('officer1', 'nonsense', all)).changed).toBeNull();
  await sql`update property set patch_id = ${landlord.patches[1]!}
    where id = (select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${third})`;
  expect((await changes('officer1', next.cursor, all)).gone).toEqual([third]);
  await sql`update property set patch_id = ${landlord.patches[0]!}
    where id = (select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${third})`;
});

test('[CASE-140] the first page of a ledger has the last 13 weeks, also where somebody pays every day; then come its older lines', async () => {
  const id = accountsOf(0)[3]!;
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select ${id}, 100, 'card', 'test', 'daily ' || n, now()::date - n, now() - n * interval '1 day'
    from generate_series(1, 150) n`;
  const from = londonDay(-91);
  for (const path of [`/api/cases/${id}`, `/api/cases/${id}/ledger`]) {
    const answer = await read<{ ledger?: LedgerPage } & LedgerPage>('officer1', path);
    const { lines, next } = answer.ledger ?? answer;
    expect(lines.filter(({ on }) => on >= from).length, path).toBeGreaterThanOrEqual(91);
    expect(lines.at(-1)!.on >= from, path).toBe(true);
    const older = await read<LedgerPage>('officer1', `/api/cases/${id}/ledger?before=${next}`);
    expect(older.lines[0]!.on < from, path).toBe(true);
  }
});
