import type { DoorEvent } from '../worklist/events.ts';
import { expect, test } from 'vitest';
import type { CaseSummary } from '../contract/case-summary.ts';
import { MissedStandDowns } from './missed-stand-downs.ts';
import type { HubOptions } from './types.ts';

const postedAt = '2026-11-22T10:42:00.000Z';
const payment = { amountPence: 60_000, method: 'card' as const, postedAt };

/** The database has the payment; `held` is the balance in memory, which may be older. */
function before(held: number) {
  const memory = { id: 1, patchId: 2, balancePence: held };
  const sent: DoorEvent[] = [];
  const missed = new MissedStandDowns(
    {
      paidOnTheWay: () => Promise.resolve([{ staffId: 3, caseId: 1, payment, balancePence: 0 }]),
      worklist: { get: () => ({ ...memory }) as CaseSummary } as unknown as HubOptions['worklist'],
      log: { warn: () => {} } as unknown as HubOptions['log'],
    },
    (paid) => sent.push(paid),
  );
  return { missed, memory, sent };
}

test('[HUB-20] no payment is sent with the debt from before it: memory catches up first', async () => {
  const { missed, memory, sent } = before(60_000);
  const done = missed.sendTo([3]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(sent).toEqual([]);
  memory.balancePence = 0;
  await done;
  expect(sent).toMatchObject([{ caseId: 1, visited: true, payment, after: { balancePence: 0 } }]);
});

test('[HUB-20] a payment that the feed brings meanwhile is not sent twice', async () => {
  const { missed, memory, sent } = before(60_000);
  const done = missed.sendTo([3]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  missed.sentByFeed({ caseId: 1, payment: { ...payment, postedAt: '2026-11-22T10:42:00Z' } });
  memory.balancePence = 0;
  await done;
  expect(sent).toEqual([]);
  // The next time memory has it already, and it is sent at once.
  await missed.sendTo([3]);
  expect(sent.length).toBe(1);
});
