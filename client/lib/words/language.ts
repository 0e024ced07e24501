// What the browser says its language is, checked once for everybody. WebKitGTK without a locale calls it "C", others have
// been seen to say "en-US@posix" or nothing; each of them makes every `Intl` call that takes it over throw a RangeError,
// also in libraries (uPlot reads `navigator.language` as it is loaded). Imported first by routes/+layout.ts.

/** The app's own language: its words are British. */
const own = 'en-GB';

/**
 * The tag if it is a well-formed one (BCP 47), and else null. Without what it says of calendars and digits: in
 * "en-US-u-ca-buddhist-nu-arab" a library would write the year 2569, and digits that its own patterns do not find.
 */
export function languageTag(tag: unknown): string | null {
  if (typeof tag !== 'string') return null;
  try {
    const { language, script, region } = new Intl.Locale(tag);
    return [language, script, region].filter(Boolean).join('-');
  } catch {
    return null;
  }
}

/**
 * Makes `language` and `languages` of that navigator say only plain, well-formed tags: invalid tags are left out, and
 * where nothing is left they say the app's own language. Does nothing to a navigator that is right already.
 */
export function mendLanguages(navigator: Pick<Navigator, 'language' | 'languages'>): void {
  const all = navigator.languages ?? [];
  if ([navigator.language, ...all].every((tag) => typeof tag === 'string' && languageTag(tag) === tag))
    return;
  const languages = all.map(languageTag).filter((tag) => tag !== null);
  const language = languageTag(navigator.language) ?? languages[0] ?? own;
  if (languages.length === 0) languages.push(language);
  for (const [name, value] of Object.entries({ language, languages: Object.freeze(languages) }))
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
}

if (typeof navigator !== 'undefined') mendLanguages(navigator);
