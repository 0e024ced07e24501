import { beforeEach, expect, test, vi } from 'vitest';
import { takeFirstCase, takeFirstList } from './first-answers.ts';
import { markSignIn, signInMark } from './pending-sign-out.ts';

const page = globalThis as {
  doorstepTurn?: string;
  doorstepFirstList?: Promise<Response | null> | undefined;
  doorstepFirstCase?: { id: number; answer: Promise<Response | null> } | undefined;
};

/** As app.html does while the page opens. */
function openPage() {
  page.doorstepTurn = signInMark();
  page.doorstepFirstCase = {
    id: 7,
    answer: Promise.resolve(Response.json({ tenant: 'Of the first person' })),
  };
  page.doorstepFirstList = Promise.resolve(Response.json({ cases: [] }));
}

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  markSignIn('in');
});

test('[ACCESS-38] what the page requested before its scripts is used once, by the person who was signed in then', async () => {
  openPage();
  expect(await (await takeFirstCase(7))!.json()).toEqual({ tenant: 'Of the first person' });
  expect(takeFirstCase(7)).toBeUndefined();
  expect(await takeFirstList()).toEqual({ cases: [] });
  expect(await takeFirstList()).toBeNull();
});

test.for(['in', 'out'] as const)(
  '[ACCESS-38] after a sign-%s in another tab neither the case nor the list of before is shown',
  async (way) => {
    openPage();
    // The other tab writes the same mark; this page may not have the event of it yet, or not listen yet.
    markSignIn(way);
    expect(takeFirstCase(7)).toBeUndefined();
    expect(await takeFirstList()).toBeNull();
  },
);

test('[ACCESS-38] without storage there is no mark, and the answers are used', async () => {
  vi.stubGlobal('localStorage', undefined);
  openPage();
  expect((await takeFirstCase(7))!.ok).toBe(true);
});
