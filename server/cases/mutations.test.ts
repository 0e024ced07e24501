// Mutations of a case, on a real database, with the real worklist for the knock check.
import type { Actor } from '../access/rights.ts';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { casesTest } from '../../tests/support/cases.ts';
import { pay as payOn } from '../../tests/support/landlord.ts';
import { dayIn } from '../domain/zone.ts';

const minute = 60_000;
let ahead = 0;
const clock = () => Date.now() + ahead;
const dayFromNow = (days: number) => dayIn('Europe/London', clock() + days * 86_400_000);
const house = await casesTest({ clock, worklist: true });
const { db, homes, cases, worklist, sam, alex, manager, newCase, mutation, act } = house;
const { applied, refused, count } = house;
const property = (id: number) =>
  db.sql`(select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${id})`;

const visitsOf = (caseId: number) =>
  db.sql<{ state: string; staff_id: number }[]>`
    select state, staff_id, outcome, knock_verdict, go_anyway_reason from visit where rent_account_id = ${caseId} order by id`;
const pay = (account: number, pence: number) => payOn(db.sql, account, pence);

test('[CASE-1] fifty copies of one mutation at once have one effect and get the same answer', async () => {
  const caseId = newCase();
  const one = mutation('contact.record', { caseId, kind: 'call', reached: true, note: 'spoke' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => cases.apply(sam, one)));
  expect(answers.filter((a) => a.status === 'applied').length).toBe(1);
  expect(answers.filter((a) => a.status === 'duplicate').length).toBe(49);
  expect(new Set(answers.map((a) => JSON.stringify(a.result))).size).toBe(1);
  expect(await count('contact', caseId)).toBe(1);
});

test('[CASE-1] another mutation with a used number is refused and changes nothing', async () => {
  const caseId = newCase();
  const one = mutation('contact.record', { caseId, kind: 'call', reached: true, note: '' });
  await cases.apply(sam, one);
  const other = { ...one, id: randomUUID() };
  expect(await cases.apply(sam, other)).toMatchObject({
    id: other.id,
    status: 'refused',
    message: expect.stringContaining('already sent'),
  });
  expect(await cases.apply(alex, one)).toMatchObject({ status: 'refused' });
  expect(await count('contact', caseId)).toBe(1);
});

test('[CASE-2] a person without the right is refused with a message, and their text is kept', async () => {
  const caseId = newCase();
  const elsewhere: Actor = { ...sam, patchIds: [homes.patches[1]!] };
  const note = 'they asked about the boiler';
  const reason = await refused(elsewhere, 'visit.finish', { caseId, outcome: 'no_access', note });
  expect(reason).toContain('no longer in your patches');
  const lines = await db.sql`
    select staff_id, detail from audit_line where what = 'mutation.refused' and case_id = ${caseId}`;
  expect(lines).toMatchObject([{ staff_id: sam.staffId, detail: { reason, words: { note } } }]);
  expect(await visitsOf(caseId)).toEqual([]);
  const adviser: Actor = { ...sam, role: 'money_advice', patchIds: [] };
  const repairs: Actor = { ...sam, staffId: homes.repairs, role: 'repairs', patchIds: [] };
  await refused(adviser, 'visit.set-out', { caseId });
  await refused(repairs, 'visit.set-out', { caseId });
  await applied(manager, 'visit.set-out', { caseId });
  expect(
    await refused(sam, 'contact.record', { caseId: 999_999, kind: 'call', reached: true, note: '' }),
  ).toBe('This case does not exist.');
});

