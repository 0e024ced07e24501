// Notifies each client that has a case open of what anybody wrote in it, so that they read it again, and the
// money-advice and repairs teams of what moved in their lists. Only people who may see the case are notified, and only of
// kinds that they may know.
import { everyKind, kindsKnownTo, may, type Actor } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame } from './frame.ts';

/** What the money-advice team reads in a referral: the referral itself, how its tenants are reached, and gaps of the home. */
const inReferrals = ['referral', 'correction', 'household', 'check'] as const;

/** Reported in every case, open or not: the repairs team's inbox and list, and the money-advice team's queue, depend on them. */
export const alwaysWatched: ReadonlySet<string> = new Set([
  ...['message', 'thread', 'read', 'repair'],
  ...inReferrals,
]);

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

/** What tells a team to read its list again, by the message: the right to that list, and the kinds of change that move it. */
const lists = {
  'referrals:again': { right: 'referrals', topic: 'referrals', kinds: inReferrals },
  'repairs:again': { right: 'repairList', topic: 'repairs', kinds: ['repair', 'thread', 'message'] },
} as const;
type ListMessage = keyof typeof lists;
const listMessages = Object.keys(lists) as ListMessage[];

/** Sends each team's message once where one of these changes moves its list; it names no case. */
export function sendListsMoved(clients: readonly ClientConnection[], all: readonly Touched[]): void {
  for (const message of listMessages) {
    const moved = all.find(({ kinds }) =>
      kinds.some((kind) => kind === everyKind || (lists[message].kinds as readonly string[]).includes(kind)),
    );
    if (moved) sendListAgain(clients, message, moved.at);
  }
}

/** Sends every team's message, where it is not known what changed. `at`: ISO time. */
export const sendAllListsAgain = (clients: readonly ClientConnection[], at: string): void => {
  for (const message of listMessages) sendListAgain(clients, message, at);
};

/** Only to those of the clients who may read the list, also when it leaves: their rights may have changed meanwhile. */
function sendListAgain(clients: readonly ClientConnection[], message: ListMessage, at: string): void {
  const { right, topic } = lists[message];
  const frame = encodeFrame(message, { at });
  for (const client of clients)
    if (may(client.actor, right))
      client.outlet.post({
        topic,
        key: '',
        value: frame,
        send: (newest) => may(client.actor, right) && client.send(newest),
      });
}
