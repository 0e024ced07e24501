// Plans a round in a worker. Without workers the page plans it itself, which takes a few tenths of a second.
import { planRound, type Round, type RoundRequest } from '#domain/rounds/round.ts';

let worker: Worker | null = null;
let broken = typeof Worker !== 'function';
let n = 0;
const waiting = new Map<number, { request: RoundRequest; resolve: (round: Round) => void }>();

/** Plans the round in a worker, or on the page where workers do not work. */
export function plan(request: RoundRequest): Promise<Round> {
  if (broken) return Promise.resolve(planRound(request));
  if (!worker) {
    worker = new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ n: number; round: Round }>) => {
      waiting.get(data.n)?.resolve(data.round);
      waiting.delete(data.n);
    };
    worker.onerror = () => {
      broken = true;
      worker = null;
      for (const { request: pending, resolve } of waiting.values()) resolve(planRound(pending));
      waiting.clear();
    };
  }
  n += 1;
  const mine = n;
  return new Promise((resolve) => {
    waiting.set(mine, { request, resolve });
    worker!.postMessage({ n: mine, request });
  });
}
