// Who lives in a home, confirmed by two people at once, in any order; and what is recorded of people who have left.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../tests/support/cases.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const house = await casesTest({ homes: 120, clock: () => now, owedOn: null });
const { db, sam, alex, adviser, manager, repairs, newCase, act, applied, refused } = house;
const namesOf = async (caseId: number) =>
  (
    await db.sql<{ name: string }[]>`
      select p.name from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id
      join person p on p.id = tp.person_id where a.id = ${caseId} and tp.role = 'household' order by p.id`
  ).map(({ name }) => name);

test('[CASE-115] whoever confirms, in any order and at once, each name is added once and nobody is removed', async () => {
  const name = fc.constantFrom('Ben Example', 'ben  example', 'Cara Example', 'BEN EXAMPLE', 'Dai Example');
  const one = fc.record({
    who: fc.constantFrom(sam, alex, manager, repairs),
    also: fc.array(name, { maxLength: 3 }),
    together: fc.boolean(),
  });
  const known = (all: string[]) => new Set(all.map((typed) => typed.replace(/\s+/g, ' ').toLowerCase()));
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 6 }), async (drawn) => {
      const caseId = newCase();
      const tenant = `Example Person ${caseId}`;
      const pending: Promise<unknown>[] = [];
      for (const { who, also, together } of drawn) {
        const sent = applied(who, 'household.confirm', { caseId, also: [...also, tenant] });
        if (together) pending.push(sent);
        else await sent;
      }
      await Promise.all(pending);
      const names = await namesOf(caseId);
      // The tenant lives there already.
      expect(known(names)).toEqual(known(drawn.flatMap(({ also }) => also)));
      expect(names.length).toBe(known(names).size);
      const [{ times }] = (await db.sql`select count(*)::int as times from household_confirmation
        where rent_account_id = ${caseId}`) as unknown as [{ times: number }];
      expect(times).toBe(drawn.length);
    }),
    { numRuns: 20 },
  );
});

test('[CASE-115] a name is the same in another case, in combining marks, and with the white space of another system', async () => {
  const caseId = newCase();
  const typed = [
    'Éva Kovács',
    'ÉVA KOVÁCS',
    'E\u0301va Kova\u0301cs',
    'İbrahim Örs',
    'İbrahim Örs',
    'Zoe\u0301 Ng',
  ];
  for (const name of typed) await applied(sam, 'household.confirm', { caseId, also: [name] });
  expect(await namesOf(caseId)).toEqual(['Éva Kovács', 'İbrahim Örs', 'Zoé Ng']);
  // As an import may have written it.
  await db.sql`update person set name = ' Zoé  Ng' where name = 'Zoé Ng'`;
  await applied(sam, 'household.confirm', { caseId, also: ['Zoé Ng', ...typed] });
  expect(await namesOf(caseId)).toHaveLength(3);
});

test('[CASE-115] nobody is added to a tenancy that had ended; who was there before it ended may still be confirmed', async () => {
  const caseId = newCase();
  await db.sql`update tenancy set end_date = '2026-11-20' where id = (select tenancy_id from rent_account where id = ${caseId})`;
  const also = ['Ben Example'];
  expect(await refused(repairs, 'household.confirm', { caseId, also })).toBe(
    'This tenancy has ended. Confirm who lives there in the case of the new one.',
  );
  await applied(repairs, 'household.confirm', { caseId, also }, now - 24 * 3_600_000);
  expect(await namesOf(caseId)).toEqual(also);
});

test('[CASE-124] of a tenancy that ended the repairs team records nothing but what needs a repair; the end itself is shown', async () => {
  const caseId = newCase();
  const endsOn = '2026-11-20';
  await db.sql`update tenancy set end_date = ${endsOn} where id = (select tenancy_id from rent_account where id = ${caseId})`;
  expect(await house.cases.readCase(repairs, caseId)).toMatchObject({ home: { tenancyEndsOn: endsOn } });
  expect(await house.cases.readCase(repairs, newCase())).toMatchObject({ home: { tenancyEndsOn: null } });
  const check = (kind: 'smoke_alarm' | 'access', finding: 'fine' | 'missing') => ({
    caseId,
    checks: [{ checkId: randomUUID(), kind, room: '', finding, severity: null, note: '', photos: [] }],
  });
  for (const kind of ['smoke_alarm', 'access'] as const)
    expect(await refused(repairs, 'check.record', check(kind, 'fine'))).toBe(
      'This tenancy has ended. Record the check in the case of the new one.',
    );
  await applied(repairs, 'check.record', check('smoke_alarm', 'missing'));
  await applied(repairs, 'check.record', check('access', 'fine'), now - 24 * 3_600_000);
  const [tenant] = (await db.sql`select person_id as id from tenancy_person tp
    join rent_account a using (tenancy_id) where a.id = ${caseId}`) as unknown as [{ id: number }];
  const phone = { caseId, personId: tenant.id, field: 'phone', value: '07700 900111' } as const;
  expect(await refused(repairs, 'person.correct', phone, { baseVersion: 1 })).toBe(
    'This tenancy has ended. Only the rent team can correct the details of people who left.',
  );
  // Who left may owe rent still.
  await applied(sam, 'person.correct', phone, { baseVersion: 1 });
});

test('[CASE-115] an officer of another patch does not confirm the household', async () => {
  const caseId = newCase();
  const also = ['Ben Example'];
  await db.sql`delete from stint where staff_id = ${alex.staffId} and patch_id = ${homesPatch()}`;
  expect((await act(alex, 'household.confirm', { caseId, also })).message).toMatch(
    /no longer in your patches/,
  );
  expect(await namesOf(caseId)).toEqual([]);
});
const homesPatch = () => house.homes.patches[0]!;

test('[CASE-130] the money-advice team confirms who lives in the home of its referral and records access, and no other check', async () => {
  const caseId = newCase();
  const also = ['Ben Example'];
  const check = (kind: string, finding = 'fine') => ({
    caseId,
    checks: [
      {
        ...{ checkId: randomUUID(), kind, room: '', finding, severity: null, photos: [] },
        note: finding === 'fine' ? '' : 'The buzzer is broken.',
      },
    ],
  });
  for (const [kind, args] of [
    ['household.confirm', { caseId, also }],
    ['check.record', check('access')],
  ] as const)
    expect(await refused(adviser, kind, args as never)).toBe('This case has not been referred to your team.');

  await applied(sam, 'referral.make', {
    ...{ caseId, referralId: randomUUID(), about: 'debt', reason: 'Behind.', agreed: '', consent: 'spoken' },
    urgent: false,
  });
  await applied(adviser, 'household.confirm', { caseId, also });
  await applied(adviser, 'check.record', check('access', 'problem') as never);
  expect(await namesOf(caseId)).toEqual(also);
  const checks = () => db.sql`select kind, staff_id from home_check where rent_account_id = ${caseId}`;
  const only = [{ kind: 'access', staff_id: adviser.staffId }];
  expect(await checks()).toEqual(only);
  // A check of the home needs somebody in the home.
  for (const kind of ['smoke_alarm', 'damp_mould', 'welfare', 'vulnerability'])
    expect(await refused(adviser, 'check.record', check(kind) as never)).toMatch(/records access only/);
  const both = { caseId, checks: [...check('access').checks, ...check('co_alarm').checks] };
  expect(await refused(adviser, 'check.record', both as never)).toMatch(/records access only/);
  const atVisit = { ...check('access'), visitId: randomUUID() };
  expect(await refused(adviser, 'check.record', atVisit as never)).not.toBe('');
  expect(await checks()).toEqual(only);
});
