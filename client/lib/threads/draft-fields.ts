// The fields of half a message, and how two halves of one become one. Pure.
import type { Named } from './mentions.ts';

export type Photo = { id: string; width: number; height: number };
export type Fields = {
  body: string;
  named: Named[];
  needsAnswerBy: string | null;
  promisedOn: string | null;
  photos: Photo[];
  subject: string;
  repairId: number | null;
};

/**
 * Half a message of an earlier time in front of what was typed since: nothing of either is lost, and what continues the
 * earlier words does not repeat them.
 */
export function joined(before: Partial<Fields>, after: Partial<Fields>): Partial<Fields> {
  return {
    ...before,
    ...after,
    ...text('subject', before, after, ' '),
    ...text('body', before, after, '\n'),
    ...united('photos', before, after, ({ id }) => id),
    ...united('named', before, after, ({ staffId }) => staffId),
  };
}

function text(
  name: 'body' | 'subject',
  before: Partial<Fields>,
  after: Partial<Fields>,
  between: string,
): Partial<Fields> {
  const [first = '', then = ''] = [before[name], after[name]];
  if (!first.trim() || then.startsWith(first)) return then ? { [name]: then } : {};
  return { [name]: then.trim() ? first + between + then : first };
}

function united<K extends 'photos' | 'named'>(
  name: K,
  before: Partial<Fields>,
  after: Partial<Fields>,
  idOf: (one: Fields[K][number]) => unknown,
): Partial<Fields> {
  const all = [...(before[name] ?? []), ...(after[name] ?? [])] as Fields[K][number][];
  return all.length === 0 ? {} : { [name]: [...new Map(all.map((one) => [idOf(one), one])).values()] };
}
