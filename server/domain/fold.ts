/**
 * The text without accents and capitals, to compare words that people type: "Zoe" finds "Zoë". The same as fold() in the
 * database (db/migrations/0044_fold.sql).
 */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
