import { expect, test } from 'vitest';
import { length, placeLabels, wrap, type Candidate } from './labels.ts';
import { clipLine, stitch } from './stitch.ts';
import { colours, roadClass, roadClasses, widthAt } from './style.ts';

const measure = (text: string) => text.length * 6;
const street = (line: number[], text = 'Alder Crescent', rank = 1): Candidate => ({
  kind: 'line',
  line,
  text,
  rank,
  gap: 400,
  font: '12px x',
  colour: '#000',
  halo: 3,
});
const place = (x: number, y: number, text: string, rank: number): Candidate => ({
  kind: 'point',
  x,
  y,
  text,
  rank,
  gap: 0,
  font: '12px x',
  colour: '#000',
  halo: 3,
});

test('[MAP-20] of two names in one place the more important is drawn', () => {
  const placed = placeLabels(
    [place(50, 50, 'Small', 9), place(52, 52, 'Large', 1), place(50, 200, 'Far', 9)],
    measure,
  );
  expect(placed.map((label) => label.text)).toEqual(['Large', 'Far']);
});

test('[MAP-21] a street is named along its line from left to right, at intervals, not where it is short or bent', () => {
  const [name] = placeLabels([street([400, 100, 0, 100])], measure);
  expect(name!.glyphs.map((glyph) => glyph.text).join('')).toBe('Alder Crescent');
  expect(name!.glyphs.every((glyph, i, all) => i === 0 || glyph.x > all[i - 1]!.x)).toBe(true);
  expect(placeLabels([street([0, 0, 60, 0])], measure)).toHaveLength(0);
  const zigzag = Array.from({ length: 60 }, (_, i) => [i * 5, i % 2 ? 30 : 0]).flat();
  expect(placeLabels([street(zigzag)], measure)).toHaveLength(0);
  expect(placeLabels([street([0, 0, 3000, 0])], measure).length).toBeGreaterThan(3);
});

test('[MAP-22] a street that was cut at tile borders is joined again, in any direction of its pieces', () => {
  const whole = [0, 0, 100, 0, 200, 50, 300, 50];
  const left = clipLine(whole, -10, -10, 150, 100);
  const right = clipLine(
    [...whole].reverse().flatMap((_, i, all) => (i % 2 ? [all[i]!, all[i - 1]!] : [])),
    150,
    -10,
    400,
    100,
  );
  const joined = stitch([...left, ...right]);
  expect(joined).toHaveLength(1);
  expect(length(joined[0]!)).toBeCloseTo(length(whole), 3);
  expect(clipLine(whole, 500, 500, 600, 600)).toEqual([]);
  // In and out again: two pieces.
  expect(clipLine([0, 0, 100, 100, 200, 0], -1, -1, 300, 60)).toHaveLength(2);
});

test('[MAP-23] long names take two lines', () => {
  expect(wrap('Elmham Infant School', 13)).toEqual(['Elmham Infant', 'School']);
  expect(wrap('Recreation', 4)).toEqual(['Recreation']);
});

const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

test('[MAP-24] names have enough contrast with the ground below them, in both themes', () => {
  for (const c of Object.values(colours)) {
    for (const ground of [c.ground, c.built, c.minor, c.building, c.halo])
      expect(contrast(c.roadText, ground)).toBeGreaterThan(4.5);
    expect(contrast(c.roadText, c.major)).toBeGreaterThan(3.5);
    expect(contrast(c.placeText, c.built)).toBeGreaterThan(7);
    expect(contrast(c.waterText, c.water)).toBeGreaterThan(3);
    expect(contrast(c.parkText, c.park)).toBeGreaterThan(4.5);
    expect(contrast(c.shieldText, c.shield)).toBeGreaterThan(4.5);
  }
});

test('[MAP-25] roads of a real extract fall into our classes, and grow with the map', () => {
  const name = (properties: Record<string, string>) => {
    const index = roadClass(properties);
    return index === null ? null : roadClasses[index]!.name;
  };
  expect(name({ kind: 'highway', kind_detail: 'motorway' })).toBe('trunk');
  expect(name({ kind: 'major_road', kind_detail: 'primary' })).toBe('major');
  expect(name({ kind: 'major_road', kind_detail: 'tertiary' })).toBe('medium');
  expect(name({ kind: 'minor_road', kind_detail: 'residential' })).toBe('minor');
  expect(name({ kind: 'path', kind_detail: 'footway' })).toBe('path');
  expect(name({ kind: 'rail' })).toBeNull();
  for (const road of roadClasses)
    for (let zoom = 6; zoom < 20; zoom += 0.5)
      expect(widthAt(road.width, zoom + 0.5)).toBeGreaterThanOrEqual(widthAt(road.width, zoom));
});
