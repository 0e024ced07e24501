// The wire may grow; it may not change its meaning under clients that are out there.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { caseDetail, repairsDetail } from './case-detail.ts';
import { caseWhy } from './case-why.ts';
import { down } from './down.ts';
import { balances, statement } from './ledger.ts';
import { me } from './me.ts';
import { problem } from './problem.ts';
import { protocol } from './protocol.ts';
import { tileRows, tilesListen } from './tiles.ts';
import { handshake, knockVerdict, mutation, mutationAnswer, mutationArgs, presenceSet } from './up.ts';

// One line for each version of the protocol. A field that is only added may renew its hash; anything else is a new
// version, with a line in protocol.ts that says what changed. `latitude` and `longitude` may be null: contract.md always
// said so of the table, and protocol 1 follows it.
const hashes: Record<number, string> = { 1: '554a2c98a90ef64e' };

test('[CONTRACT-1] the schemas are those of this protocol version', () => {
  const parts = {
    down,
    mutation,
    mutationArgs,
    mutationAnswer,
    knockVerdict,
    presenceSet,
    handshake,
    me,
    problem,
    caseDetail,
    repairsDetail,
    caseWhy,
    balances,
    statement,
    tileRows,
    tilesListen,
  };
  const shapes = JSON.stringify(parts, (_key, value: unknown) =>
    value instanceof z.ZodType ? z.toJSONSchema(value, { unrepresentable: 'any', io: 'input' }) : value,
  );
  const hash = createHash('sha256').update(shapes).digest('hex').slice(0, 16);
  expect(hash, `the wire changed: is it still protocol ${protocol}? Then renew the hash, else move it`).toBe(
    hashes[protocol],
  );
});

test('[CONTRACT-2] every protocol version has its line of history', () => {
  const text = readFileSync(join(import.meta.dirname, 'protocol.ts'), 'utf8');
  for (let version = 1; version <= protocol; version++)
    expect(text).toMatch(new RegExp(`^ \\* ${version}  \\d{4}-\\d{2}  \\S`, 'm'));
});

test('[CONTRACT-3] what cannot be kept in the database is refused at the door', () => {
  const outsized = mutationArgs['visit.set-out'].safeParse({ caseId: 2 ** 31 });
  expect(outsized.success).toBe(false);
  const nul = mutationArgs['visit.go-anyway'].safeParse({ caseId: 1, reason: 'a\0b' });
  expect(nul.success).toBe(false);
  const empty = mutationArgs['visit.go-anyway'].safeParse({ caseId: 1, reason: '   ' });
  expect(empty.success).toBe(false);
});

test('[CONTRACT-3] half a letter, as a phone cuts an emoji in two, is kept as one that is lost', () => {
  const said = mutationArgs['visit.go-anyway'].parse({ caseId: 1, reason: 'Said yes \ud83d' });
  expect(said.reason).toBe('Said yes \ufffd');
  const whole = 'Said yes \u{1f600}';
  expect(mutationArgs['visit.go-anyway'].parse({ caseId: 1, reason: whole }).reason).toBe(whole);
});
