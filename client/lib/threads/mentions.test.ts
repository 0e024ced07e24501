// Mentions of colleagues: where an @ begins a name, who matches, and that marking names changes no text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitting, mentionAt, pieces, put, stillNamed } from './mentions.ts';

const people = [
  { staffId: 1, name: 'Ann Lee' },
  { staffId: 2, name: 'Ann Lee-Shah' },
  { staffId: 3, name: 'Zoë Marlow' },
  { staffId: 4, name: 'Bo Annan' },
];

test('[UI-175] an @ at the start of a word begins a name; one inside a word does not', () => {
  expect(mentionAt('Hello @An', 9)).toEqual({ from: 6, typed: 'An' });
  expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' });
  expect(mentionAt('write to a@b', 12)).toBeNull();
  expect(mentionAt('@Ann Lee and then', 17)).toBeNull();
  expect(mentionAt('@An\n', 4)).toBeNull();
  // Text after the caret does not count.
  expect(mentionAt('Hello @An', 5)).toBeNull();
});

test('[UI-175] people match by any part of the name, without accents; those whose name begins with it come first', () => {
  expect(fitting(people, 'ann').map(({ staffId }) => staffId)).toEqual([1, 2, 4]);
  expect(fitting(people, 'zoe').map(({ staffId }) => staffId)).toEqual([3]);
  expect(fitting(people, 'ann lee-').map(({ staffId }) => staffId)).toEqual([2]);
  expect(fitting(people, 'nobody')).toEqual([]);
});

test('[UI-175] the name replaces what was typed, with the caret after it', () => {
  expect(put('Hi @an, thanks', 3, 6, 'Ann Lee')).toEqual({ words: 'Hi @Ann Lee , thanks', caret: 12 });
  expect(put('Hi @an there', 3, 6, 'Ann Lee').words).toBe('Hi @Ann Lee there');
});

test('[UI-175] a deleted name mentions nobody; a name that occurs twice mentions once', () => {
  expect(stillNamed('no more', people)).toEqual([]);
  expect(stillNamed('@Zoë Marlow and @Zoë Marlow', [people[2]!, people[2]!])).toEqual([people[2]]);
});

test('[UI-175] the longest name is marked, and the joined pieces equal the text, for any text', () => {
  expect(pieces('to @Ann Lee-Shah!', people)).toEqual([
    { text: 'to ', staffId: null },
    { text: '@Ann Lee-Shah', staffId: 2 },
    { text: '!', staffId: null },
  ]);
  const words = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('@', '@Ann Lee', '@Zoë Marlow', ' ', '<b>')),
  );
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join('');
      expect(
        pieces(text, people)
          .map(({ text }) => text)
          .join(''),
      ).toBe(text);
    }),
  );
});
