// A change to a case that other people have open.
import { expect, test } from 'vitest';
import type { CaseDetail, RepairsDetail } from '../../server/contract/case-detail.ts';
import { openReferral, type OpenReferral } from '../../server/contract/referral.ts';
import type { TestClient } from '../support/app.ts';
import { pay, repair } from '../support/landlord.ts';
import { received, setUp } from './setup.ts';

const { db, app, join, listen, read } = await setUp({ homes: 12, patches: 2 });
const touches = (who: TestClient) => received(who, 'case:touched');
const kindsOf = (who: TestClient): string[] => touches(who).flatMap(({ kinds }) => kinds);
/** A letter: it is stored with the case, and the second one changes no row of a list. */
const write = (who: TestClient, caseId: number) =>
  who.do('contact.record', { caseId, kind: 'letter', reached: false, note: 'Second letter' });
const support = (caseId: number) => db.sql`insert into support_need (tenancy_id, kind)
  select tenancy_id, 'hearing' from rent_account where id = ${caseId}`;

test('[HUB-60] anything written in a case is sent to clients that have it open, and to nobody else, also when no row differs', async () => {
  const [officer, colleague, manager] = await Promise.all([
    join('officer1'),
    join('officer1'),
    join('manager'),
  ]);
  const [one, two] = [...officer.worklist.values()];
  await Promise.all([officer.look(one!.id), manager.look(one!.id), colleague.look(two!.id)]);
  const changes = manager.count('worklist:changes');
  await support(one!.id);
  await Promise.all([officer, manager].map((who) => who.until(() => kindsOf(who).includes('support'))));
  expect(touches(manager)[0]).toMatchObject({ caseId: one!.id, kinds: ['support'] });
  expect(manager.count('worklist:changes')).toBe(changes);
  await support(two!.id);
  await colleague.until(() => touches(colleague).length > 0);
  expect(touches(colleague).map(({ caseId }) => caseId)).toEqual([two!.id]);
  expect(touches(officer).every(({ caseId }) => caseId === one!.id)).toBe(true);

  const count = touches(manager).length;
  await manager.look(null);
  await write(officer, one!.id);
  await officer.until(() => kindsOf(officer).includes('contact'));
  expect(touches(manager).length).toBe(count);
});

test('[HUB-60] a person who lost the patch receives no more of it', async () => {
  const officer = await join('officer1');
  const manager = await join('manager');
  const one = [...officer.worklist.values()][0]!;
  await Promise.all([officer.look(one.id), manager.look(one.id)]);
  await db.sql`update property set patch_id = (select max(id) from patch)
    where id = (select property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id})`;
  await manager.until(() => kindsOf(manager).includes('property'));
  await support(one.id);
  await manager.until(() => kindsOf(manager).includes('support'));
  expect(kindsOf(officer)).toEqual([]);
  await db.sql`update property set patch_id = ${one.patchId}
    where id = (select property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id})`;
});

test('[HUB-61] the repairs team has a case open and is notified there of repairs only', async () => {
  const who = await listen('repairs');
  const officer = await join('officer1');
  const one = [...officer.worklist.values()][1]!;
  expect(await who.look(one.id)).toEqual({ ok: true });
  await officer.look(one.id);
  await pay(db.sql, one.id, 1_000);
  await write(officer, one.id);
  await officer.until(() => kindsOf(officer).includes('payment') && kindsOf(officer).includes('contact'));
  await repair(db.sql, one.id);
  await who.until(() => touches(who).length > 0);
  expect(kindsOf(who)).toEqual(['repair']);
  expect(who.count('case:stand-down') + who.count('worklist:changes')).toBe(0);
});

