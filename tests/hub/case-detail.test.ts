// What the server answers about a case has exactly the shape of its schema. The client's types are inferred from that
// schema, and no other test compares them with real answers.
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { caseDetail, repairsDetail } from '../../server/contract/case-detail.ts';
import { historyPage } from '../../server/contract/case-history.ts';
import { caseWhy } from '../../server/contract/case-why.ts';
import { balances, ledgerPage, statement } from '../../server/contract/ledger.ts';
import { foundTenancies, type FoundTenancies } from '../../server/contract/tenancy-search.ts';
import { signIn, startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { emailOf } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const today = londonDay();
const db = await freshDatabase({ demo: { homes: 300, today } });
const app = await startApp(db);
const cookieOf = async (who: string) => (await signIn(app.url, emailOf(who))).cookie;
const [officer, repairs] = [await cookieOf('officer1'), await cookieOf('repairs')];
const casesOf = async (cookie: string) =>
  ((await get('/api/worklist', cookie)) as { cases: { id: number }[] }).cases.map(({ id }) => id);
const mine = await casesOf(officer);

async function get(path: string, cookie: string): Promise<unknown> {
  const response = await fetch(app.url + path, { headers: { cookie } });
  expect(response.status, path).toBe(200);
  return response.json();
}

/** A schema drops unknown fields: the output equals the input only where the schema has every field. */
function expectExactly(schema: z.ZodType, answer: unknown, what: string): void {
  const read = schema.safeParse(answer);
  expect(read.error?.issues.slice(0, 3), what).toBeUndefined();
  expect(read.data, what).toEqual(answer);
}

test('[CASE-70] every case that an officer may open has the shape of its schema', async () => {
  expect(mine.length).toBeGreaterThan(20);
  for (const id of mine) expectExactly(caseDetail, await get(`/api/cases/${id}`, officer), `case ${id}`);
});

test('[CASE-70] so have its ledger, balances, statement and history, and what the repairs team reads', async () => {
  const from = londonDay(-91);
  for (const id of mine.slice(0, 5)) {
    const at = `/api/cases/${id}`;
    expectExactly(ledgerPage, await get(`${at}/ledger?kind=payment&from=${from}`, officer), 'ledger');
    expectExactly(balances, await get(`${at}/balances`, officer), 'balances');
    expectExactly(statement, await get(`${at}/statement?from=${from}&to=${today}`, officer), 'statement');
    expectExactly(caseWhy, await get(`${at}/why`, officer), 'why');
    expectExactly(historyPage, await get(`${at}/history?kinds=visit,payment`, officer), 'history');
    expectExactly(repairsDetail, await get(at, repairs), 'for repairs');
  }
});

test('[CASE-70] nobody reads the money of a case outside their patches; the repairs team reads no money at all', async () => {
  const other = (await casesOf(await cookieOf('manager'))).find((id) => !mine.includes(id))!;
  for (const path of [
    '',
    '/ledger',
    '/balances',
    `/statement?from=${today}&to=${today}`,
    '/history',
    '/why',
  ]) {
    const theirs = await fetch(`${app.url}/api/cases/${other}${path}`, { headers: { cookie: officer } });
    expect(theirs.status, path).toBe(404);
    if (path === '') continue;
    const money = await fetch(`${app.url}/api/cases/${mine[0]}${path}`, { headers: { cookie: repairs } });
    expect(money.status, path).toBe(404);
  }
});

test('[UI-541] [DOMAIN-253] a search finds any tenancy that the person may see, also one that owes nothing, and no other', async () => {
  const search = async (q: unknown, cookie: string) => {
    const response = await fetch(`${app.url}/api/tenancies/search`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ q }),
    });
    return { status: response.status, body: (await response.json()) as FoundTenancies };
  };
  const [home] = await db.sql<
    { id: number; reference: string; address: string; postcode: string; name: string; person: number }[]
  >`
    select a.id, a.reference, p.address, p.postcode, pe.name, pe.id as person
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    join tenancy_person tp on tp.tenancy_id = t.id and tp.role = 'tenant' join person pe on pe.id = tp.person_id
    where a.balance_pence <= 0 and t.end_date is null and not a.id = any(${mine}::int[]) and p.patch_id in (
      select patch_id from stint s join staff on staff.id = s.staff_id
      where staff.email = ${emailOf('officer1')} and s.end_date is null)
    order by a.id limit 1`;
  const one = home!;
  const asked = [
    one.reference.toLowerCase(),
    `${one.postcode.replace(' ', '')} ${one.address.split(' ').at(-2)}`,
    `${one.name.split(' ').toReversed().join(' ')} ${one.address}`,
  ];
  for (const q of asked) {
    const { body } = await search(q, officer);
    expectExactly(foundTenancies, body, q);
    expect(
      body.tenancies.map(({ id }) => id),
      q,
    ).toContain(one.id);
  }
  const [line] =
    await db.sql`select detail from audit_line where what = 'tenancies.found' order by id desc limit 1`;
  expect((line?.['detail'] as { cases: number[] } | undefined)?.cases).toContain(one.id);
  expect(JSON.stringify(line)).not.toContain(one.name);
  // Neither money nor anybody outside the officer's patches.
  expect(JSON.stringify((await search(one.name, officer)).body)).not.toMatch(/pence|£/i);
  const [far] = await db.sql<{ id: number; reference: string }[]>`
    select a.id, a.reference from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id
    where p.patch_id <> (select patch_id from property q join tenancy u on u.property_id = q.id
      join rent_account b on b.tenancy_id = u.id where b.id = ${one.id}) and p.patch_id not in (
      select patch_id from stint s join staff on staff.id = s.staff_id where staff.email = ${emailOf('officer1')})
    limit 1`;
  expect((await search(far!.reference, officer)).body.tenancies).toEqual([]);
  expect((await search(far!.reference, await cookieOf('manager'))).body.tenancies).toHaveLength(1);
  expect((await search(one.reference, repairs)).status).toBe(403);
  // A name is found with and without its accents.
  await db.sql`update person set name = 'Zoë Ñandú Example' where id = ${one.person}`;
  for (const q of ['zoe nandu', 'ZOË', 'Zoe\u0308'])
    expect(
      (await search(q, officer)).body.tenancies.map(({ id }) => id),
      q,
    ).toContain(one.id);
  // Nothing in the words means anything to the database, and too little finds nothing.
  for (const q of ['%', '_', "'; drop", 'a', '']) expect((await search(q, officer)).status, q).toBe(200);
  expect((await search('%%', officer)).body.tenancies).toEqual([]);
  expect((await search('x'.repeat(300), officer)).status).toBe(400);
  // Above the limit a session waits.
  const all = await Promise.all(Array.from({ length: 80 }, () => search('zz', officer)));
  expect(all.some(({ status }) => status === 429)).toBe(true);
});
