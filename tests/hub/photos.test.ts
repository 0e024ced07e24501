// Photographs through the real server: who may send and see them, and what is refused.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Problem } from '../../server/contract/problem.ts';
import { cleanPhoto } from '../../server/cases/visits/photo-clean.ts';
import { jpeg, png, webp } from '../support/pictures.ts';
import { setUp } from './setup.ts';

const { db, landlord, app, ask, cookieOf, accountsOf } = await setUp({ homes: 4, patches: 2 });
const mine = accountsOf(0)[0]!;
const elsewhere = landlord.accounts.find((one) => one !== mine)!;

const send = async (
  who: string,
  data: Uint8Array,
  { id = randomUUID() as string, type = 'image/jpeg', at = mine } = {},
) =>
  fetch(`${app.url}/api/cases/${at}/photos?photoId=${id}&takenAt=2026-11-20T10:00:00Z`, {
    method: 'POST',
    headers: { cookie: await cookieOf(who), 'content-type': type },
    body: new Uint8Array(data),
  });
const see = (who: string, id: string) => ask(who, `/api/photos/${id}`);
const kept = async () => (await db.sql<{ n: number }[]>`select count(*)::int as n from photo`)[0]!.n;

test('[CASE-21] a photograph is kept and comes back unchanged, without the metadata of its file', async () => {
  for (const data of [jpeg(), png(), webp()]) {
    const id = randomUUID();
    const answer = await send('officer1', data, { id });
    expect(answer.status).toBe(201);
    const seen = await see('officer1', id);
    expect(seen.status).toBe(200);
    const mime = seen.headers.get('content-type') as 'image/jpeg';
    expect(Buffer.from(await seen.arrayBuffer()).equals(cleanPhoto(data, mime)!)).toBe(true);
    expect(seen.headers.get('x-content-type-options')).toBe('nosniff');
    expect(seen.headers.get('cache-control')).toBe('private, no-store');
    expect(seen.headers.get('content-disposition')).toMatch(
      /^inline; filename="photograph\.(jpeg|png|webp)"$/,
    );
    expect(seen.headers.get('content-type')).toMatch(/^image\//);
  }
});

test('[CASE-21] its type is found from its bytes, whatever it is called', async () => {
  const id = randomUUID();
  expect((await send('officer1', png(), { id, type: 'image/jpeg' })).status).toBe(201);
  expect((await see('officer1', id)).headers.get('content-type')).toBe('image/png');
  const before = await kept();
  const page = Buffer.from('<html><script>alert(1)</script></html>');
  expect((await send('officer1', page, { type: 'image/png' })).status).toBe(415);
  expect((await send('officer1', jpeg().subarray(0, 200))).status).toBe(415);
  expect((await send('officer1', Buffer.alloc(0))).status).toBe(415);
  expect(await kept()).toBe(before);
});

test('[HTTP-74] the title of a refused photograph says what to send, and that of another body asks for JSON', async () => {
  const titleOf = async (answer: Response) => [answer.status, ((await answer.json()) as Problem).title];
  expect(await titleOf(await send('officer1', Buffer.from('text')))).toEqual([
    415,
    'Send a JPEG, PNG or WebP picture',
  ]);
  const text = await fetch(`${app.url}/api/mutations`, {
    method: 'POST',
    headers: { cookie: await cookieOf('officer1'), 'content-type': 'text/plain' },
    body: 'text',
  });
  expect(await titleOf(text)).toEqual([415, 'Send this as JSON']);
});

test('[CASE-21] fifty copies at once are one photograph; a different one with its id is refused and changes nothing', async () => {
  const id = randomUUID();
  const before = await kept();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => send('officer1', jpeg(100, 80), { id })),
  );
  expect(answers.filter((a) => a.status === 201).length).toBe(1);
  expect(answers.filter((a) => a.status === 200).length).toBe(49);
  expect(await kept()).toBe(before + 1);
  expect((await send('officer1', jpeg(100, 80, 'other'), { id })).status).toBe(409);
  expect((await send('manager', jpeg(100, 80), { id, at: elsewhere })).status).toBe(409);
});

test('[CASE-21] fifty megabytes are refused without being kept, and the server goes on', async () => {
  const before = await kept();
  const huge = Buffer.concat([jpeg(), Buffer.alloc(50_000_000)]);
  const slightly = Buffer.concat([jpeg().subarray(0, -2), Buffer.alloc(8_000_000), jpeg().subarray(-2)]);
  for (const data of [huge, slightly]) {
    const status = await send('officer1', data).then(
      (answer) => answer.status,
      // The server may close the connection before everything is sent.
      () => 413,
    );
    expect(status).toBe(413);
  }
  expect(await kept()).toBe(before);
  expect((await send('officer1', jpeg(50, 50))).status).toBe(201);
});

test('[CASE-22] a photograph is seen by those who may see the case; the repairs team sees its own and what was shared', async () => {
  const id = randomUUID();
  expect((await send('officer1', jpeg(90, 90), { id })).status).toBe(201);
  expect((await see('manager', id)).status).toBe(200);
  expect((await see('officer2', id)).status).toBe(404);
  expect((await see('repairs', id)).status).toBe(404);
  expect((await see('advice', id)).status).toBe(404);
  expect((await see('', id)).status).toBe(401);
  await db.sql`insert into photo_for_repairs (photo_id, rent_account_id) values (${id}, ${elsewhere})`;
  expect((await see('repairs', id)).status, 'shared for another case').toBe(404);
  await db.sql`insert into photo_for_repairs (photo_id, rent_account_id) values (${id}, ${mine})`;
  expect((await see('repairs', id)).status).toBe(200);
  const theirs = randomUUID();
  expect((await send('repairs', jpeg(91, 91), { id: theirs })).status).toBe(201);
  expect((await see('repairs', theirs)).status).toBe(200);
  expect((await see('officer1', theirs)).status).toBe(200);
});

test('[CASE-22] nobody can add a photograph to a case outside their patches', async () => {
  const before = await kept();
  expect((await send('officer2', jpeg())).status).toBe(404);
  expect((await send('advice', jpeg())).status).toBe(404);
  expect((await send('officer1', jpeg(), { at: 2_000_000_000 })).status).toBe(404);
  expect((await send('officer1', jpeg(), { id: 'not-a-uuid' })).status).toBe(400);
  expect(await kept()).toBe(before);
});
