// The live tiles over HTTP, and the rows that each is made of. All who work on rent see the team's figures; rows carry
// names, so an officer opens those of their own patches, and opening leaves an audit line.
import { mayIn, type Actor } from '../../access/rights.ts';
import { z } from '@hono/zod-openapi';
import { tileName, tileRows, tiles, tileSort } from '../../contract/tiles.ts';
import { formatDay } from '../../domain/days.ts';
import { tileWords, type TileName } from '../../domain/statistics/tiles.ts';
import { dayIn, timeIn } from '../../domain/zone.ts';
import { mayFollow } from '../../hub/tile-broadcast.ts';
import type { RowSnapshot } from '../../performance/tiles/rows.ts';
import { jsonRoute, searchWords } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { refuse } from '../problem.ts';
import { tableFiles, type Row, type Table } from '../table.ts';

export const patchList = z
  .string()
  .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8}){0,499}$/)
  .describe('The numbers of patches, with commas between; all of them where it is left out')
  .optional();
const page = 100;
export const refuseFigures = (): never => refuse(403, 'These figures are the rent team’s.');

const rowsQuery = z.object({
  name: tileName,
  patch: patchList,
  part: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
});

const pageQuery = rowsQuery.omit({ name: true }).extend({
  picture: z.uuid().optional(),
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  sort: tileSort.optional(),
});

type TileParts = Pick<Parts, 'sql' | 'tiles' | 'rowSnapshots'>;

/** GET /api/tiles, the rows of a tile, and their files. */
export function tileRoutes(parts: TileParts): Routes {
  const app = routes();

  jsonRoute(
    app,
    {
      path: '/api/tiles',
      summary: 'The live tiles: the team’s, or those of some patches',
      query: z.object({ patch: patchList }),
      schema: tiles,
      responses: { 200: 'The tiles', 403: 'Not yours' },
    },
    ({ actor, query }) => {
      const patches = patchesOf(query.patch);
      if (!mayFollow(actor, patches)) refuseFigures();
      return parts.tiles.of(patches);
    },
  );

  /** A page of the rows, in this order, of those that have all these words. */
  async function pageOf(actor: Actor, name: TileName, query: z.infer<typeof pageQuery>, words: string) {
    const { picture: id, from, sort, ...which } = query;
    const snapshot =
      id === undefined
        ? await takeSnapshot(parts, actor, { name, ...which })
        : (snapshotOf(parts, actor, id) ?? refuse(410, 'This snapshot has expired. Open the tile again.'));
    const lines = await parts.rowSnapshots.arrange(snapshot, { sort, words }, theirsOf(actor));
    const rows = await parts.rowSnapshots.rows({ name: snapshot.name, lines }, from, page, theirsOf(actor));
    const { asOf, tile, ofWhole, sum } = snapshot;
    return {
      picture: snapshot.id,
      asOf,
      tile,
      ofWhole,
      rows,
      count: snapshot.lines.length,
      sum,
      ...(words !== '' && {
        found: { count: lines.length, sum: lines.reduce((so, { value }) => so + value, 0) },
      }),
      from,
      next: from + rows.length < lines.length ? from + rows.length : null,
    };
  }
  const rowsRoute = {
    path: '/api/tiles/{name}/rows',
    params: z.object({ name: tileName }),
    query: pageQuery,
    schema: tileRows,
    responses: {
      200: 'A page of the rows',
      403: 'Not yours',
      404: 'No such tile or part',
      410: 'This snapshot has expired',
    },
  };
  jsonRoute(
    app,
    { ...rowsRoute, summary: 'The rows that a tile is made of, as of one instant' },
    ({ actor, params: { name }, query }) => pageOf(actor, name, query, ''),
  );
  jsonRoute(
    app,
    {
      ...rowsRoute,
      summary: 'Those of the rows that have all words of a search',
      body: z.object({ words: searchWords }),
    },
    ({ actor, params: { name }, query, body }) => pageOf(actor, name, query, body.words),
  );

  tableFiles(
    app,
    {
      path: '/api/tiles/rows',
      summary: 'The rows that a tile is made of, as of one instant',
      query: rowsQuery,
    },
    async (actor, query) => tableOf(parts, actor, await takeSnapshot(parts, actor, query)),
  );

  return app;
}

/** This person's own snapshot, while they may still open all that is in it. */
function snapshotOf({ rowSnapshots }: TileParts, actor: Actor, id: string): RowSnapshot | null {
  const found = rowSnapshots.find(id, actor.staffId);
  const whole = actor.patchIds === 'all';
  if (!found || whole) return found;
  return found.patches !== 'all' && found.patches.every((patchId) => mayIn(actor, 'cases', patchId))
    ? found
    : null;
}

/** A new snapshot of the rows that this person may open, with an audit line. */
async function takeSnapshot(
  { sql, rowSnapshots }: TileParts,
  actor: Actor,
  query: z.infer<typeof rowsQuery>,
): Promise<RowSnapshot> {
  const wanted = patchesOf(query.patch);
  if (!mayFollow(actor, wanted)) refuseFigures();
  const patches = wanted === 'all' ? (actor.patchIds === 'all' ? 'all' : [...actor.patchIds]) : wanted;
  const snapshot =
    rowSnapshots.take(actor.staffId, query.name, query.part ?? null, patches) ??
    refuse(404, 'The rows behind this figure are in the reconciliation.');
  if (snapshot.lines.some(({ caseId }) => caseId !== null))
    await sql`insert into audit_line (staff_id, what, detail) values (${actor.staffId}, 'tile.rows',
      ${sql.json({ tile: query.name, part: query.part ?? null, patches, rows: snapshot.lines.length })})`;
  return snapshot;
}

/** The file of a snapshot: all of its rows, read 500 at a time. */
function tableOf({ tiles: live, rowSnapshots }: TileParts, actor: Actor, snapshot: RowSnapshot): Table {
  const { name, tile } = snapshot;
  const zone = live.timeZone;
  const asOf = Date.parse(snapshot.asOf);
  const rows = async function* (): AsyncIterable<readonly Row[]> {
    for (let from = 0; from < snapshot.lines.length; from += 500)
      yield await rowSnapshots.rows(snapshot, from, 500, theirsOf(actor));
  };
  const account = [
    { key: 'reference', title: 'Account', kind: 'text' },
    { key: 'tenant', title: 'Tenant', kind: 'text' },
    { key: 'address', title: 'Address', kind: 'text' },
    { key: 'patch', title: 'Patch', kind: 'text' },
  ] as const;
  return {
    name: `tile-${name.replaceAll('_', '-')}`,
    title: tileWords[name].title,
    asOf: snapshot.asOf,
    columns: [
      ...(name === 'known_up_to' ? [] : account),
      { key: 'part', title: name === 'known_up_to' ? 'Source' : 'Part', kind: 'text' },
      { key: 'at', title: 'When', kind: 'instant' },
      ...(tile.kind === 'instant'
        ? []
        : [
            {
              key: 'value',
              title: tile.kind === 'pence' ? 'Amount (£)' : 'Counted',
              kind: tile.kind,
            } as const,
          ]),
    ],
    rows: rows(),
    notes: [tileWords[name].says, `As of ${formatDay(dayIn(zone, asOf), true)} ${timeIn(zone, asOf)}.`],
  };
}

const theirsOf = (actor: Actor) => (patchId: number) => mayIn(actor, 'cases', patchId);
export const patchesOf = (text: string | undefined): 'all' | number[] =>
  text === undefined ? 'all' : text.split(',').map(Number);
