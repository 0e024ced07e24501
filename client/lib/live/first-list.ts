// The list that the page requested while this script was loading (app.html): compressed, and on a bad line seconds earlier
// than over the socket. It belongs to the person who was signed in then, so it is used once and dropped at any sign-in.
import type { Down } from '#contract/down.ts';
import { orNullAfter } from './or-null-after.ts';

type First = Promise<Response | null>;
const place = globalThis as { doorstepFirstList?: First | undefined };
const patienceMs = 6000;

/** Drops it. Its body is cancelled, which would otherwise hold one of the browser's few connections open. */
export function forgetFirstList(): void {
  void place.doorstepFirstList?.then((answer) => answer?.body?.cancel()).catch(() => {});
  place.doorstepFirstList = undefined;
}

/** null: there is none, or it did not arrive in time; then the socket brings it. */
export async function takeFirstList(): Promise<Down['worklist:reset'] | null> {
  const asked = place.doorstepFirstList;
  place.doorstepFirstList = undefined;
  if (!asked) return null;
  const list = asked.then((answer) =>
    answer?.ok ? (answer.json() as Promise<Down['worklist:reset']>) : null,
  );
  return orNullAfter(list, patienceMs).catch(() => null);
}