test('[HTTP-76] [CASE-128] what the repairs team completes of a home is in the officer’s open case at once, and reading it left an audit line', async () => {
  const who = await listen('repairs');
  const officer = await join('officer1');
  const one = [...officer.worklist.values()][2]!;
  const caseId = one.id;
  const home = await read<RepairsDetail>('repairs', `/api/cases/${caseId}`);
  const [person] = home.people;
  expect(person).toMatchObject({ phone: null, language: null, role: 'tenant' });
  await db.sql`delete from audit_line where case_id = ${caseId}`;
  await read('officer1', `/api/cases/${caseId}`);
  await officer.look(caseId);
  const smoke = { checkId: crypto.randomUUID(), kind: 'smoke_alarm', finding: 'fine' };
  const answers = await Promise.all([
    who.do(
      'person.correct',
      { caseId, personId: person!.id, field: 'phone', value: '01632 960123' },
      person!.version,
    ),
    who.do('check.record', { caseId, checks: [smoke] }),
    who.do('household.confirm', { caseId, also: ['Ben Example'] }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
  await officer.until(() =>
    ['person', 'check', 'household'].every((kind) => kindsOf(officer).includes(kind)),
  );
  const detail = await read<CaseDetail>('officer1', `/api/cases/${caseId}`);
  expect(detail.people).toMatchObject([
    { phone: '01632 960123', language: null, role: 'tenant' },
    { name: 'Ben Example', role: 'household' },
  ]);
  expect(detail.found.checks).toMatchObject([{ kind: 'smoke_alarm', staffName: 'Repairs Example' }]);
  expect(Date.parse(detail.householdConfirmedAt!)).toBeGreaterThan(0);
  expect(detail.history.entries.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['correction', 'check', 'household']),
  );
  const lines = await db.sql`select what from audit_line where case_id = ${caseId}`;
  expect(lines.map(({ what }) => what as string)).toEqual(['case.read']);
  expect(JSON.stringify(home)).not.toMatch(/pence|balance|arrears/i);
});

test('[HTTP-77] [CASE-128] the money-advice team completes how a tenant of its referral is reached, and sees a colleague’s change', async () => {
  const officer = await join('officer1');
  const caseId = [...officer.worklist.keys()][3]!;
  const referralId = crypto.randomUUID();
  const refer = { caseId, referralId, about: 'debt', reason: 'Behind.', consent: 'spoken', urgent: false };
  const adviser = await listen('advice');
  const ref = async () => read<OpenReferral>('advice', `/api/referrals/${referralId}`);
  expect((await officer.do('referral.make', refer)).status).toBe('applied');
  const [person] = (await ref()).people;
  expect(person).toMatchObject({ phone: null, language: null, role: 'tenant' });
  const args = { caseId, personId: person!.id, field: 'phone', value: '01632 960124' };
  expect((await adviser.do('person.correct', args, person!.version)).status).toBe('applied');
  const news = adviser.count('referrals:again');
  const language = { ...args, field: 'language', value: 'Welsh' };
  expect((await officer.do('person.correct', language, person!.version)).status).toBe('applied');
  await adviser.until(() => adviser.count('referrals:again') > news);
  expect((await ref()).people).toMatchObject([{ phone: '01632 960124', language: 'Welsh' }]);
});

test('[HTTP-94] a referral says what of its home the money-advice team may complete; that is in the officer’s open case at once', async () => {
  const officer = await join('officer1');
  const caseId = [...officer.worklist.keys()][4]!;
  const referralId = crypto.randomUUID();
  const refer = { caseId, referralId, about: 'debt', reason: 'Behind.', consent: 'spoken', urgent: false };
  expect((await officer.do('referral.make', refer)).status).toBe('applied');
  const adviser = await listen('advice');
  const ref = async () => read<OpenReferral>('advice', `/api/referrals/${referralId}`);
  const nothing = { tenancyEndsOn: null, others: [], householdConfirmedAt: null, accessCheckedAt: null };
  expect((await ref()).home).toEqual(nothing);
  // A check that was not made closes no gap, and the other checks are not the team's to know.
  const check = (kind: string, finding: string) => ({
    caseId,
    checks: [{ checkId: crypto.randomUUID(), kind, finding }],
  });
  expect((await officer.do('check.record', check('access', 'not_checked'))).status).toBe('applied');
  expect((await officer.do('check.record', check('smoke_alarm', 'fine'))).status).toBe('applied');
  expect((await ref()).home).toEqual(nothing);

  await officer.look(caseId);
  const news = adviser.count('referrals:again');
  const answers = [
    await adviser.do('household.confirm', { caseId, also: ['Ben Example'] }),
    await adviser.do('check.record', check('access', 'fine')),
  ];
  expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied']);
  await officer.until(() => ['check', 'household'].every((kind) => kindsOf(officer).includes(kind)));
  await adviser.until(() => adviser.count('referrals:again') > news);
  const { home } = await ref();
  expect(openReferral.shape.home.parse(home)).toEqual(home);
  expect(home).toMatchObject({ others: ['Ben Example'] });
  for (const at of [home.householdConfirmedAt, home.accessCheckedAt])
    expect(Date.parse(at!)).toBeGreaterThan(0);
  const detail = await read<CaseDetail>('officer1', `/api/cases/${caseId}`);
  expect(detail.found.checks.map(({ kind, staffName }) => [kind, staffName])).toContainEqual([
    'access',
    'Advice Example',
  ]);
});

test('[WORK-14] a bulk change that nobody has open makes no message', async () => {
  const officer = await join('officer1');
  const ids = [...officer.worklist.keys()];
  const touched: number[] = [];
  const listen = (all: { caseId: number }[]) => void touched.push(...all.map(({ caseId }) => caseId));
  app.worklist.on('touched', listen);
  await officer.look(ids[0]!);
  await officer.until(() => app.hub.present === 1);
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 100, 'card', 'bulk', 'bulk-' || id, now()::date from rent_account where id = any(${ids}::int[])`;
  await officer.until(() => kindsOf(officer).includes('payment'));
  expect(touched).toEqual([ids[0]]);
  app.worklist.off('touched', listen);
});

test('[HUB-9] a manager who connects later gets the present presence, each person once for all their devices', async () => {
  const [phone, desk] = await Promise.all([join('officer1'), join('officer1')]);
  const one = [...phone.worklist.values()][0]!;
  await phone.look(one.id, 'on_the_way');
  await desk.look(one.id);
  const manager = await join('manager');
  const presence = await manager.next('presence', 0);
  expect(presence).toMatchObject({
    caseId: one.id,
    people: [{ name: 'Officer Example 1', doing: 'on_the_way' }],
  });
  expect(presence.people).toHaveLength(1);
});

test('[HUB-62] when the log cannot say what happened, clients that have a case open read it again', async () => {
  const officer = await join('officer1');
  const one = [...officer.worklist.values()][0]!;
  await officer.look(one.id);
  await db.sql`select restart_change_log(true)`;
  await officer.until(() => kindsOf(officer).includes('everything'));
  expect(touches(officer).find(({ kinds }) => kinds.includes('everything'))?.caseId).toBe(one.id);
});
