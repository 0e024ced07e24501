// Repeatable chance. A Random is named by numbers (the seed, the household, the day, ...) or by a text: the same names give
// the same draws whatever else was drawn before, so a household behaves alike in a load, a simulation and a replay.
import { createHash } from 'node:crypto';

export class Random {
  private state: number;

  constructor(...names: number[]) {
    let hash = 0x9e3779b9;
    for (const name of names) hash = scramble((hash ^ (name | 0)) + 0x6d2b79f5);
    this.state = hash;
  }

  /** The stream of that name for a seed: a change in one part of the town does not shift the others. */
  static stream(seed: string | number, name: string): Random {
    const random = new Random();
    random.state = hashText(`${seed}/${name}`);
    return random;
  }

  /** 0 up to, never reaching, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return scramble(this.state) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** Changes the order of the items, and returns them. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.whole(0, i);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }

  /** One of the keys, in proportion to their weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries[entries.length - 1]![0];
  }

  /** Waiting times with that mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Bell-shaped, from the sum of a few draws: within 3 deviations, always. */
  normal(mean: number, deviation: number): number {
    return mean + (this.next() + this.next() + this.next() + this.next() - 2) * 1.732 * deviation;
  }
}

/** 32 bits of a text, well mixed (FNV-1a with a final avalanche). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/**
 * An id of the form that devices make (version 4), the same for the same names: 122 bits of SHA-256, so that no landlord
 * is large enough for two of them to meet. A Random's own draws must not name anything: its state is 32 bits, and of
 * 150,000 households some share it.
 */
export function uuidOf(...names: (string | number)[]): string {
  const hex = [...createHash('sha256').update(names.join(' ')).digest('hex').slice(0, 32)];
  hex[12] = '4';
  hex[16] = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
