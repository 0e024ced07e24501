// Corrections of a person's data, by one person, by two at once, and by other systems.
import type { Actor } from '../access/rights.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../tests/support/cases.ts';
import type { ConflictResult } from '../contract/conflict.ts';
import type { PersonField } from '../domain/person.ts';
import { readHomePeople } from './read-home.ts';

const when = Date.parse('2026-11-20T10:00:00Z');
const house = await casesTest({ homes: 120, clock: () => when, owedOn: null });
const { db, sam: ann, manager: bea, repairs: rita, newCase, act, refused } = house;
const correct = (
  who: Actor,
  id: number,
  field: PersonField,
  value: string | null,
  baseVersion: number | undefined,
  minutesAgo = 0,
) => {
  const sent = { madeAt: when - minutesAgo * 60_000, baseVersion };
  return act(who, 'person.correct', { caseId: id, personId: id, field, value }, sent);
};
/** A home whose case, tenancy and tenant have the same id. */
async function newHome(): Promise<number> {
  const id = newCase();
  const [row] =
    await db.sql`select tp.person_id from tenancy_person tp join rent_account a using (tenancy_id) where a.id = ${id}`;
  expect(row!['person_id']).toBe(id);
  return id;
}
type Person = Record<'phone' | 'email' | 'language' | 'born', string | null> & { version: number };
async function person(id: number): Promise<Person> {
  const [row] = await db.sql<Person[]>`
    select phone, email, language, date_of_birth as born, version from person where id = ${id}`;
  return row!;
}
const given = (id: number) =>
  db.sql<{ field: string; was: string | null; value: string | null; applied: boolean; staff_id: number }[]>`
    select field, was, value, applied, staff_id from person_correction where person_id = ${id} order by id`;

test('[CASE-61] two people’s edits of different fields from the same version are merged', async () => {
  const id = await newHome();
  expect((await correct(ann, id, 'phone', '07700 900111', 1)).status).toBe('applied');
  expect((await correct(bea, id, 'email', 'ann@example.com', 1)).status).toBe('applied');
  expect(await person(id)).toMatchObject({ phone: '07700 900111', email: 'ann@example.com', version: 3 });
});

test('[CASE-61] of two people who edit the same field the second gets a conflict with both values, and both are in the history', async () => {
  const id = await newHome();
  await correct(ann, id, 'phone', '07700 900111', 1, 5);
  const answer = await correct(bea, id, 'phone', '07700 900222', 1);
  expect(answer).toMatchObject({
    status: 'conflict',
    message: `Officer Example 1 has just changed the phone number of Example Person ${id}. Choose which is right.`,
  });
  expect(answer.result).toEqual({
    what: `phone number of Example Person ${id}`,
    theirs: '07700 900111',
    mine: '07700 900222',
    by: 'Officer Example 1',
    at: new Date(when - 5 * 60_000).toISOString(),
    version: 2,
  } satisfies ConflictResult);
  expect((await person(id)).phone).toBe('07700 900111');
  const wanted = { field: 'phone', was: '07700 900111', value: '07700 900222', staff_id: bea.staffId };
  expect(await given(id)).toMatchObject([
    { value: '07700 900111', applied: true },
    { ...wanted, applied: false },
  ]);
  // Bea keeps her value: the same again, from the version that she was shown.
  expect((await correct(bea, id, 'phone', '07700 900222', 2)).status).toBe('applied');
  expect((await person(id)).phone).toBe('07700 900222');
  expect((await given(id)).at(-1)).toMatchObject({ ...wanted, applied: true });
});

test('[CASE-61] the same value from both is no conflict; one’s own later change from an old version is none either', async () => {
  const id = await newHome();
  await correct(ann, id, 'phone', '07700 900111', 1);
  expect((await correct(bea, id, 'phone', '+44 7700 900 111', 1)).status).toBe('applied');
  // Without signal: two edits of one field from one page; the second does not have the first's version.
  expect((await correct(ann, id, 'phone', '07700 900333', 1)).status).toBe('applied');
  expect((await given(id)).map((one) => one.value)).toEqual(['07700 900111', '07700 900333']);
});

test('[CASE-61] a value that another system wrote meanwhile is a conflict too', async () => {
  const id = await newHome();
  await db.sql`update person set phone = '01632 960001', name = name where id = ${id}`;
  const answer = await correct(ann, id, 'phone', '07700 900111', 1);
  expect(answer).toMatchObject({ status: 'conflict', result: { theirs: '01632 960001', by: '', at: null } });
  expect((await correct(ann, id, 'language', 'Welsh', 1)).status).toBe('applied');
});

