// [HTTP-45] costly answers queue for each person; nobody waits for another's, and nothing is kept when a queue is empty.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConcurrencyLimiter } from './concurrency-limiter.ts';
import { answerTable } from './table.ts';

test('[HTTP-45] never more than the limit at once for each person, in order of arrival, and all are done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3), fc.boolean()), { maxLength: 20 }),
      async (most, asked) => {
        const limiter = new ConcurrencyLimiter(most, 100);
        const [busy, began] = [
          { a: 0, b: 0 },
          { a: [] as number[], b: [] as number[] },
        ];
        const done = asked.map(([key, ticks, fails], i) =>
          limiter
            .run(key as 'a' | 'b', async () => {
              began[key as 'a' | 'b'].push(i);
              expect(++busy[key as 'a' | 'b']).toBeLessThanOrEqual(most);
              for (let n = 0; n < ticks; n++) await Promise.resolve();
              busy[key as 'a' | 'b']--;
              if (fails) throw new Error('as asked');
              return i;
            })
            .catch(() => 'failed'),
        );
        expect(await Promise.all(done)).toEqual(asked.map(([, , fails], i) => (fails ? 'failed' : i)));
        for (const order of Object.values(began)) expect(order).toEqual([...order].sort((x, y) => x - y));
        expect(limiter.size).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});

test('[HTTP-45] a person whose queue is full is refused without any work; another is not delayed', async () => {
  const limiter = new ConcurrencyLimiter(1, 2);
  const open = Promise.withResolvers<string>();
  const mine = [1, 2, 3].map(() => limiter.run('me', () => open.promise));
  let worked = false;
  expect(await limiter.run('me', async () => (worked = true))).toBeNull();
  expect(worked).toBe(false);
  expect(await limiter.run('you', async () => 'at once')).toBe('at once');
  open.resolve('done');
  expect(await Promise.all(mine)).toEqual(['done', 'done', 'done']);
});

test('[HTTP-45] two workbooks are made at once, of any number of requests', async () => {
  let [busy, most] = [0, 0];
  const one = () => {
    async function* rows() {
      most = Math.max(most, ++busy);
      yield [{ what: 'x' }];
      await new Promise((later) => setTimeout(later, 20));
      busy--;
    }
    const column = { key: 'what', title: 'What', kind: 'text' } as const;
    return { name: 'x', title: 'X', asOf: '2026-11-09T06:00:00.000Z', columns: [column], rows: rows() };
  };
  const answers = await Promise.all(Array.from({ length: 5 }, () => answerTable(one(), 'xlsx')));
  expect(most).toBe(2);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
});
