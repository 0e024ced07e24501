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

test('[UI-402] a language keeps its region and loses its calendar and digits, so that no chart is of the year 2569', () => {
  for (const [odd, plain] of [
    ['en-US-u-ca-buddhist-nu-arab', 'en-US'],
    ['en-US-u-va-posix', 'en-US'],
    ['ar-EG-u-nu-arab-x-own', 'ar-EG'],
    ['en-us', 'en-US'],
  ] as const) {
    const navigator = navigatorOf(odd, [odd, 'cy']);
    mendLanguages(navigator);
    expect([navigator.language, navigator.languages]).toEqual([plain, [plain, 'cy']]);
  }
  const navigator = navigatorOf('en-US-u-ca-buddhist-nu-arab', ['en-US-u-ca-buddhist-nu-arab']);
  mendLanguages(navigator);
  expect(new Date(0).toLocaleDateString(navigator.language)).toMatch(/19(69|70)/);
  expect(new Intl.NumberFormat(navigator.language).format(1234)).toBe('1,234');
});
