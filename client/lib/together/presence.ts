// Who else is at a case, from the hub's messages about open screens and from the case's visit. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down } from '#contract/down.ts';
import { people as words } from './row-words.ts';

export type Others = { onTheWay: string[]; looking: string[] };

/** Each person once, and "on the way" rather than "looking": a visit counts also where no screen is open. */
export function othersAt(
  present: Down['presence']['people'],
  visit: CaseSummary['visit'],
  me: number | undefined,
): Others {
  const onTheWay = new Map<number, string>();
  if (visit?.state === 'on_the_way') onTheWay.set(visit.staffId, visit.staffName);
  for (const { staffId, name, doing } of present) if (doing === 'on_the_way') onTheWay.set(staffId, name);
  const looking = new Map<number, string>();
  for (const { staffId, name } of present) if (!onTheWay.has(staffId)) looking.set(staffId, name);
  if (me !== undefined) {
    onTheWay.delete(me);
    looking.delete(me);
  }
  return { onTheWay: [...onTheWay.values()], looking: [...looking.values()] };
}

/** 'Ann Example', 'Ann Example and Bea Example', 'Ann Example, Bea Example and 2 others'. */
export function people(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length < 3) return names.length === 2 ? words.two(first, second) : first;
  return words.more(first, second, names.length - 2);
}
