import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FunnelChart } from '#contract/performance/officers.ts';
import { funnel, z95, z998 } from '#domain/statistics/funnel.ts';
import type { OverallStanding } from '#domain/statistics/overall-verdict.ts';
import { funnelShape, labelsOf, ticks } from './funnel-shape.ts';
import { consistentWords, dotWords, funnelSentence, leftWords, type Verdicts } from './funnel-words.ts';

const limits = (exposure: number) => {
  const wide = 8 / Math.sqrt(exposure);
  return { lower95: 1 - wide, upper95: 1 + wide, lower998: 1 - 1.6 * wide, upper998: 1 + 1.6 * wide };
};
const chartOf = (points: { id: number; exposure: number; ratio: number }[]): FunnelChart => ({
  points: points.map(({ id, exposure, ratio }) => {
    const at = limits(exposure);
    const far = Math.abs(ratio - 1);
    const place =
      far > at.upper998 - 1 ? 'beyond_99_8' : far > at.upper95 - 1 ? 'beyond_95' : ('inside' as const);
    return { id, exposure, ratio, z: 0, place, limits: at };
  }),
  dispersion: 1,
  curve: [200, 1000, 4000, 9000].map((exposure) => ({ exposure, ...limits(exposure) })),
  left: [],
});
const box = { width: 640, height: 400, left: 52, right: 12, top: 14, bottom: 44 };
/** What the domain says of each place; maybe: those whose patch may be the reason. */
const verdictsOf = (chart: FunnelChart, maybe: readonly number[] = []): Verdicts =>
  new Map(
    chart.points.map(({ id, place, ratio }) => [
      id,
      place === 'inside'
        ? { standing: 'as_expected', sentence: 'As expected: within the usual range.' }
        : ratio >= 1
          ? { standing: 'better_sustained', sentence: 'Better than expected in 9 of 13 weeks.' }
          : maybe.includes(id)
            ? { standing: 'lower_maybe', sentence: 'Lower than expected. The patch may be the reason.' }
            : { standing: 'worse_sustained', sentence: 'Lower than expected in 10 of 13 weeks.' },
    ]),
  );
const people = new Map([
  [1, 'Zoe'],
  [2, 'adam'],
  [3, 'Mia'],
]);
const three = chartOf([
  { id: 1, exposure: 3000, ratio: 1.4 },
  { id: 2, exposure: 6000, ratio: 0.7 },
  { id: 3, exposure: 4000, ratio: 1.01 },
]);

/** The height of a drawn line, 'M10 20L30 40…', at a place across. */
function heightAt(path: string, across: number): number {
  const points = path
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number) as [number, number]);
  const i = Math.max(
    1,
    points.findIndex(([x]) => x >= across),
  );
  const [[x1, y1], [x2, y2]] = [points[i - 1]!, points[i]!];
  return y1 + ((y2 - y1) * (across - x1)) / (x2 - x1);
}

