// The rows of a tile. A `RowSnapshot` is a snapshot of them: all its pages, and the file made from it, add up to its tile
// whatever changes meanwhile. Few are kept, and for a short time.
import type { Tile, TilePatches, TileRow } from '../../contract/tiles.ts';
import { randomUUID } from 'node:crypto';
import type { Sql } from '../../../db/connect.ts';
import type { TileSort } from '../../contract/tiles.ts';
import { arranged, sortOf, type SortValue } from '../../domain/arranged.ts';
import type { TileName } from '../../domain/statistics/tiles.ts';
import { composeTiles, tileParts, wholeParts } from './compose.ts';
import type { Tiles } from './tiles.ts';

type Line = { key: string; caseId: number | null; slot: string; value: number; at: number | null };
export type RowSnapshot = {
  id: string;
  /** The person who opened it; no one else gets its pages. */
  staffId: number;
  /** The patches that its reader could open then; a reader who has lost one gets no further page. */
  patches: TilePatches;
  name: TileName;
  part: string | null;
  asOf: string;
  tile: Tile;
  ofWhole: number | null;
  lines: Line[];
  sum: number;
  takenAt: number;
  /** The lines as they were sorted and searched last, so that the next page follows even if a name changes meanwhile. */
  arranged?: { by: string; lines: readonly Line[] };
};
/** How a person wants the rows: without a sort as they are, without words all of them. */
export type Arrangement = { sort: TileSort | undefined; words: string };

const keptMs = 5 * 60_000;
const mostKept = 240;
const mostOfOne = 4;
const mostLines = 400_000;

/** Takes snapshots of the rows of tiles, keeps them for five minutes, and gives their pages. */
export class RowSnapshots {
  readonly #tiles: Tiles;
  readonly #sql: Sql;
  readonly #clock: () => number;
  readonly #kept = new Map<string, RowSnapshot>();

  constructor(tiles: Tiles, sql: Sql, clock: () => number) {
    this.#tiles = tiles;
    this.#sql = sql;
    this.#clock = clock;
  }

  /**
   * Takes a snapshot of a tile, or of one part of it or of what it is out of. `patches`: those that the reader may open.
   * Null: no such tile.
   */
  take(staffId: number, name: TileName, part: string | null, patches: TilePatches): RowSnapshot | null {
    const composed = this.#tiles.composed(patches);
    const tile = composeTiles(composed).find((one) => one.name === name);
    if (!tile || name === 'reconciliation_residual') return null;
    const lines = tile.kind === 'instant' ? sourcesOf(tile) : this.#linesOf(name, part, patches);
    const whole =
      patches === 'all' ? undefined : this.#tiles.of('all').tiles.find((one) => one.name === name);
    const snapshot: RowSnapshot = {
      id: randomUUID(),
      staffId,
      patches,
      name,
      part,
      asOf: tile.asOf,
      tile,
      ofWhole: whole && whole.kind !== 'instant' ? whole.value : null,
      lines,
      sum: lines.reduce((sum, { value }) => sum + value, 0),
      takenAt: this.#clock(),
    };
    this.#kept.set(snapshot.id, snapshot);
    this.#dropOld(snapshot);
    return snapshot;
  }

