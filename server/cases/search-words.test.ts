import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../domain/fold.ts';
import { searchWords } from './search-words.ts';

test('[CASE-133] no word of a search is empty without its accents, or holds a wildcard of like or an operator of a text query', () => {
  const letter = fc.constantFrom(
    'a',
    'É',
    '7',
    '\u0301',
    '\u0308',
    '%',
    '_',
    '\\',
    "'",
    ':',
    '*',
    '&',
    ' ',
    'ß',
    '家',
  );
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 30 }), (letters) => {
      const typed = letters.join('');
      const words = searchWords(typed);
      for (const word of words) expect(fold(word)).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u);
      expect(words.length > 0).toBe(/[\p{L}\p{N}]/u.test(typed));
    }),
  );
  expect(searchWords('O’Neill, Zoe\u0308 50%')).toEqual(['O', 'Neill', 'Zoë', '50']);
  expect(searchWords('\u0301\u0301 %% __')).toEqual([]);
});
