// Is the comparison of officers true? Generated landlords of twelve officers with a planted truth (lib/fair-landlord.ts):
// how often an officer whose cases bring 10 % more is found, and how often the officer of a patch that is only harder is
// blamed, by the product's comparison and by what it replaces: a league table of arrears change, whose first two are
// praised and whose last two are criticised. The design was tuned on seeds 1 to 50; these are others.
// By name it takes 200 landlords and some minutes of two cores; among all benches 20. SEEDS=n says how many.
import { Worker } from 'node:worker_threads';
import type { Bench, Figure } from './figure.ts';
import type { Planting } from './lib/fair-landlord.ts';
import type { Finding, Window } from './lib/fair-worker.ts';

const cores = 2;
const firstSeed = 51;
const homes = 1000;
const planted: Planting = { better: 0.1, unseen: 0.05, effect: 1, spread: 0.02, homes };
/** Instead of more money from the same cases: trouble that ends sooner, as the demo's generator plants an officer's effect. */
const sooner: Planting = { ...planted, better: 0, effect: 1.4 };
/** How many of the twelve in a league table are praised, and how many criticised. */
const extremes = 2;

/** A finding in some of its windows. */
type Look = { one: Finding; windows: readonly Window[] };
type Test = (one: Finding, window: Window) => boolean;
/** The same judgement by the product's comparison, and by the league table. */
type Judgement = readonly [ours: Test, league: Test];
const praised: Judgement = [
  (one, window) => one.standing[window] === 'better_sustained',
  (one, window) => one.place[window] < extremes,
];
const blamed: Judgement = [
  (one, window) => one.standing[window].startsWith('worse'),
  (one, window) => one.place[window] >= 12 - extremes,
];
const within = (among: readonly Finding[], ...windows: Window[]): Look[] =>
  among.map((one) => ({ one, windows }));
const eachQuarter = (among: readonly Finding[]): Look[] => [
  ...within(among, 'first'),
  ...within(among, 'second'),
];

/** The part of the looks of which a judgement is true in any window; the goal is a part below `under` percent. */
function share(name: string, looks: readonly Look[], [ours, league]: Judgement, under?: number): Figure {
  const percent = (test: Test) =>
    (100 * looks.filter(({ one, windows }) => windows.some((window) => test(one, window))).length) /
    looks.length;
  const value = percent(ours);
  return {
    name,
    value,
    unit: '%',
    against: { name: 'league table', value: percent(league) },
    ...(under !== undefined && { goal: { text: `under ${under} % a quarter`, met: value < under } }),
  };
}

export const bench: Bench = {
  name: 'fairness',
  about:
    'how often an officer 10 % better is found, and how often a patch that is only harder is blamed; the peer is a league table of arrears change on the same landlords',
  run: async (context) => {
    const named = process.argv.includes('fairness');
    const seeds = Number(process.env['SEEDS'] ?? (named ? 200 : 20));
    context.say(`${seeds} landlords of 12 officers with ${homes} homes each`);
    const findings = await look(seeds, planted);
    const of = (what: Finding['what'], tookOver: boolean) =>
      findings.filter((one) => one.what === what && one.tookOver === tookOver);
    const figures: Figure[] = [];
    for (const [name, tookOver] of [
      ['took a patch over', true],
      ['has always held it', false],
    ] as const) {
      const better = of('better', tookOver);
      figures.push(
        share(`10 % better, ${name}: found within 13 weeks`, within(better, 'first'), praised),
        share(`10 % better, ${name}: found within 26 weeks`, within(better, 'first', 'half'), praised),
      );
    }
    for (const [words, what] of [
      ['only harder (more trouble, more old debt)', 'harder'],
      ['only harder (the same cases pay 5 % less besides)', 'harder_unseen'],
    ] as const)
      for (const [who, tookOver] of [
        ['taken over', true],
        ['always held', false],
      ] as const)
        figures.push(
          share(`${words}, ${who}: blamed in a quarter`, eachQuarter(of(what, tookOver)), blamed, 2),
        );
    const ordinary = eachQuarter(findings.filter(({ what }) => what === 'ordinary'));
    figures.push(
      share('an ordinary officer: blamed in a quarter', ordinary, blamed, 2),
      share('an ordinary officer: praised in a quarter', ordinary, praised),
    );

    const fewer = Math.max(5, Math.round(seeds / 5));
    context.say(`${fewer} landlords whose better officers end trouble 40 % sooner instead`);
    const ends = (await look(fewer, sooner)).filter(({ what }) => what === 'better');
    figures.push(
      share(
        'ends trouble 40 % sooner (the generator’s own effect): found within 26 weeks',
        within(ends, 'first', 'half'),
        praised,
      ),
    );
    return figures;
  },
};

/** Each seed once, shared out between the cores. */
async function look(count: number, planting: Planting): Promise<Finding[]> {
  const findings: Finding[] = [];
  await Promise.all(
    Array.from({ length: cores }, (_, core) => {
      const seeds = Array.from({ length: count }, (_, i) => firstSeed + i).filter(
        (_, i) => i % cores === core,
      );
      if (seeds.length === 0) return null;
      const worker = new Worker(new URL('./lib/fair-worker.ts', import.meta.url), {
        workerData: { seeds, planting },
      });
      return new Promise<void>((resolve, reject) => {
        worker.on('message', (some: Finding[]) => void findings.push(...some));
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  return findings;
}