test('[CASE-3] only one officer at a time is on the way to a home', async () => {
  const caseId = newCase();
  await applied(sam, 'visit.set-out', { caseId });
  expect(await refused(alex, 'visit.set-out', { caseId })).toBe(
    'Officer Example 1 is already on the way to this visit.',
  );
  await applied(sam, 'visit.set-out', { caseId });
  await applied(sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  await applied(alex, 'visit.set-out', { caseId });
  expect((await visitsOf(caseId)).map((v) => [v.state, v.staff_id])).toEqual([
    ['cancelled', sam.staffId],
    ['on_the_way', alex.staffId],
  ]);
});

test('[CASE-3] of two officers who set out at the same instant only one is accepted', async () => {
  const caseId = newCase();
  const answers = await Promise.all([sam, alex].map((who) => act(who, 'visit.set-out', { caseId })));
  expect(answers.map((a) => a.status).sort()).toEqual(['applied', 'refused']);
});

test('[CASE-3] a visit that was not ended yesterday does not prevent one today', async () => {
  const caseId = newCase();
  await act(sam, 'visit.set-out', { caseId });
  ahead = 24 * 60 * minute;
  onTestFinished(() => void (ahead = 0));
  await applied(alex, 'visit.set-out', { caseId });
  expect((await visitsOf(caseId)).map((v) => v.state)).toEqual(['cancelled', 'on_the_way']);
});

test('[CASE-4] breathing space and alerts prevent a visit, with a message', async () => {
  const held = newCase();
  await db.sql`insert into hold (rent_account_id, kind, starts_on, ends_on) values (${held}, 'breathing_space', now()::date - 5, now()::date + 5)`;
  for (const kind of ['visit.set-out', 'visit.plan'] as const) {
    const message = await refused(sam, kind, { caseId: held, plannedFor: dayFromNow(3) } as never);
    expect(message).toMatch(/^Breathing space until \w{3} \d+ \w{3}: you can’t visit about arrears\.$/);
  }
  const never = newCase();
  const alert = (id: number, kind: string) => db.sql`
    insert into cautionary_alert (property_id, kind, source, starts_on, review_on, expires_on)
    values (${property(id)}, ${kind}, 'test', now()::date - 1, now()::date, now()::date)`;
  await alert(never, 'do_not_attend');
  expect((await act(sam, 'visit.set-out', { caseId: never })).message).toContain(
    'Do not go to this address. Speak to your manager.',
  );
  const two = newCase();
  await alert(two, 'no_lone_visits');
  expect((await act(sam, 'visit.set-out', { caseId: two })).message).toContain(
    'Do not visit this address alone. Go with a colleague.',
  );
  await applied(sam, 'visit.set-out', { caseId: two, accompanied: true });
});

test('[CASE-5] the knock check sees within a second what was paid since the officer set out', async () => {
  const caseId = newCase();
  await act(sam, 'visit.set-out', { caseId });
  expect((await act(sam, 'visit.knock-check', { caseId })).result).toMatchObject({
    verdict: 'clear',
    realArrearsPence: 60_000,
    message: expect.stringMatching(/^Clear to knock\. Payments received up to \d\d:\d\d\.$/),
  });
  await pay(caseId, 1_000);
  expect((await act(sam, 'visit.knock-check', { caseId })).result).toMatchObject({
    verdict: 'changed',
    realArrearsPence: 59_000,
    message: expect.stringMatching(/^Paid £10\.00 by card at \d\d:\d\d\. £590\.00 is still overdue\.$/),
  });
  await pay(caseId, 59_000);
  const last = await act(sam, 'visit.knock-check', { caseId });
  expect(last.result).toMatchObject({ verdict: 'stand-down', realArrearsPence: 0 });
  expect((await visitsOf(caseId))[0]).toMatchObject({ state: 'on_the_way', knock_verdict: 'stand-down' });
  await applied(sam, 'visit.go-anyway', { caseId, reason: 'They asked me to come.' });
  await act(sam, 'visit.turn-back', { caseId, because: 'stood_down' });
  expect((await visitsOf(caseId))[0]).toMatchObject({
    state: 'stood_down',
    go_anyway_reason: 'They asked me to come.',
  });
});

test('[CASE-110] the answer at the door says up to when each of this household’s payment sources is known', async () => {
  const caseId = newCase();
  await db.sql`insert into money_source (name, label, cadence, known_up_to) values
    ('card', 'Cards', 'live', now() - interval '2 minutes'), ('housing_benefit', 'Housing benefit', 'weekly', '2026-03-02 06:00Z'),
    ('direct_debit', 'Direct debit', 'daily', now() - interval '3 days')`;
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select ${caseId}, 100, source, source, 'case-110-' || source, now()::date - 5, now() - interval '5 days'
    from unnest(array['card', 'housing_benefit']) source`;
  await expect.poll(() => worklist!.sources.map(({ name }) => name)).toContain('card');
  await act(sam, 'visit.set-out', { caseId });
  const { result } = await act(sam, 'visit.knock-check', { caseId });
  expect(result).toMatchObject({
    verdict: 'clear',
    message: 'Clear to knock. Cards: received up to now. Housing benefit: received up to Mon 2 Mar.',
    sources: [{ name: 'card' }, { name: 'housing_benefit' }],
  });
  await db.sql`delete from money_source`;
});

test('[CASE-111] an officer who met somebody, or inspected the home, did not turn back, in any order of arrival', async () => {
  type Visit = { caseId: number; visitId: string };
  const fine = { kind: 'smoke_alarm', finding: 'fine', room: '', severity: null } as const;
  const steps = {
    met: (visit: Visit) =>
      applied(sam, 'visit.met', { ...visit, met: 'tenant', people: [], other: '', note: '' }),
    nobody: (visit: Visit) =>
      applied(sam, 'visit.no-access', { ...visit, reason: 'no_answer', cardLeft: true, note: '' }),
    checked: (visit: Visit) =>
      applied(sam, 'check.record', {
        ...visit,
        checks: [{ ...fine, checkId: randomUUID(), note: '', photos: [] }],
      }),
  };
  for (const [what, step] of Object.entries(steps))
    for (const because of ['stood_down', 'cancelled'] as const) {
      const [first, late] = [newCase(), newCase()];
      await act(sam, 'visit.set-out', { caseId: first });
      await step({ caseId: first, visitId: randomUUID() });
      await applied(sam, 'visit.turn-back', { caseId: first, because });
      expect(await visitsOf(first), what).toMatchObject([{ state: 'done' }]);
      if (what === 'checked') continue;
      // From a phone without signal at the door, after another device reported that they turned back.
      const at = new Date(clock()).toISOString();
      await act(sam, 'visit.set-out', { caseId: late }, at);
      await act(sam, 'visit.turn-back', { caseId: late, because });
      await step({ caseId: late, visitId: randomUUID() });
      const states =
        await db.sql`select from visit where rent_account_id = ${late} and state <> 'done' and met is not null`;
      expect(states, what).toHaveLength(0);
    }
});

test('[CASE-5] a payment from before the officer set out is not reported at the door', async () => {
  const caseId = newCase();
  await pay(caseId, 1_000);
  // A device sends milliseconds, the database has microseconds: within one millisecond the order is unknown.
  const paidAt = Date.now();
  await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(paidAt + 1);
  await act(sam, 'visit.set-out', { caseId });
  expect((await act(sam, 'visit.knock-check', { caseId })).result).toMatchObject({
    verdict: 'clear',
    realArrearsPence: 59_000,
  });
});

test('[CASE-6] events are stored although they arrive late and in the wrong order', async () => {
  const caseId = newCase();
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * minute).toISOString();
  const promise = { amountPence: 5_000, on: dayFromNow(3) };
  const end = { caseId, outcome: 'promise', note: 'Friday', promise } as const;
  const { visitId } = await applied(sam, 'visit.finish', end, at(10));
  expect(await applied(sam, 'visit.set-out', { caseId }, at(30))).toMatchObject({ visitId });
  expect(await visitsOf(caseId)).toMatchObject([{ state: 'done', outcome: 'promise' }]);
  const contacts = await db.sql`
    select kind, reached, round(extract(epoch from now() - happened_at) / 60)::int as minutes from contact
    where rent_account_id = ${caseId}`;
  expect(contacts).toEqual([{ kind: 'visit', reached: true, minutes: 10 }]);
});

test('[CASE-6] a device with a fast clock does not write into the future', async () => {
  const caseId = newCase();
  const visitor = { caseId, kind: 'office', reached: true, note: '' } as const;
  await applied(sam, 'contact.record', visitor, '2999-01-01T00:00:00Z');
  const rows = await db.sql`
    select happened_at > now() + interval '1 minute' as future from contact where rent_account_id = ${caseId}`;
  expect(rows).toMatchObject([{ future: false }]);
});

test('[CASE-7] planned, moved to another day, and finished: one visit and one contact', async () => {
  const caseId = newCase();
  await act(sam, 'visit.plan', { caseId, plannedFor: dayFromNow(2) });
  await act(sam, 'visit.plan', { caseId, plannedFor: dayFromNow(3) });
  expect((await act(alex, 'visit.plan', { caseId, plannedFor: dayFromNow(4) })).message).toContain(
    'Officer Example 1 already plans',
  );
  await act(sam, 'visit.set-out', { caseId });
  await act(sam, 'visit.finish', { caseId, outcome: 'no_access', note: '' });
  expect(await visitsOf(caseId)).toMatchObject([{ state: 'done', outcome: 'no_access' }]);
  await expect.poll(() => worklist!.get(caseId)!.lastContactAt).not.toBeNull();
  expect(worklist!.get(caseId)!.visit).toBeNull();
});
