// The list that the page itself asked for while this script was on its way (app.html): compressed, and seconds earlier on
// a bad line than over the socket. It is the list of whoever was signed in then, so it is given out once and forgotten
// when anybody signs in.
import type { Down } from '#contract/down.ts';

type First = Promise<Response | null>;
const place = globalThis as { doorstepFirstList?: First | undefined };
const patienceMs = 6000;

/** Nobody needs it: its body is cancelled, which would otherwise hold one of the browser's few connections open. */
export function forgetFirstList(): void {
  void place.doorstepFirstList?.then((answer) => answer?.body?.cancel()).catch(() => {});
  place.doorstepFirstList = undefined;
}

/** null: there is none, or it did not come in time; then the socket brings it. */
export async function takeFirstList(): Promise<Down['worklist:reset'] | null> {
  const asked = place.doorstepFirstList;
  place.doorstepFirstList = undefined;
  if (!asked) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
  const answer = await Promise.race([asked, late]);
  if (!answer?.ok) return null;
  return Promise.race([answer.json() as Promise<Down['worklist:reset']>, late]).catch(() => null);
}
