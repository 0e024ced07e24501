// Gives a Node process another day: everything that reads the clock through Date reads it some milliseconds ahead (below
// 0: behind). With TEST_AHEAD_MS set and loaded before anything else, by NODE_OPTIONS=--import (days.ts), processes and
// threads that a test starts keep the same day. Only what the calendar sees moves: timers and performance.now() stay as
// they are, so that tests wait no longer than on any other day. Postgres and pages have theirs in postgres.ts, page.ts.
const key = Symbol.for('doorstep.tests.moved');
const process_ = globalThis as { [key]?: true };

/** Once for a process: a second call changes nothing. */
export function moveClock(aheadMs: number): void {
  if (process_[key] || aheadMs === 0) return;
  process_[key] = true;
  const Real = Date;
  const now = () => Real.now() + aheadMs;
  const Moved: DateConstructor = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (_target, args: ConstructorParameters<typeof Date>, newTarget) =>
      Reflect.construct(
        Real,
        args.length > 0 ? args : [now()],
        newTarget === Moved ? Real : newTarget,
      ) as Date,
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
  Real.prototype.constructor = Moved;
  globalThis.Date = Moved;
}

moveClock(Number(process.env['TEST_AHEAD_MS'] ?? 0));
