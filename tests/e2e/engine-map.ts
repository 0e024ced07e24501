// The street map in another engine than Chromium, square by square. The two browsers could show different views of the same
// town (each fits its first view to the cases that it has), so both begin with the same list, and the comparison waits until
// both report the same positions of squares on the screen.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { EnginePage } from '../support/engine-page.ts';
import { compareSquares, type Area } from '../support/same-picture.ts';
import { until } from './house.ts';
import { casesKept } from './probes.ts';

export const mapView = { width: 1280, height: 900 } as const;

/** What a page shows of the map. `places`: the position of each visible square, by its name, and of the sheet of names. */
type View = {
  cases: string;
  isStill: boolean;
  isPainted: boolean;
  zooms: string[];
  area: Area;
  places: Record<string, string>;
};

const view = `(() => {
  const map = document.querySelector('.leaflet-container');
  const names = document.querySelector('.map-names');
  if (!map || !names) return null;
  const place = (one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return [left, top, width, height].map(Math.round).join(' ');
  };
  const frame = map.getBoundingClientRect();
  const squares = [...document.querySelectorAll('.leaflet-tile')].filter((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return right > frame.left && left < frame.right && bottom > frame.top && top < frame.bottom;
  });
  return {
    cases: [...document.querySelectorAll('.chip[aria-pressed]')].map((one) => one.textContent.replace(/\\s+/g, ' ').trim()).join(', '),
    isStill: !document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim'),
    isPainted: squares.length > 3 && names.style.opacity === '1' && squares.every((one) =>
      one.classList.contains('leaflet-tile-loaded') && getComputedStyle(one).opacity === '1'),
    zooms: [...new Set(squares.map((one) => one.dataset.square.split('/')[0]))],
    area: { left: Math.ceil(frame.left), top: Math.ceil(frame.top), width: Math.floor(frame.width), height: Math.floor(frame.height) },
    places: Object.fromEntries([...squares.map((one) => [one.dataset.square, place(one)]), ['names', place(names)]]),
  };
})()`;

/** Why the two do not show the same view, one reason a line; none when they do. `zoom`: the one that both must show. */
function differences(engine: string, here: View | null, there: View | null, zoom: number | null): string[] {
  if (!here || !there) return [`no map in ${[!here && engine, !there && 'Chromium'].filter(Boolean).join()}`];
  const found: string[] = [];
  const compare = (what: string, a: unknown, b: unknown) => {
    const [left, right] = [JSON.stringify(a) ?? 'not there', JSON.stringify(b) ?? 'not there'];
    if (left !== right) found.push(`${what}: ${engine} ${left}, Chromium ${right}`);
  };
  for (const [name, one] of [
    [engine, here],
    ['Chromium', there],
  ] as const) {
    if (!one.isStill) found.push(`${name} moves`);
    if (!one.isPainted) found.push(`${name} has not painted every square and the names`);
    if (one.zooms.length !== 1) found.push(`${name} shows squares of the zooms ${one.zooms.join()}`);
    else if (zoom !== null && Number(one.zooms[0]) !== zoom)
      found.push(`${name} is at zoom ${one.zooms[0]} and not at ${zoom}`);
  }
  compare('cases on the list', here.cases, there.cases);
  // Field by field: each driver has its own order of fields.
  const box = ({ left, top, width, height }: Area) => [left, top, width, height];
  compare('area of the map', box(here.area), box(there.area));
  for (const name of new Set([...Object.keys(here.places), ...Object.keys(there.places)]))
    compare(`place of ${name}`, here.places[name], there.places[name]);
  return found;
}

/** Waits until both show the same view, painted and without movement; else fails with the differences. */
async function sameView(page: EnginePage, other: Page, zoom: number | null): Promise<View> {
  let shown: View | null = null;
  await until(async () => {
    const views = await Promise.all([page.run<View | null>(view), other.evaluate<View | null>(view)]);
    const found = differences(page.engine, ...views, zoom);
    if (found.length > 0) throw new Error(`not the same view of the map:\n${found.join('\n')}`);
    [shown] = views;
  }, 30_000);
  return shown!;
}

/** Only the streets, or only their names: markers and buttons are drawn in another way and would hide them. */
const showOnly = (what: 'streets' | 'names') => `(() => {
  const see = (css, shown) => document.querySelectorAll(css).forEach((one) =>
    one.style.setProperty('visibility', shown ? 'visible' : 'hidden', 'important'));
  see('.leaflet-marker-pane, .leaflet-marker-pane *, .case-map .over, .case-map .over *', false);
  see('.leaflet-names-pane, .leaflet-names-pane *', ${what === 'names'});
  document.querySelector('.leaflet-tile-pane').style.opacity = ${what === 'names' ? "'0'" : "'1'"};
  return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(true))));
})()`;
const showButtons = `document.querySelectorAll('.case-map .over, .case-map .over *')
  .forEach((one) => one.style.removeProperty('visibility'))`;

/**
 * One device pixel for each CSS pixel in both. Measured: streets differ in no square, names in up to 3 % of a square's
 * pixels (letters are smoothed differently). Real faults differed in whole squares.
 */
export async function compareMaps(page: EnginePage, other: Page): Promise<void> {
  await Promise.all([page.goto('/worklist'), other.goto('/worklist')]);
  await until(async () => {
    const [here, there] = await Promise.all([page.run<View | null>(view), other.evaluate<View | null>(view)]);
    expect(here?.cases).toMatch(/All \d/);
    expect(here?.cases, 'cases on the list').toBe(there?.cases);
  }, 20_000);
  // A map fits its first view to its first list, and later moves round to whole pixels: so both start again, with that list on
  // the device.
  await until(async () => {
    const counts = await Promise.all([page.run<number>(casesKept), other.evaluate<number>(casesKept)]);
    expect(counts[0], 'cases on the device').toBe(counts[1]);
    expect(counts[0]).toBeGreaterThan(0);
  }, 20_000);
  await Promise.all([page.goto('/worklist'), other.goto('/worklist')]);
  let zoom: number | null = null;
  for (const name of ['first', 'closer', 'closest']) {
    if (zoom !== null) {
      await page.press('[aria-label="Zoom in"]');
      await other.click('[aria-label="Zoom in"]');
    }
    const { area, zooms } = await sameView(page, other, zoom);
    zoom = Number(zooms[0]) + 1;
    for (const what of ['streets', 'names'] as const) {
      await Promise.all([page.run(showOnly(what)), other.evaluate(showOnly(what))]);
      const theirs = await page.picture(`map-${name}-${what}`);
      // Both pictures are kept, to see how they differ when they do.
      const path = page.pathOf(`map-${name}-${what}-chromium`);
      const squares = await compareSquares(other, [await other.screenshot({ path }), theirs], area);
      // The views are not empty.
      expect(squares.filter(({ plain }) => !plain).length).toBeGreaterThan(what === 'streets' ? 80 : 5);
      const most = what === 'streets' ? 0.01 : 0.06;
      const differing = squares.filter(({ differs }) => differs > most);
      expect(differing, `${what} of the ${name} view in ${page.engine}`).toEqual([]);
    }
    await Promise.all([page.run(showButtons), other.evaluate(showButtons)]);
  }
}
