// Care against burn-in: the whole board moves by a few pixels every other minute, round a small figure of eight, so that no
// edge stays on the same pixels all day; the movement is too slow to see.

const everyMs = 120_000;
const steps = 24;

/** Where the board is after that many moves, in thousandths of its width: never further than 3 either way. */
export function driftAt(move: number): { x: number; y: number } {
  const angle = (2 * Math.PI * (move % steps)) / steps;
  return { x: 3 * Math.sin(angle), y: 1.5 * Math.sin(2 * angle) };
}

/** Calls `move` with an offset in pixels every other minute. Returns what ends it. */
export function startDrift(move: (at: { x: number; y: number }) => void): () => void {
  let moves = 0;
  const timer = setInterval(() => move(driftAt(++moves)), everyMs);
  return () => clearInterval(timer);
}
