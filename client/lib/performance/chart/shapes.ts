// The shapes of signals, for the canvas and for the words next to it: never colour alone.
import type { Bearing } from '#domain/statistics/signals.ts';

export type Point = [x: number, y: number];

/** Corners around a centre, for a radius of 1. */
export const shapes: Record<Bearing, readonly Point[]> = {
  better: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  worse: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  changed: [
    [0, -1.1],
    [1.1, 0.9],
    [-1.1, 0.9],
  ],
};
