// The typed socket, and what the hub needs from the other rooms.
import type { Server, Socket } from 'socket.io';
import type { Access, SignedIn } from '../access/access.ts';
import type { Cases } from '../cases/cases.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { DownEvents } from '../contract/down.ts';
import type { MutationAnswer, UpEvents } from '../contract/up.ts';
import type { Log } from '../log.ts';
import type { Tiles } from '../performance/tiles/tiles.ts';
import type { DoorEvent, DoorWords } from '../worklist/events.ts';
import type { Worklist } from '../worklist/worklist.ts';

export type SocketData = SignedIn & { since?: string };
export type HubServer = Server<UpEvents, DownEvents, Record<string, never>, SocketData>;
export type HubSocket = Socket<UpEvents, DownEvents, Record<string, never>, SocketData>;

/** What the hub needs of the worklist and of the tiles; a test may hand it less than the whole. */
export type LiveWorklist = Pick<
  Worklist,
  'on' | 'off' | 'cursor' | 'state' | 'sources' | 'watch' | 'get' | 'list' | 'since'
>;
export type LiveTiles = Pick<Tiles, 'on' | 'off' | 'of'>;

export type Timing = {
  /** Between heartbeats. */ heartbeatMs: number;
  /** Between checks that sessions and rights still stand. */ renewMs: number;
  /** A batch unacknowledged for this long: the client has stopped reading, and is cut off. */ giveUpMs: number;
  /** Presence is told at most this often. */ presenceMs: number;
};

export type HubOptions = {
  worklist: LiveWorklist;
  tiles: LiveTiles;
  access: Access;
  /** Carries out what a person sent; null: nothing was decided, and they send it again; 'ended': they sign in first. */
  answer: (sender: SignedIn, sent: unknown) => Promise<MutationAnswer | 'ended' | null>;
  /**
   * Of these people, who is on the way to a door that was paid at since they set out, and does not know it yet; with the
   * account's balance in the same instant.
   */
  paidOnTheWay: Cases['paidOnTheWay'];
  conversations: Pick<Conversations, 'moved' | 'where'>;
  /** What a change means at the door of its case. */
  doorWords: (event: DoorEvent) => DoorWords;
  log: Log;
  publicUrl: string | null;
  clock?: () => number;
  timing?: Partial<Timing>;
};
