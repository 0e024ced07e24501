// Everybody's visits of today as a list and a map show them. Pure. An officer is initials and a colour; a visit's
// state is a shape: a ring is planned, a circle is on the way, a square is done, a diamond was not made.
import type { VisitOfDay } from '#contract/day.ts';
import type { MapCase, Mark } from '../../map/case.ts';
import type { Shape } from '../../words/actions.ts';
import { timeOf } from '../../words/time.ts';
import { outcomeWords } from '../../visit/bar-words.ts';
import { placeOf } from '../../worklist/order.ts';
import { stateWords, visit as words } from './words.ts';

export type Officer = {
  staffId: number;
  name: string;
  /** One to three letters that no other officer of the day has. */
  letters: string;
  /** A CSS value that is dark enough for white letters. It depends on the person only. Two may share it, but not the letters. */
  colour: string;
  visits: VisitOfDay[];
};

const colours = ['--visit', '--call', '--message', '--plan', '--court', '--hold'].map(
  (name) => `var(${name})`,
);
export const stateShapes: Record<VisitOfDay['state'], Shape> = {
  planned: 'ring',
  on_the_way: 'circle',
  done: 'square',
  stood_down: 'diamond',
  cancelled: 'diamond',
};

const ended = ({ endedAt }: VisitOfDay): number => (endedAt === null ? 0 : Date.parse(endedAt));

/**
 * By name; each with visits on the way first, then to come, then over. Those to come keep their order, which is that of the
 * officer's round. The same visits give the same letters.
 */
export function officersOf(visits: readonly VisitOfDay[]): Officer[] {
  const byStaff = new Map<number, VisitOfDay[]>();
  for (const visit of visits) byStaff.set(visit.staffId, [...(byStaff.get(visit.staffId) ?? []), visit]);
  const rank: Record<VisitOfDay['state'], number> = { on_the_way: 0, planned: 1, done: 2, stood_down: 3, cancelled: 4 }; // prettier-ignore
  const taken = new Set<string>();
  return [...byStaff.values()]
    .sort((a, b) => a[0]!.staffName.localeCompare(b[0]!.staffName, 'en-GB') || a[0]!.staffId - b[0]!.staffId)
    .map((theirs) => ({
      staffId: theirs[0]!.staffId,
      name: theirs[0]!.staffName,
      letters: lettersOf(theirs[0]!.staffName, taken),
      colour: colours[theirs[0]!.staffId % colours.length]!,
      visits: theirs.sort((a, b) => rank[a.state] - rank[b.state] || ended(a) - ended(b)),
    }));
}

/** 'Ana Example' → 'AE'; the second of them 'AX', and so on; a number where letters run out. */
function lettersOf(name: string, taken: Set<string>): string {
  const words = name.toUpperCase().match(/\p{Letter}+/gu) ?? ['?'];
  const first = [...words[0]!][0]!;
  const others = [
    ...words
      .slice(1)
      .reverse()
      .flatMap((word) => [...word]),
    ...[...words[0]!].slice(1),
  ];
  const tries = [
    ...others.map((letter) => first + letter),
    ...Array.from({ length: 99 }, (_, i) => `${first}${i + 1}`),
  ];
  const letters = tries.find((one) => !taken.has(one)) ?? first;
  taken.add(letters);
  return letters;
}

/** 'Done at 10:42: No answer' */
export function visitWords(visit: VisitOfDay): string {
  const { state, outcome, setOutAt, endedAt } = visit;
  if (state === 'on_the_way') return setOutAt ? words.onTheWaySince(timeOf(setOutAt)) : stateWords[state];
  if (state === 'planned') return stateWords[state];
  return words.over(stateWords[state], endedAt ? timeOf(endedAt) : '', outcome ? outcomeWords[outcome] : '');
}

/** '2 planned, 1 on the way, 3 done' */
export function countWords(visits: readonly VisitOfDay[]): string {
  const states = Object.keys(stateWords) as VisitOfDay['state'][];
  return states
    .map((state) => [visits.filter((one) => one.state === state).length, stateWords[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => words.count(count, state))
    .join(', ');
}

/** What the map draws: one marker a visit, each mark one object so that nothing is drawn twice. */
export class VisitMarks {
  readonly #marks = new Map<string, Mark>();
  readonly #cases = new WeakMap<VisitOfDay, MapCase>();

  /** undefined when the home's position is not known. */
  of(visit: VisitOfDay, officer: Officer): MapCase | undefined {
    const at = placeOf(visit);
    if (!at) return undefined;
    const known = this.#cases.get(visit);
    const mark = this.#mark(officer, visit.state);
    if (known?.mark === mark) return known;
    const made: MapCase = {
      id: visit.id,
      latitude: at.latitude,
      longitude: at.longitude,
      action: 'visit',
      label: visit.address,
      moneyText: '',
      alert: false,
      onTheWay: visit.state === 'on_the_way',
      stoodDown: visit.state === 'stood_down' || visit.state === 'cancelled',
      urgency: visit.state === 'planned' ? 20 : 10,
      mark,
    };
    this.#cases.set(visit, made);
    return made;
  }

  #mark({ letters, colour, name }: Officer, state: VisitOfDay['state']): Mark {
    const key = `${letters} ${colour} ${name} ${state}`;
    let mark = this.#marks.get(key);
    if (!mark) {
      mark = {
        shape: stateShapes[state],
        text: letters,
        colour,
        words: words.mark(letters, name, stateWords[state]),
      };
      this.#marks.set(key, mark);
    }
    return mark;
  }
}