  /** Drops old snapshots, oldest first: a person's own before other people's, and never the newest. */
  #dropOld(newest: RowSnapshot): void {
    const now = this.#clock();
    for (const [id, one] of this.#kept) if (now - one.takenAt > keptMs) this.#kept.delete(id);
    const older = [...this.#kept.values()].filter((one) => one !== newest);
    const own = older.filter(({ staffId }) => staffId === newest.staffId);
    for (const { id } of own.splice(0, own.length - mostOfOne + 1)) this.#kept.delete(id);
    let lines = 0;
    for (const one of this.#kept.values()) lines += one.lines.length;
    for (const one of [...own, ...older.filter(({ staffId }) => staffId !== newest.staffId)]) {
      if (this.#kept.size <= mostKept && lines <= mostLines) break;
      this.#kept.delete(one.id);
      lines -= one.lines.length;
    }
  }

  /** Null if it was dropped, or belongs to another person. */
  find(id: string, staffId: number): RowSnapshot | null {
    const found = this.#kept.get(id);
    return found?.staffId === staffId ? found : null;
  }

  #linesOf(name: TileName, part: string | null, patches: TilePatches): Line[] {
    const mine = patches === 'all' ? null : new Set(patches);
    const isWanted = slotsOf(name, part);
    const lines: Line[] = [];
    for (const [key, { patchId, caseId, at, amounts }] of this.#tiles.sums.entries()) {
      if (mine && !mine.has(patchId)) continue;
      for (const [slot, value] of amounts) if (isWanted(slot)) lines.push({ key, caseId, slot, value, at });
    }
    // Events: the newest first. Current states: the largest first.
    return lines.sort(
      (a, b) => (b.at ?? 0) - (a.at ?? 0) || b.value - a.value || (a.caseId ?? 0) - (b.caseId ?? 0),
    );
  }

  /** The lines in this arrangement. Names that the reader may not see now (`theirs`) are neither sorted by nor found. */
  async arrange(
    snapshot: RowSnapshot,
    { sort, words }: Arrangement,
    theirs: (patchId: number) => boolean,
  ): Promise<readonly Line[]> {
    if (!sort && words === '') return snapshot.lines;
    const by = JSON.stringify([sort, words]);
    if (snapshot.arranged?.by === by) return snapshot.arranged.lines;
    const order = sort && sortOf<SortKey>(sort);
    const isNamed = words !== '' || order?.key === 'account' || order?.key === 'who';
    const rows = isNamed
      ? await this.rows(snapshot, 0, snapshot.lines.length, theirs)
      : snapshot.lines.map((line) => rowOf(snapshot.name, line, undefined));
    const lines = arranged(
      rows.map((row, i) => ({ row, line: snapshot.lines[i]! })),
      { words, text: ({ row }) => searched.map((key) => row[key] ?? '').join(' ') },
      order ? { value: ({ row }) => sortValues[order.key](row), isDown: order.isDown } : null,
    ).map(({ line }) => line);
    snapshot.arranged = { by, lines };
    return lines;
  }

  /** One page, with current names and addresses; without them for homes in patches that the reader may not see now (`theirs`). */
  async rows(
    { lines, name }: { lines: readonly Line[]; name: TileName },
    from: number,
    count: number,
    theirs: (patchId: number) => boolean,
  ): Promise<TileRow[]> {
    const page = lines.slice(from, from + count);
    const ids = [...new Set(page.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])))];
    const accounts = new Map((ids.length === 0 ? [] : await this.#accounts(ids)).map((one) => [one.id, one]));
    return page.map((line) => {
      const found = line.caseId === null ? undefined : accounts.get(line.caseId);
      return rowOf(name, line, found && theirs(found.patchId) ? found : undefined);
    });
  }

  #accounts(ids: number[]): Promise<Account[]> {
    return this.#sql`
      select a.id, a.reference, h.address || ', ' || h.postcode as address, p.name as patch, p.id as "patchId",
        (select string_agg(pe.name, ' and ' order by tp.role <> 'tenant', pe.id) from tenancy_person tp
          join person pe on pe.id = tp.person_id
          where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as tenant
      from rent_account a join tenancy t on t.id = a.tenancy_id join property h on h.id = t.property_id
      join patch p on p.id = h.patch_id
      where a.id = any(${ids}::int[])`;
  }
}

type Account = {
  id: number;
  reference: string;
  tenant: string | null;
  address: string;
  patch: string;
  patchId: number;
};
type SortKey = 'account' | 'who' | 'what' | 'value';
const sortValues: Record<SortKey, (row: TileRow) => SortValue> = {
  account: ({ reference }) => reference,
  who: ({ tenant, address }) => tenant ?? address,
  what: ({ part }) => part,
  value: ({ value }) => value,
};
const searched = ['reference', 'tenant', 'address', 'patch', 'part'] as const;

function rowOf(name: TileName, { key, slot, value, at }: Line, account: Account | undefined): TileRow {
  return {
    key,
    caseId: account?.id ?? null,
    reference: account?.reference ?? null,
    tenant: account?.tenant ?? null,
    address: account?.address ?? null,
    patch: account?.patch ?? null,
    part: partOf(name, slot),
    value,
    at: at === null ? null : new Date(at).toISOString(),
  };
}

/** One line for each source of money, with the instant up to which it is known. */
function sourcesOf(tile: Tile & { kind: 'instant' }): Line[] {
  return tile.parts.map(({ key, label, value }) => ({
    key: `source:${key}`,
    caseId: null,
    slot: label,
    value: 1,
    at: Date.parse(value),
  }));
}

/** Which slots a tile's rows have: its own, those of one part, or with the part `all` whatever it is out of. */
function slotsOf(name: TileName, part: string | null): (slot: string) => boolean {
  if (part === null) return (slot) => slot.startsWith(`${name}/`);
  const whole = wholeParts[name] ?? [];
  if (part === 'all' && whole.length > 0) return (slot) => whole.some((one) => one[2] === slot);
  const wanted = whole.find(([key]) => key === part)?.[2] ?? `${name}/${part}`;
  return (slot) => slot === wanted;
}

function partOf(name: TileName, slot: string): string {
  if (name === 'known_up_to') return slot;
  const whole = wholeParts[name]?.find((one) => one[2] === slot);
  if (whole) return whole[1];
  const key = slot.slice(slot.indexOf('/') + 1);
  const parts = (tileParts as Record<string, readonly (readonly [string, string])[]>)[name] ?? [];
  return parts.find((one) => one[0] === key)?.[1] ?? key;
}
