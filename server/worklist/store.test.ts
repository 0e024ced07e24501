// The cases in memory when readings arrive in another order than they were begun.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { owe, pay, smallLandlord } from '../../tests/support/landlord.ts';
import { clockOf, readDaysOf, readLandlord } from './landlord.ts';
import { readAbout, readMoney, readPayments } from './read.ts';
import { Store, type CaseReading } from './store.ts';

const { sql } = await freshDatabase();
const [id] = (await smallLandlord(sql, { homes: 1, patches: 1 })).accounts as [number];
await owe(sql, 60_000);
const now = Date.now();
const landlord = await readLandlord(sql, now, () => {});
const days = readDaysOf(landlord, now);
const moment = { landlord, clock: clockOf(landlord, now), recentFrom: days.recentFrom };
const reading = async (readNumber: number): Promise<CaseReading> => {
  const [money, about] = await Promise.all([readMoney(sql, [id], days), readAbout(sql, [id], days)]);
  return { readNumber, ids: [id], money, about };
};
const balance = (store: Store) => store.get(id)?.balancePence;

test('[WORK-16] a reading that a newer one overtook changes nothing, and its case is read again', async () => {
  const store = new Store(now, () => moment);
  const older = await reading(1);
  await pay(sql, id, 1_000);
  expect(store.apply(await reading(2), moment, null).again).toEqual([]);
  expect(store.apply(older, moment, null)).toEqual({ differences: [], again: [id] });
  expect(balance(store)).toBe(59_000);
});

test('[WORK-16] a payment that a newer reading has already is not added to it, and its case is read again', async () => {
  const store = new Store(now, () => moment);
  const before = (await readMoney(sql, [id], days))[0]!.balance_pence;
  await pay(sql, id, 2_000);
  const [{ id: payment }] = await sql<[{ id: number }]>`select max(id) as id from payment`;
  const rows = await readPayments(sql, [payment], days);
  store.apply(await reading(2), moment, null);
  const wanted = new Map([[id, [payment]]]);
  expect(store.add({ readNumber: 1, wanted, rows }, moment)).toEqual({ differences: [], again: [id] });
  expect(balance(store)).toBe(before - 2_000);
});
