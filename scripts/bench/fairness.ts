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
/** In a league table of twelve. */
const praised = 2;

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
    const share = (
      name: string,
      among: readonly Finding[],
      ours: (one: Finding) => boolean,
      league: (one: Finding) => boolean,
      goal?: Figure['goal'],
    ) => {
      const percent = (test: (one: Finding) => boolean) => (100 * among.filter(test).length) / among.length;
      figures.push({
        name,
        value: percent(ours),
        unit: '%',
        against: { name: 'league table', value: percent(league) },
        ...(goal && { goal }),
      });
      return percent(ours);
    };
    const found = (one: Finding, window: Window) => one.standing[window] === 'better_sustained';
    const first = (one: Finding, window: Window) => one.place[window] < praised;
    for (const [name, tookOver] of [
      ['took a patch over', true],
      ['has always held it', false],
    ] as const) {
      const better = of('better', tookOver);
      share(
        `10 % better, ${name}: found within 13 weeks`,
        better,
        (o) => found(o, 'first'),
        (o) => first(o, 'first'),
      );
      share(
        `10 % better, ${name}: found within 26 weeks`,
        better,
        (one) => found(one, 'first') || found(one, 'half'),
        (one) => first(one, 'first') || first(one, 'half'),
      );
    }
    const last = (one: Finding, window: Window) => one.place[window] >= 12 - praised;
    const blamed = (one: Finding, window: Window) => one.standing[window].startsWith('worse');
    const quarters = ['first', 'second'] as const;
    const aQuarter = (among: readonly Finding[]) =>
      among.flatMap((one) => quarters.map((window) => ({ ...one, window })));
    const goalUnder2 = (among: readonly (Finding & { window: Window })[]) => {
      const part = among.filter((one) => blamed(one, one.window)).length / among.length;
      return { text: 'under 2 % a quarter', met: part < 0.02 };
    };
    const kinds: [string, Finding['what']][] = [
      ['only harder (more trouble, more old debt)', 'harder'],
      ['only harder (the same cases pay 5 % less besides)', 'harder_unseen'],
    ];
    for (const [words, what] of kinds)
      for (const [who, tookOver] of [
        ['taken over', true],
        ['always held', false],
      ] as const) {
        const among = aQuarter(of(what, tookOver)) as (Finding & { window: Window })[];
        share(
          `${words}, ${who}: blamed in a quarter`,
          among,
          (one) => blamed(one, (one as Finding & { window: Window }).window),
          (one) => last(one, (one as Finding & { window: Window }).window),
          goalUnder2(among),
        );
      }
    const ordinary = aQuarter(findings.filter(({ what }) => what === 'ordinary')) as (Finding & {
      window: Window;
    })[];
    const windowOf = (one: Finding) => (one as Finding & { window: Window }).window;
    share(
      'an ordinary officer: blamed in a quarter',
      ordinary,
      (o) => blamed(o, windowOf(o)),
      (o) => last(o, windowOf(o)),
      goalUnder2(ordinary),
    );
    share(
      'an ordinary officer: praised in a quarter',
      ordinary,
      (o) => found(o, windowOf(o)),
      (o) => first(o, windowOf(o)),
    );

    const fewer = Math.max(5, Math.round(seeds / 5));
    context.say(`${fewer} landlords whose better officers end trouble 40 % sooner instead`);
    const ends = (await look(fewer, sooner)).filter(({ what }) => what === 'better');
    share(
      'ends trouble 40 % sooner (the generator’s own effect): found within 26 weeks',
      ends,
      (one) => found(one, 'first') || found(one, 'half'),
      (one) => first(one, 'first') || first(one, 'half'),
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
