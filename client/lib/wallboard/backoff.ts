// How long to wait before trying again: longer each time, never for ever, and never in step with the other screens of a
// building that lost the same server.

const firstMs = 500;
const mostMs = 30_000;

/** Before try number `tries` (from 0), in ms. `random` in [0, 1). */
export function waitBefore(tries: number, random = Math.random()): number {
  const grown = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 10));
  return Math.round(grown * (0.5 + random / 2));
}
