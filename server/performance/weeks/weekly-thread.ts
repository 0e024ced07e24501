// The thread of the weekly job: freezes week after week, rests between them, and says where it stands when it ends.
import { setTimeout as rest } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { freezeNext, jobSettings, type Next } from './weeks.ts';

/** aheadMs: how far the server's clock is ahead of this machine's. */
export type Order = { url: string; back: number; restTimes: number; restMs: number; aheadMs: number };
export type Said = { frozen: Day; ms: number } | { next: Exclude<Next, { frozen: unknown }> };

const { url, back, restTimes, restMs, aheadMs } = workerData as Order;
const sql = connect(url, { max: 1, applicationName: 'doorstep weeks', settings: jobSettings });
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const say = (said: Said) => parentPort!.postMessage(said);
for (;;) {
  const began = performance.now();
  const next = await freezeNext({ sql, log: silent, clock: () => Date.now() + aheadMs, back });
  if (!('frozen' in next)) {
    say({ next });
    break;
  }
  const ms = Math.round(performance.now() - began);
  say({ frozen: next.frozen.on, ms });
  await rest(Math.max(restMs, restTimes * ms));
}
await sql.end({ timeout: 1 });
