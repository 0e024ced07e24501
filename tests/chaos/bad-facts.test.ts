// Amounts, days and text at their limits, in every mutation. A new kind is in these tests as soon as it has its example
// (tests/support/every-mutation.ts).
import { beforeAll, expect, test } from 'vitest';
import { mutationArgs, mutationKinds, type MutationKind } from '../../server/contract/up.ts';
import { Casework } from '../support/casework.ts';
import { everyMutation, type Example } from '../support/every-mutation.ts';

let house: Casework;
beforeAll(async () => {
  house = await Casework.open(90);
});

type Path = (string | number)[];
/** The paths in an example whose key and value match. */
function placesOf(value: unknown, such: (key: string, value: unknown) => boolean, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return such(String(at.at(-1)), value) ? [at] : [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, such, [...at, key]));
}
function put(args: object, [key, ...rest]: Path, value: unknown): object {
  const copy: Record<string, unknown> = Array.isArray(args) ? ([...args] as never) : { ...args };
  copy[key!] = rest.length === 0 ? value : put(copy[key!] as object, rest, value);
  return copy;
}
const parsed = ([kind, args]: [MutationKind, object]) => mutationArgs[kind].safeParse(args).success;

const examples = Object.entries(everyMutation({ caseId: 1, personId: 1, repairId: 1, staffId: 1 })) as [
  MutationKind,
  Example,
][];
const amounts = examples.flatMap(([kind, { args }]) =>
  placesOf(args, (key, value) => /pence$/i.test(key) && typeof value === 'number').map(
    (place) => [kind, args, place] as const,
  ),
);
const days = examples.flatMap(([kind, { args }]) =>
  placesOf(args, (_, value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)).map(
    (place) => [kind, args, place] as const,
  ),
);

test('[CASE-68] amounts that overflow, are not whole pence or are negative are refused by the schema', () => {
  expect(amounts.length).toBeGreaterThan(5);
  for (const [kind, args, place] of amounts)
    for (const wrong of [2 ** 53, 2 ** 31 * 100, 1e15, -1, 0.5, NaN, Infinity, '100', '1e9', null, [100]])
      expect(parsed([kind, put(args, place, wrong)]), `${kind} ${place.join('.')} ${String(wrong)}`).toBe(
        false,
      );
});

test('[CASE-68] days that do not exist, or are in another century, are refused by the schema; leap days and year ends are accepted', () => {
  expect(days.length).toBeGreaterThan(8);
  for (const [kind, args, place] of days) {
    for (const wrong of [
      '2027-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '0000-01-01',
      '9999-12-31',
      '2026-11-20T00:00:00Z',
      20261120,
    ])
      expect(parsed([kind, put(args, place, wrong)]), `${kind} ${place.join('.')} ${String(wrong)}`).toBe(
        false,
      );
    for (const right of ['2028-02-29', '2026-12-31', '2027-01-01', '2026-03-29', '2026-10-25'])
      expect(parsed([kind, put(args, place, right)]), `${kind} ${place.join('.')} ${right}`).toBe(true);
  }
});

