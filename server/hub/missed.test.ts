import type { DoorEvent } from '../worklist/events.ts';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../contract/case-summary.ts';
import { Missed } from './missed.ts';
import type { HubOptions } from './types.ts';

const postedAt = '2026-11-22T10:42:00.000Z';
const payment = { amountPence: 60_000, method: 'card' as const, postedAt };

/** The database has the payment; `held` is what is in memory of the case. */
function before(held: number) {
  const memory = { id: 1, patchId: 2, balancePence: held };
  const told: DoorEvent[] = [];
  const missed = new Missed(
    {
      paidOnTheWay: () => Promise.resolve([{ staffId: 3, caseId: 1, payment, balancePence: 0 }]),
      worklist: { get: () => ({ ...memory }) as CaseSummary } as unknown as HubOptions['worklist'],
      log: { warn: () => {} } as unknown as HubOptions['log'],
    },
    (paid) => told.push(paid),
  );
  return { missed, memory, told };
}

test('[HUB-20] nobody is told of a payment beside the debt that it paid: memory has caught up first', async () => {
  const { missed, memory, told } = before(60_000);
  const looked = missed.look([3]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(told).toEqual([]);
  memory.balancePence = 0;
  await looked;
  expect(told).toMatchObject([{ caseId: 1, visited: true, payment, after: { balancePence: 0 } }]);
});

test('[HUB-20] what the feed tells meanwhile is not told twice', async () => {
  const { missed, memory, told } = before(60_000);
  const looked = missed.look([3]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  missed.told({ caseId: 1, payment: { ...payment, postedAt: '2026-11-22T10:42:00Z' } });
  memory.balancePence = 0;
  await looked;
  expect(told).toEqual([]);
  // Another time, when memory holds it already, they are told at once.
  await missed.look([3]);
  expect(told.length).toBe(1);
});
