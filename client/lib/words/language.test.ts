import { expect, test } from 'vitest';
import { languageTag, mendLanguages } from './language.ts';

const navigatorOf = (language: unknown, languages: unknown) => {
  const prototype = { get language() { return language; }, get languages() { return languages; } }; // prettier-ignore
  return Object.create(prototype) as Pick<Navigator, 'language' | 'languages'>;
};

test('[UI-402] a browser’s odd language becomes a language tag, so that no format of any library throws', () => {
  for (const odd of ['C', 'en-US@posix', '', 'en_GB', 'c.utf8', undefined, null, 7]) {
    expect(languageTag(odd), String(odd)).toBeNull();
    for (const languages of [[odd], [], undefined]) {
      const navigator = navigatorOf(odd, languages);
      mendLanguages(navigator);
      expect(navigator.language).toBe('en-GB');
      expect(navigator.languages).toEqual(['en-GB']);
      expect(new Intl.NumberFormat(navigator.language).format(1234)).toBe('1,234');
      expect(() => new Intl.Collator([...navigator.languages])).not.toThrow();
    }
  }
});

test('[UI-402] a valid language is kept, otherwise the next valid one of the list is used', () => {
  const right = navigatorOf('cy-GB', ['cy-GB', 'en']);
  mendLanguages(right);
  expect(Object.getOwnPropertyNames(right)).toEqual([]);
  const half = navigatorOf('C', ['C', 'pl', 'en-US@posix', 'en']);
  mendLanguages(half);
  expect([half.language, half.languages]).toEqual(['pl', ['pl', 'en']]);
});
