// Worklists on a test's database: opened with a clock that can be moved, stopped after each test, compared case by case.
import fc from 'fast-check';
import { afterEach, expect } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { Worklist, type WorklistOptions } from '../../server/worklist/worklist.ts';
import type { TestDatabase } from './database.ts';
import { silentLog } from './silent-log.ts';

const opened: Worklist[] = [];

/** Call once at a file's top level. */
export function worklistsOn(database: () => TestDatabase) {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((worklist) => worklist.stop()));
  });
  return async (options: Partial<WorklistOptions> = {}): Promise<Worklist> => {
    const { url, sql } = database();
    const worklist = await Worklist.open({ url, sql, hub: 'test', log: silentLog, learn: false, ...options });
    opened.push(worklist);
    return worklist;
  };
}

/** What people see of these cases, by id: without what only says how fresh it is. */
export function seen(
  cases: Iterable<CaseSummary>,
): Record<number, Omit<CaseSummary, 'version' | 'knownUpTo'>> {
  return Object.fromEntries([...cases].map(({ version: _, knownUpTo: __, ...rest }) => [rest.id, rest]));
}

type Write = (x: number, account: number) => PromiseLike<unknown>;

/**
 * Runs scripts of these writes, some of them at once so that their commits interleave. After each script the worklist in
 * memory, and a client that only received its batches, equal a new worklist from the database. `x` is 0 to 99.
 * `mayDeadlock`: the writes are of many accounts, so that two of them may want the same rows in another order; one that
 * Postgres refuses for that has not happened.
 */
export async function expectMirror(
  { sql }: TestDatabase,
  open: ReturnType<typeof worklistsOn>,
  writes: Record<string, Write>,
  {
    accounts,
    steps,
    runs,
    mayDeadlock = false,
  }: { accounts: readonly number[]; steps: number; runs: number; mayDeadlock?: boolean },
): Promise<void> {
  const all = async (worklist: Worklist) => {
    const ids = await sql<{ id: number }[]>`select id from rent_account`;
    return seen(ids.flatMap(({ id }) => worklist.get(id) ?? []));
  };
  const worklist = await open();
  const client = new Map(worklist.list('all').map((c) => [c.id, c]));
  worklist.on('batch', ({ patches }) => {
    const batches = [...patches.values()];
    // A case that changed patches is gone in one and changed in another.
    for (const id of batches.flatMap(({ gone }) => gone)) client.delete(id);
    for (const c of batches.flatMap(({ changed }) => changed)) client.set(c.id, c);
  });
  const step = fc.record({
    write: fc.constantFrom(...Object.keys(writes)),
    account: fc.constantFrom(...accounts),
    x: fc.nat({ max: 99 }),
    together: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: steps }), async (script) => {
      const pending: PromiseLike<unknown>[] = [];
      for (const { write, account, x, together } of script) {
        const done = Promise.resolve(writes[write]!(x, account)).catch((error: { code?: string }) => {
          if (!mayDeadlock || error.code !== '40P01') throw error;
        });
        pending.push(done);
        if (!together) await done;
      }
      await Promise.all(pending);
      const other = await open({ hub: 'other' });
      const expected = await all(other);
      const listed = seen(other.list('all'));
      await other.stop();
      await expect.poll(() => all(worklist), { timeout: 10_000 }).toEqual(expected);
      expect(seen(client.values())).toEqual(listed);
    }),
    { numRuns: runs },
  );
}