test.for([
  // The hour that occurs twice, the hour that is skipped, and the last minute of a year, of a winter and a summer day.
  ['2026-10-25T00:30:00.000Z', '2026-10-25'],
  ['2026-10-25T01:30:00.000Z', '2026-10-25'],
  ['2026-10-24T23:30:00.000Z', '2026-10-25'],
  ['2026-03-29T00:59:59.000Z', '2026-03-29'],
  ['2026-03-29T01:00:00.000Z', '2026-03-29'],
  ['2026-03-29T22:59:59.000Z', '2026-03-29'],
  ['2026-03-29T23:00:00.000Z', '2026-03-30'],
  ['2026-12-31T23:59:59.999Z', '2026-12-31'],
  ['2027-01-01T00:00:00.000Z', '2027-01-01'],
  ['2028-02-29T23:59:59.000Z', '2028-02-29'],
])(
  '[CASE-68] a mutation of %s is stored with that instant, and with the landlord’s day %s',
  async ([instant, day]) => {
    const { caseId } = await house.subject();
    house.now = Date.parse(instant!);
    const note = { caseId, kind: 'call', reached: true, note: 'A note.' };
    expect((await house.do('officer', 'contact.record', note)).status).toBe('applied');
    expect(
      (await house.do('officer', 'visit.finish', { caseId, outcome: 'no_access', note: '' })).status,
    ).toBe('applied');
    const [row] = await house.db.sql<{ contact: Date; ended: Date; day: string }[]>`
    select (select happened_at from contact where rent_account_id = ${caseId} and kind = 'call') as contact,
      ended_at as ended, planned_for as day from visit where rent_account_id = ${caseId}`;
    expect([row!.contact.toISOString(), row!.ended.toISOString(), row!.day]).toEqual([instant, instant, day]);
  },
);

test('[CASE-68] money that would overflow a balance is refused by a named constraint of the database, and changes nothing', async () => {
  const { caseId } = await house.subject();
  const { sql } = house.db;
  const balance = async () =>
    (await sql<{ pence: number }[]>`select balance_pence as pence from rent_account where id = ${caseId}`)[0]!
      .pence;
  const before = await balance();
  for (const pence of [10n ** 12n * 2n, 2n ** 62n])
    await expect(
      sql`insert into charge (rent_account_id, amount_pence, kind, due_on) values (${caseId}, ${String(pence)}::bigint, 'rent', now()::date)`.then(
        () => 'kept',
      ),
    ).rejects.toThrow(/amount_pence|balance_pence|bigint/);
  expect(await balance()).toBe(before);
});

const scripts = [
  '<script>alert(1)</script>',
  '&lt;b&gt; &amp; "quotes" \'and\' `ticks` \\ %s ${x} {{y}}',
  'العربية من اليمين ‏(1980)‎',
  '中文，漢字、かな・カナ 한국어',
  'ไทย हिन्दी বাংলা ਪੰਜਾਬੀ தமிழ்',
  'Łódź Žluťoučký Ïñtërnâtiônàlizætiøn ẞ',
  '👩🏽‍🦽 🏳️‍🌈 é (two ways: é)',
  "Robert'); drop table payment; --",
];

test('[CASE-68] text in every script, with markup in it, is stored and read back unchanged', async () => {
  const { caseId } = await house.subject();
  house.now = Date.now();
  for (const note of scripts)
    expect(
      (await house.do('officer', 'contact.record', { caseId, kind: 'call', reached: true, note })).status,
    ).toBe('applied');
  const kept = await house.db.sql<
    { note: string }[]
  >`select note from contact where rent_account_id = ${caseId} order by id`;
  expect(kept.map(({ note }) => note)).toEqual(scripts);
  const detail = (await house.cases.readCase(house.people.officer, caseId)) as unknown as {
    history: { entries: { kind: string; text: string }[] };
  };
  const read = detail.history.entries.filter(({ kind }) => kind === 'contact').map(({ text }) => text);
  expect(read.toSorted()).toEqual(scripts.toSorted());
});

test('[CASE-68] text that is too long is refused, and never cut', () => {
  const long = 'é'.repeat(4001);
  const texts = examples.flatMap(([kind, { args }]) =>
    placesOf(args, (key) => ['note', 'body', 'reason', 'detail', 'agreed'].includes(key)).flatMap((place) =>
      // A value of a list is not free text.
      parsed([kind, put(args, place, 'Some words of mine.')]) ? [[kind, args, place] as const] : [],
    ),
  );
  expect(texts.length).toBeGreaterThan(8);
  for (const [kind, args, place] of texts)
    expect(parsed([kind, put(args, place, long)]), `${kind} ${place.join('.')}`).toBe(false);
  expect(mutationKinds.length).toBe(examples.length);
});
