// [OFF-80] The device's clock: what it learns from the server, keeps over a restart, and sends with what is recorded.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceClock, safeIso, type KeptOffset } from './device-clock.ts';

const start = Date.UTC(2026, 10, 30, 9);

/** A device: its wall clock can be set, its steady one only runs, and pauses while the device sleeps. */
class Machine {
  truth = start;
  steady = 1000;
  error = 0;
  kept: KeptOffset | null = null;
  clock = this.restart();

  restart(): DeviceClock {
    return (this.clock = new DeviceClock({
      wall: () => this.truth + this.error,
      steady: () => this.steady,
      read: () => this.kept,
      write: (one) => (this.kept = one),
    }));
  }
  wait(ms: number, asleep = false): void {
    this.truth += ms;
    if (!asleep) this.steady += ms;
  }
  hear(transit: number): void {
    const at = this.truth;
    this.wait(transit);
    this.clock.learn(at);
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000_000 }) }),
  fc.record({ do: fc.constant('sleep' as const), ms: fc.integer({ min: 0, max: 40_000_000 }) }),
  fc.record({ do: fc.constant('hear' as const), ms: fc.integer({ min: 0, max: 900 }) }),
  fc.record({ do: fc.constant('restart' as const), ms: fc.constant(0) }),
);

test('[OFF-80] an offset is kept over restarts and sleep: what is recorded has the server’s time, whatever the device’s clock says', () => {
  fc.assert(
    fc.property(fc.integer({ min: -4e10, max: 4e10 }), fc.array(step, { maxLength: 30 }), (error, steps) => {
      const one = new Machine();
      one.error = error;
      one.hear(0);
      for (const { do: what, ms } of steps) {
        if (what === 'hear') one.hear(ms);
        else if (what === 'restart') one.restart();
        else one.wait(ms, what === 'sleep');
        const { madeAt, clockOffsetMs, clockLearntAt } = one.clock.stamp();
        expect(Math.abs(Date.parse(madeAt) - one.truth)).toBeLessThan(2_000);
        // Within what is sent, the device's own time can be found again.
        expect(Date.parse(madeAt) - clockOffsetMs!).toBe(one.truth + error);
        expect(Date.parse(clockLearntAt!)).toBeLessThanOrEqual(one.truth + 2_000);
      }
    }),
  );
});

test('[OFF-80] a clock that is set back while the page runs is noticed without the server; one that is set forward at the next contact', () => {
  const one = new Machine();
  one.hear(50);
  one.wait(60_000);
  one.error = -86_400_000;
  one.wait(60_000);
  expect(Math.abs(one.clock.now() - one.truth)).toBeLessThan(1_000);
  expect(one.clock.stamp().clockOffsetMs).toBeGreaterThan(86_390_000);
  one.error = 86_400_000;
  one.hear(50);
  expect(Math.abs(one.clock.now() - one.truth)).toBeLessThan(1_000);
});

test('[OFF-80] a device that never heard the server says so, and a year that cannot be written is written as the nearest that can', () => {
  const one = new Machine();
  expect(one.clock.stamp()).toEqual({ madeAt: new Date(start).toISOString(), clockOffsetMs: null });
  expect(safeIso(8.64e15)).toBe('9999-12-31T23:59:59.999Z');
  expect(safeIso(-1e14)).toBe('0001-01-01T00:00:00.000Z');
});
