// A table as a workbook, made in a thread of its own: zipping fifty thousand rows takes seconds that no socket has.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Table } from './table-shape.ts';

/** More rows than people read in a spreadsheet; each takes some kilobytes while the file is made. */
export const mostRows = 50_000;
const rowsAtOnce = 1_000;

/** Null where it has more than `mostRows`. */
export async function makeWorkbook(table: Table): Promise<Uint8Array<ArrayBuffer> | null> {
  const { rows, ...about } = table;
  const worker = new Worker(new URL('./table-xlsx-thread.ts', import.meta.url), {
    workerData: about,
    resourceLimits: { maxOldGenerationSizeMb: 1_024 },
  });
  try {
    // Attached at once, so that an early failure is not an unhandled rejection.
    const made = once(worker, 'message') as Promise<[Uint8Array<ArrayBuffer>]>;
    made.catch(() => {});
    let count = 0;
    for await (const some of batches(rows)) {
      count += some.length;
      if (count > mostRows) return null;
      worker.postMessage(some);
      await setImmediate();
    }
    worker.postMessage(null);
    return (await made)[0];
  } finally {
    void worker.terminate();
  }
}

async function* batches(rows: Table['rows']) {
  if (Symbol.asyncIterator in rows) yield* rows;
  else for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}
