// Sorting and searching rows, by properties.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, sortOf, sortText } from './arranged.ts';

const row = fc.record({
  id: fc.nat(),
  name: fc.constantFrom('Ann O’Neil', 'ann o’neil', 'Éva', 'Zed', 'EX2', 'EX10', ''),
  pence: fc.option(fc.integer({ min: -500, max: 500 })),
});
const value = ({ pence }: { pence: number | null }) => pence;
const text = ({ name }: { name: string }) => name;

test('[UI-596] sorting keeps every row, orders the values, leaves equal rows in their order and puts missing values last', () => {
  fc.assert(
    fc.property(fc.array(row), fc.boolean(), (rows, isDown) => {
      const sorted = arranged(rows, null, { value, isDown });
      expect(new Set(sorted)).toEqual(new Set(rows));
      expect(sorted).toHaveLength(rows.length);
      for (let i = 1; i < sorted.length; i++) {
        const [a, b] = [sorted[i - 1]!, sorted[i]!];
        if (b.pence === null) continue;
        expect(a.pence).not.toBeNull();
        expect(isDown ? a.pence! >= b.pence : a.pence! <= b.pence).toBe(true);
        if (a.pence === b.pence) expect(rows.indexOf(a)).toBeLessThan(rows.indexOf(b));
      }
    }),
  );
  const names = ['EX10', 'EX2', 'éva', 'Eva'].map((name) => ({ name }));
  expect(arranged(names, null, { value: text, isDown: false }).map(text)).toEqual([
    'éva',
    'Eva',
    'EX2',
    'EX10',
  ]);
  for (const wire of ['pence', '-pence'] as const) expect(sortText(sortOf(wire))).toBe(wire);
});

test('[UI-596] a search finds exactly the rows that have every word, in either case, and treats no character as a pattern', () => {
  fc.assert(
    fc.property(fc.array(row), fc.constantFrom('ann', 'ANN neil', 'ex', ' ', '%', 'ex, 1'), (rows, words) => {
      const wanted = words.toLowerCase().match(/[^\s,]+/g) ?? [];
      expect(arranged(rows, { words, text }, null)).toEqual(
        rows.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word))),
      );
    }),
  );
});

test('[DOMAIN-253] rows are found with and without the accents of their words', () => {
  const rows = [{ name: 'Zoë Ñandú' }, { name: 'Zoe Nandu' }, { name: 'Anna' }];
  for (const words of ['zoe nandu', 'ZOË', 'Zoe\u0308 ñandu'])
    expect(arranged(rows, { words, text: ({ name }) => name }, null)).toEqual(rows.slice(0, 2));
});
