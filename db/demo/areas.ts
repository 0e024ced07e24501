// Cuts the town's homes into patches that hang together: the town is halved across its longer side again and again,
// and each part is called after the district that most of its homes are in.
import type { Lot } from './town/town.ts';

export type Area = { name: string; lots: Lot[] };

export function makeAreas(lots: readonly Lot[], count: number): Area[] {
  const used = new Set<string>();
  return halve([...lots], count).map((part) => ({ name: nameOf(part, used), lots: alongStreets(part) }));
}

function halve(lots: Lot[], count: number): Lot[][] {
  if (count <= 1) return [lots];
  const spread = (axis: 'x' | 'y') => {
    let low = Infinity;
    let high = -Infinity;
    for (const lot of lots) {
      low = Math.min(low, lot[axis]);
      high = Math.max(high, lot[axis]);
    }
    return high - low;
  };
  const axis = spread('x') >= spread('y') ? 'x' : 'y';
  const other = axis === 'x' ? 'y' : 'x';
  const sorted = lots.sort(
    (a, b) => a[axis] - b[axis] || a[other] - b[other] || compare(a.address, b.address),
  );
  const left = Math.floor(count / 2);
  const cut = Math.round((sorted.length * left) / count);
  return [...halve(sorted.slice(0, cut), left), ...halve(sorted.slice(cut), count - left)];
}

function nameOf(lots: readonly Lot[], used: Set<string>): string {
  const counts = new Map<string, number>();
  for (const lot of lots) counts.set(lot.district, (counts.get(lot.district) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([name]) => name);
  let name = names.find((one) => !used.has(one) && counts.get(one)! * 4 >= lots.length);
  for (let n = 2; name === undefined; n++) if (!used.has(`${names[0]} ${n}`)) name = `${names[0]} ${n}`;
  used.add(name);
  return name;
}

const alongStreets = (lots: Lot[]): Lot[] =>
  lots
    .map((lot, i) => ({ lot, i, number: Number(/(\d+)(?!.*\d)/.exec(lot.address)?.[1] ?? 0) }))
    .sort((a, b) => compare(a.lot.street, b.lot.street) || a.number - b.number || a.i - b.i)
    .map(({ lot }) => lot);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
