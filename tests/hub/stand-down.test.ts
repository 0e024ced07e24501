// Somebody pays while an officer is on the way to their door.
import { expect, test } from 'vitest';
import type { TestClient } from '../support/app.ts';
import { charge, hold, pay, plan } from '../support/landlord.ts';
import { mutationOf, setUp } from './setup.ts';

const {
  db: { sql },
  landlord,
  join,
} = await setUp({ homes: 24, patches: 2 });

/** Cases with a visit to make that owe all of the £600.00. */
const toVisit = (who: TestClient) =>
  [...who.worklist.values()].filter(
    (c) => c.action === 'visit' && c.visit === null && c.alerts.length === 0 && c.balancePence === 60_000,
  );
async function setOut(officer: TestClient, caseId: number): Promise<void> {
  expect(await officer.do('visit.set-out', { caseId })).toMatchObject({ status: 'applied' });
  await officer.until(() => officer.worklist.get(caseId)?.visit?.state === 'on_the_way');
}
const turnBack = (officer: TestClient, caseId: number, because: 'stood_down' | 'cancelled') =>
  officer.do('visit.turn-back', { caseId, because });
/** The message about a home that this brings. */
async function message(who: TestClient, what: () => PromiseLike<unknown>) {
  const next = who.next('case:stand-down');
  await what();
  return next;
}

test('[HUB-7] an officer on the way is stood down within a second, before the list changes; nobody else is', async () => {
  const officer = await join('officer1');
  const colleague = await join('officer2');
  const elsewhere = await join('officer1');
  const one = toVisit(officer)[0]!;
  await setOut(officer, one.id);
  const next = officer.next('case:stand-down');
  await pay(sql, one.id, 60_000);
  const committed = performance.now();
  const standDown = await next;
  expect(performance.now() - committed).toBeLessThan(1_000);
  expect(standDown).toMatchObject({
    caseId: one.id,
    verdict: 'stand-down',
    payment: { amountPence: 60_000, method: 'card' },
    realArrearsPence: 0,
  });
  expect(standDown.message).toMatch(/^Paid £600\.00 by card at \d\d:\d\d\. No visit needed\.$/);
  await officer.until(() => officer.worklist.get(one.id)?.balancePence === 0);
  const events = officer.came.map((message) => message.event);
  expect(events.lastIndexOf('case:stand-down')).toBeLessThan(events.lastIndexOf('worklist:changes'));
  // The same person's other device is sent the message too; nobody else is.
  await elsewhere.until(() => elsewhere.count('case:stand-down') === 1);
  expect(colleague.count('case:stand-down')).toBe(0);
  await turnBack(officer, one.id, 'stood_down');
});

test('[HUB-7] a person with the case open is sent the stand-down too, but not after closing it', async () => {
  const officer = await join('officer1');
  const manager = await join('manager');
  const [one, two] = toVisit(officer);
  expect(await manager.look(one!.id)).toEqual({ ok: true });
  await pay(sql, one!.id, 60_000);
  await manager.until(() => manager.count('case:stand-down') === 1);
  expect(officer.count('case:stand-down')).toBe(0);
  await manager.look(null);
  await pay(sql, two!.id, 60_000);
  await manager.until(
    () => !manager.worklist.get(two!.id) || manager.worklist.get(two!.id)!.balancePence === 0,
  );
  expect(manager.count('case:stand-down')).toBe(1);
});

test('[HUB-7] a payment of a part of the debt sends the verdict ‘changed’', async () => {
  const officer = await join('officer1');
  const one = toVisit(officer)[0]!;
  await officer.look(one.id);
  await pay(sql, one.id, 5_000);
  expect(await officer.next('case:stand-down', 0)).toMatchObject({
    verdict: 'changed',
    realArrearsPence: one.realArrearsPence - 5_000,
  });
});

test('[DOMAIN-219] an alert not to attend stands down the officer on the way, and the knock check says the same', async () => {
  const officer = await join('officer1');
  const one = toVisit(officer)[0]!;
  await setOut(officer, one.id);
  const standDown = await message(
    officer,
    () => sql`
      insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on)
      select t.property_id, 'do_not_attend', 'Example threat', 'Police', now()::date, now()::date + 30, now()::date + 90
      from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id}`,
  );
  const answer = { verdict: 'stand-down', message: 'Do not go to this address. Speak to your manager.' };
  expect(standDown).toMatchObject({ caseId: one.id, ...answer, payment: null });
  expect(await officer.do('visit.knock-check', { caseId: one.id })).toMatchObject({ result: answer });
  await turnBack(officer, one.id, 'stood_down');
});

