import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWaits, pillWords, shownIds, waits } from './held.ts';

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 25 });

test('[UI-1] while held, the shown ids and their order never change', () => {
  fc.assert(
    fc.property(ids, fc.array(ids), (first, later) => {
      let shown: readonly number[] = first;
      for (const wanted of later) shown = shownIds(shown, wanted, true);
      expect(shown).toEqual(first);
    }),
  );
});

test('[UI-2] when released, the shown rows equal the wanted ones, and nothing waits', () => {
  fc.assert(
    fc.property(ids, ids, (shown, wanted) => {
      const next = shownIds(shown, wanted, false);
      expect(next).toEqual(wanted);
      expect(anyWaits(waits(next, wanted))).toBe(false);
    }),
  );
});

test('[UI-3] the waiting changes are exactly the difference', () => {
  fc.assert(
    fc.property(ids, ids, (shown, wanted) => {
      const w = waits(shown, wanted);
      expect(new Set(w.arrived)).toEqual(new Set(wanted.filter((id) => !shown.includes(id))));
      expect(new Set(w.left)).toEqual(new Set(shown.filter((id) => !wanted.includes(id))));
      expect(w.arrived.length + w.left.length).toBe(new Set([...w.arrived, ...w.left]).size);
      const stay = shown.filter((id) => wanted.includes(id));
      const wantedStay = wanted.filter((id) => shown.includes(id));
      expect(w.moved === 0).toBe(stay.join() === wantedStay.join());
      expect(w.moved).toBeLessThanOrEqual(Math.max(0, stay.length - 1));
    }),
  );
});

test('[UI-3] when one row moves to the end, only that row has moved', () => {
  expect(waits([1, 2, 3, 4], [2, 3, 4, 1]).moved).toBe(1);
  expect(waits([1, 2, 3, 4], [4, 3, 2, 1]).moved).toBe(3);
});

test('[UI-4] the pill names the waiting changes, and a new order only when nothing else changed', () => {
  const stopped = (count: number) => `${count} case stopped`;
  expect(pillWords({ arrived: [7, 8, 9], left: [1], moved: 4 }, 1, stopped)).toBe('3 new, 1 case stopped');
  expect(pillWords({ arrived: [], left: [1, 2], moved: 0 }, 1, stopped)).toBe('1 case stopped, 1 gone');
  expect(pillWords({ arrived: [], left: [], moved: 2 }, 0, stopped)).toBe('2 moved');
  expect(pillWords({ arrived: [], left: [], moved: 0 }, 0, stopped)).toBe('');
});
