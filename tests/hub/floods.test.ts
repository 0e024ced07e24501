// One device that sends far too often: it is slowed down, and other clients are not flooded by it.
import { expect, test } from 'vitest';
import { pay } from '../support/landlord.ts';
import { received, setUp } from './setup.ts';

const { db, join } = await setUp({ homes: 12, patches: 1 });

test('[HUB-63] a client that opens and leaves cases too often is asked to wait; managers get presence a few times a second, and the last state is right', async () => {
  const [stormy, watcher] = [await join('officer1'), await join('manager')];
  const [one, two] = [...stormy.worklist.keys()] as [number, number];
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 600 }, (_, i) => stormy.look(i % 2 === 0 ? one : two)),
  );
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBeGreaterThan(100);
  expect(refused[0]!.message).toBe('Too many requests. Try again in a minute.');
  // A valid event at the end, when the rate limit allows it again.
  await expect.poll(async () => (await stormy.look(two)).ok, { timeout: 10_000, interval: 200 }).toBe(true);
  const here = (caseId: number) =>
    received(watcher, 'presence').findLast((message) => message.caseId === caseId)?.people;
  await watcher.until(() => here(two)?.length === 1);
  expect(here(one)).toEqual([]);
  // Four messages a second, with two cases in each.
  const seconds = (performance.now() - began) / 1_000;
  expect(watcher.count('presence')).toBeLessThanOrEqual(Math.ceil(seconds * 4 + 1) * 2);
});

test('[HUB-63] a storm of changes is bounded: one claim is kept, and other clients get a payment as usual', async () => {
  const [stormy, watcher] = [await join('officer1'), await join('manager')];
  const [one, other] = [...stormy.worklist.keys()] as [number, number];
  for (let i = 0; i < 500; i++) void stormy.do('case.take', { caseId: one }).catch(() => {});
  await pay(db.sql, other, 1_234);
  await watcher.until(() => watcher.worklist.get(other)?.lastPayment?.amountPence === 1_234);
  const counts = async () => {
    const [row] = await db.sql<{ sent: number; standing: number }[]>`
      select (select count(*)::int from mutation where kind = 'case.take') as sent,
        (select count(*)::int from case_claim where ended_at is null and rent_account_id = ${one}) as standing`;
    return row!;
  };
  await expect.poll(async () => (await counts()).standing, { timeout: 10_000 }).toBe(1);
  expect((await counts()).sent).toBeLessThan(450);
});
