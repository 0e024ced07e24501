// The position of a reader in the change log: a Postgres snapshot, and the name of the history that it was taken in.
// Outside this room a cursor is an opaque string: `${epoch}.${snapshot}`, e.g. '1f0c9a6e44d2.810:815:812'.

export type Cursor = string;

const form = /^([0-9a-f]{1,40})\.((\d{1,20}):(\d{1,20}):(\d{1,20}(?:,\d{1,20})*)?)$/;

export function cursorOf(epoch: string, snapshot: string): Cursor {
  return `${epoch}.${snapshot}`;
}

/** Null when it is not a valid cursor. It may come from a client, so nothing about it is trusted. */
export function parseCursor(cursor: unknown): { epoch: string; snapshot: string } | null {
  if (typeof cursor !== 'string' || cursor.length > 20_000) return null;
  const match = form.exec(cursor);
  if (!match) return null;
  const xmin = BigInt(match[3]!);
  const xmax = BigInt(match[4]!);
  const open = match[5] ? match[5].split(',').map(BigInt) : [];
  const inOrder = open.every((xid, i) => xid >= xmin && xid < xmax && (i === 0 || xid > open[i - 1]!));
  if (xmin < 1n || xmin > xmax || xmax >= 2n ** 63n || !inOrder) return null;
  return { epoch: match[1]!, snapshot: match[2]! };
}
