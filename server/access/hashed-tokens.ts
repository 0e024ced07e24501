// What stands in the database opens nothing by itself: better-auth keeps the token of a session, and the code by which a
// screen fetches its own token, in plain words. This puts their SHA-256 there instead, between better-auth and its tables:
// whoever reads a backup finds no session that works. better-auth has an option of this kind for verifications only.
import { createHash } from 'node:crypto';
import type { BetterAuthPlugin } from 'better-auth';
import type { DBAdapter, Where } from 'better-auth/types';

/** Which column of which table. Both hold random words of 32 characters or more, so a plain hash without salt is enough. */
const secrets: Record<string, string> = { session: 'token', deviceCode: 'deviceCode' };

/** As migration 0029 does it in SQL for the sessions that are there. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Comes first of all plugins, so that each one after it meets the same adapter. */
export function hashedTokens() {
  return {
    id: 'hashed-tokens',
    init: (context) => ({ context: { adapter: withHashes(context.adapter) } }),
  } satisfies BetterAuthPlugin;
}

type Named = { model: string; where?: Where[] };
type Row = Record<string, unknown>;

function withHashes(adapter: DBAdapter): DBAdapter {
  const asked = <T extends Named>(data: T): T =>
    secrets[data.model] && data.where
      ? { ...data, where: data.where.map(hashed(secrets[data.model]!)) }
      : data;
  /** Who asks with a token gets rows with that token again, not with its hash. */
  const answered = <T>(data: Named, row: T): T => {
    const field = secrets[data.model];
    if (!field || row === null || typeof row !== 'object') return row;
    const mine = new Map(wordsOf(data.where, field).map((token) => [hashOfToken(token), token]));
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
    findOne: async (data) => answered(data, await adapter.findOne(asked(data))),
    findMany: async (data) =>
      (await adapter.findMany(asked(data))).map((row) => answered(data, row)) as never,
    count: (data) => adapter.count(asked(data)),
    update: async (data) =>
      answered(data, await adapter.update({ ...asked(data), update: stored(data.model, data.update) })),
    updateMany: (data) => adapter.updateMany({ ...asked(data), update: stored(data.model, data.update) }),
    delete: (data) => adapter.delete(asked(data)),
    deleteMany: (data) => adapter.deleteMany(asked(data)),
    consumeOne: async (data) => answered(data, await adapter.consumeOne(asked(data))),
    incrementOne: async (data) => answered(data, await adapter.incrementOne(asked(data))),
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

function wordsOf(where: Where[] | undefined, field: string): string[] {
  return (where ?? [])
    .filter((one) => one.field === field)
    .flatMap(({ value }) =>
      Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [],
    );
}
