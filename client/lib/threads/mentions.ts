// Naming a colleague in a message by "@". Pure: what is being typed after an @, who fits, and what the words then say.
// People are named in full in the words themselves, so that a message reads the same wherever it is shown; who was
// named is also sent as ids.
import { fold } from '#domain/fold.ts';

export type Named = { staffId: number; name: string };

/** The text between an @ at the start of a word and the caret; null if no person is being named. */
export function mentionAt(words: string, caret: number): { from: number; typed: string } | null {
  const before = words.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at === -1 || (at > 0 && !/[\s(“"‘'[]/.test(before[at - 1]!))) return null;
  const typed = before.slice(at + 1);
  // A name has at most a few words; a line that goes on is no name any more.
  return typed.length <= 40 && !/[\n@]/.test(typed) && !/^\s/.test(typed) && !/\s\S*\s\S*\s/.test(typed)
    ? { from: at, typed }
    : null;
}

/** Who fits: each part of a name may be what is typed. Those whose name begins with it come first. At most `limit`. */
export function fitting<P extends Named>(people: readonly P[], typed: string, limit = 6): P[] {
  const wanted = fold(typed.trimEnd());
  const rank = (name: string) => {
    const whole = fold(name);
    if (whole.startsWith(wanted)) return 0;
    return whole.split(/\s+/).some((part) => part.startsWith(wanted)) ? 1 : 2;
  };
  return people
    .map((person) => ({ person, rank: rank(person.name) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank || (a.person.name < b.person.name ? -1 : 1))
    .slice(0, limit)
    .map(({ person }) => person);
}

/** The text with the name in place of what was typed, and the caret's new position. */
export function put(
  words: string,
  from: number,
  caret: number,
  name: string,
): { words: string; caret: number } {
  const after = words.slice(caret);
  const mention = `@${name}${/^\s/.test(after) ? '' : ' '}`;
  return { words: words.slice(0, from) + mention + after, caret: from + mention.length };
}

/** Those who are still named in the words: a name that was deleted notifies nobody. */
export const stillNamed = <P extends Named>(words: string, named: readonly P[]): P[] =>
  named.filter(
    ({ name }, at) => words.includes(`@${name}`) && named.findIndex((n) => n.name === name) === at,
  );

export type Piece = { text: string; staffId: number | null };

/** The words in pieces, names apart, so that they can be marked. Joined again they are the words. */
export function pieces(words: string, named: readonly Named[]): Piece[] {
  // The longest first: "@Ann Lee-Shah" is not "@Ann Lee" and something.
  const longest = named.toSorted((a, b) => b.name.length - a.name.length);
  const found: Piece[] = [];
  let text = '';
  for (let at = 0; at < words.length;) {
    const person =
      words[at] === '@'
        ? longest.find(({ name }) => name !== '' && words.startsWith(name, at + 1))
        : undefined;
    if (!person) {
      text += words[at++];
      continue;
    }
    if (text) found.push({ text, staffId: null });
    text = '';
    found.push({ text: `@${person.name}`, staffId: person.staffId });
    at += person.name.length + 1;
  }
  if (text) found.push({ text, staffId: null });
  return found;
}
