import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FunnelChart } from '#contract/performance/officers.ts';
import { funnelShape, labelsOf, ticks } from './funnel-shape.ts';
import { dotWords, funnelSentence, leftWords } from './funnel-words.ts';

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
const nobody = new Set<number>();
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
        expect(labels.length).toBeGreaterThanOrEqual(Math.ceil(ratios.length / 2));
        // The letters are about 9 px above their baseline and 3 below it.
        for (const { y } of labels) {
          const centre = shape.y(1);
          expect(centre < y - 9 || centre > y + 3, `${y} on ${centre}`).toBe(true);
        }
      }),
    );
  });

  test('[UI-330] without officers the plot is empty and not broken', () => {
    const { dots, lines } = funnelShape({ points: [], dispersion: 1, curve: [], left: [] }, new Map(), box);
    expect([dots, lines.upper95]).toEqual([[], '']);
    expect(ticks(0, 8900, 6)).toEqual([0, 2000, 4000, 6000, 8000]);
  });
});

describe('the funnel in words', () => {
  test('[UI-331] officers outside the limits are named in alphabetical order, without a rank', () => {
    const more = chartOf([
      { id: 1, exposure: 3000, ratio: 1.3 },
      { id: 2, exposure: 3000, ratio: 1.9 },
      { id: 3, exposure: 3000, ratio: 1 },
    ]);
    const says = funnelSentence(more, people, false, nobody);
    expect(says).toContain('Above it: adam and Zoe.');
    expect(says).toContain('1 of 3 officers');
    expect(says).not.toMatch(/best|worst|first|last|rank|top|bottom/i);
  });

  test('[UI-331] nobody is called low where the patch may be the reason', () => {
    const says = funnelSentence(three, people, false, new Set([1, 2]));
    expect(says).toContain('Above it: Zoe.');
    expect(says).not.toContain('Below it: ');
    expect(says).toContain(
      'Below it, but only one officer has worked each patch, so we cannot separate officer from patch: adam.',
    );
  });

  test('[UI-331] an officer alone sees their own result, and why there is nobody else', () => {
    const mine = { ...three, points: three.points.filter(({ id }) => id === 3) };
    expect(funnelSentence(mine, new Map([[3, 'You']]), true, nobody)).toBe(
      'You: 101% of what similar cases bring for other officers. Within the usual range. Colleagues are not shown, because you could tell who they are.',
    );
    expect(funnelSentence({ ...three, points: [] }, new Map([[3, 'You']]), true, nobody)).toBe(
      'You held too few cases in these weeks to compare.',
    );
    expect(funnelSentence({ ...three, points: [] }, new Map(), false, nobody)).toBe(
      'No officer held enough cases in these weeks to compare.',
    );
  });

  test('[UI-331] above and below are described in words, with the effect of chance', () => {
    const { dots } = funnelShape(three, people, box);
    expect(dots.map((dot) => dotWords(dot, nobody))).toEqual([
      'adam: 70% of expected, over 6,000 case-days. Below the 99.8% limit: chance and patches do not explain it.',
      'Mia: 101% of expected, over 4,000 case-days. Within the usual range.',
      'Zoe: 140% of expected, over 3,000 case-days. Above the 99.8% limit: chance and patches do not explain it.',
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
