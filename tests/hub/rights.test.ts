// Nobody receives more than they may see, and what they may no longer see leaves their device at once.
import { expect, test } from 'vitest';
import { protocol } from '../../server/contract/protocol.ts';
import { mutationKinds } from '../../server/contract/up.ts';
import { client, signIn } from '../support/app.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { pay } from '../support/landlord.ts';
import { emailOf, moneyIn, mutationOf, patchesOf, setUp, wordsAndFigures } from './setup.ts';

const { db, landlord, app, ask, read, join, listen } = await setUp({ homes: 24, patches: 3 });

test('[ACCESS-1] an officer gets their patches, a manager gets all', async () => {
  const officer = await join('officer1');
  const manager = await join('manager');
  expect(patchesOf(officer)).toEqual([landlord.patches[0]]);
  expect(patchesOf(manager)).toEqual(landlord.patches);
  const theirs = await ask('officer1', `/api/worklist?patch=${landlord.patches[0]}`);
  expect(((await theirs.json()) as { cases: unknown[] }).cases).toHaveLength(officer.worklist.size);
  const others = await ask('officer1', `/api/worklist?patch=${landlord.patches[1]}`);
  expect(others.status).toBe(403);
  const [foreign] = [...manager.worklist.values()].filter((c) => c.patchId === landlord.patches[1]);
  expect((await ask('officer1', `/api/cases/${foreign!.id}`)).status).toBe(404);
  expect(await officer.look(foreign!.id)).toMatchObject({ ok: false });
  expect(await officer.do('visit.plan', { caseId: foreign!.id, plannedFor: '2026-12-01' })).toMatchObject({
    status: 'refused',
  });
});

test.each(['repairs', 'advice'])('[ACCESS-2] %s: no message and no answer has money in it', async (who) => {
  const one = await listen(who);
  const account = landlord.accounts[0]!;
  const every = everyMutation({ caseId: account, personId: 1, repairId: 1, staffId: 1 });
  const sent: unknown[] = [await one.look(account)];
  for (const kind of mutationKinds) sent.push(await one.do(kind, every[kind].args));

  // An officer is on the way, somebody has the case open, and money comes: only people who may see it are sent it.
  const manager = await join('manager');
  await manager.do('visit.set-out', { caseId: account });
  await manager.look(account, 'on_the_way');
  await pay(db.sql, account, 43_219);
  await manager.until(() => manager.worklist.get(account)?.lastPayment?.amountPence === 43_219);
  await one.next('heartbeat');
  sent.push(...one.came.map((m) => m.message));

  const request = async (...[path, body]: [string, unknown?]) => {
    const response = await ask(who, path, body);
    sent.push(path, response.status, await response.json());
  };
  const { paths } = await read<{ paths: Record<string, { get?: unknown }> }>('', '/api/openapi.json');
  const reads = Object.keys(paths).filter((path) => paths[path]!.get && path.startsWith('/api/'));
  expect(reads.length).toBeGreaterThan(3);
  for (const path of [...reads, '/api/tiles', '/api/performance', '/api/performance/weeks'])
    for (const query of ['', '?before=9', `?patch=${landlord.patches[0]}`])
      await request(path.replace('{id}', String(account)) + query);
  await request(
    '/api/mutations',
    mutationKinds.map((kind, n) => mutationOf(kind, every[kind].args, n, `${who} over http`)),
  );
  const payment = { rentAccountId: account, amountPence: 100, method: 'card', source: 's', sourceRef: 'r' };
  await request('/api/payments', [{ ...payment, valueDate: '2026-01-01' }]);

  // The sentences of a refusal may mention money; no field and no figure may have any.
  const sentences =
    /^(The worklist shows money|Only managers and admin|Your work is done|The repairs team does|The money-advice team)/;
  expect(moneyIn(sent.flatMap(wordsAndFigures).filter((word) => !sentences.test(word)))).toEqual([]);
  expect(one.count('worklist:reset') + one.count('worklist:changes') + one.count('case:stand-down')).toBe(0);
  expect(one.count('presence')).toBe(0);
});

test('[ACCESS-3] a patch that is taken away leaves the device at once, and a new one arrives, without signing in again', async () => {
  const officer = await join('officer2');
  const [was, given] = [landlord.patches[1]!, landlord.patches[2]!];
  await db.sql`update stint set patch_id = ${given} where staff_id = ${landlord.officers[1]!}`;
  await officer.until(() => patchesOf(officer).join() === `${given}`);
  const resets = officer.count('worklist:reset');
  expect(resets).toBe(2);
  const stranger = landlord.accounts.find((id) => !officer.worklist.has(id))!;
  await pay(db.sql, stranger, 10);
  const mine = [...officer.worklist.keys()][0]!;
  await pay(db.sql, mine, 10);
  await officer.until(() => officer.worklist.get(mine)?.lastPayment?.amountPence === 10);
  expect(officer.worklist.has(stranger)).toBe(false);
  await db.sql`update stint set patch_id = ${was} where staff_id = ${landlord.officers[1]!}`;
  await officer.until(() => patchesOf(officer).includes(was));
});

