// A home as an earlier version of the app stored it on the device: without signal after an update it is all that there is.
import type { CaseDetail, RepairsDetail } from '#contract/case-detail.ts';

/** What both answers have; an officer's has more, among it money. Its people have a date of birth for those who may know it. */
export type Home = Pick<RepairsDetail, 'home' | 'repairs' | 'alerts' | 'found' | 'householdConfirmedAt'> & {
  people: (RepairsDetail['people'][number] & Partial<CaseDetail['people'][number]>)[];
};

export type StoredHome = Omit<Home, 'home' | 'people' | 'householdConfirmedAt'> &
  Partial<Pick<Home, 'people' | 'householdConfirmedAt'>> & {
    home: Omit<Home['home'], 'tenancyEndsOn'> & Partial<Pick<Home['home'], 'tenancyEndsOn'>>;
  };

/** With what that version did not read yet: nobody known, and nothing confirmed. */
export const wholeHome = (stored: StoredHome): Home => ({
  ...stored,
  home: { ...stored.home, tenancyEndsOn: stored.home.tenancyEndsOn ?? null },
  people: stored.people ?? [],
  householdConfirmedAt: stored.householdConfirmedAt ?? null,
});