test('[HUB-20] an officer out of reach when the money came is stood down on each reconnection until they have acted on it', async () => {
  const officer = await join('officer1');
  const one = toVisit(officer)[0]!;
  await officer.do('visit.set-out', { caseId: one.id });
  officer.close();
  await pay(sql, one.id, one.balancePence);
  // With a cursor, and on a device without data; a colleague's device receives nothing of it.
  for (const since of [officer.cursor, undefined]) {
    const back = await join('officer1', since === undefined ? {} : { since });
    const standDown = await back.until(() => back.came.find((m) => m.event === 'case:stand-down'));
    expect(standDown.message).toMatchObject({ caseId: one.id, verdict: 'stand-down', realArrearsPence: 0 });
    back.close();
  }
  const colleague = await join('officer2');
  await colleague.next('heartbeat');
  expect(colleague.count('case:stand-down')).toBe(0);

  const asks = await join('officer1');
  await asks.until(() => asks.count('case:stand-down') === 1);
  expect(await asks.do('visit.knock-check', { caseId: one.id })).toMatchObject({
    result: { verdict: 'stand-down' },
  });
  const later = await join('officer1');
  await later.next('heartbeat');
  await later.next('heartbeat');
  expect(later.count('case:stand-down')).toBe(0);
  await turnBack(later, one.id, 'stood_down');
});

test('[HUB-20] an officer who set out without signal is stood down when the mutation arrives, if money came meanwhile', async () => {
  const officer = await join('officer1');
  const one = toVisit(officer)[0]!;
  // Not the whole debt: nobody can set out to a home that owes nothing.
  await pay(sql, one.id, one.balancePence - 300);
  await officer.until(() => officer.worklist.get(one.id)?.balancePence === 300);
  const answer = await officer.socket.emitWithAck('mutation', {
    ...mutationOf('visit.set-out', { caseId: one.id }),
    madeAt: new Date(Date.now() - 10 * 60_000).toISOString(),
  });
  expect(answer).toMatchObject({ status: 'applied' });
  const standDown = await officer.until(() => officer.came.find((m) => m.event === 'case:stand-down'));
  expect(standDown.message).toMatchObject({ caseId: one.id, verdict: 'stand-down' });
});

test('[HUB-8] the same mutation twice has one effect and the same answer', async () => {
  const officer = await join('officer1');
  const one = [...officer.worklist.values()].find((c) => c.balancePence > 0)!;
  const args = { caseId: one.id, kind: 'call', reached: true, note: 'Spoke briefly.' };
  const message = mutationOf('contact.record', args);
  const first = await officer.socket.emitWithAck('mutation', message);
  const second = await officer.socket.emitWithAck('mutation', message);
  expect(first.status).toBe('applied');
  expect(second).toEqual({ ...first, status: 'duplicate' });
  expect(await sql`select from contact where rent_account_id = ${one.id}`).toHaveLength(1);
});

test('[HUB-9] presence on a case is sent to clients that have it open and to managers, not to everybody', async () => {
  const officer = await join('officer1');
  const same = await join('officer1');
  const manager = await join('manager');
  const bystander = await join('officer1');
  const [one] = [...officer.worklist.keys()];
  await same.look(one!);
  await officer.look(one!, 'on_the_way');
  const later = await same.until(() =>
    same.came.find((m) => m.event === 'presence' && m.message.people[0]?.doing === 'on_the_way'),
  );
  // Two devices of one person are one person.
  expect(later.message).toEqual({
    caseId: one,
    people: [{ staffId: landlord.officers[0], name: 'Officer Example 1', doing: 'on_the_way' }],
  });
  await manager.until(() => manager.count('presence') > 0);
  officer.close();
  same.close();
  await manager.until(() =>
    manager.came.some((m) => m.event === 'presence' && m.message.people.length === 0),
  );
  expect(bystander.count('presence')).toBe(0);
});

/** An officer on the way, and the message about that home that a change brings. */
async function onTheWay(officer: TestClient) {
  const { id } = toVisit(officer)[0]!;
  await setOut(officer, id);
  return { id, next: (what: () => PromiseLike<unknown>) => message(officer, what) };
}

test('[HUB-81] any change of the money withdraws or corrects a stand-down as soon as the feed has it', async () => {
  const officer = await join('officer1');
  const { id, next } = await onTheWay(officer);
  const down = { caseId: id, verdict: 'stand-down', withdrawn: false };
  expect(await next(() => pay(sql, id, 60_000))).toMatchObject(down);
  const back = await next(() => pay(sql, id, -60_000));
  expect(back).toMatchObject({
    verdict: 'changed',
    withdrawn: true,
    realArrearsPence: 60_000,
    payment: { amountPence: -60_000, method: 'card' },
  });
  expect(back.message).toMatch(
    /^£600\.00 by card was returned unpaid at \d\d:\d\d\. £600\.00 is overdue now\.$/,
  );
  expect(await next(() => pay(sql, id, 60_000))).toMatchObject(down);
  expect(await next(() => charge(sql, id, 70_000, 40))).toMatchObject({
    verdict: 'changed',
    withdrawn: true,
    realArrearsPence: 70_000,
  });
  // A correction by the office, and its reversal.
  const adjust = (pence: number) => () => sql`
    insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values (${id}, ${pence}, 'correction', now()::date)`;
  expect(await next(adjust(-70_000))).toMatchObject(down);
  expect(await next(adjust(70_000))).toMatchObject({ verdict: 'changed', withdrawn: true });
  await turnBack(officer, id, 'cancelled');
});

