// The worker thread of the weekly job: freezes week after week, pauses between them, and reports its state when it ends.
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { freezeNext, jobSettings, type Next } from './weeks.ts';

/** aheadMs: how far the server's clock is ahead of this machine's. */
export type WorkerInput = { url: string; back: number; restTimes: number; restMs: number; aheadMs: number };
export type WorkerMessage = { frozen: Day; ms: number } | { next: Exclude<Next, { frozen: unknown }> };

const { url, back, restTimes, restMs, aheadMs } = workerData as WorkerInput;
const sql = connect(url, { max: 1, applicationName: 'doorstep weeks', settings: jobSettings });
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const report = (message: WorkerMessage) => parentPort!.postMessage(message);
for (;;) {
  const began = performance.now();
  const next = await freezeNext({ sql, log: silent, clock: () => Date.now() + aheadMs, back });
  if (!('frozen' in next)) {
    report({ next });
    break;
  }
  const ms = Math.round(performance.now() - began);
  report({ frozen: next.frozen.on, ms });
  await pause(Math.max(restMs, restTimes * ms));
}
await sql.end({ timeout: 1 });
