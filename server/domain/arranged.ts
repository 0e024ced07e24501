// The rows of a table as a person asked for them: those that have every word of a search, sorted by one column. Used by the
// server for rows that it sends in pages, and by the client for rows that it has whole.

import { fold } from './fold.ts';

/** A column's key, and whether its largest value comes first. On the wire `key`, or `-key` for the largest first. */
export type Sort<Key extends string = string> = { key: Key; isDown: boolean };
/** What a row is sorted by; null comes last in either direction. */
export type SortValue = string | number | null;

export const sortText = ({ key, isDown }: Sort): string => (isDown ? `-${key}` : key);
export function sortOf<Key extends string>(text: Key | `-${Key}`): Sort<Key> {
  const isDown = text.startsWith('-');
  return { key: (isDown ? text.slice(1) : text) as Key, isDown };
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en-GB', { numeric: true, sensitivity: 'base' });

/** The words of a search, which are separated by spaces or commas, without accents and capitals. */
export const searchedWords = (text: string): string[] =>
  fold(text)
    .split(/[\s,]+/)
    .filter(Boolean);

/**
 * A new array. Rows with equal values keep their order. `words`: each of them must be in `text`, with or without
 * its accents and capitals.
 */
export function arranged<Row>(
  rows: readonly Row[],
  search: { words: string; text: (row: Row) => string } | null,
  sort: { value: (row: Row) => SortValue; isDown: boolean } | null,
): Row[] {
  const words = searchedWords(search?.words ?? '');
  const found =
    search && words.length > 0
      ? rows.filter((row) => {
          const text = fold(search.text(row));
          return words.every((word) => text.includes(word));
        })
      : [...rows];
  if (!sort) return found;
  const keyed = found.map((row) => ({ row, value: sort.value(row) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return sort.isDown ? compare(b.value, a.value) : compare(a.value, b.value);
  });
  return keyed.map(({ row }) => row);
}
