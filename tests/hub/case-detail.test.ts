// What the server answers about a case has exactly the shape of its schema. The client's types are inferred from that
// schema, and no other test compares them with real answers.
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { caseDetail, repairsDetail } from '../../server/contract/case-detail.ts';
import { historyPage } from '../../server/contract/case-history.ts';
import { caseWhy } from '../../server/contract/case-why.ts';
import { balances, ledgerPage, statement } from '../../server/contract/ledger.ts';
import { signIn, startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { emailOf } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const today = londonDay();
const app = await startApp(await freshDatabase({ demo: { homes: 300, today } }));
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
