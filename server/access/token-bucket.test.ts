import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('[HTTP-44] a clock that is set back, and forward again, gives no tokens', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 1 }, 100_000);
  for (let i = 0; i < 3; i++) expect(bucket.take(100_000)).toBe(0);
  expect(bucket.take(90_000)).toBe(1);
  expect(bucket.take(100_000)).toBe(1);
  expect(bucket.take(101_000)).toBe(0);
});
