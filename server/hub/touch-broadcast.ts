// Notifies each client that has a case open of what anybody wrote in it, so that they read it again, and the money-advice
// team of what moved in their queue. Only people who may see the case are notified, and only of kinds that they may know.
import { everyKind, kindsKnownTo, may, type Actor } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame } from './frame.ts';

/** What the money-advice team reads in a referral: the referral itself, and how its tenants are reached. */
const inReferrals = ['referral', 'correction'] as const;

/** Reported in every case, open or not: the repairs team's inbox and the money-advice team's queue depend on them. */
export const alwaysWatched: ReadonlySet<string> = new Set(['message', 'thread', 'read', ...inReferrals]);

const kindsFor = (actor: Actor, { patchId, kinds }: Pick<Touched, 'patchId' | 'kinds'>): string[] =>
  kindsKnownTo(actor, kinds, patchId);

/** Sends `case:touched`; touches of one case that wait for the same client become one message. */
export function sendTouched(client: ClientConnection, touched: Touched): void {
  if (kindsFor(client.actor, touched).length === 0) return;
  client.outlet.post({
    topic: 'touched',
    key: touched.caseId,
    value: touched,
    send: ({ caseId, patchId, kinds, at }) => {
      // Filtered when it leaves: the person's rights may have changed while it waited.
      const known = kindsFor(client.actor, { patchId, kinds });
      if (known.length > 0) client.send(encodeFrame('case:touched', { caseId, kinds: known, at }));
    },
    merge: (waiting, newer) => ({ ...newer, kinds: [...new Set([...waiting.kinds, ...newer.kinds])] }),
  });
}

export const movesReferrals = ({ kinds }: Touched): boolean =>
  inReferrals.some((kind) => kinds.includes(kind)) || kinds.includes(everyKind);

/** Sends `referrals:again` to those of the clients who may read the queue; it names no case. `at`: ISO time. */
export function sendReferralsAgain(clients: Iterable<ClientConnection>, at: string): void {
  const frame = encodeFrame('referrals:again', { at });
  for (const client of clients)
    if (may(client.actor, 'referrals'))
      client.outlet.post({
        topic: 'referrals',
        key: '',
        value: frame,
        send: (newest) => may(client.actor, 'referrals') && client.send(newest),
      });
}
