// Gives the pages of a browser the day of the test's process (clock.ts): their clocks run as usual from another instant.
import type { BrowserContext } from 'playwright';

/** Call before the first page is opened in it. Does nothing if the day was not moved. */
export async function moveContext(context: BrowserContext): Promise<void> {
  const aheadMs = Number(process.env['TEST_AHEAD_MS'] ?? 0);
  if (aheadMs !== 0) await context.addInitScript(movePage, aheadMs);
}

/** Runs in the page, before anything else there. */
export function movePage(ahead: number): void {
  const Real = Date;
  const now = () => Real.now() + ahead;
  const Moved: DateConstructor = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (_target, args, newTarget) =>
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
