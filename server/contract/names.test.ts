import { expect, test } from 'vitest';
import { nameOf, words } from './mutations/parts.ts';
import { settingChange } from './performance/settings.ts';
import { screenName } from './wallboard.ts';

const invisible = [
  '\u202e',
  '\u2066\u2069',
  '\u200b\u200d',
  '\u0007',
  ' \u00a0\u3000',
  '\u202eabc',
  'a\u2066b',
  'a\nb',
  '---',
  '',
];

test('[HTTP-73] no name has invisible characters, or characters that change the direction of the text next to it', () => {
  for (const name of invisible) {
    expect(nameOf(100).safeParse(name).success, JSON.stringify(name)).toBe(false);
    expect(screenName.safeParse(name).success, JSON.stringify(name)).toBe(false);
    expect(settingChange.safeParse({ kind: 'patch.add', name }).success, JSON.stringify(name)).toBe(false);
  }
  for (const name of ["O'Brien-Łuczak", '李小龍', 'محمد', 'אבי', 'Zoë 2', 'Ngũgĩ wa Thiong’o'])
    expect(nameOf(100).parse(` ${name} `)).toBe(name);
});

test('[HTTP-73] required text is not only blanks and invisible characters', () => {
  for (const text of ['\u200b', ' \u202e ', '\u2060\ufeff', '\u0001'])
    expect(words.safeParse(text).success).toBe(false);
  for (const text of ['ok', '👍', '?']) expect(words.parse(text)).toBe(text);
});
