// Puts a street together again that tiles have cut: pieces of the same name are cut exactly at their tile's edge and
// joined where their ends meet.

export type FlatLine = number[];

/** The parts of a line inside the box, in order; what lies outside (a tile's buffer) is also in the next tile. */
export function clipLine(
  line: ArrayLike<number>,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): FlatLine[] {
  const parts: FlatLine[] = [];
  let part: FlatLine | null = null;
  for (let i = 2; i < line.length; i += 2) {
    const ax = line[i - 2]!;
    const ay = line[i - 1]!;
    const dx = line[i]! - ax;
    const dy = line[i + 1]! - ay;
    let from = 0;
    let to = 1;
    for (const [p, q] of [
      [-dx, ax - x0],
      [dx, x1 - ax],
      [-dy, ay - y0],
      [dy, y1 - ay],
    ] as const) {
      if (p === 0) {
        if (q < 0) from = 2;
      } else if (p < 0) from = Math.max(from, q / p);
      else to = Math.min(to, q / p);
    }
    if (from > to) {
      part = null;
      continue;
    }
    if (!part || from > 0) parts.push((part = [ax + dx * from, ay + dy * from]));
    part.push(ax + dx * to, ay + dy * to);
    if (to < 1) part = null;
  }
  return parts;
}

/** Joins lines whose ends are within about two pixels of each other. */
export function stitch(lines: readonly FlatLine[]): FlatLine[] {
  const open = lines.filter((l) => l.length >= 4).map((l) => [...l]);
  const near = (ax: number, ay: number, bx: number, by: number) => (ax - bx) ** 2 + (ay - by) ** 2 < 6;
  for (let i = 0; i < open.length; i++) {
    for (let j = i + 1; j < open.length; j++) {
      const a = open[i]!;
      const b = open[j]!;
      const [a0x, a0y, a1x, a1y] = [a[0]!, a[1]!, a[a.length - 2]!, a[a.length - 1]!];
      const [b0x, b0y, b1x, b1y] = [b[0]!, b[1]!, b[b.length - 2]!, b[b.length - 1]!];
      let joined: FlatLine | null = null;
      if (near(a1x, a1y, b0x, b0y)) joined = [...a, ...b.slice(2)];
      else if (near(b1x, b1y, a0x, a0y)) joined = [...b, ...a.slice(2)];
      else if (near(a1x, a1y, b1x, b1y)) joined = [...a, ...reversed(b).slice(2)];
      else if (near(a0x, a0y, b0x, b0y)) joined = [...reversed(a), ...b.slice(2)];
      if (!joined) continue;
      open[i] = joined;
      open.splice(j, 1);
      j = i; // the longer line may meet one that was passed over
    }
  }
  return open;
}

export function reversed(line: FlatLine): FlatLine {
  const turned: FlatLine = [];
  for (let i = line.length - 2; i >= 0; i -= 2) turned.push(line[i]!, line[i + 1]!);
  return turned;
}
