// Who is visited, and who is not: a year of the generated landlord, lived by four lists with the same officers' hours.
// No database: the landlord, the rules and the chance are the same in all four, and the same in each run.
import { makeLandlord } from '../../db/demo/landlord.ts';
import type { Bench, Figure } from './figure.ts';
import { lists } from './lib/lists.ts';
import { year, type Score } from './lib/officers.ts';
import { World } from './lib/replay.ts';

const homes = 3000;
const weeks = 52;

export const bench: Bench = {
  name: 'visits',
  about: `a year of ${homes} generated homes under four lists, one officer to 1,000 homes`,
  async run({ say }) {
    const scores = new Map<string, Score>();
    const landlord = makeLandlord({ seed: 1, homes, today: '2025-11-10', weeks: 60 });
    for (const list of lists) {
      scores.set(list.name, year(new World(landlord), list, weeks * 7));
      say(`${list.name}: ${JSON.stringify(scores.get(list.name))}`);
    }
    return figures(scores);
  },
};

function figures(scores: ReadonlyMap<string, Score>): Figure[] {
  const [first, ...others] = [...scores];
  const [rawName, raw] = first!;
  const [, ours] = others.at(-1)!;
  const all: Figure[] = [];
  const measures: [string, string, (score: Score) => number][] = [
    ['cases put up for nothing', 'a year', (s) => s.needlessListed],
    ['cases put up', 'a year', (s) => s.listed],
    ['visits', 'a year', (s) => s.visits],
    ['needless visits', 'a year', (s) => s.needlessVisits],
    ['knocks after a payment', 'a year', (s) => s.knockedAfterPayment],
    ['stood down on the way', 'a year', (s) => s.stoodDown],
    ['real cases not tried within 14 days', 'cases', (s) => s.missed],
    ['real cases', 'cases', (s) => s.realCases],
    ['arrears at the end', '% of a year’s rent', (s) => s.arrearsPercent],
    ['hours spent', 'hours', (s) => s.hours],
  ];
  for (const [name, unit, of] of measures) {
    for (const [list, score] of scores) {
      const figure: Figure = { name: `${name}, ${list}`, value: of(score), unit };
      if (list !== rawName && of(raw) > 0) figure.against = { name: rawName, value: of(raw) };
      if (score === ours) {
        if (of(ours) === ours.needlessListed && name.startsWith('cases put up for'))
          figure.goal = {
            text: 'at least 76 % fewer than the raw weekly list',
            met: ours.needlessListed <= 0.24 * raw.needlessListed,
          };
        if (name.startsWith('knocks')) figure.goal = { text: 'none', met: ours.knockedAfterPayment === 0 };
        if (name.startsWith('real cases not'))
          figure.goal = { text: 'no more than the raw weekly list', met: ours.missed <= raw.missed };
      }
      all.push(figure);
    }
  }
  return all;
}
