// What the arguments of mutations are made of. Each refuses what the database could not keep.
import { z } from 'zod';

// Postgres knows no year 0, and nobody means a visit in another century.
export const thisCentury = (text: string) => text >= '2000' && text < '2200';
export const day = z.iso.date().refine(thisCentury, 'is too far from today');
export const instant = z.iso.datetime().refine(thisCentury, 'is too far from today');
/** A row's own number. */
export const rowId = z.int().positive().max(2_147_483_647);
export const caseId = rowId;
export const keepable = (words: string) => !words.includes('\0');
/** Where words are looked up or compared and not only kept: half a letter cannot be part of them either. */
export const keepableWhole = (words: string) => keepable(words) && words.isWellFormed();
/** A phone may cut an emoji in two: half a letter, which no JSON column takes, becomes the sign for one that is lost. */
const wholeLetters = (said: string) => said.toWellFormed();
/** People's words, trimmed; may be empty. */
export const text = z
  .string()
  .trim()
  .overwrite(wholeLetters)
  .max(4000)
  .refine(keepable, 'has a character that cannot be kept');
/** Not only blanks and characters that nobody sees. */
const seen = (said: string) => /[^\s\p{C}]/u.test(said);
/** People's words that must say something. */
export const words = text.refine(seen, 'is empty');
/**
 * What a person, a patch or a screen is called. It has a letter or a digit, and nothing that turns the direction of what
 * stands beside it (Unicode UAX #9, explicit formatting): a name must not be able to look like another.
 */
export const nameOf = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most)
    .refine(keepableWhole, 'has a character that cannot be kept')
    .refine((said) => /[\p{L}\p{N}]/u.test(said), 'has no letter')
    .refine((said) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(said), 'has a character that nobody sees');
/** More than 0, at most a million pounds. */
export const pence = z.int().positive().max(100_000_000);
/** A row that the device itself named, so that what follows can speak of it before the server has answered. */
export const madeId = z.uuid();
