// Who is visited, and who is not: a year of the generated landlord, lived by four lists with the same officers' hours.
// No database: the landlord, the rules and the chance are the same in all four, and the same in each run.
//
// A case is put up for nothing, and a visit is needless, where the planted truth says on that morning that it is no case
// (a week and a half of rent beyond its rhythm) or recovers without help within four weeks. A real case is one that the truth
// calls so on three Mondays running; it was missed where there was no attempt at contact from a week before the
// first to the third. Ours knows what was posted up to a second before it is asked, at setting out and at the door: that
// no door is knocked on after a payment follows from that by construction, and the latency bench shows that it is so.
// What things take (a visit 45 minutes, a call 10, a look 2.5), how often somebody is in and what contact changes are
// assumed, and the same for all: compare the lists, not the landlord.
import { makeLandlord } from '../../db/demo/landlord.ts';
import type { Bench, Figure } from './figure.ts';
import { lists } from './lib/lists.ts';
import { year, type Score } from './lib/officers.ts';
import { World } from './lib/replay.ts';

const homes = 3000;
const days = 52 * 7;

type Measure = {
  name: string;
  unit: string;
  of: (score: Score) => number;
  goal?: { text: string; met: (ours: number, raw: number) => boolean };
};

const measures: Measure[] = [
  {
    name: 'cases put up for nothing',
    unit: 'a year',
    of: (s) => s.needlessListed,
    goal: {
      text: 'at least 76 % fewer than the raw weekly list',
      met: (ours, raw) => ours <= 0.24 * raw,
    },
  },
  { name: 'cases put up', unit: 'a year', of: (s) => s.listed },
  { name: 'visits', unit: 'a year', of: (s) => s.visits },
  { name: 'needless visits', unit: 'a year', of: (s) => s.needlessVisits },
  {
    name: 'knocks more than a second after a payment',
    unit: 'a year',
    of: (s) => s.knockedAfterPayment,
    goal: { text: 'none', met: (ours) => ours === 0 },
  },
  { name: 'visits stood down', unit: 'a year', of: (s) => s.stoodDown },
  {
    name: 'real cases not tried within 14 days',
    unit: 'cases',
    of: (s) => s.missed,
    goal: { text: 'no more than the raw weekly list', met: (ours, raw) => ours <= raw },
  },
  { name: 'real cases', unit: 'cases', of: (s) => s.realCases },
  { name: 'arrears at the end', unit: '% of a year’s rent', of: (s) => s.arrearsPercent },
  { name: 'hours spent', unit: 'hours', of: (s) => s.hours },
];

export const bench: Bench = {
  name: 'visits',
  about: `a year of ${homes} generated homes under four lists, one officer to 1,000 homes`,
  async run({ say }) {
    const landlord = makeLandlord({ seed: 1, homes, today: '2025-11-10', weeks: 60 });
    const scores: { name: string; score: Score }[] = [];
    for (const list of lists) {
      scores.push({ name: list.name, score: year(new World(landlord), list, days) });
      say(`${list.name}: lived`);
    }
    return figures(scores);
  },
};

function figures(scores: readonly { name: string; score: Score }[]): Figure[] {
  const raw = scores[0]!;
  const ours = scores.at(-1)!;
  return measures.flatMap(({ name, unit, of, goal }) =>
    scores.map((list): Figure => {
      const value = of(list.score);
      const peer = of(raw.score);
      return {
        name: `${name}, ${list.name}`,
        value,
        unit,
        ...(list !== raw && peer > 0 ? { against: { name: raw.name, value: peer } } : {}),
        ...(list === ours && goal ? { goal: { text: goal.text, met: goal.met(value, peer) } } : {}),
      };
    }),
  );
}
