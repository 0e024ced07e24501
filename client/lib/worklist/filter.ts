// Which cases the list and the map show: one filter for both. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Action } from '#domain/action.ts';
import { fold } from '#domain/fold.ts';
import { alertWords, toDo } from '../words/actions.ts';

/** 'todo' is what needs something of the officer; 'all' is everything. */
export type ActionFilter = 'todo' | 'all' | Action;
export type Filters = {
  text: string;
  action: ActionFilter;
  patchId: number | null;
  /** Only those with a cautionary alert. */
  alerts: boolean;
  /** Only those with a visit that is planned or under way. */
  visits: boolean;
};
export const noFilters: Filters = { text: '', action: 'todo', patchId: null, alerts: false, visits: false };

/** Whether the case belongs to the chosen action; `todo` is every action that needs a person. */
export function matchesAction(c: CaseSummary, action: ActionFilter): boolean {
  if (action === 'all') return true;
  return action === 'todo' ? toDo.has(c.action) : c.action === action;
}

/** Everything but the action: what the action chips count. A search looks through all actions. */
export function matchesRest(c: CaseSummary, filters: Filters): boolean {
  if (filters.patchId !== null && c.patchId !== filters.patchId) return false;
  if (filters.alerts && c.alerts.length === 0) return false;
  if (filters.visits && !c.visit) return false;
  return matchesText(c, filters.text);
}

const haystacks = new WeakMap<CaseSummary, string>();

/** Every word must be in the name, address, postcode, reference or an alert, in any order, with or without spaces. */
export function matchesText(c: CaseSummary, text: string): boolean {
  if (text === '') return true;
  const words = plain(text).split(' ').filter(Boolean);
  if (words.length === 0) return true;
  let hay = haystacks.get(c);
  if (hay === undefined) {
    const searched = plain(
      [c.tenant, c.address, c.postcode, c.reference, ...c.alerts.map((a) => alertWords[a.kind])].join(' '),
    );
    hay = `${searched} ${c.postcode.toLowerCase().replaceAll(' ', '')}`;
    haystacks.set(c, hay);
  }
  return words.every((word) => hay.includes(word));
}

const plain = (text: string): string =>
  fold(text)
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
