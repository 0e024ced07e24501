import { expect, test } from 'vitest';
import { Copy, type Lacks } from './copy.ts';

/** A write that the test ends. */
function slowStore() {
  const asked: Lacks[] = [];
  const ends: ((failed?: boolean) => void)[] = [];
  const store = (lacks: Lacks) =>
    new Promise<void>((resolve, reject) => {
      asked.push(lacks);
      ends.push((failed = false) => (failed ? reject(new Error('put away')) : resolve()));
    });
  return { asked, ends, store };
}
const nothing = async () => {};

test('[UI-486] a write at once includes what another write has not completed: the whole list, or its rows', async () => {
  const { asked, ends, store } = slowStore();
  const copy = new Copy();
  copy.whole();
  const first = copy.write(store);
  copy.changed(7);
  // The page is hidden: the first write is aborted, the second is the last that this page can do.
  const last = copy.write(store, true);
  ends[0]!(true);
  ends[1]!();
  expect([await first, await last]).toEqual([false, true]);
  expect(asked[1]).toEqual({ whole: true, changed: new Set([7]), gone: new Set() });

  const rows = new Copy();
  const slow = slowStore();
  rows.changed(1);
  rows.changed(2);
  rows.gone(3);
  void rows.write(slow.store);
  rows.gone(2);
  rows.changed(3);
  void rows.write(slow.store, true);
  expect(slow.asked[1]).toEqual({ whole: false, changed: new Set([3, 1]), gone: new Set([2]) });
});

test('[UI-486] what was aborted in the middle of a write is written again, although nothing is new', async () => {
  const { asked, store } = slowStore();
  const copy = new Copy();
  copy.changed(1);
  void copy.write(store);
  void copy.write(store, true);
  expect(asked.map(({ changed }) => [...changed])).toEqual([[1], [1]]);
});

test('[UI-486] one write at a time; what fails is followed by the whole list, and what is stored is not written again', async () => {
  const { asked, ends, store } = slowStore();
  const copy = new Copy();
  expect(await copy.write(store)).toBe(true);
  expect(asked).toHaveLength(0);
  copy.changed(1);
  const first = copy.write(store);
  copy.changed(2);
  expect(await copy.write(store)).toBe(false);
  expect(asked).toHaveLength(1);
  ends[0]!(true);
  expect(await first).toBe(false);
  const seen: Lacks[] = [];
  expect(await copy.write(async (lacks) => void seen.push(lacks))).toBe(true);
  expect(seen).toEqual([{ whole: true, changed: new Set([2]), gone: new Set() }]);
  expect(await copy.write(nothing)).toBe(true);
  expect(await copy.write(async (lacks) => void seen.push(lacks))).toBe(true);
  expect(seen).toHaveLength(1);
});
