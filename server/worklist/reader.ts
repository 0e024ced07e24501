// Reads cases for the worklist, each reading with a number that tells which began first; many cases in slices, the next
// being read while the one before is worked on.
import type { Sql } from '../../db/connect.ts';
import type { Groups } from './groups.ts';
import { readAbout, readMoney, type ReadDays } from './read.ts';
import type { CaseReading } from './store.ts';

/** Cases a query: the first slice is small so that somebody hears early, and between slices others have their turn. */
const firstSlice = 1000;
const slice = 4000;

export class Reader {
  readonly #sql: Sql;
  readonly #days: () => ReadDays;
  #begun = 0;

  constructor(sql: Sql, days: () => ReadDays) {
    this.#sql = sql;
    this.#days = days;
  }

  async read(ids: number[], groups: Groups): Promise<CaseReading> {
    const number = ++this.#begun;
    const days = this.#days();
    const [money, about] = await Promise.all([
      readMoney(this.#sql, ids, days),
      groups === 'money' ? null : readAbout(this.#sql, ids, days),
    ]);
    return { number, ids, money, about };
  }

  async *slices(ids: number[], groups: (id: number) => Groups): AsyncGenerator<CaseReading> {
    const slices: { ids: number[]; groups: Groups }[] = [];
    for (const group of ['all', 'money'] as const) {
      const wanted = ids.filter((id) => groups(id) === group);
      for (let from = 0; from < wanted.length;) {
        const until = from + (slices.length === 0 ? firstSlice : slice);
        slices.push({ ids: wanted.slice(from, until), groups: group });
        from = until;
      }
    }
    const begin = (i: number) => {
      const next = slices[i];
      const reading = next && this.read(next.ids, next.groups);
      // Its failure is heard when it is waited for, which may be later than it happens.
      reading?.catch(() => {});
      return reading;
    };
    let next = begin(0);
    for (let i = 0; next; i++) {
      const reading = await next;
      next = begin(i + 1);
      yield reading;
    }
  }
}
