// Unique ids, which a demo landlord of 150,000 homes needs.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceOf } from './household.ts';
import { Random, uuidOf } from './random.ts';

const largest = 150_000;

test('[DEMO-20] 300,000 generated ids of one kind are all different', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const seen = new Set<string>();
  const [seeds, each] = [10, 30_000];
  for (let seed = 0; seed < seeds; seed++)
    for (let n = 1; n <= each; n++) seen.add(uuidOf(seed, 'budget', n * 13));
  expect(seen.size).toBe(seeds * each);
  for (const id of [...seen].slice(0, 100)) expect(id).toMatch(form);
  expect(uuidOf(1, 'budget', 7)).toBe(uuidOf(1, 'budget', 7));
  expect(uuidOf(1, 'budget', 7)).not.toBe(uuidOf(1, 'referral', 7));
  // Names and numbers are separated, so that two combinations do not give the same text.
  expect(uuidOf(1, 12)).not.toBe(uuidOf(11, 2));
});

test('[DEMO-20] random numbers repeat among so many, so that they must not be used as ids', () => {
  const draws = Array.from({ length: 2 * largest }, (_, n) => new Random(1, 61, n).next());
  expect(new Set(draws).size).toBeLessThan(draws.length);
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const uuids = files.filter((file) =>
    /uuid(?!Of)\w*\((new Random|random)/i.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  );
  expect(uuids).toEqual([]);
});

test('[DEMO-20] account references are counted, so that the largest landlord has no two equal ones', () => {
  const references = new Set(Array.from({ length: 2 * largest }, (_, i) => referenceOf(i + 1)));
  expect(references.size).toBe(2 * largest);
});
