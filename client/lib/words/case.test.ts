import fc from 'fast-check';
import { expect, test } from 'vitest';
import { needsInterpreter, reach } from './case.ts';

const language = fc.oneof(
  fc.constantFrom(null, '', 'English', 'english', 'Polish', 'British Sign Language', 'العربية'),
  fc.string({ minLength: 1, maxLength: 30 }),
);

test('[UI-672] a language that is not recorded is never English and asks for no interpreter; English needs no word; every other is named', () => {
  fc.assert(
    fc.property(fc.array(language), (languages) => {
      const people = languages.map((one, id) => ({ id, language: one }));
      const named = needsInterpreter(people).map(({ id }) => id);
      for (const { id, language } of people) {
        const words = reach.speaks(language);
        if (!language) expect(words).toBe('Language not recorded');
        else expect(['', `Speaks ${language}`]).toContain(words);
        expect(named.includes(id), String(language)).toBe(words.startsWith('Speaks '));
      }
    }),
  );
  expect(reach.speaks('English')).toBe('');
  expect(reach.speaks('Polish')).toBe('Speaks Polish');
});
