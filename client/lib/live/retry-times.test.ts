import { expect, test } from 'vitest';
import { retryTimes } from './retry-times.ts';

test('[OFF-57] without a socket requests are tried after 10 seconds and then ever more seldom, up to 2.5 minutes', () => {
  const times = retryTimes();
  const tried = (steps: number) =>
    Array.from({ length: steps }, (_, at) => (times.next(false) === 'over-http' ? at + 1 : 0)).filter(
      Boolean,
    );
  expect(tried(120)).toEqual([2, 6, 14, 30, 60, 90, 120]);
  expect([times.next(true), times.next(true)]).toEqual(['over-socket', 'over-socket']);
  expect(tried(6)).toEqual([2, 6]);
});
