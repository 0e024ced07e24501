// [DOMAIN-130], [DOMAIN-131]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bearingOf, certaintyWords, signalWords, spansOf, type Better } from './signals.ts';
import { xmr, type Signal, type XmrPoint } from './xmr.ts';

const weeks = (values: readonly number[]): XmrPoint[] =>
  values.map((value, i) => ({
    on: new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10),
    value,
  }));
const betters: Better[] = ['lower', 'higher', null];

test('[DOMAIN-130] a signal is good or bad news by its direction and by which way is better', () => {
  const above = { signals: ['outside'] as Signal[], side: 'above' as const };
  expect(bearingOf(above, 'higher')).toBe('better');
  expect(bearingOf(above, 'lower')).toBe('worse');
  expect(bearingOf(above, null)).toBe('changed');
  // Falling is newer information than the side of the mean on which it still is.
  expect(bearingOf({ signals: ['falling'], side: 'above' }, 'lower')).toBe('better');
  expect(bearingOf({ signals: [], side: 'above' }, 'higher')).toBeNull();
});

test('[DOMAIN-130] contradictory signals are a change without a direction', () => {
  expect(bearingOf({ signals: ['one_side', 'falling'], side: 'above' }, 'higher')).toBe('changed');
  expect(bearingOf({ signals: ['one_side', 'falling'], side: 'below' }, 'higher')).toBe('worse');
});

test('[DOMAIN-130] reversing a figure and its better direction together changes nothing', () => {
  const some = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 30 });
  fc.assert(
    fc.property(some, (values) => {
      const news = xmr(weeks(values)).marks.map((mark) => bearingOf(mark, 'higher'));
      const turned = xmr(weeks(values.map((v) => -v))).marks.map((mark) => bearingOf(mark, 'lower'));
      expect(turned).toEqual(news);
    }),
  );
});

test('[DOMAIN-131] every signal of every week is in one span, and spans have no other weeks', () => {
  const steps = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 39 }), (values, at) => {
      const points = weeks(values.map((v, i) => v + (i > 15 ? 8 : 0)));
      const from = points[at]?.on;
      const chart = xmr(points, from ? [{ from, reason: 'A reason' }] : []);
      for (const better of betters) {
        const spans = spansOf(chart, better);
        const listed = spans.flatMap(({ signal, from: first, to, weeks: many }) => {
          const inside = chart.marks.filter(({ on }) => on >= first && on <= to);
          expect(inside).toHaveLength(many);
          expect(new Set(inside.map(({ stretch }) => stretch)).size).toBe(1);
          return inside.map(({ on }) => `${on} ${signal}`);
        });
        const marked = chart.marks.flatMap(({ on, signals }) => signals.map((signal) => `${on} ${signal}`));
        expect(listed.sort()).toEqual(marked.sort());
      }
    }),
  );
});

test('[DOMAIN-131] each rule has its text, and with too few weeks the text has their number', () => {
  const words = (['outside', 'one_side', 'rising', 'falling', 'near_limit'] as const).map((signal) =>
    signalWords(signal, 'above'),
  );
  expect(new Set(words).size).toBe(5);
  expect(signalWords('outside', 'below')).toBe('below the usual range');
  expect(certaintyWords('too_few', 1)).toBe('Too few weeks for a usual range: 1 of 5.');
  expect(certaintyWords('provisional', 8)).toMatch(/provisional: 8 of 12 weeks/);
  expect(certaintyWords('firm', 20)).toBe('');
});
