// A home as an earlier version of the app stored it on the device: without signal after an update it is all that there is.
import type { Home } from './home.svelte.ts';

export type StoredHome = Omit<Home, 'people' | 'householdConfirmedAt'> &
  Partial<Pick<Home, 'people' | 'householdConfirmedAt'>>;

/** With what that version did not read yet: nobody known, and nothing confirmed. */
export const wholeHome = (stored: StoredHome): Home => ({
  ...stored,
  people: stored.people ?? [],
  householdConfirmedAt: stored.householdConfirmedAt ?? null,
});
