// A visit is stopped while the officer's app is closed: their devices are sent a push message, through a push service that
// decrypts it as a browser would.
import { expect, test, vi } from 'vitest';
import { signIn, startApp, type TestClient } from '../support/app.ts';
import { pay } from '../support/landlord.ts';
import { pushService } from '../support/push-service.ts';
import { emailOf, logInFolder, setUp } from './setup.ts';

const service = await pushService();
const kept = logInFolder();
const push = { allows: service.allows, timing: { pollMs: 200, retrySeconds: 0.05 } };
const { db, app, sql, join, ask, read } = await setUp({
  ...{ homes: 60, patches: 2, push, logFolder: kept.logFolder, environment: { LOG_LEVEL: 'info' } },
});

/** Until the condition holds. */
const until = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, 10_000);

/** A device of its own session, which is subscribed. */
async function subscribed(who: string, url = app.url) {
  const device = service.device();
  const { cookie } = await signIn(url, emailOf(who));
  expect((await ask(cookie, '/api/push/subscribe', device.subscription)).status).toBe(200);
  return { ...device, cookie };
}

/** Sets out to a case that owes all of its rent, and closes the app. */
async function onTheWay(who: string): Promise<number> {
  const officer: TestClient = await join(who);
  const one = [...officer.worklist.values()].find(
    (c) => c.action === 'visit' && c.visit === null && c.alerts.length === 0 && c.balancePence === 60_000,
  )!;
  expect(await officer.do('visit.set-out', { caseId: one.id })).toMatchObject({ status: 'applied' });
  await officer.until(() => officer.worklist.get(one.id)?.visit?.state === 'on_the_way');
  officer.close();
  return one.id;
}

test('[HUB-110] a stopped visit is pushed to every device of the officer, signed and encrypted, and to nobody else', async () => {
  const phone = await subscribed('officer1');
  const tablet = await subscribed('officer1');
  const colleague = await subscribed('officer2');
  const { publicKey } = await read<{ publicKey: string }>('officer1', '/api/push');
  const caseId = await onTheWay('officer1');
  await pay(sql, caseId, 60_000);
  await until(() => phone.came().length === 1 && tablet.came().length === 1);
  const [pushed] = phone.came();
  expect(pushed).toMatchObject({
    shown: {
      title: 'Visit stopped',
      body: 'Open Doorstep to see why.',
      tag: 'stand-down',
      path: '/worklist',
    },
    headers: { urgency: 'high', 'content-encoding': 'aes128gcm' },
    claims: { aud: service.origin },
    publicKey,
  });
  // Worthless after half an hour.
  expect(Number(pushed!.headers['ttl'])).toBeGreaterThan(1_700);
  expect(Number(pushed!.headers['ttl'])).toBeLessThanOrEqual(1_800);
  // A second stopped visit is another message: only then would a message to the colleague have been late.
  await pay(sql, await onTheWay('officer2'), 60_000);
  await until(() => colleague.came().length === 1);
  expect([phone.came().length, tablet.came().length]).toEqual([1, 1]);
});

test('[HUB-111] a push message says nothing about the home, the tenant or the money, and the log has no address of a device', async () => {
  const phone = await subscribed('officer1');
  const caseId = await onTheWay('officer1');
  const [home] = await sql<{ address: string; name: string }[]>`
    select p.address, pe.name from rent_account a join tenancy t on t.id = a.tenancy_id
      join property p on p.id = t.property_id join tenancy_person tp on tp.tenancy_id = t.id
      join person pe on pe.id = tp.person_id where a.id = ${caseId}`;
  await pay(sql, caseId, 60_000);
  await until(() => phone.came().length === 1);
  const { shown, headers, bytes } = phone.came()[0]!;
  const words = JSON.stringify(shown);
  for (const secret of [home!.address, home!.name, '600', String(caseId)])
    expect(words).not.toContain(secret);
  expect(Object.keys(shown).sort()).toEqual(['body', 'path', 'tag', 'title']);
  // The push service sees neither the kind nor a length that tells it.
  expect(headers['topic']).toMatch(/^[\w-]{32}$/);
  expect(bytes.length).toBe(service.came[0]!.bytes.length);
  phone.forget();
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(async () => {
    const [row] = await sql`select from push_subscription where endpoint = ${phone.subscription.endpoint}`;
    return row === undefined;
  });
  expect(kept.text()).toContain('a notification was not sent');
  expect(kept.text()).not.toContain(phone.name);
  expect(kept.text()).not.toContain(phone.subscription.keys.auth);
});

