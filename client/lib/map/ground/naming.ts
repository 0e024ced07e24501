// Which names a view may show, and how important each is: read from the tiles of the view, streets put together again.
import type { Candidate } from './labels.ts';
import { clipLine, stitch, type FlatLine } from './stitch.ts';
import { colours, roadClass, roadClasses, type Colours, type Theme } from './style.ts';
import type { GroundTile } from './tiles.ts';

/** A tile and where its corner is in the view; size is that of the whole tile, all in CSS pixels. */
export type SeenTile = { tile: GroundTile; left: number; top: number; size: number };
const family = "'Public Sans', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

export function nameCandidates(seen: readonly SeenTile[], zoom: number, theme: Theme): Candidate[] {
  const c: Colours = colours[theme] as Colours;
  const found: Candidate[] = [];
  const roads = new Map<string, { road: number; lines: FlatLine[] }>();
  const rivers = new Map<string, FlatLine[]>();
  const refs = new Map<string, { road: number; lines: FlatLine[] }>();

  for (const { tile, left, top, size } of seen) {
    const inside = (x: number, y: number) => x >= left && y >= top && x < left + size && y < top + size;
    const flat = (part: Float32Array, k: number) => Array.from(part, (v, i) => v * k + (i % 2 ? top : left));
    const text = (value: unknown) => (typeof value === 'string' ? value : '');

    if (tile['roads']) {
      const k = size / tile['roads'].extent;
      for (const { properties, parts } of tile['roads'].lines) {
        const road = roadClass(properties);
        if (road === null || properties['is_bridge']) continue;
        const name = text(properties['name']);
        const ref = text(properties['shield_text']) || text(properties['ref']);
        const named = name !== '' && zoom >= roadClasses[road]!.labelFrom;
        const shielded = ref !== '' && ref.length < 7 && road >= 3 && zoom >= 12;
        if (!named && !shielded) continue;
        const clipped = parts.flatMap((part) => clipLine(flat(part, k), left, top, left + size, top + size));
        const into = (map: typeof roads, key: string) => {
          const known = map.get(key);
          if (known) known.lines.push(...clipped);
          else map.set(key, { road, lines: [...clipped] });
        };
        if (named) into(roads, name);
        if (shielded) into(refs, ref);
      }
    }
    for (const { properties, parts } of tile['water']?.lines ?? []) {
      const name = text(properties['name']);
      if (!name || zoom < 13) continue;
      const k = size / tile['water']!.extent;
      const clipped = parts.flatMap((part) => clipLine(flat(part, k), left, top, left + size, top + size));
      rivers.set(name, [...(rivers.get(name) ?? []), ...clipped]);
    }
    for (const layer of ['places', 'pois', 'buildings'] as const)
      for (const { properties, parts } of tile[layer]?.points ?? []) {
        const [x = 0, y = 0] = flat(parts[0]!, size / tile[layer]!.extent);
        if (!inside(x, y)) continue;
        const label = pointLabel(layer, properties, zoom, c);
        if (label) found.push({ kind: 'point', x, y, ...label });
      }
  }

  for (const [name, { road, lines }] of roads) {
    const size = road >= 3 ? (zoom >= 17 ? 13 : 12) : zoom >= 17 ? 12 : 11;
    for (const line of stitch(lines))
      found.push({
        kind: 'line',
        line,
        text: name,
        rank: 30 - road * 3 - Math.min(2, line.length / 400),
        gap: 420,
        font: `500 ${size}px ${family}`,
        colour: c.roadText,
        halo: 3.2,
        spacing: 0.15,
      });
  }
  for (const [name, lines] of rivers)
    for (const line of stitch(lines))
      found.push({ kind: 'line', line, text: name, rank: 12, gap: 500, font: `italic 500 13px ${family}`, colour: c.waterText, halo: 0, spacing: 1 }); // prettier-ignore
  for (const [ref, { lines }] of refs)
    for (const line of stitch(lines)) {
      const at = 2 * Math.floor(line.length / 4);
      found.push({ kind: 'point', x: line[at]!, y: line[at + 1]!, text: ref, shield: true, rank: 14, gap: 380, font: `600 10.5px ${family}`, colour: c.shieldText, halo: 0 }); // prettier-ignore
    }
  return found;
}

type Label = Omit<Extract<Candidate, { kind: 'point' }>, 'kind' | 'x' | 'y'>;

function pointLabel(
  layer: 'places' | 'pois' | 'buildings',
  properties: Record<string, string | number | boolean>,
  zoom: number,
  c: Colours,
): Label | null {
  const { kind } = properties;
  const name = String(properties['name'] ?? '');
  if (layer === 'buildings') {
    const number = String(properties['addr_housenumber'] ?? '');
    return kind === 'address' && number && zoom >= 18
      ? { text: number, rank: 40, gap: 0, font: `500 ${zoom >= 19 ? 11 : 10}px ${family}`, colour: c.numberText, halo: 2 } // prettier-ignore
      : null;
  }
  if (!name) return null;
  if (layer === 'places') {
    if (kind === 'locality' && zoom <= 14)
      return { text: name, rank: 1, gap: 200, font: `650 ${zoom >= 13 ? 20 : 16}px ${family}`, colour: c.placeText, halo: 4 }; // prettier-ignore
    if ((kind === 'neighbourhood' || kind === 'macrohood') && zoom >= 13 && zoom <= 17)
      return { text: name.toUpperCase(), rank: 5, gap: 200, font: `600 ${zoom >= 15 ? 12 : 10.5}px ${family}`, colour: c.districtText, halo: 3.5, spacing: 1.2 }; // prettier-ignore
    return null;
  }
  const green = kind === 'park' || kind === 'forest' || kind === 'wood' || kind === 'nature_reserve';
  const station = kind === 'train_station' || kind === 'station';
  const civic = kind === 'school' || kind === 'hospital' || kind === 'university' || kind === 'college';
  if (!(green && zoom >= 15) && !(station && zoom >= 14) && !(civic && zoom >= 16)) return null;
  return {
    text: name,
    rank: station ? 8 : green ? 16 : 18,
    gap: 160,
    font: `${station ? 600 : 500} ${zoom >= 17 ? 12 : 11}px ${family}`,
    colour: green ? c.parkText : station ? c.placeText : c.civicText,
    halo: 3,
  };
}
