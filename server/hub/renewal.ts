// Keeps connected people to their sessions and rights: both are read again regularly, and whenever the log reports a change.
import type { Access } from '../access/access.ts';
import type { Actor } from '../access/rights.ts';
import type { Log } from '../log.ts';
import type { ClientConnection } from './client-connection.ts';

type Options = {
  clients: ReadonlyMap<string, ClientConnection>;
  access: Access;
  log: Log;
  /** The person's role or patches may differ from before. */
  changed: (client: ClientConnection, actor: Actor) => void;
};

export class Renewal {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Disconnects those whose session has ended, in whatever process. Never throws. */
  async sessions(): Promise<void> {
    await this.#checkSessions([...this.#options.clients.values()].map(({ socket }) => socket.data.sessionId));
  }

  /** A session may have ended while its socket was being admitted. Never throws. */
  admitted({ socket }: ClientConnection): Promise<void> {
    return this.#checkSessions([socket.data.sessionId]);
  }

  /** `forget`: rights that were read a moment ago are read again, too. Never throws. */
  async rights({ forget }: { forget: boolean }): Promise<void> {
    const { access, clients, log, changed } = this.#options;
    if (forget) access.forgetRights();
    for (const client of [...clients.values()]) {
      let actor;
      try {
        actor = await access.actor(client.actor.staffId);
      } catch (err) {
        log.warn({ err }, 'rights could not be read');
        return;
      }
      if (!clients.has(client.socket.id)) continue;
      if (!actor) endClient(client, 'Your account is closed.');
      else changed(client, actor);
    }
  }

  readonly ended = (sessionId: string): void => this.#end([sessionId]);

  async #checkSessions(sessionIds: string[]): Promise<void> {
    try {
      this.#end(await this.#options.access.endedOf([...new Set(sessionIds)]));
    } catch (err) {
      this.#options.log.warn({ err }, 'sessions could not be checked');
    }
  }

  #end(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return;
    const ended = new Set(sessionIds);
    for (const client of [...this.#options.clients.values()])
      if (ended.has(client.socket.data.sessionId)) endClient(client, 'You are signed out.');
  }
}

/** `reason` is a sentence for the person. */
export function endClient({ socket }: ClientConnection, reason: string): void {
  socket.emit('session:ended', { reason });
  socket.disconnect(true);
}
