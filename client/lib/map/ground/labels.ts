// Places names so that none covers another: names of places upright, names of streets along their lines,
// the more important first. Pure: it measures text through `measure`.
import { reversed, type FlatLine } from './stitch.ts';

type Text = { text: string; font: string; colour: string; halo: number; spacing?: number };
export type Candidate =
  | ({ kind: 'point'; x: number; y: number; rank: number; gap: number; shield?: boolean } & Text)
  | ({ kind: 'line'; line: FlatLine; rank: number; gap: number } & Text);
type Glyph = { text: string; x: number; y: number; angle: number };
export type Placed = Text & { shield?: { width: number; height: number }; glyphs: Glyph[] };
export type Measure = (text: string, font: string) => number;

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** Boxes already taken, by cells. */
class Taken {
  private readonly cells = new Map<number, Box[]>();
  private *keys([x0, y0, x1, y1]: Box) {
    for (let x = Math.floor(x0 / 64); x <= Math.floor(x1 / 64); x++)
      for (let y = Math.floor(y0 / 64); y <= Math.floor(y1 / 64); y++) yield x * 4096 + y;
  }
  free(box: Box): boolean {
    for (const key of this.keys(box))
      for (const b of this.cells.get(key) ?? [])
        if (box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) return false;
    return true;
  }
  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }
}

const fontSize = (font: string) => Number(/(\d+(\.\d+)?)px/.exec(font)?.[1] ?? 12);

export function placeLabels(candidates: Candidate[], measure: Measure): Placed[] {
  const taken = new Taken();
  const placed: Placed[] = [];
  const written = new Map<string, { x: number; y: number }[]>();
  const tooSoon = (text: string, x: number, y: number, gap: number) =>
    (written.get(text) ?? []).some((p) => Math.hypot(p.x - x, p.y - y) < gap);
  const remember = (text: string, x: number, y: number) => {
    const list = written.get(text);
    if (list) list.push({ x, y });
    else written.set(text, [{ x, y }]);
  };

  for (const candidate of [...candidates].sort((a, b) => a.rank - b.rank)) {
    if (candidate.kind === 'point') {
      const { x, y, text, gap } = candidate;
      if (tooSoon(text, x, y, gap)) continue;
      const size = fontSize(candidate.font);
      const lines = candidate.shield ? [text] : wrap(text, 13);
      const letters = candidate.spacing ?? 0;
      const width = Math.max(...lines.map((l) => measure(l, candidate.font) + letters * l.length));
      const halfWidth = width / 2 + (candidate.shield ? 5 : 4);
      const halfHeight = (lines.length * size * 1.2) / 2 + (candidate.shield ? 2 : 3);
      const box: Box = [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
      if (!taken.free(box)) continue;
      taken.add(box);
      remember(text, x, y);
      const glyphs = lines.map((line, i) => ({
        text: line,
        x,
        y: y + (i - (lines.length - 1) / 2) * size * 1.2,
        angle: 0,
      }));
      const { shield, ...rest } = candidate;
      placed.push({ ...rest, glyphs, ...(shield && { shield: { width: width + 8, height: size + 6 } }) });
    } else
      for (const at of spots(candidate.line, candidate.gap)) {
        const found = alongLine(candidate, at, measure);
        if (!found) continue;
        const middle = found.glyphs[found.glyphs.length >> 1]!;
        if (tooSoon(candidate.text, middle.x, middle.y, candidate.gap)) continue;
        if (!found.boxes.every((box) => taken.free(box))) continue;
        found.boxes.forEach((box) => taken.add(box));
        remember(candidate.text, middle.x, middle.y);
        placed.push({ ...candidate, glyphs: found.glyphs });
      }
  }
  return placed;
}

/** Two lines for a long name of several words. */
export function wrap(text: string, longest: number): string[] {
  if (text.length <= longest || !text.includes(' ')) return [text];
  const spaces = [...text.matchAll(/ /g)].map((m) => m.index);
  const middle = spaces.reduce((a, b) =>
    Math.abs(b - text.length / 2) < Math.abs(a - text.length / 2) ? b : a,
  );
  return [text.slice(0, middle), text.slice(middle + 1)];
}

/** The length of a line, in its own units. */
export function length(line: FlatLine): number {
  let sum = 0;
  for (let i = 2; i < line.length; i += 2)
    sum += Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!);
  return sum;
}

/** Where along the line to try: its middle first, then outwards. */
function spots(line: FlatLine, gap: number): number[] {
  const whole = length(line);
  const tries = [0.5, 0.36, 0.64, 0.24, 0.76];
  const many = Math.floor(whole / Math.max(gap, 1));
  for (let i = 0; i < many; i++) tries.push((i + 0.5) / many);
  return tries.map((share) => share * whole);
}

/** The letters of a name set along its line around `centre` pixels from its start; null if it is too short or bent. */
function alongLine(
  { line: given, text, font, spacing = 0 }: Extract<Candidate, { kind: 'line' }>,
  centre: number,
  measure: Measure,
): { glyphs: Glyph[]; boxes: Box[] } | null {
  const size = fontSize(font);
  const width = measure(text, font) + spacing * text.length;
  const whole = length(given);
  if (centre - width / 2 < size * 0.3 || centre + width / 2 > whole - size * 0.3) return null;
  const tip = pointAt(given, centre - width / 2);
  const end = pointAt(given, centre + width / 2);
  // Read from left to right, whichever way the line was drawn.
  const backwards = end.x < tip.x;
  const line = backwards ? reversed(given) : given;
  let at = (backwards ? whole - centre : centre) - width / 2;
  const start = at;
  const glyphs: Glyph[] = [];
  const boxes: Box[] = [];
  let before: number | null = null;
  for (let i = 0; i < text.length; i++) {
    const from = measure(text.slice(0, i), font) + spacing * i;
    const wide = measure(text.slice(0, i + 1), font) + spacing * (i + 1) - from;
    at = start + from + wide / 2;
    const p = pointAt(line, at);
    const q = pointAt(line, Math.max(0, at - size * 0.45));
    const r = pointAt(line, Math.min(whole, at + size * 0.45));
    const angle = Math.atan2(r.y - q.y, r.x - q.x);
    if (before !== null && Math.abs(Math.atan2(Math.sin(angle - before), Math.cos(angle - before))) > 0.3)
      return null;
    before = angle;
    glyphs.push({ text: text[i]!, x: p.x, y: p.y, angle });
    const half = size * 0.62;
    boxes.push([p.x - half, p.y - half, p.x + half, p.y + half]);
  }
  return { glyphs, boxes };
}

function pointAt(line: FlatLine, metres: number): { x: number; y: number } {
  let left = metres;
  for (let i = 2; i < line.length; i += 2) {
    const dx = line[i]! - line[i - 2]!;
    const dy = line[i + 1]! - line[i - 1]!;
    const piece = Math.hypot(dx, dy);
    if (left <= piece || i === line.length - 2) {
      const share = piece === 0 ? 0 : left / piece;
      return { x: line[i - 2]! + dx * share, y: line[i - 1]! + dy * share };
    }
    left -= piece;
  }
  return { x: line[0] ?? 0, y: line[1] ?? 0 };
}
