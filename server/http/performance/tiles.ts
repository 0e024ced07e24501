// The live tiles over HTTP, and the rows that each is made of. All who work on rent see the team's figures; rows carry
// names, so an officer opens those of their own patches, and opening leaves an audit line.
import { may, mayIn, type Actor } from '../../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { tileName, tileRows, tiles, type TileRows } from '../../contract/tiles.ts';
import { formatDay } from '../../domain/days.ts';
import { tileWords } from '../../domain/statistics/tiles.ts';
import { dayIn, timeIn } from '../../domain/zone.ts';
import { mayFollow } from '../../hub/tile-broadcast.ts';
import type { Picture } from '../../performance/tiles/rows.ts';
import { json, routes, type Parts, type Routes } from '../parts.ts';
import { problem } from '../problem.ts';
import { tableFiles, type Row, type Table } from '../table.ts';

const patch = z
  .string()
  .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8}){0,499}$/)
  .describe('The numbers of patches, with commas between; all of them where it is left out')
  .optional();
const page = 100;
const notYours = 'These figures are the rent team’s.';
const gone = 'This picture has been put away. Open the tile again.';

const rowsQuery = z.object({
  name: tileName,
  patch,
  part: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
});

export function tileRoutes(parts: Pick<Parts, 'sql' | 'tiles' | 'pictures' | 'clock'>): Routes {
  const app = routes();
  // Before anything of the question is looked at: an answer to a bad one would say what there is.
  app.use('/api/tiles/*', async (c, next) =>
    may(c.get('actor'), 'teamFigures') ? next() : problem(403, { detail: notYours }),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/tiles',
      summary: 'The live tiles: the team’s, or those of some patches',
      request: { query: z.object({ patch }) },
      responses: { 200: { description: 'The tiles', ...json(tiles) }, 403: { description: 'Not yours' } },
    }),
    (c) => {
      const patches = patchesOf(c.req.valid('query').patch);
      if (!mayFollow(c.get('actor'), patches)) return problem(403, { detail: notYours }) as never;
      return c.json(parts.tiles.of(patches), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/tiles/{name}/rows',
      summary: 'The rows that a tile is made of, as of one instant',
      request: {
        params: z.object({ name: tileName }),
        query: rowsQuery.omit({ name: true }).extend({
          picture: z.uuid().optional(),
          from: z.coerce.number().int().min(0).max(10_000_000).default(0),
        }),
      },
      responses: {
        200: { description: 'A page of the rows', ...json(tileRows) },
        403: { description: 'Not yours' },
        404: { description: 'No such tile or part' },
        410: { description: 'The picture has been put away' },
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { picture: id, from, ...query } = c.req.valid('query');
      const { name } = c.req.valid('param');
      const picture =
        id === undefined
          ? await take(actor, { name, ...query })
          : (takenBy(actor, id) ?? problem(410, { detail: gone }));
      if (picture instanceof Response) return picture as never;
      const rows = await parts.pictures.rows(picture, from, page, theirsOf(actor));
      const { asOf, tile, ofWhole, lines, sum } = picture;
      const next = from + rows.length < lines.length ? from + rows.length : null;
      const answer: TileRows = {
        ...{ picture: picture.id, asOf, tile, ofWhole, rows },
        ...{ count: lines.length, sum, from, next },
      };
      return c.json(answer, 200);
    },
  );

  tableFiles(
    app,
    {
      path: '/api/tiles/rows',
      summary: 'The rows that a tile is made of, as of one instant',
      query: rowsQuery,
    },
    async (actor, query) => {
      const picture = await take(actor, query);
      return picture instanceof Response ? picture : tableOf(actor, picture);
    },
  );

  /** Their own picture, while they may still open all that is in it. */
  function takenBy(actor: Actor, id: string): Picture | null {
    const found = parts.pictures.find(id, actor.staffId);
    const whole = actor.patchIds === 'all';
    if (!found || whole) return found;
    return found.patches !== 'all' && found.patches.every((patchId) => mayIn(actor, 'cases', patchId))
      ? found
      : null;
  }

  /** A new snapshot of the rows that this person may open, with an audit line. */
  async function take(actor: Actor, query: z.infer<typeof rowsQuery>): Promise<Picture | Response> {
    const wanted = patchesOf(query.patch);
    if (!mayFollow(actor, wanted)) return problem(403, { detail: notYours });
    const patches = wanted === 'all' ? (actor.patchIds === 'all' ? 'all' : [...actor.patchIds]) : wanted;
    const picture = parts.pictures.take(actor.staffId, query.name, query.part ?? null, patches);
    if (!picture) return problem(404, { detail: 'What this is made of stands in the reconciliation.' });
    if (picture.lines.some(({ caseId }) => caseId !== null))
      await parts.sql`insert into audit_line (staff_id, what, detail) values (${actor.staffId}, 'tile.rows',
        ${parts.sql.json({ tile: query.name, part: query.part ?? null, patches, rows: picture.lines.length })})`;
    return picture;
  }

  function tableOf(actor: Actor, picture: Picture): Table {
    const { name, tile } = picture;
    const zone = parts.tiles.timeZone;
    const formatted = (at: string | null) => {
      const instant = at === null ? NaN : Date.parse(at);
      return at === null ? '' : `${formatDay(dayIn(zone, instant), true)} ${timeIn(zone, instant)}`;
    };
    const rows = async function* (): AsyncIterable<readonly Row[]> {
      for (let from = 0; from < picture.lines.length; from += 500)
        yield (await parts.pictures.rows(picture, from, 500, theirsOf(actor))).map((row) => ({
          ...row,
          at: formatted(row.at),
        }));
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
      asOf: picture.asOf,
      columns: [
        ...(name === 'known_up_to' ? [] : account),
        { key: 'part', title: name === 'known_up_to' ? 'Source' : 'Part', kind: 'text' },
        { key: 'at', title: 'When', kind: 'text' },
        ...(tile.kind === 'instant'
          ? []
          : [
              { key: 'value', title: tile.kind === 'pence' ? 'Amount' : 'Counted', kind: tile.kind } as const,
            ]),
      ],
      rows: rows(),
      notes: [tileWords[name].says, `As of ${formatted(picture.asOf)}.`],
    };
  }
  return app;
}

const theirsOf = (actor: Actor) => (patchId: number) => mayIn(actor, 'cases', patchId);
const patchesOf = (text: string | undefined): 'all' | number[] =>
  text === undefined ? 'all' : text.split(',').map(Number);
