// A round in plain numbers: legs, time at doors, when each may begin. Node 0 is where the round begins, 1 to n are its
// possible stops, n + 1 is where it ends. All times are whole seconds from the beginning. It answers when each stop of an
// order would begin, and whether all of it fits into the hours.

/** Counts for more than any sum of values: the stops that the officer wants to keep. */
const keepWeight = 1e6;

/** The problem of a round: the stops, the seconds between them, and when each may begin. */
export class Timetable {
  readonly n: number;
  /** By when the round must have ended. */
  readonly horizon: number;
  readonly ids: Float64Array;
  readonly value: Float64Array;
  readonly keep: Uint8Array;
  readonly duration: Float64Array;
  /** The visit may begin from `opens` to `closes`, both included. */
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly #legs: Float64Array;
  readonly #size: number;

  constructor(n: number, horizon: number) {
    this.n = n;
    this.horizon = horizon;
    this.#size = n + 2;
    this.ids = new Float64Array(n + 2);
    this.value = new Float64Array(n + 2);
    this.keep = new Uint8Array(n + 2);
    this.duration = new Float64Array(n + 2);
    this.opens = new Float64Array(n + 2);
    this.closes = new Float64Array(n + 2).fill(horizon);
    this.#legs = new Float64Array((n + 2) * (n + 2));
  }

  leg(from: number, to: number): number {
    return this.#legs[from * this.#size + to]!;
  }

  setLeg(from: number, to: number, seconds: number): void {
    this.#legs[from * this.#size + to] = Math.max(0, Math.round(seconds));
  }

  /** What a stop weighs in the search: its value, and far more where it is to be kept. */
  weight(node: number): number {
    return this.value[node]! + (this.keep[node] ? keepWeight : 0);
  }

  weightOf(order: readonly number[]): number {
    let sum = 0;
    for (const node of order) sum += this.weight(node);
    return sum;
  }

  /** When each is reached and begun, and when the round has ended; kept to or not. */
  times(order: readonly number[]): { arrives: number[]; starts: number[]; end: number } {
    const arrives: number[] = [];
    const starts: number[] = [];
    let at = 0;
    let before = 0;
    for (const node of order) {
      at += this.leg(before, node);
      arrives.push(at);
      at = Math.max(at, this.opens[node]!);
      starts.push(at);
      at += this.duration[node]!;
      before = node;
    }
    return { arrives, starts, end: at + this.leg(before, this.n + 1) };
  }

  /** When it ends, or Infinity where some stop would begin too late or the round would. */
  endOf(order: readonly number[]): number {
    let at = 0;
    let before = 0;
    for (const node of order) {
      at = Math.max(at + this.leg(before, node), this.opens[node]!);
      if (at > this.closes[node]!) return Infinity;
      at += this.duration[node]!;
      before = node;
    }
    at += this.leg(before, this.n + 1);
    return at <= this.horizon ? at : Infinity;
  }

  fits(order: readonly number[]): boolean {
    return this.endOf(order) < Infinity;
  }
}
