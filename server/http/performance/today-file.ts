// GET /api/performance/today.csv and .xlsx: the live tiles of the team or of some patches, as the page shows them, each with
// its parts.
import { z } from '@hono/zod-openapi';
import type { Tile, TilesNow } from '../../contract/tiles.ts';
import { tileWords } from '../../domain/statistics/tiles.ts';
import { mayFollow } from '../../hub/tile-broadcast.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { tableFiles, type Row, type Table } from '../table.ts';
import { patchesOf, patchList, refuseFigures } from './tiles.ts';

export function todayFileRoutes({ tiles }: Pick<Parts, 'tiles'>): Routes {
  const app = routes();
  tableFiles(
    app,
    {
      path: '/api/performance/today',
      summary: 'The live tiles and their parts: the team’s, or those of some patches',
      query: z.object({ patch: patchList }),
    },
    async (actor, { patch }) => {
      const patches = patchesOf(patch);
      if (!mayFollow(actor, patches)) refuseFigures();
      return tableOf(tiles.of(patches));
    },
  );
  return app;
}

function tableOf({ asOf, tiles }: TilesNow): Table {
  return {
    name: 'today',
    title: 'Today so far',
    asOf,
    columns: [
      { key: 'figure', title: 'Figure', kind: 'text' },
      { key: 'part', title: 'Part', kind: 'text' },
      { key: 'pence', title: 'Amount (£)', kind: 'pence' },
      { key: 'count', title: 'Count', kind: 'count' },
      { key: 'of', title: 'Out of', kind: 'count' },
      { key: 'upTo', title: 'Received up to', kind: 'instant' },
      { key: 'asOf', title: 'As of', kind: 'instant' },
      { key: 'notes', title: 'Notes', kind: 'text' },
    ],
    rows: tiles.flatMap(rowsOf),
    notes: [
      'The row “All” of a figure is its total. The parts below it sum to it.',
      ...tiles.map(({ name }) => `${tileWords[name].title}: ${tileWords[name].says}`),
    ],
  };
}

/** The tile's own row, then one for each of its parts, or of what it is out of. */
function rowsOf(tile: Tile): Row[] {
  const cell = { pence: 'pence', count: 'count', instant: 'upTo' }[tile.kind];
  const [wrong, comparison, of, parts] =
    tile.kind === 'instant'
      ? [null, null, null, tile.parts]
      : [tile.wrong, tile.comparison, tile.of, tile.whole ?? tile.parts];
  const figure = tileWords[tile.name].title;
  const notes = [
    wrong && wrong.value > 0 ? `${wrong.value} ${wrong.label}.` : '',
    comparison?.sentence ?? '',
    tile.note ?? '',
    tile.stale?.why ?? '',
  ];
  return [
    { figure, part: 'All', [cell]: tile.value, of, asOf: tile.asOf, notes: notes.filter(Boolean).join(' ') },
    ...parts.map(({ label, value }) => ({ figure, part: label, [cell]: value, asOf: tile.asOf })),
  ];
}
