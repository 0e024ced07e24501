// The typed socket, and what the hub needs from the other rooms.
import type { Server, Socket } from 'socket.io';
import type { Access, SignedIn } from '../access/access.ts';
import type { Cases } from '../cases/cases.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { DownEvents } from '../contract/down.ts';
import type { MutationAnswer, UpEvents } from '../contract/up.ts';
import type { Log } from '../log.ts';
import type { Tiles } from '../performance/tiles/tiles.ts';
import type { DoorEvent, DoorMessages } from '../worklist/events.ts';
import type { Worklist } from '../worklist/worklist.ts';

export type SocketData = SignedIn & { since?: string };
export type HubServer = Server<UpEvents, DownEvents, Record<string, never>, SocketData>;
export type HubSocket = Socket<UpEvents, DownEvents, Record<string, never>, SocketData>;

/** What the hub needs of the worklist and of the tiles; a test may pass less. */
export type LiveWorklist = Pick<
  Worklist,
  'on' | 'off' | 'cursor' | 'state' | 'sources' | 'watch' | 'get' | 'list' | 'since' | 'changedSince'
>;
export type LiveTiles = Pick<Tiles, 'on' | 'off' | 'of'>;

export type Timing = {
  /** Between heartbeats. */ heartbeatMs: number;
  /** Between checks that sessions and rights are still valid. */ renewMs: number;
  /** A batch unacknowledged for this long: the client has stopped reading, and its connection is cut. */ giveUpMs: number;
  /** Presence is sent at most this often. */ presenceMs: number;
};

export type HubOptions = {
  worklist: LiveWorklist;
  tiles: LiveTiles;
  access: Access;
  /** Applies what a person sent. null: not decided, the client retries; 'ended': they must sign in first. */
  answer: (sender: SignedIn, sent: unknown) => Promise<MutationAnswer | 'ended' | null>;
  /**
   * Of these people, those who are on the way to a case that was paid since they set out and do not know it yet, with the
   * account's balance (pence) in the same instant.
   */
  paidOnTheWay: Cases['paidOnTheWay'];
  conversations: Pick<Conversations, 'moved' | 'where'>;
  /** What a change means at the door of its case. */
  doorMessages: (event: DoorEvent) => DoorMessages;
  log: Log;
  publicUrl: string | null;
  clock?: () => number;
  timing?: Partial<Timing>;
};
