// better-auth stores the token of a session, and the code by which a screen fetches its own token, in plain text. This
// adapter stores their SHA-256 instead, so that a stolen backup has no usable session. better-auth has such an option for
// verifications only.
import { createHash } from 'node:crypto';
import type { BetterAuthPlugin } from 'better-auth';
import type { DBAdapter, Where } from 'better-auth/types';

/** The secret column of each table. Both hold 32 or more random characters, so a hash without salt is enough. */
const secrets: Record<string, string> = { session: 'token', deviceCode: 'deviceCode' };

/** As migration 0029 does it in SQL for the sessions that are there. */
function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Must be the first plugin, so that all later ones use this adapter. */
export function hashedTokens() {
  return {
    id: 'hashed-tokens',
    init: (context) => ({ context: { adapter: withHashes(context.adapter) } }),
  } satisfies BetterAuthPlugin;
}

type Named = { model: string; where?: Where[] };
type Row = Record<string, unknown>;

function withHashes(adapter: DBAdapter): DBAdapter {
  const hashedQuery = <T extends Named>(data: T): T =>
    secrets[data.model] && data.where
      ? { ...data, where: data.where.map(hashed(secrets[data.model]!)) }
      : data;
  /** Puts the token of the query back in place of its hash. */
  const withTokens = <T>(data: Named, row: T): T => {
    const field = secrets[data.model];
    if (!field || row === null || typeof row !== 'object') return row;
    const mine = new Map(textsOf(data.where, field).map((token) => [hashOfToken(token), token]));
    const kept = (row as Row)[field];
    const token = typeof kept === 'string' ? mine.get(kept) : undefined;
    return token === undefined ? row : { ...row, [field]: token };
  };
  const stored = <T extends Row>(model: string, data: T): T => {
    const field = secrets[model];
    const token = field && data[field];
    return typeof token === 'string' ? { ...data, [field!]: hashOfToken(token) } : data;
  };

  return {
    ...adapter,
    create: async (data) => {
      const made = await adapter.create({ ...data, data: stored(data.model, data.data) });
      const field = secrets[data.model];
      return (field ? { ...(made as object), [field]: (data.data as Row)[field] } : made) as never;
    },
    findOne: async (data) => withTokens(data, await adapter.findOne(hashedQuery(data))),
    findMany: async (data) =>
      (await adapter.findMany(hashedQuery(data))).map((row) => withTokens(data, row)) as never,
    count: (data) => adapter.count(hashedQuery(data)),
    update: async (data) =>
      withTokens(
        data,
        await adapter.update({ ...hashedQuery(data), update: stored(data.model, data.update) }),
      ),
    updateMany: (data) =>
      adapter.updateMany({ ...hashedQuery(data), update: stored(data.model, data.update) }),
    delete: (data) => adapter.delete(hashedQuery(data)),
    deleteMany: (data) => adapter.deleteMany(hashedQuery(data)),
    consumeOne: async (data) => withTokens(data, await adapter.consumeOne(hashedQuery(data))),
    incrementOne: async (data) => withTokens(data, await adapter.incrementOne(hashedQuery(data))),
    transaction: (work) => adapter.transaction((inside) => work(withHashes(inside as DBAdapter))),
  };
}

function hashed(field: string): (where: Where) => Where {
  return (where) => {
    if (where.field !== field) return where;
    const { value } = where;
    if (typeof value === 'string') return { ...where, value: hashOfToken(value) };
    return Array.isArray(value) ? { ...where, value: value.map((one) => hashOfToken(String(one))) } : where;
  };
}

function textsOf(where: Where[] | undefined, field: string): string[] {
  return (where ?? [])
    .filter((one) => one.field === field)
    .flatMap(({ value }) =>
      Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [],
    );
}
