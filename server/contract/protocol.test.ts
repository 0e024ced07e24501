// The wire format may get new fields; it may not change its meaning for clients of an older version.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { protocol } from './protocol.ts';
import { mutationArgs } from './up.ts';

// One line for each version of the protocol. A new field only updates the hash; anything else is a new version, with a line
// in protocol.ts that says what changed.
const hashes: Record<number, string> = { 1: 'daf66053bcc84ccb' };

test('[CONTRACT-1] the schemas are those of this protocol version', async () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
  const schemas: Record<string, unknown> = {};
  for (const file of files) schemas[file] = await import(join(import.meta.dirname, file));
  const shapes = JSON.stringify(schemas, (key, value: unknown) => {
    if (value instanceof z.ZodType) return z.toJSONSchema(value, { unrepresentable: 'any', io: 'input' });
    return key === 'protocol' ? undefined : value;
  });
  const hash = createHash('sha256').update(shapes).digest('hex').slice(0, 16);
  expect(hash, `the wire changed: is it still protocol ${protocol}? Then renew the hash, else move it`).toBe(
    hashes[protocol],
  );
});

test('[CONTRACT-2] every protocol version has a line of history', () => {
  const text = readFileSync(join(import.meta.dirname, 'protocol.ts'), 'utf8');
  for (let version = 1; version <= protocol; version++)
    expect(text).toMatch(new RegExp(`^ \\* ${version}  \\d{4}-\\d{2}  \\S`, 'm'));
});

test('[CONTRACT-3] text that the database cannot store is refused by the schema', () => {
  const outsized = mutationArgs['visit.set-out'].safeParse({ caseId: 2 ** 31 });
  expect(outsized.success).toBe(false);
  const nul = mutationArgs['visit.go-anyway'].safeParse({ caseId: 1, reason: 'a\0b' });
  expect(nul.success).toBe(false);
  const empty = mutationArgs['visit.go-anyway'].safeParse({ caseId: 1, reason: '   ' });
  expect(empty.success).toBe(false);
});

test('[CONTRACT-3] a lone surrogate (half an emoji, cut by a phone) is stored as a replacement character', () => {
  const parsed = mutationArgs['visit.go-anyway'].parse({ caseId: 1, reason: 'Said yes \ud83d' });
  expect(parsed.reason).toBe('Said yes \ufffd');
  const whole = 'Said yes \u{1f600}';
  expect(mutationArgs['visit.go-anyway'].parse({ caseId: 1, reason: whole }).reason).toBe(whole);
});
