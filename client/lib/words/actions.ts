// The words, letter, shape and colour of each action: one table for rows, chips, the panel and the map.
import { checkName, isHazardKind } from '#domain/checks.ts';
import { actionLabels, type Action } from '#domain/action.ts';
import type { Method } from '#domain/facts.ts';
import { codeWords } from '#domain/number-words.ts';

export type Shape = 'circle' | 'square' | 'diamond' | 'ring' | 'hexagon' | 'triangle' | 'bar';
export type ActionWords = { label: string; short: string; letter: string; shape: Shape; token: string };

export const actionWords: Record<Action, ActionWords> = {
  visit: { label: actionLabels.visit, short: 'Visit', letter: 'V', shape: 'circle', token: '--visit' },
  call: { label: actionLabels.call, short: 'Call', letter: 'C', shape: 'square', token: '--call' },
  message: {
    label: actionLabels.message,
    short: 'Message',
    letter: 'M',
    shape: 'diamond',
    token: '--message',
  },
  plan_review: {
    label: actionLabels.plan_review,
    short: 'Plan',
    letter: 'P',
    shape: 'hexagon',
    token: '--plan',
  },
  court_review: {
    label: actionLabels.court_review,
    short: 'Court',
    letter: 'L',
    shape: 'triangle',
    token: '--court',
  },
  wait: { label: actionLabels.wait, short: 'Wait', letter: 'W', shape: 'ring', token: '--wait' },
  hold: { label: actionLabels.hold, short: 'Hold', letter: 'H', shape: 'bar', token: '--hold' },
  none: { label: actionLabels.none, short: 'None', letter: '–', shape: 'ring', token: '--wait' },
};

/** The outline of each shape in a box of 28 by 28: the same on a row and on the map. */
export const outlines: Record<Shape, string> = {
  circle: 'M14 2a12 12 0 1 0 0 24a12 12 0 1 0 0-24z',
  ring: 'M14 2.5a11.5 11.5 0 1 0 0 23a11.5 11.5 0 1 0 0-23z',
  square: 'M6 3h16a3 3 0 0 1 3 3v16a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z',
  diamond: 'M14 1 27 14 14 27 1 14z',
  hexagon: 'M8 3h12l6.5 11L20 25H8L1.5 14z',
  triangle: 'M14 1.5 27.5 25.5H.5z',
  bar: 'M9 2h10l7 7v10l-7 7H9l-7-7V9z',
};
/** The baseline of the letter within it. */
export const letterY = (shape: Shape) => (shape === 'triangle' ? 22 : 18.8);

/** In the order in which a day's work is read. */
export const actionOrder: readonly Action[] = [
  'visit',
  'call',
  'message',
  'plan_review',
  'court_review',
  'wait',
  'hold',
  'none',
];

/** Actions that need something of the officer; the others are for information. */
export const toDo: ReadonlySet<Action> = new Set(['visit', 'call', 'message', 'plan_review', 'court_review']);

export const methodWords: Record<Method, string> = {
  direct_debit: 'direct debit',
  card: 'card',
  cash: 'cash',
  standing_order: 'standing order',
  bank_transfer: 'bank transfer',
  housing_benefit: 'housing benefit',
  universal_credit: 'Universal Credit',
  other: 'another way',
};

export { alertWords } from '#domain/law/alerts.ts';

/** 'damp_mould' → 'Damp mould' for words that other systems coined; the ones we know have better ones. */
export function sayWord(word: string): string {
  const known: Record<string, string> = {
    damp_mould: 'Damp and mould',
    doors_windows: 'Doors and windows',
    nosp: 'Notice (NOSP)',
  };
  if (isHazardKind(word)) return checkName(word);
  return known[word] ?? codeWords(word);
}
