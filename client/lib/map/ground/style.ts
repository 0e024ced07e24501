// How the ground looks: one table of colours for light and dark, widths by zoom, and what each kind of thing is. The
// ground is quiet on purpose: markers speak. Kinds are those of the Protomaps basemap, schema 4. Zoom is Leaflet's.

/** One drawn square is this wide in CSS pixels; an archive's tile of zoom z fills it at the map's zoom z + 1. */
export const squareSize = 512;

export type Theme = 'light' | 'dark';
export type Colours = (typeof colours)['light'];

export const colours = {
  light: {
    ground: '#f3f1ea',
    built: '#edeae2',
    park: '#d3e7cb',
    wood: '#c6deba',
    pitch: '#e6e9d3',
    civic: '#eae3d3',
    works: '#e3e3e1',
    water: '#aed3e3',
    building: '#dfdad0',
    buildingLine: '#cfc9bd',
    minor: '#ffffff',
    minorCase: '#d9d4c9',
    medium: '#ffffff',
    mediumCase: '#cbc5b8',
    major: '#fdeec4',
    majorCase: '#dcc68a',
    trunk: '#f6d78e',
    trunkCase: '#c9a552',
    path: '#c2b8a3',
    rail: '#b5b0a6',
    railGap: '#f3f1ea',
    roadText: '#4f5558',
    numberText: '#7a756a',
    placeText: '#3c4246',
    districtText: '#666b6e',
    parkText: '#33683c',
    waterText: '#2f6684',
    civicText: '#6f6243',
    halo: '#fbfaf6',
    shield: '#ffffff',
    shieldLine: '#9c8d5f',
    shieldText: '#5f5122',
  },
  dark: {
    ground: '#171c1b',
    built: '#1c2220',
    park: '#1b2e24',
    wood: '#182a20',
    pitch: '#222a20',
    civic: '#26251e',
    works: '#222726',
    water: '#143440',
    building: '#293130',
    buildingLine: '#343e3b',
    minor: '#39423f',
    minorCase: '#131817',
    medium: '#444e4a',
    mediumCase: '#111615',
    major: '#57573f',
    majorCase: '#151712',
    trunk: '#6d6238',
    trunkCase: '#151309',
    path: '#39423f',
    rail: '#4a5250',
    railGap: '#1c2220',
    roadText: '#b5bdb8',
    numberText: '#8b938e',
    placeText: '#e4e6e0',
    districtText: '#99a29d',
    parkText: '#86b892',
    waterText: '#7fb4cb',
    civicText: '#b3a883',
    halo: '#171c1b',
    shield: '#2b2c22',
    shieldLine: '#7f7a57',
    shieldText: '#d8d2a8',
  },
} as const satisfies Record<Theme, Record<string, string>>;

type ColourName = keyof Colours;

/** Widths in pixels at zooms; between them they grow evenly as the map does. */
type Stops = readonly (readonly [zoom: number, width: number])[];
export type RoadClass = {
  name: string;
  from: number;
  width: Stops;
  fill: ColourName;
  casing: ColourName;
  /** Zoom from which its name is written. */ labelFrom: number;
};

/** In the order in which they are drawn: what is later lies on top. */
export const roadClasses: readonly RoadClass[] = [
  { name: 'path', from: 16, width: [[16, 1], [18, 2], [20, 6]], fill: 'path', casing: 'path', labelFrom: 18 },
  { name: 'minor', from: 13, width: [[13, 0.7], [14, 1.5], [15, 3.6], [16, 7], [17, 12], [18, 21], [20, 70]], fill: 'minor', casing: 'minorCase', labelFrom: 16 },
  { name: 'medium', from: 11, width: [[11, 0.8], [13, 2], [14, 3.6], [15, 6.5], [16, 10], [17, 16], [18, 27], [20, 88]], fill: 'medium', casing: 'mediumCase', labelFrom: 15 },
  { name: 'major', from: 8, width: [[8, 0.8], [11, 1.8], [13, 3.4], [14, 5], [15, 8], [16, 12.5], [17, 20], [18, 33], [20, 110]], fill: 'major', casing: 'majorCase', labelFrom: 14 },
  { name: 'trunk', from: 6, width: [[6, 0.8], [10, 2], [13, 4.4], [15, 10], [16, 16], [17, 25], [18, 42], [20, 140]], fill: 'trunk', casing: 'trunkCase', labelFrom: 14 },
]; // prettier-ignore

type Properties = Record<string, string | number | boolean>;

/** Index into roadClasses; null for what is not drawn as a road (railways apart). */
export function roadClass({ kind, kind_detail: detail }: Properties): number | null {
  if (kind === 'highway' || detail === 'trunk' || detail === 'motorway') return 4;
  if (kind === 'major_road') return detail === 'tertiary' || detail === 'tertiary_link' ? 2 : 3;
  if (kind === 'medium_road') return 2;
  if (kind === 'minor_road' || kind === 'other') return detail === 'path' ? 0 : 1;
  return kind === 'path' ? 0 : null;
}

const landColours: Record<string, ColourName> = {
  park: 'park', garden: 'park', grass: 'park', village_green: 'park', common: 'park', recreation_ground: 'park',
  nature_reserve: 'park', golf_course: 'park', cemetery: 'park', playground: 'park', meadow: 'park',
  wood: 'wood', forest: 'wood', scrub: 'wood', grassland: 'park',
  allotments: 'pitch', pitch: 'pitch', farmland: 'ground',
  school: 'civic', university: 'civic', college: 'civic', kindergarten: 'civic', hospital: 'civic',
  industrial: 'works', commercial: 'works', railway: 'works', residential: 'built', urban_area: 'built',
}; // prettier-ignore
export const landColour = ({ kind }: Properties): ColourName | null => landColours[String(kind)] ?? null;

/** The width at a zoom, between the given stops. */
export function widthAt(stops: Stops, zoom: number): number {
  const first = stops[0]!;
  if (zoom <= first[0]) return first[1];
  for (let i = 1; i < stops.length; i++) {
    const [z0, w0] = stops[i - 1]!;
    const [z1, w1] = stops[i]!;
    if (zoom <= z1) return w0 * (w1 / w0) ** ((zoom - z0) / (z1 - z0));
  }
  return stops[stops.length - 1]![1];
}

/**
 * Every canvas of the ground lies in memory and not on the graphics card. Its picture goes from a worker to the page and
 * is then let go; WebKit copies textures late, when another square may be drawn on them already (MAP-40).
 */
export const inMemory = { willReadFrequently: true } as const;
