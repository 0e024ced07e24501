// Sixteen writers in a thread of their own, so that they and the reader do not wait for each other's event loop.
// Each payment's id is its index in `sentAt`, a shared array of when its insert was sent (milliseconds since 1970).
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../../db/connect.ts';

export type WriterOrder = {
  url: string;
  writers: number;
  accounts: number;
  /** Payments a second over all writers; 0 is as many as will go. */
  rate: number;
  milliseconds: number;
  first: number;
  sentAt: Float64Array;
};

const order = workerData as WriterOrder;
const sql = connect(order.url, { max: order.writers, applicationName: 'doorstep bench writer' });
const clock = () => performance.timeOrigin + performance.now();
await Promise.all(Array.from({ length: order.writers }, () => sql`select pg_sleep(0.05)`));

let next = order.first;
const begun = performance.now();
const until = begun + order.milliseconds;

async function write(): Promise<void> {
  while (performance.now() < until && next < order.sentAt.length) {
    const id = next++;
    if (order.rate > 0) {
      const due = begun + ((id - order.first) / order.rate) * 1000;
      const wait = due - performance.now();
      if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
      if (performance.now() >= until) return;
    }
    order.sentAt[id] = clock();
    await sql`
      insert into payment (id, rent_account_id, amount_pence, method, source, source_ref, value_date)
      values (${id}, ${1 + ((id * 7919) % order.accounts)}, 8520, 'card', 'bench', ${String(id)}, now()::date)`;
  }
}

await Promise.all(Array.from({ length: order.writers }, write));
const seconds = (performance.now() - begun) / 1000;
await sql.end({ timeout: 1 });
parentPort!.postMessage({ next, seconds });
