// The measure of every fault: a client's worklist equals the one that a new client gets from the database, item by item.
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { client, plain, type TestClient } from './app.ts';

/** Compares with a new client again and again until they are equal; after `ms` it fails and shows the difference. */
export async function levelWithFresh(
  one: TestClient,
  url: string,
  { email = 'officer1@demo.doorstep.test', cookie = undefined as string | undefined, ms = 15_000 } = {},
): Promise<void> {
  const deadline = performance.now() + ms;
  for (;;) {
    const fresh = await client(url, email, cookie ? { cookie } : {});
    fresh.close();
    const [here, there] = [plain(one.worklist), plain(fresh.worklist)];
    if (JSON.stringify(here) === JSON.stringify(there)) return;
    if (performance.now() > deadline) return expect(here).toEqual(there);
    // Each comparison signs somebody in and reads a whole worklist: not without a pause.
    await setTimeout(50);
  }
}

/** Resolves with the next heartbeat whose `stale` has this value. */
export async function nextHeartbeat(one: TestClient, stale: boolean, ms = 10_000) {
  const from = one.came.length;
  return one.until(() => {
    const found = one.came.slice(from).find((m) => m.event === 'heartbeat' && m.message.stale === stale);
    return found?.event === 'heartbeat' && found.message;
  }, ms);
}
