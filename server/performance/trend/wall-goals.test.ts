// [PERF-109] [PERF-117]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../domain/days.ts';
import { headlineOf, headlineSentence } from '../../domain/statistics/headline.ts';
import { improvingSentence, measureSentence, sayMeasure } from '../../domain/statistics/improving.ts';
import { longRunOf } from '../../domain/statistics/long-run.ts';
import { xmr } from '../../domain/statistics/xmr.ts';
import { wallGoals } from './wall-goals.ts';

const last = '2026-11-23';
const rent = 1_200_000_00;

const steps = (minLength: number, maxLength: number) =>
  fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength, maxLength, size: 'max' });

/** Arrears of up to 70 weeks, newest last, that drift, jump and have gaps. */
const lives = fc
  .record({
    from: fc.double({ min: 0.2, max: 6, noNaN: true }),
    drift: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
    // Half of them long enough for a comparison with a year ago.
    steps: fc.oneof(steps(1, 55), steps(57, 70)),
    gaps: fc.array(fc.nat(69), { maxLength: 6 }),
  })
  .map(({ from, drift, steps, gaps }) =>
    steps.flatMap((step, i) => {
      const back = steps.length - 1 - i;
      if (back > 0 && gaps.includes(back)) return [];
      const percent = Math.max(0, from + drift * i + step);
      return [{ on: addDays(last, -7 * back), part: Math.round((percent * rent) / 100), whole: rent }];
    }),
  );

const signs: Record<string, number> = {
  up: 1,
  higher: 1,
  worse: 1,
  down: -1,
  lower: -1,
  better: -1,
};

/** Every direction that a text claims, with the period that it names: 'in a year' → 1, '13 weeks' → −1. */
function claims(text: string): [period: string, sign: number][] {
  const moves = text.matchAll(/(Up|Down) [\d.]+ points? (in 4 weeks|in a year)/g);
  const levels = text.matchAll(/(Higher|Lower|Worse|Better) over the last (\d+ weeks)/g);
  return [...moves, ...levels].map(([, way, period]) => [period!, signs[way!.toLowerCase()]!]);
}

test('[PERF-109] [PERF-117] Today, Trend and the wall never say opposite things of the same period, and name the period', () => {
  fc.assert(
    fc.property(lives, fc.option(fc.double({ min: 1, max: 5, noNaN: true })), (weeks, target) => {
      const points = weeks.map(({ on, part, whole }) => ({ on, value: (100 * part) / whole }));
      const chart = xmr(points, []);
      const longRun = longRunOf(points);
      const headline = headlineOf(weeks, target, longRun)!;
      const [wall] = wallGoals([{ name: 'arrears_percent', chart, made: weeks, targets: [] }]);
      expect(wall!.changes).toBe(headline.changes);

      const reading = { chart, better: 'lower' as const, longRun, carriesOver: true, target };
      const standing = { up: 'worse', down: 'better', none: 'ordinary' } as const;
      const balance = {
        title: 'Arrears',
        better: 'lower' as const,
        standing: standing[longRun?.direction ?? 'none'],
        longRun,
        changed: { better: 'Lower', worse: 'Higher' },
      };
      const said = claims(
        [
          wall!.changes,
          headlineSentence(headline),
          measureSentence({ ...reading, say: (value) => sayMeasure('percent', value) }),
          improvingSentence(undefined, [], [balance]),
        ].join(' '),
      );
      for (const [period, sign] of said)
        for (const [other, otherSign] of said)
          if (period === other) expect([period, otherSign]).toEqual([other, sign]);

      // What is claimed of a period is what a reader of the two figures would say.
      const figure = (back: number) => {
        const found = weeks.find(({ on }) => on === addDays(last, -back));
        return found && Math.round((100 * 100 * found.part) / found.whole);
      };
      for (const [period, days] of [
        ['in 4 weeks', 28],
        ['in a year', 364],
      ] as const) {
        const [now, then] = [figure(0)!, figure(days)];
        const claimed = said.find(([one]) => one === period)?.[1];
        expect(claimed).toBe(then === undefined || then === now ? undefined : Math.sign(now - then));
      }
      // [PERF-117] Where the percentage is shown as the same, the sentence says how far the pounds moved.
      const then = weeks.find(({ on }) => on === addDays(last, -28));
      if (then && figure(28) === figure(0)) {
        const moved = weeks.at(-1)!.part - then.part;
        const way = moved === 0 ? 'No change' : moved > 0 ? 'Up £' : 'Down £';
        expect(headline.changes.startsWith(way)).toBe(true);
      }
      if (headline.bearing !== 'too_early') expect(headline.answer).toMatch(/over the last \d+ weeks/);
    }),
  );
});