describe('the funnel as a chart', () => {
  test('[UI-330] every point is inside the plot, and higher where more than expected was collected', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            exposure: fc.integer({ min: 200, max: 9000 }),
            ratio: fc.double({ min: 0.2, max: 2.5, noNaN: true }),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        (some) => {
          const { dots, y } = funnelShape(chartOf(some.map((one, id) => ({ id, ...one }))), new Map(), box);
          for (const dot of dots) {
            expect(dot.x).toBeGreaterThanOrEqual(box.left);
            expect(dot.x).toBeLessThanOrEqual(box.width - box.right);
            expect(dot.y).toBeGreaterThanOrEqual(box.top);
            expect(dot.y).toBeLessThanOrEqual(box.height - box.bottom);
            if (dot.ratio > 1.001) expect(dot.y).toBeLessThan(y(1));
          }
        },
      ),
    );
  });

  test('[UI-331] the keys step through the points by name, never by result', () => {
    expect(funnelShape(three, people, box).dots.map(({ name }) => name)).toEqual(['adam', 'Mia', 'Zoe']);
  });

  test('[UI-330] a name is drawn only where there is room: no two names overlap', () => {
    const crowd = chartOf(
      Array.from({ length: 40 }, (_, id) => ({ id, exposure: 4000 + id * 3, ratio: 1 + id / 900 })),
    );
    const names = new Map(crowd.points.map(({ id }) => [id, `Officer with a name ${id}`]));
    const labels = labelsOf(funnelShape(crowd, names, box), box, true);
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length).toBeLessThan(40);
    const shares = { start: 0, middle: 0.5, end: 1 };
    const boxes = labels.map(({ id, x, y, anchor }) => {
      const wide = names.get(id)!.length * 6.5;
      return { left: x - shares[anchor] * wide, right: x + (1 - shares[anchor]) * wide, y };
    });
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(Math.abs(a.y - b.y) >= 14 || a.right < b.left || b.right < a.left).toBe(true);
  });

  test('[UI-572] no name is written over the line of 100% or a limit, and near a line most names have a place', () => {
    const ratio = fc.double({ min: 0.9, max: 1.1, noNaN: true });
    fc.assert(
      fc.property(fc.array(ratio, { minLength: 1, maxLength: 5 }), (ratios) => {
        const chart = chartOf(ratios.map((one, id) => ({ id, exposure: 1000 + id * 1500, ratio: one })));
        const names = new Map(ratios.map((_, id) => [id, `Zofia Inglem ${id}`]));
        const shape = funnelShape(chart, names, box);
        const labels = labelsOf(shape, box, true);
        // Officers whose dots are close together have no room for every name; the first has one.
        expect(labels.length).toBeGreaterThanOrEqual(1);
        // The letters are about 9 px above their baseline and 3 below it.
        for (const { y } of labels) {
          const centre = shape.y(1);
          expect(centre < y - 9 || centre > y + 3, `${y} on ${centre}`).toBe(true);
        }
      }),
    );
    // Dots that are apart all have their names, also on the line.
    const apart = [0.9, 1, 1.1].map((ratio, id) => ({ id, exposure: 1000 + id * 3000, ratio }));
    const named = new Map(apart.map(({ id }) => [id, `Zofia Inglem ${id}`]));
    expect(labelsOf(funnelShape(chartOf(apart), named, box), box, true)).toHaveLength(3);
  });

  test('[UI-627] a name that finds no room is placed before the others', () => {
    const dot = (id: number, name: string, x: number, y: number) =>
      ({ id, name, x, y, ratio: 1, exposure: 1, place: 'inside' }) as const;
    // Two officers at almost the same point, between the line of 100% and a third: the first may not take the only room.
    const dots = [
      dot(1, 'Kofi Sedgewater', 300, 100),
      dot(2, 'Tamsin Quinceley', 300, 108),
      dot(3, 'Nimo Quinceley', 420, 104),
    ];
    const wide = { width: 700, height: 300, left: 40, right: 10, top: 10, bottom: 30 };
    const labels = labelsOf({ dots, stretches: [[40, 122, 690, 122]] }, wide, true);
    expect(labels.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
  });

  test('[UI-330] without officers the plot is empty and not broken', () => {
    const { dots, lines } = funnelShape({ points: [], dispersion: 1, curve: [], left: [] }, new Map(), box);
    expect([dots, lines.upper95]).toEqual([[], '']);
    expect(ticks(0, 8900, 6)).toEqual([0, 2000, 4000, 6000, 8000]);
  });

  test('[UI-562] each officer stands where the drawn limits are their own: outside the lines exactly if so marked', () => {
    const officer = fc.record({
      ratio: fc.double({ min: 0.5, max: 1.6, noNaN: true }),
      error: fc.double({ min: 0.02, max: 0.12, noNaN: true }),
      exposure: fc.integer({ min: 500, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(officer, { minLength: 1, maxLength: 12 }), (officers) => {
        const made = funnel(
          officers.map(({ ratio, error, exposure }, id) => {
            const expected = 100_000;
            return { id, exposure, observed: ratio * expected, expected, error: error * expected };
          }),
          1,
          'counted',
        );
        const own = (error: number) => ({
          exposure: 0,
          lower95: 1 - z95 * error,
          upper95: 1 + z95 * error,
          lower998: 1 - z998 * error,
          upper998: 1 + z998 * error,
        });
        const curve = Array.from({ length: 24 }, (_, i) => own(0.14 * 0.915 ** i));
        const { dots, lines, x, y } = funnelShape({ ...made, curve }, new Map(), box);
        for (const dot of dots) {
          const { limits } = made.points.find(({ id }) => id === dot.id)!;
          const drawn = { upper: heightAt(lines.upper95, dot.x), lower: heightAt(lines.lower95, dot.x) };
          // Between its points the curve is a straight line.
          expect(Math.abs(drawn.upper - y(limits.upper95))).toBeLessThan(1);
          expect(Math.abs(drawn.lower - y(limits.lower95))).toBeLessThan(1);
          const outside = Math.max(drawn.upper - dot.y, dot.y - drawn.lower);
          if (Math.abs(outside) > 1) expect(outside > 0).toBe(dot.place !== 'inside');
        }
        // Across is one scale for lines and officers: a narrower range is further to the right.
        expect(x(0.1)).toBeGreaterThan(x(0.2));
      }),
    );
  });
});

describe('the funnel in words', () => {
  test('[UI-563] who is better in all periods is named first, by name; nobody else is called consistent', () => {
    const of = (name: string, standing: OverallStanding, held = [13, 26, 52]) => ({
      name,
      overall: {
        standing,
        sentence: '',
        periods: held.map((weeks) => ({
          weeks,
          ratio: 1,
          standing:
            standing === 'mixed' && weeks === 52 ? ('better_sustained' as const) : ('as_expected' as const),
          sentence: '',
        })),
      },
    });
    expect(consistentWords([of('Zoe', 'better'), of('Mia', 'mixed'), of('adam', 'better')])).toBe(
      'Better than expected over 13, 26 and 52 weeks: adam and Zoe. Find out what they do, so that others can do it too. Better than expected in some of these periods: Mia.',
    );
    // Who has held cases for 20 weeks is named with the period that they have.
    expect(consistentWords([of('Zoe', 'better'), of('Bo', 'better', [13])])).toMatch(
      /^Better than expected over 13, 26 and 52 weeks: Zoe\. Better than expected over 13 weeks: Bo\. Find/,
    );
    expect(consistentWords([of('Bo', 'as_expected', [13]), of('adam', 'as_expected')])).toBe(
      'No officer is better than expected over 13, 26 and 52 weeks alike.',
    );
    expect(consistentWords([of('Mia', 'mixed'), of('adam', 'lower')])).toBe(
      'No officer is better than expected over 13, 26 and 52 weeks alike. Better than expected in some of these periods: Mia. Lower than expected over 13, 26 and 52 weeks: adam. Ask what would help.',
    );
  });

  test.each(['lower_maybe', 'worse_for_now'] as const)(
    '[UI-624] an officer who is %s in one period is named at the top, with what may be the reason',
    (standing) => {
      const periods = [13, 26, 52].map((weeks) => ({
        weeks,
        ratio: 1,
        standing: weeks === 26 ? standing : ('as_expected' as const),
        sentence: '',
      }));
      expect(consistentWords([{ name: 'Mia', overall: { standing: 'mixed', sentence: '', periods } }])).toBe(
        'No officer is better than expected over 13, 26 and 52 weeks alike. Lower than expected in some of these periods, but it may be chance or the patch: Mia.',
      );
    },
  );

  test('[UI-331] officers outside the limits are named in alphabetical order, without a rank', () => {
    const more = chartOf([
      { id: 1, exposure: 3000, ratio: 1.3 },
      { id: 2, exposure: 3000, ratio: 1.9 },
      { id: 3, exposure: 3000, ratio: 1 },
    ]);
    const says = funnelSentence(more, people, false, verdictsOf(more));
    expect(says).toContain('Better than expected: adam and Zoe.');
    expect(says).toContain('1 of 3 officers are as expected');
    expect(says).not.toMatch(/best|worst|first|last|rank|top|bottom/i);
  });

  test('[UI-331] nobody is called low where the patch may be the reason', () => {
    const says = funnelSentence(three, people, false, verdictsOf(three, [2]));
    expect(says).toContain('Better than expected: Zoe.');
    expect(says).not.toContain('Lower than expected: ');
    expect(says).toContain('Lower than expected, but it may be chance or the patch: adam.');
  });

  test('[UI-331] an officer alone sees their own result, and why there is nobody else', () => {
    const mine = { ...three, points: three.points.filter(({ id }) => id === 3) };
    expect(funnelSentence(mine, new Map([[3, 'You']]), true, verdictsOf(mine))).toBe(
      'You: 101% of what similar cases bring for other officers. As expected: within the usual range. Colleagues are not shown, because you could tell who they are.',
    );
    expect(funnelSentence({ ...three, points: [] }, new Map([[3, 'You']]), true, verdictsOf(three))).toBe(
      'You held too few cases in these weeks to compare.',
    );
    expect(funnelSentence({ ...three, points: [] }, new Map(), false, verdictsOf(three))).toBe(
      'No officer held enough cases in these weeks to compare.',
    );
  });

  test('[UI-331] above and below are described in words, with the effect of chance', () => {
    const { dots } = funnelShape(three, people, box);
    expect(dots.map((dot) => dotWords(dot, verdictsOf(three)))).toEqual([
      'adam: 70% of expected, over 6,000 case-days. Lower than expected in 10 of 13 weeks.',
      'Mia: 101% of expected, over 4,000 case-days. As expected: within the usual range.',
      'Zoe: 140% of expected, over 3,000 case-days. Better than expected in 9 of 13 weeks.',
    ]);
    const left = {
      ...three,
      left: [
        { id: 1, why: 'too_little_held' as const },
        { id: 3, why: 'too_little_held' as const },
      ],
    };
    expect(leftWords(left, people)).toBe('Too few cases to compare: Mia and Zoe.');
  });
});