test('[HUB-81] a hold and a plan stand an officer down without any money, and their end withdraws it', async () => {
  const officer = await join('officer1');
  const { id, next } = await onTheWay(officer);
  const held = await next(() => hold(sql, id));
  expect(held).toMatchObject({ verdict: 'stand-down', payment: null });
  expect(held.message).toMatch(/No visit needed\.$/);
  const clear = { verdict: 'clear', withdrawn: true };
  expect(
    await next(() => sql`update hold set ends_on = now()::date - 1 where rent_account_id = ${id}`),
  ).toMatchObject({ ...clear, payment: null });
  expect(await next(() => plan(sql, id))).toMatchObject({ verdict: 'stand-down' });
  expect(
    await next(() => sql`update repayment_plan set ended_on = now()::date where rent_account_id = ${id}`),
  ).toMatchObject(clear);
  await turnBack(officer, id, 'cancelled');
});

test('[HUB-81] an officer who sets out to a case that already waits is sent the reason, and is stood down only by a later change', async () => {
  const officer = await join('officer1');
  const { id } = toVisit(officer)[0]!;
  await plan(sql, id, 2);
  await officer.until(() => officer.worklist.get(id)?.action === 'wait');
  const calm = await message(officer, () => officer.do('visit.set-out', { caseId: id }));
  expect(calm).toMatchObject({ caseId: id, verdict: 'changed', withdrawn: false, payment: null });
  const knock = await officer.do('visit.knock-check', { caseId: id });
  expect(knock.result).toMatchObject({ verdict: 'changed' });
  expect(await message(officer, () => hold(sql, id))).toMatchObject({ verdict: 'stand-down', payment: null });
  await turnBack(officer, id, 'cancelled');
});

test('[HUB-83] money that is recorded later than it was posted stands an officer down too', async () => {
  const officer = await join('officer1');
  const [one, two, three] = toVisit(officer).map(({ id }) => id) as [number, number, number];
  const payLate = (id: number, ref: string, days: number) => sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    values (${id}, 60000, 'card', 'bank', ${ref}, now()::date - ${days}::int, now() - ${days}::int * interval '1 day')`;
  // A payment that was recorded on the wrong account a week ago.
  await payLate(two, 'misposted', 7);
  await officer.until(() => officer.worklist.get(two)?.balancePence !== 60_000);
  await setOut(officer, one);
  const moved = await message(
    officer,
    () => sql`update payment set rent_account_id = ${one} where source_ref = 'misposted'`,
  );
  expect(moved).toMatchObject({ caseId: one, verdict: 'stand-down' });
  const knock = await officer.do('visit.knock-check', { caseId: one });
  expect(knock.result).toMatchObject({ verdict: 'stand-down' });
  await turnBack(officer, one, 'stood_down');
  await setOut(officer, three);
  const late = await message(officer, () => payLate(three, 'late', 1));
  expect(late).toMatchObject({ caseId: three, verdict: 'stand-down' });
  await turnBack(officer, three, 'stood_down');
});

test('[HUB-82] an officer who has met somebody is not asked to turn back', async () => {
  const officer = await join('officer1');
  const { id, next } = await onTheWay(officer);
  const met = { met: 'tenant', people: [], other: '', note: '' };
  await officer.do('visit.met', { caseId: id, visitId: crypto.randomUUID(), ...met });
  await officer.until(() => officer.worklist.get(id)?.visit?.underWay?.met);
  expect(await next(() => pay(sql, id, 60_000))).toMatchObject({ verdict: 'changed', withdrawn: false });
  await turnBack(officer, id, 'stood_down');
  const states = await sql`select state from visit where rent_account_id = ${id} and met is not null`;
  expect(states).toMatchObject([{ state: 'done' }]);
});

test('[HUB-82] a returned payment is sent as such to people who only have the case open', async () => {
  const manager = await join('manager');
  const one = toVisit(manager)[0]!;
  await manager.look(one.id);
  const paid = await message(manager, () => pay(sql, one.id, one.balancePence));
  expect(paid).toMatchObject({ visitId: null, verdict: 'stand-down' });
  const back = await message(manager, () => pay(sql, one.id, -one.balancePence));
  expect(back).toMatchObject({
    visitId: null,
    verdict: 'changed',
    payment: { amountPence: -one.balancePence },
  });
  await manager.look(null);
});
