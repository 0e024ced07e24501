// Worklists on a test's database: opened with a clock that can be moved, stopped after each test, compared case by case.
import { afterEach } from 'vitest';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { Worklist, type WorklistOptions } from '../../server/worklist/worklist.ts';
import type { TestDatabase } from './database.ts';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const opened: Worklist[] = [];

/** Call once at a file's top level. */
export function worklistsOn(database: () => TestDatabase) {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((worklist) => worklist.stop()));
  });
  return async (options: Partial<WorklistOptions> = {}): Promise<Worklist> => {
    const { url, sql } = database();
    const worklist = await Worklist.open({ url, sql, hub: 'test', log: quiet, learn: false, ...options });
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
