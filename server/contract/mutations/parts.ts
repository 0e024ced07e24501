// What the arguments of mutations are made of. Each refuses what the database could not keep.
import { z } from 'zod';
import { rowId } from '../scalars.ts';

export const caseId = rowId;
export const keepable = (words: string) => !words.includes('\0');
/** Whether text can be stored, and searched or compared: it has no half of a surrogate pair either. */
export const keepableWhole = (words: string) => keepable(words) && words.isWellFormed();
/** A phone may cut an emoji in two: a lone surrogate, which no JSON column accepts, becomes U+FFFD. */
const wholeLetters = (words: string) => words.toWellFormed();
/** People's words, trimmed; may be empty. */
export const text = z
  .string()
  .trim()
  .overwrite(wholeLetters)
  .max(4000)
  .refine(keepable, 'has a character that cannot be saved');
/** Has a character that is visible. */
const seen = (words: string) => /[^\s\p{C}]/u.test(words);
/** People's words, which must have a visible character. */
export const words = text.refine(seen, 'is empty');
/**
 * The name of a person, a patch or a screen. It has a letter or a digit, and nothing that changes the direction of the
 * text around it (Unicode UAX #9, explicit formatting): a name must not be able to look like another.
 */
export const nameOf = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most)
    .refine(keepableWhole, 'has a character that cannot be saved')
    .refine((words) => /[\p{L}\p{N}]/u.test(words), 'has no letter')
    .refine((words) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(words), 'has an invisible character');
/** More than 0, at most a million pounds. */
export const pence = z.int().positive().max(100_000_000);
/** A row that the device itself named, so that what follows can speak of it before the server has answered. */
export const madeId = z.uuid();
