import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined } from '../threads/draft-fields.ts';
import { merged, parted, takeOver, writingKey, type Kept } from './writing.ts';

type Fields = { reason: string; note: string };
type Stored = Kept & Partial<Fields>;
const form = 'form 7 hold.start';
const me = 101;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 9, 10, minute)).toISOString();

test('[UI-736] a form takes over its own person’s newest writing; other forms, other people and its own writing are left alone', () => {
  const found = new Map<string, Stored>([
    [writingKey(form, 'old'), { staffId: me, writtenAt: at(1), reason: 'older' }],
    [writingKey(form, 'new'), { staffId: me, writtenAt: at(2), version: 3, reason: 'newer' }],
    [writingKey(form, 'own'), { staffId: me, writtenAt: at(5), reason: 'of this page' }],
    [writingKey(form, 'theirs'), { staffId: 102, writtenAt: at(6), reason: 'theirs' }],
    [writingKey(`${form} 12`, 'about'), { staffId: me, writtenAt: at(7), reason: 'about another hold' }],
    [`${form}.more`, { staffId: me, writtenAt: at(8), reason: 'another form' }],
  ]);
  const own = writingKey(form, 'own');
  const taken = takeOver<Fields>(found, { form, own, staffId: me })!;
  expect(taken.keys).toEqual([writingKey(form, 'new')]);
  expect(parted<Fields>(taken.value)).toEqual({
    fields: { reason: 'newer' },
    kept: { staffId: me, writtenAt: at(2), version: 3 },
  });
  expect(takeOver<Fields>(found, { form, own, staffId: 103 })).toBeNull();
});

test('[UI-736] what an older version of the app stored is taken over, also what it had set aside', () => {
  const found = new Map<string, Stored & { writingId: string }>([
    [form, { writingId: 'b', writtenAt: at(2), reason: 'b' }],
    [`${form} aside`, { writingId: 'a', writtenAt: at(1), reason: 'a' }],
  ]);
  const given = { form, own: writingKey(form, 'own'), staffId: me };
  const first = takeOver<Fields>(found, given)!;
  expect(first.keys).toEqual([form]);
  expect(parted<Fields>(first.value).fields).toEqual({ reason: 'b' });
  found.delete(form);
  expect(takeOver<Fields>(found, given)!.keys).toEqual([`${form} aside`]);
});

/** Fields as people leave them: some empty, some with words. */
const fields = fc.record({ reason: fc.string(), note: fc.string() }, { requiredKeys: [] });
const body = fc.record({ body: fc.string() }, { requiredKeys: [] });

test('[UI-736] where text was typed before an earlier writing is found, both are on screen, or the earlier one is kept apart', () => {
  fc.assert(
    fc.property(fields, fields, (before, typed) => {
      const { fields: shown, isWhole } = merged<Fields>(before, typed);
      expect(shown).toMatchObject(typed);
      for (const name of ['reason', 'note'] as const)
        if (isWhole && before[name] !== undefined) expect(shown[name]).toBe(before[name]);
    }),
  );
});

test('[UI-736] of half a message nothing is left out, of however many pages it is put together', () => {
  fc.assert(
    fc.property(fc.array(body, { maxLength: 4 }), body, (stored, typed) => {
      const found = new Map(
        stored.map((one, minute) => [
          writingKey('draft 7', String(minute)),
          { ...one, staffId: me, writtenAt: at(minute) },
        ]),
      );
      const taken = takeOver(found, { form: 'draft 7', own: 'draft 7 #own', staffId: me, join: joined });
      const before = taken ? parted<{ body: string }>(taken.value).fields : {};
      expect(taken?.keys.length ?? 0).toBe(stored.length);
      const { fields: shown, isWhole } = merged<{ body: string }>(before, typed, joined as never);
      expect(isWhole).toBe(true);
      for (const one of [...stored, typed]) if (one.body?.trim()) expect(shown.body).toContain(one.body);
    }),
  );
});

test('[UI-736] of two halves of a message the photographs and names are united', () => {
  const photo = (id: string) => ({ id, width: 1, height: 1 });
  const ann = { staffId: 5, name: 'Ann' };
  expect(
    joined(
      { body: 'The roof', photos: [photo('a'), photo('b')], named: [ann] },
      { body: 'The roof leaks', photos: [photo('b'), photo('c')], subject: 'Roof' },
    ),
  ).toEqual({
    body: 'The roof leaks',
    photos: [photo('a'), photo('b'), photo('c')],
    named: [ann],
    subject: 'Roof',
  });
});
