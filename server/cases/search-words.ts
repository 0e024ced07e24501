// The words of a search that a person typed.

/** More words than this are ignored. */
const most = 8;

/**
 * The words, of letters, digits and their combining marks alone: so no word holds a wildcard of `like` or an operator of a text
 * query. Each begins with a letter or digit: marks alone are nothing once accents are left out, and would be in every text.
 */
export const searchWords = (typed: string): string[] =>
  (typed.normalize('NFC').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).slice(0, most);
