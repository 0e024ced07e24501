// Sends stand-downs: to the officer who is on the way to a door that was paid, and to everybody who has that case open. They
// leave before everything else. What an officer missed while they could not be reached is sent as soon as they can be.
import type { Down } from '../contract/down.ts';
import type { DoorEvent } from '../worklist/events.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame } from './frame.ts';
import { MissedStandDowns } from './missed-stand-downs.ts';
import type { Presence } from './presence.ts';
import type { HubOptions } from './types.ts';

type Options = Pick<HubOptions, 'worklist' | 'doorMessages' | 'paidOnTheWay' | 'log'> & {
  clients: ReadonlyMap<string, ClientConnection>;
  presence: Presence;
  /** Called for each message that is sent. */
  sent: () => void;
};

export class StandDownBroadcast {
  readonly #options: Options;
  readonly #missed: MissedStandDowns;

  constructor(options: Options) {
    this.#options = options;
    this.#missed = new MissedStandDowns(options, (event, staffId) => this.#sendOnTheWay(event, staffId));
  }

  /** Sends these people what they missed. Never throws. */
  sendMissed(staffIds: number[]): Promise<void> {
    return this.#missed.sendTo(staffIds);
  }

  /** The listener of the worklist's `door` event. */
  readonly door = (event: DoorEvent): void => {
    const { presence, doorMessages } = this.#options;
    this.#missed.sentByFeed(event);
    const { caseId, patchId, visited } = event;
    // A file pays tens of thousands of cases, and hardly any is open or being visited: no messages are made for the others.
    if (!visited && !presence.isOpen(caseId)) return;
    const { onTheWay, open } = doorMessages(event);
    if (onTheWay) this.#send(patchId, onTheWay.message, ({ actor }) => actor.staffId === onTheWay.staffId);
    if (!open) return;
    const looking = new Set(presence.lookingAt(caseId));
    const visit = visited ? event.after?.visit : null;
    const goes = visit?.state === 'on_the_way' ? visit.staffId : null;
    this.#send(patchId, open, ({ actor, socket }) => looking.has(socket.id) && actor.staffId !== goes);
  };

  #sendOnTheWay(event: DoorEvent, staffId: number): void {
    const { onTheWay } = this.#options.doorMessages(event);
    if (onTheWay?.staffId === staffId)
      this.#send(event.patchId, onTheWay.message, ({ actor }) => actor.staffId === staffId);
  }

  #send(
    patchId: number,
    message: Down['case:stand-down'],
    concerns: (client: ClientConnection) => boolean,
  ): void {
    const { clients, sent } = this.#options;
    const frame = encodeFrame('case:stand-down', message);
    for (const client of clients.values()) {
      if (!client.sees(patchId) || !concerns(client)) continue;
      sent();
      client.outlet.post({
        topic: 'stand-down',
        key: message.caseId,
        value: frame,
        // The person may have lost the patch while it waited.
        send: (newest) => client.sees(patchId) && client.send(newest),
        urgent: true,
      });
    }
  }
}
