// What the money-advice team's queue shows: which referrals, and those that fit the searched words. Pure.
import type { QueuedReferral } from '#contract/referral.ts';
import { fold } from '#domain/fold.ts';

export const shows = ['open', 'sent', 'mine', 'urgent', 'closed'] as const;
export type Show = (typeof shows)[number];

function shownUnder(show: Show, one: QueuedReferral): boolean {
  switch (show) {
    case 'open':
      return one.state !== 'closed';
    case 'sent':
      return one.state === 'sent';
    case 'mine':
      return one.state === 'taken' && one.mine;
    case 'urgent':
      return one.state !== 'closed' && one.urgent;
    case 'closed':
      return one.state === 'closed';
  }
}

/** True if each searched word is in what a row shows. `about`: its subject in words. */
function matches(one: QueuedReferral, text: string, about: string): boolean {
  const searched = fold([one.tenant, one.reason, one.by, one.takenBy, about].join(' '));
  return fold(text)
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** In the server's order. */
export const filtered = (
  all: readonly QueuedReferral[],
  { show, text }: { show: Show; text: string },
  aboutOf: (about: string) => string,
): QueuedReferral[] =>
  all.filter((one) => shownUnder(show, one) && matches(one, text.trim(), aboutOf(one.about)));

export const countOf = (all: readonly QueuedReferral[], show: Show): number =>
  all.filter((one) => shownUnder(show, one)).length;