test('[ACCESS-3] an officer whose patches changed while they were away gets a reset, not only the changes in the new patch', async () => {
  const before = await join('officer2');
  before.close();
  await db.sql`update stint set patch_id = ${landlord.patches[2]!} where staff_id = ${landlord.officers[1]!}`;
  // A connected client shows that the change has arrived.
  const watcher = await join('officer2');
  await watcher.until(() => patchesOf(watcher).includes(landlord.patches[2]!));
  const again = await join('officer2', { since: before.cursor });
  expect(again.count('worklist:reset')).toBe(1);
  expect(patchesOf(again)).toEqual([landlord.patches[2]]);
  await db.sql`update stint set patch_id = ${landlord.patches[1]!} where staff_id = ${landlord.officers[1]!}`;
  await watcher.until(() => patchesOf(watcher).includes(landlord.patches[1]!));
});

test('[ACCESS-3] a person who leaves the staff is disconnected with a message, and their session opens nothing', async () => {
  const email = emailOf('officer3');
  const { cookie } = await signIn(app.url, email);
  const officer = await client(app.url, email, { cookie });
  await db.sql`update staff set active = false where email = ${email}`;
  await officer.until(() => officer.socket.disconnected);
  expect(officer.count('session:ended')).toBe(1);
  expect((await ask(cookie, '/api/me')).status).toBe(401);
});

test('[ACCESS-3] signing out closes every socket of that session, and its cookie opens nothing', async () => {
  const { cookie } = await signIn(app.url, emailOf('manager'));
  const here = await join('manager', { cookie });
  const other = await join('manager');
  const out = await fetch(`${app.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: app.url },
    body: '{}',
  });
  expect(out.status).toBe(200);
  await here.until(() => here.socket.disconnected);
  expect(here.count('session:ended')).toBe(1);
  expect(other.socket.connected).toBe(true);
  expect((await ask(cookie, '/api/me')).status).toBe(401);
});

test('[HUB-86] an officer whose last patch is taken gets an empty list, whether connected or away, and stays signed in', async () => {
  const { cookie } = await signIn(app.url, emailOf('officer2'));
  const here = await join('officer2', { cookie });
  expect(here.worklist.size).toBeGreaterThan(0);
  const before = here.cursor;
  const stints = await db.sql<{ patch_id: number; start_date: string }[]>`
    delete from stint where staff_id = ${landlord.officers[1]!} and end_date is null returning patch_id, start_date::text`;
  await here.until(() => here.count('worklist:reset') > 1 && here.worklist.size === 0);
  expect(here.socket.connected).toBe(true);
  expect(here.count('session:ended')).toBe(0);
  // A device that was away still has the old list: it gets the empty one.
  const away = await join('officer2', { cookie, since: before });
  expect(away.count('worklist:reset')).toBe(1);
  expect(away.worklist.size).toBe(0);
  for (const { patch_id, start_date } of stints)
    await db.sql`insert into stint (staff_id, patch_id, start_date)
      values (${landlord.officers[1]!}, ${patch_id}, ${start_date})`;
  await here.until(() => here.worklist.size > 0);
});

test('[HUB-87] a device that shows one person’s list is not connected with another person’s session', async () => {
  const { cookie } = await signIn(app.url, emailOf('officer1'));
  const auth = { protocol, staffId: landlord.officers[1]! };
  await expect(join('officer1', { cookie, auth })).rejects.toMatchObject({
    data: { kind: 'sign-in' },
  });
  const mine = { protocol, staffId: landlord.officers[0]! };
  const here = await join('officer1', { cookie, auth: mine });
  expect(here.worklist.size).toBeGreaterThan(0);
});

test('[OFF-56] a queue that is sent by a request names its person: nothing of it is done in another person’s name', async () => {
  const one = mutationOf('case.take', { caseId: landlord.accounts[0]! });
  const send = (staffId: number) => ask('officer1', '/api/mutations', { staffId, mutations: [one] });
  const other = await send(landlord.officers[1]!);
  expect(other.status).toBe(401);
  const stored = () => db.sql`select 1 from mutation where id = ${one.id}`;
  expect(await stored()).toHaveLength(0);
  const mine = await send(landlord.officers[0]!);
  expect(await mine.json()).toMatchObject({ answers: [{ id: one.id, status: 'applied' }] });
  expect(await stored()).toHaveLength(1);
});