test('[CASE-61] in any order of two people’s edits no value is lost, and the row has the last one that was applied', async () => {
  const value: Record<'phone' | 'email' | 'language', (i: number) => string> = {
    phone: (i) => `07700 900${String(100 + i)}`,
    email: (i) => `a${i}@example.com`,
    language: (i) => `Language ${'abcdefghijklmnopqrstuvwxyz'[i % 26]!}`,
  };
  const edit = fc.record({
    who: fc.constantFrom('ann', 'bea'),
    field: fc.constantFrom('phone', 'email', 'language'),
    value: fc.nat({ max: 25 }),
    /** How many versions old the page is. */
    behind: fc.nat({ max: 3 }),
    together: fc.boolean(),
    /** What they choose at a conflict. */
    insists: fc.boolean(),
  });
  const id = await newHome();
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 8 }), async (edits) => {
      await db.sql`delete from person_correction where person_id = ${id}`;
      const pending: Promise<void>[] = [];
      for (const { who, field, value: i, behind, together, insists } of edits) {
        const { version } = await person(id);
        const actor = who === 'ann' ? ann : bea;
        const wanted = value[field](i);
        const done = (async () => {
          const answer = await correct(actor, id, field, wanted, Math.max(1, version - behind));
          expect(['applied', 'conflict']).toContain(answer.status);
          if (answer.status !== 'conflict' || !insists) return;
          // Another edit may come first again: then there is another conflict.
          await correct(actor, id, field, wanted, (answer.result as ConflictResult).version);
        })();
        pending.push(done);
        if (!together) await done;
      }
      await Promise.all(pending);
      const now = await person(id);
      const history = await given(id);
      for (const field of ['phone', 'email', 'language'] as const) {
        const applied = history.filter((one) => one.field === field && one.applied);
        // A chain without a gap: each begins with the value of the one before, and the row has the last.
        for (const [i, one] of applied.entries()) if (i > 0) expect(one.was).toBe(applied[i - 1]!.value);
        if (applied.length > 0) expect(now[field]).toBe(applied.at(-1)!.value);
        for (const edit of edits.filter((one) => one.field === field)) {
          const wanted = value[field](edit.value);
          const kept = history.some(
            (one) => one.field === field && (one.value === wanted || one.was === wanted),
          );
          expect(kept || now[field] === wanted, `${field} ${wanted}`).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('[CASE-62] an invalid value is refused with a message, and stored with the refusal', async () => {
  const id = await newHome();
  for (const [field, value, words] of [
    ['phone', '12', 'Enter the area code: UK phone numbers start with 0.'],
    ['email', 'ann@', 'Enter a full email address, like name@example.com.'],
    ['date_of_birth', '2026-11-21', 'Enter a date in the past.'],
    ['language', '12', 'Enter the language in letters, like British Sign Language.'],
    ['preferred_contact', 'pigeon', 'Choose how they prefer to be contacted.'],
  ] as const)
    expect(await correct(ann, id, field, value, 1)).toMatchObject({ status: 'refused', message: words });
  expect((await person(id)).version).toBe(1);
  const noted = await db.sql<{ words: { value: string } }[]>`
    select detail -> 'words' as words from audit_line where what = 'mutation.refused' and case_id = ${id} order by id`;
  expect(noted.map(({ words }) => words.value)).toEqual(['12', 'ann@', '2026-11-21', '12', 'pigeon']);
});

test('[CASE-62] a person of another home cannot be changed through a visible case, and nobody without a version', async () => {
  const [mine, other] = [await newHome(), await newHome()];
  const args = { caseId: mine, personId: other, field: 'phone', value: '07700 900111' } as const;
  await refused(ann, 'person.correct', args, { baseVersion: 1 });
  expect((await correct(ann, mine, 'phone', '07700 900111', undefined)).status).toBe('refused');
  expect([(await person(mine)).version, (await person(other)).version]).toEqual([1, 1]);
});

test('[CASE-62] a day of birth and a name in any script are stored unchanged, and a cleared field is empty', async () => {
  const id = await newHome();
  expect(await correct(ann, id, 'date_of_birth', '29/02/1980', 1)).toMatchObject({
    status: 'applied',
    result: { value: '1980-02-29', version: 2 },
  });
  await correct(ann, id, 'language', 'العربية', 2);
  await correct(ann, id, 'phone', '07700 900111', 3);
  await correct(ann, id, 'phone', null, 4);
  expect(await person(id)).toMatchObject({ born: '1980-02-29', language: 'العربية', phone: null });
});

test('[CASE-114] the repairs team fills what is missing of a tenant’s contact details, and nothing else of a person', async () => {
  const id = await newHome();
  expect((await correct(rita, id, 'phone', '07700 900123', 1)).status).toBe('applied');
  expect(await given(id)).toMatchObject([{ field: 'phone', applied: true, staff_id: rita.staffId }]);
  const args = { caseId: id, personId: id, field: 'date_of_birth', value: '1980-02-03' } as const;
  expect(await refused(rita, 'person.correct', args, { baseVersion: 2 })).toBe(
    'Your team can correct only the contact details of tenants.',
  );
  // An officer changed the same field from what their page showed before.
  const answer = await correct(ann, id, 'phone', '07700 900999', 1);
  expect(answer).toMatchObject({
    status: 'conflict',
    result: { theirs: '07700 900123', by: 'Repairs Example' },
  });
});

test('[CASE-128] a person’s language is not recorded until staff of any team record it, English too; the history keeps it, and emptied it is not recorded', async () => {
  for (const [who, language] of [
    [ann, 'English'],
    [bea, 'Polish'],
    [rita, 'Somali'],
  ] as const) {
    const id = await newHome();
    const read = async () => (await readHomePeople(db.sql, id)).map((one) => one.language);
    expect(await read()).toEqual([null]);
    expect((await correct(who, id, 'language', language, 1)).status).toBe('applied');
    expect(await read()).toEqual([language]);
    expect(await given(id)).toMatchObject([{ field: 'language', was: null, value: language, applied: true }]);
    expect((await correct(who, id, 'language', '', 2)).status).toBe('applied');
    expect(await read()).toEqual([null]);
  }
});
