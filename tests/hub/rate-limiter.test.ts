// How much one session may send over HTTP: above a generous limit it is refused with a message; others are not affected.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimiter, limits } from '../../server/http/rate-limiter.ts';
import { signIn } from '../support/app.ts';
import { png } from '../support/pictures.ts';
import { emailOf, mutationOf, setUp } from './setup.ts';

let ahead = 0;
const { db, landlord, app, ask } = await setUp({ homes: 2, patches: 1, clock: () => Date.now() + ahead });

type Answer = { status: number; detail?: string; wait: number };
async function post(
  cookie: string,
  path: string,
  body: string | Buffer,
  type = 'application/json',
): Promise<Answer> {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { cookie, 'content-type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const { detail } = (await response.json()) as { detail?: string };
  return { status: response.status, detail, wait: Number(response.headers.get('retry-after') ?? 0) };
}
const session = async () => (await signIn(app.url, emailOf('officer1'))).cookie;
const contact = (n: number) =>
  mutationOf('contact.record', { caseId: landlord.accounts[0]!, kind: 'call', reached: false, note: '' }, n);
/** Items that are each refused: they count like others, and cost the server nothing. */
const noise = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({})));

test('[HTTP-44] no session sends more than the burst and the rate over any time, and one that waits as long as the answer says may go on', () => {
  const sends = fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.integer({ min: 1, max: 40 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(sends, fc.integer({ min: 1, max: 20 }), (all, perSecond) => {
      let now = 0;
      const limiter = new RateLimiter({ burst: 40, perSecond }, () => now);
      const went: { at: number; cost: number }[] = [];
      for (const [pause, cost] of all) {
        now += pause;
        const seconds = limiter.wait('one', cost);
        if (seconds === 0) went.push({ at: now, cost });
        else {
          now += seconds * 1000;
          expect(limiter.wait('one', cost)).toBe(0);
          went.push({ at: now, cost });
        }
        for (let from = 0; from < went.length; from++) {
          const sent = went.slice(from).reduce((sum, one) => sum + one.cost, 0);
          expect(sent).toBeLessThanOrEqual(40 + ((now - went[from]!.at) / 1000) * perSecond + 1e-6);
        }
      }
      expect(limiter.wait('another', 40)).toBe(0);
    }),
  );
});

/** Sends until it is refused: not before the burst is used up, and soon after. */
async function untilHeld(
  limit: { burst: number; perSecond: number },
  cost: number,
  send: () => Promise<Answer>,
) {
  const began = performance.now();
  for (let sent = 0; ; sent += cost) {
    const answer = await send();
    const most = limit.burst + ((performance.now() - began) / 1000 + 1) * limit.perSecond;
    if (answer.status === 429) {
      expect(sent + cost).toBeGreaterThan(limit.burst);
      return answer;
    }
    expect(sent).toBeLessThanOrEqual(most);
  }
}

test('[HTTP-44] a session that floods mutations gets the time to wait; nothing of that batch is applied, and later it is applied once', async () => {
  const [flooding, other] = [await session(), await session()];
  const batch = JSON.stringify(Array.from({ length: 500 }, (_, n) => (n === 0 ? contact(1) : {})));
  const held = await untilHeld(limits.mutations, 500, () => post(flooding, '/api/mutations', noise(500)));
  expect(held.detail).toMatch(/^Too many requests\. Wait \d+ seconds?, then send it again/);
  expect((await post(flooding, '/api/mutations', batch)).status).toBe(429);
  const saved = async () =>
    (await db.sql`select 1 from contact where rent_account_id = ${landlord.accounts[0]!}`).length;
  expect(await saved()).toBe(0);
  // The same person on another device is not limited.
  expect((await post(other, '/api/mutations', noise(500))).status).toBe(200);
  ahead += held.wait * 1000;
  expect((await post(flooding, '/api/mutations', batch)).status).toBe(200);
  expect(await saved()).toBe(1);
});

test('[HTTP-44] photographs and settings are limited too, before their body is read', async () => {
  const cookie = await session();
  const path = `/api/cases/${landlord.accounts[0]!}/photos`;
  const photo = (body: Buffer) => post(cookie, `${path}?photoId=${crypto.randomUUID()}`, body, 'image/png');
  const held = await untilHeld(limits.photos, 1, () => photo(Buffer.from('no picture')));
  ahead += held.wait * 1000;
  expect((await photo(png())).status).toBe(201);
  await untilHeld(limits.settings, 1, () => post(cookie, '/api/settings/changes', '{}'));
});

test('[HTTP-96] every search, and travel times, are limited for each session', async () => {
  for (const [who, path, limit] of [
    ['officer1', '/api/tenancies/search', limits.searches],
    ['officer1', '/api/threads/search', limits.searches],
    ['manager', '/api/settings/changes/search', limits.searches],
    ['officer1', '/api/travel', limits.travel],
  ] as const) {
    const { cookie } = await signIn(app.url, emailOf(who));
    const held = await untilHeld(limit, 1, () => post(cookie, path, '{}'));
    expect([path, held.wait]).toEqual([path, expect.any(Number)]);
    ahead += held.wait * 1000;
    expect((await post(cookie, path, '{}')).status).toBe(400);
  }
});

test('[MAP-64] an extract of the basemap needs a session, is limited for each, and is not for another site’s page', async () => {
  const extract = async (headers: Record<string, string>) => {
    const { status } = await fetch(`${app.url}/map/extract.pmtiles?bounds=1,1,1,1`, { headers });
    return { status, wait: 0 };
  };
  const cookie = await session();
  expect((await extract({})).status).toBe(401);
  expect((await extract({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  // This landlord has no basemap.
  expect((await extract({ cookie })).status).toBe(404);
  const flooding = await session();
  await untilHeld(limits.mapExtracts, 1, () => extract({ cookie: flooding }));
  expect((await extract({ cookie })).status).toBe(404);
});

test('[HTTP-45] one person’s costly requests queue behind each other, over all their tabs, and nobody else waits for them', async () => {
  const cookies = [await session(), await session()];
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const lock = db.sql.begin(async (tx) => {
    await tx`lock table week_freeze in access exclusive mode`;
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const statuses: number[] = [];
  const requests = Array.from({ length: 50 }, async (_, i) => {
    const query = `from=2026-01-05&to=2026-01-${12 + (i % 3) * 7}`;
    const { status } = await ask(cookies[i % 2]!, `/api/performance/practice?${query}`);
    statuses.push(status);
  });
  // Four run, forty wait, and the others are refused.
  await expect.poll(() => statuses, { timeout: 5000 }).toEqual(Array(6).fill(429));
  // Another person's request, which uses the same database.
  expect((await ask('manager', '/api/settings/changes')).status).toBe(200);
  held.resolve();
  await lock;
  await Promise.all(requests);
  expect(statuses.slice(6)).toEqual(Array(44).fill(404));
});
