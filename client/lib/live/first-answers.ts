// What the page requested while this script was loading (app.html): the list and the case that it opens with, compressed, and
// on a bad line seconds earlier than the scripts could ask. They belong to the person who was signed in then, so each is used
// once, soon, and dropped at any sign-in or sign-out, also one in another tab.
import type { Down } from '#contract/down.ts';
import { orNullAfter } from './or-null-after.ts';
import { signInMark } from './pending-sign-out.ts';

const place = globalThis as {
  /** `signInMark` when they were requested. */
  doorstepTurn?: string;
  doorstepFirstList?: Promise<Response | null> | undefined;
  doorstepCaseShown?: (() => void) | undefined;
  doorstepFirstCase?: { id: number; answer: Promise<Response | null> } | undefined;
};
const patienceMs = 6000;

/** Drops them. Their bodies are cancelled, which would otherwise hold one of the browser's few connections open. */
export function forgetFirstAnswers(): void {
  for (const answer of [place.doorstepFirstList, place.doorstepFirstCase?.answer])
    void answer?.then((one) => one?.body?.cancel()).catch(() => {});
  place.doorstepFirstList = place.doorstepFirstCase = undefined;
}

function forgetOthers(): void {
  if (place.doorstepTurn !== signInMark()) forgetFirstAnswers();
}

/** null: there is none, or it did not arrive in time; then the socket brings it. */
export async function takeFirstList(): Promise<Down['worklist:reset'] | null> {
  forgetOthers();
  const asked = place.doorstepFirstList;
  place.doorstepFirstList = undefined;
  if (!asked) return null;
  const list = asked.then((answer) =>
    answer?.ok ? (answer.json() as Promise<Down['worklist:reset']>) : null,
  );
  return orNullAfter(list, patienceMs).catch(() => null);
}

/**
 * The answer for that case, null when it could not be requested; undefined when nothing was. On a slow line the script may need
 * a minute more than the answer, which is used all the same: who opens a case later than the connection reads it again.
 */
export function takeFirstCase(id: number): Promise<Response | null> | undefined {
  forgetOthers();
  const asked = place.doorstepFirstCase;
  if (asked?.id !== id) return undefined;
  place.doorstepFirstCase = undefined;
  return asked.answer;
}

/** The case with which the page opened is painted, or cannot be: the list is requested now. */
export function firstCaseShown(): void {
  place.doorstepCaseShown?.();
}
