// The line of a balance chart, from edge to edge of its span, and its sentence.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthEnds, sentence, within, type DayBalance } from './balance.ts';

const today = '2026-11-22';
const on = (daysAgo: number) =>
  new Date(Date.parse(`${today}T00:00:00Z`) - daysAgo * 86_400_000).toISOString().slice(0, 10);

test('[UI-100] a span begins with what was owed on its first day and ends today', () => {
  const days = [
    { on: on(200), pence: 40_000 },
    { on: on(50), pence: 30_000 },
  ];
  expect(within(days, '13 weeks', today)).toEqual([
    { on: on(91), pence: 40_000 },
    { on: on(50), pence: 30_000 },
    { on: today, pence: 30_000 },
  ]);
  expect(within(days, 'all', today)[0]).toEqual({ on: on(200), pence: 40_000 });
  expect(within([], 'all', today)).toEqual([]);
});

test('[UI-100] for any postings, the line ends with the newest balance and the sentence has its ends and its maximum', () => {
  const days = fc
    .uniqueArray(fc.record({ ago: fc.nat(1900), pence: fc.integer({ min: -90_000, max: 900_000 }) }), {
      selector: (d) => d.ago,
      minLength: 1,
      maxLength: 60,
    })
    .map((list): DayBalance[] =>
      list.sort((a, b) => b.ago - a.ago).map(({ ago, pence }) => ({ on: on(ago), pence })),
    );
  fc.assert(
    fc.property(days, fc.constantFrom('13 weeks', '1 year', 'all'), (all, span) => {
      const line = within(all, span, today);
      if (line.length === 0) return;
      expect(line.at(-1)).toEqual({ on: today, pence: all.at(-1)!.pence });
      expect(line.map((d) => d.on)).toEqual([...new Set(line.map((d) => d.on))].sort());
      const most = Math.max(...line.map((d) => d.pence));
      const figure = `${Math.floor(Math.abs(most) / 100).toLocaleString('en-GB')}.${String(Math.abs(most) % 100).padStart(2, '0')}`;
      if (most !== 0) expect(sentence(line)).toContain(`£${figure}`);
      expect(monthEnds(line)[0]!.pence).toBe(all.at(-1)!.pence);
    }),
  );
});
