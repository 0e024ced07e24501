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

test('[HTTP-73] nobody and nothing is called by characters that nobody sees, or that turn what stands beside them', () => {
  for (const name of invisible) {
    expect(nameOf(100).safeParse(name).success, JSON.stringify(name)).toBe(false);
    expect(screenName.safeParse(name).success, JSON.stringify(name)).toBe(false);
    expect(settingChange.safeParse({ kind: 'patch.add', name }).success, JSON.stringify(name)).toBe(false);
  }
  for (const name of ["O'Brien-Łuczak", '李小龍', 'محمد', 'אבי', 'Zoë 2', 'Ngũgĩ wa Thiong’o'])
    expect(nameOf(100).parse(` ${name} `)).toBe(name);
});

test('[HTTP-73] words that must say something are not only blanks and invisible characters', () => {
  for (const said of ['\u200b', ' \u202e ', '\u2060\ufeff', '\u0001'])
    expect(words.safeParse(said).success).toBe(false);
  for (const said of ['ok', '👍', '?']) expect(words.parse(said)).toBe(said);
});
