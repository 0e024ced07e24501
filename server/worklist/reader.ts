// Reads cases for the worklist. Each read has a number that gives the order in which reads began. Many cases are read in
// slices: the next one is read while the one before is processed.
import { connect, type Sql } from '../../db/connect.ts';
import type { Groups } from './groups.ts';
import type { ChangesByCase } from './batch.ts';
import {
  smallRead,
  readAbout,
  readMoney,
  readPayments,
  unpackPayment,
  type PaymentRow,
  type ReadDays,
} from './read.ts';
import type { CaseReading, PaymentReading, PaymentsByCase } from './store.ts';

/** Cases a query: the first slice is small, so that its batch leaves early. Between slices other work runs. */
const firstSlice = 1000;
const slice = 4000;

export class Reader {
  readonly #sql: Sql;
  /** Reads a few cases at a time. Its query plans are kept: planning such a read takes longer than the read itself. */
  readonly #quick: Sql;
  readonly #days: () => ReadDays;
  #begun = 0;

  constructor(url: string, sql: Sql, days: () => ReadDays) {
    this.#sql = sql;
    this.#quick = connect(url, {
      max: 2,
      applicationName: 'doorstep worklist',
      settings: { plan_cache_mode: 'force_generic_plan', jit: 'off' },
    });
    this.#days = days;
  }

  stop(): Promise<void> {
    return this.#quick.end({ timeout: 1 });
  }

  /** A read begins now: returns its number. */
  begin(): number {
    return ++this.#begun;
  }

  /** The payments that the log brought with it, where nothing else happened; null where something has to be read. */
  paymentsOf(changes: ChangesByCase, readNumber: number): PaymentReading | null {
    const wanted: PaymentsByCase = new Map();
    const rows: PaymentRow[] = [];
    for (const [id, touched] of changes) {
      const ids: number[] = [];
      for (const { kind, ref, inline } of touched) {
        if (kind !== 'payment' || ref === null || !inline) return null;
        ids.push(ref);
        rows.push(unpackPayment(id, inline, this.#days()));
      }
      wanted.set(id, ids);
    }
    return { readNumber, wanted, rows };
  }

  async read(ids: number[], groups: Groups): Promise<CaseReading> {
    const readNumber = this.begin();
    const days = this.#days();
    const sql = ids.length <= smallRead ? this.#quick : this.#sql;
    const [money, about] = await Promise.all([
      readMoney(sql, ids, days),
      groups === 'money' ? null : readAbout(sql, ids, days),
    ]);
    return { readNumber, ids, money, about };
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
    yield* readAhead(slices.map((one) => () => this.read(one.ids, one.groups)));
  }

  /** Only these payments, and their accounts' balances. */
  async *payments(wanted: PaymentsByCase): AsyncGenerator<PaymentReading> {
    const cases = [...wanted];
    const slices: PaymentsByCase[] = [];
    for (let from = 0; from < cases.length; from += slice)
      slices.push(new Map(cases.slice(from, from + slice)));
    yield* readAhead(
      slices.map((one) => async () => {
        const readNumber = this.begin();
        const rows = await readPayments(this.#sql, [...one.values()].flat(), this.#days());
        return { readNumber, wanted: one, rows };
      }),
    );
  }
}

/** The results of these reads in their order. The next read is under way while the result before it is processed. */
async function* readAhead<T>(reads: (() => Promise<T>)[]): AsyncGenerator<T> {
  const begin = (i: number) => {
    const reading = reads[i]?.();
    // Its failure is handled where it is awaited, which may be later; without this it would count as unhandled.
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