test('[HUB-112] two hubs send each stopped visit once', async () => {
  const second = await startApp(db, { push });
  const phone = await subscribed('officer1');
  const cases = [await onTheWay('officer1'), await onTheWay('officer1'), await onTheWay('officer1')];
  // One after the other: what is due for a device at the same time is sent as one message.
  for (const [n, caseId] of cases.entries()) {
    await pay(sql, caseId, 60_000);
    await until(() => phone.came().length === n + 1);
  }
  await second.stop();
  await until(async () => {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from push_notice where done_at is null`;
    return row!.left === 0;
  });
  expect(phone.came()).toHaveLength(3);
});

test('[HUB-114] a device is removed when its person signs out or is deactivated, another person signs in there, or its push service does not know it', async () => {
  const isThere = async ({ subscription: { endpoint } }: { subscription: { endpoint: string } }) => {
    const [row] = await sql<{ staff: string }[]>`
      select s.email as staff from push_subscription p join staff s on s.id = p.staff_id where p.endpoint = ${endpoint}`;
    return row?.staff ?? null;
  };
  const [left, stopped, revoked, shared] = [
    await subscribed('officer2'),
    await subscribed('officer2'),
    await subscribed('officer2'),
    await subscribed('officer2'),
  ];
  expect((await ask(left.cookie, '/api/auth/sign-out', {})).status).toBe(200);
  expect(await isThere(left)).toBe(null);
  // Nobody removes the device of another person.
  const { endpoint } = stopped.subscription;
  expect((await ask('officer1', '/api/push/unsubscribe', { endpoint })).status).toBe(200);
  expect(await isThere(stopped)).toBe(emailOf('officer2'));
  expect((await ask(stopped.cookie, '/api/push/unsubscribe', { endpoint })).status).toBe(200);
  expect(await isThere(stopped)).toBe(null);
  expect((await ask('officer1', '/api/push/subscribe', shared.subscription)).status).toBe(200);
  expect(await isThere(shared)).toBe(emailOf('officer1'));
  expect(await isThere(revoked)).toBe(emailOf('officer2'));
  await sql`update staff set active = false where email = ${emailOf('officer2')}`;
  expect(await isThere(revoked)).toBe(null);
  await sql`update staff set active = true where email = ${emailOf('officer2')}`;
  const gone = await subscribed('officer1');
  gone.forget();
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(async () => (await isThere(gone)) === null);
});

test('[HUB-115] a push service that fails is tried again, later each time, and one that refuses is not', async () => {
  const phone = await subscribed('officer1');
  const tries: number[] = [];
  const answers = [503, 429, 201];
  service.answer = ({ device }) => {
    if (device !== phone.name) return { status: 201 };
    tries.push(Date.now());
    return { status: answers.shift() ?? 201 };
  };
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(() => phone.came().length === 1);
  expect(tries).toHaveLength(3);
  expect(tries[1]! - tries[0]!).toBeGreaterThanOrEqual(50);
  expect(tries[2]! - tries[1]!).toBeGreaterThanOrEqual(100);
  answers.push(400);
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(() => tries.length === 4);
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(() => phone.came().length === 2);
  expect(tries).toHaveLength(5);
  service.answer = () => ({ status: 201 });
});

test('[HUB-116] a redirect of a push service is not followed, and a visit that ended meanwhile is not sent', async () => {
  const phone = await subscribed('officer1');
  const elsewhere = service.device();
  service.answer = ({ device }) =>
    device === phone.name
      ? { status: 307, headers: { location: elsewhere.subscription.endpoint } }
      : { status: 201 };
  const before = service.requests;
  await pay(sql, await onTheWay('officer1'), 60_000);
  await until(async () => {
    const [row] = await sql`
      select from push_notice n join push_subscription p on p.id = n.subscription_id
      where p.endpoint = ${phone.subscription.endpoint} and n.done_at is not null`;
    return row !== undefined;
  });
  expect(service.requests).toBeGreaterThan(before);
  expect(elsewhere.came()).toEqual([]);
  // The first attempt fails; before the second, the officer turns back.
  let tries = 0;
  let caseId = 0;
  service.answer = ({ device }) => {
    if (device !== phone.name) return { status: 201 };
    tries += 1;
    void sql`update visit set state = 'cancelled', ended_at = now() where rent_account_id = ${caseId}`.then();
    return { status: 503, headers: { 'retry-after': '2' } };
  };
  caseId = await onTheWay('officer1');
  await pay(sql, caseId, 60_000);
  await until(async () => {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from push_notice where done_at is null`;
    return tries > 0 && row!.left === 0;
  });
  expect(tries).toBe(1);
  service.answer = () => ({ status: 201 });
});

test('[HUB-113] a stopped visit that no hub could send is sent by the next that starts', async () => {
  const phone = await subscribed('officer1');
  const caseId = await onTheWay('officer1');
  await app.stop();
  await pay(sql, caseId, 60_000);
  const started = await startApp(db, { push });
  await until(() => phone.came().length === 1);
  await started.stop();
});
