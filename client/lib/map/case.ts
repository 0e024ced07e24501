// A case as the map draws it, and its marker's label in words.
import { actionOrder, actionWords, type Shape } from '../words/actions.ts';
import type { Action } from '#domain/action.ts';
import { group, marker } from './words.ts';

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
  /** Who has it for now. */ takenBy?: string;
  /** 0..100; the more urgent lies above and is read first. */ urgency: number;
  /** Its number in today's round, drawn in the place of the letter. */ stop?: number;
  /** Shown in the place of the action, for a map of something else. */ mark?: Mark;
};
/** A shape, one or two letters and a colour together (a value of CSS), and what they mean. The same mark, the same object. */
export type Mark = { shape: Shape; text: string; colour: string; words: string };

/** How a case is drawn, and what that means in words. */
export function markOf(c: MapCase): Mark {
  if (c.mark) return c.mark;
  const { shape, letter, token, label } = actionWords[c.action];
  const colour = `var(${token})`;
  if (c.stop === undefined) return { shape, text: letter, colour, words: label };
  return { shape, text: String(c.stop), colour, words: marker.stop(c.stop, label) };
}

/** What is drawn differently from before. The first change has everything in it. */
export type MapChange = { changed: readonly MapCase[]; gone: readonly number[] };

/** 'Visit: 12 Alder Crescent, £412.00. Cautionary alert. On the way.' */
export function caseLabel(c: MapCase): string {
  const notes = [
    c.stoodDown ? marker.noVisit : '',
    c.alert ? marker.alert : '',
    c.onTheWay ? marker.onTheWay : '',
    c.takenBy ? marker.takenBy(c.takenBy) : '',
  ].filter(Boolean);
  const label = `${markOf(c).words}: ${c.label}${c.moneyText && `, ${c.moneyText}`}`;
  return notes.length > 0 ? `${label}. ${notes.join('. ')}.` : label;
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

/** What a group is made of: how many of each look, in words and in colour. Marks keep their order. */
export function countMarks(cases: readonly MapCase[]): { words: string; colour: string; count: number }[] {
  const marks = new Map<Mark, number>();
  for (const { mark } of cases) if (mark) marks.set(mark, (marks.get(mark) ?? 0) + 1);
  return [
    ...[...marks].map(([{ words, colour }, count]) => ({ words, colour, count })),
    ...countActions(cases.filter(({ mark }) => !mark)).map(({ action, count }) => {
      const { label, token } = actionWords[action];
      return { words: label.toLowerCase(), colour: `var(${token})`, count };
    }),
  ];
}

/** '14 cases: 6 visit, 4 call, 4 wait. Zoom in.' */
export function groupLabel(cases: readonly MapCase[], sameDoor: boolean): string {
  const parts = countMarks(cases)
    .map(({ words, count }) => `${count} ${words}`)
    .join(', ');
  const alerts = cases.filter((c) => c.alert).length;
  return [
    sameDoor ? group.casesInBuilding(cases.length, parts) : group.cases(cases.length, parts),
    ...(alerts > 0 ? [group.alerts(alerts)] : []),
    sameDoor ? group.choose : group.zoomIn,
  ].join('. ');
}

/** Whether a group's marker looks and reads the same with either of the two in it. */
export const sameInGroup = (a: MapCase, b: MapCase): boolean =>
  a.action === b.action && a.alert === b.alert && a.onTheWay === b.onTheWay && a.mark === b.mark;
