// A case as the map draws it, and what a marker says of it in words.
import { actionOrder, actionWords } from '../words/actions.ts';
import type { Action } from '#domain/action.ts';

export type MapCase = {
  id: number;
  latitude: number;
  longitude: number;
  action: Action;
  /** Where, and who if the caller likes: '12 Alder Crescent'. */ label: string;
  /** Already formatted: '£412.00'. */ moneyText: string;
  alert: boolean;
  onTheWay: boolean;
  stoodDown: boolean;
  /** 0..100; the more urgent lies above and is read first. */ urgency: number;
};

/** What is drawn differently from before. The first change has everything in it. */
export type MapChange = { changed: readonly MapCase[]; gone: readonly number[] };

/** 'Visit: 12 Alder Crescent, £412.00. Cautionary alert. On the way.' */
export function caseLabel(c: MapCase): string {
  const notes = [
    c.stoodDown ? 'Stood down, nothing to visit for' : '',
    c.alert ? 'Cautionary alert' : '',
    c.onTheWay ? 'On the way' : '',
  ].filter(Boolean);
  const said = `${actionWords[c.action].label}: ${c.label}, ${c.moneyText}`;
  return notes.length > 0 ? `${said}. ${notes.join('. ')}.` : said;
}

/** How many of each action, in the order in which a day's work is read; actions that are absent are left out. */
export function countActions(cases: readonly MapCase[]): { action: Action; count: number }[] {
  const counts = new Map<Action, number>();
  for (const c of cases) counts.set(c.action, (counts.get(c.action) ?? 0) + 1);
  return actionOrder.flatMap((action) => {
    const count = counts.get(action);
    return count ? [{ action, count }] : [];
  });
}

/** '14 cases: 6 visit, 4 call, 4 wait. Show them closer.' */
export function groupLabel(cases: readonly MapCase[], sameDoor: boolean): string {
  const parts = countActions(cases).map(
    ({ action, count }) => `${count} ${actionWords[action].label.toLowerCase()}`,
  );
  const alerts = cases.filter((c) => c.alert).length;
  return [
    `${cases.length} cases${sameDoor ? ' in one building' : ''}: ${parts.join(', ')}`,
    ...(alerts > 0 ? [`${alerts} with a cautionary alert`] : []),
    sameDoor ? 'Choose one.' : 'Show them closer.',
  ].join('. ');
}

/** Whether a group that one of them stands in looks and says the same with the other. */
export const sameInGroup = (a: MapCase, b: MapCase): boolean =>
  a.action === b.action && a.alert === b.alert && a.onTheWay === b.onTheWay;
