// What the hub is handed by the composition, and the typed socket. The worklist's and the cases' own classes fit these
// shapes; TypeScript checks it where they are put together (server/main.ts).
import type { EventEmitter } from 'node:events';
import type { Server, Socket } from 'socket.io';
import type { Access, SignedIn } from '../access/access.ts';
import type { Conversations } from '../cases/conversations.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import type { Cause, DownEvents, Down } from '../contract/down.ts';
import type { Tiles } from '../contract/tiles.ts';
import type { UpEvents } from '../contract/up.ts';
import type { Log } from '../log.ts';
import type { Apply } from './mutating.ts';

export type SocketData = SignedIn & { since?: string };
export type HubServer = Server<UpEvents, DownEvents, Record<string, never>, SocketData>;
export type HubSocket = Socket<UpEvents, DownEvents, Record<string, never>, SocketData>;

export type PatchChange = { changed: CaseSummary[]; gone: number[]; because: Cause[] };
export type LiveBatch = {
  cursor: string;
  asOf: Date;
  patches: Map<number, PatchChange>;
  landlord: Set<string>;
};
/** Money moved, or a case changed to which somebody is on the way. */
export type DoorEvent = {
  caseId: number;
  patchId: number;
  payment: Down['case:stand-down']['payment'];
  /** Somebody is on the way there, or was until this change. */
  visited: boolean;
  before: CaseSummary | undefined;
  /** Undefined where it is no case any more. Read it only where it is needed: it may have to be made first. */
  readonly after: CaseSummary | undefined;
};
/** What is said of it, each part null where nothing needs saying. */
export type DoorWords = {
  /** To whoever is on the way there. */
  onTheWay: { staffId: number; message: Down['case:stand-down'] } | null;
  /** To everybody else who has the case open. */
  open: Down['case:stand-down'] | null;
};
/** Something was logged in this case; patchId is null where it is no current one. */
export type Touched = {
  caseId: number;
  patchId: number | null;
  kinds: string[];
  refs: { kind: string; ref: number | null }[];
  at: string;
};
export type LiveState = { connected: boolean; provedAt: Date | null; lagMs: number | null; stale: boolean };

type LiveEvents = {
  batch: [LiveBatch];
  reset: [];
  state: [LiveState];
  door: [DoorEvent];
  touched: [Touched[]];
  /** Not heard here. */
  logged: [readonly unknown[]];
};
export type LiveWorklist = Pick<EventEmitter<LiveEvents>, 'on' | 'off'> & {
  readonly cursor: string;
  readonly state: LiveState;
  readonly sources: Down['heartbeat']['sources'];
  /** Of which cases, and of which kinds in any case, `touched` tells. */
  watch(watch: { open: (caseId: number) => boolean; kinds: ReadonlySet<string> }): void;
  get(id: number): CaseSummary | undefined;
  list(patchIds: readonly number[] | 'all'): CaseSummary[];
  since(
    cursor: string,
    patchIds: readonly number[] | 'all',
  ): Promise<(PatchChange & { cursor: string; asOf: Date }) | null>;
};

/** The live tiles: `moved` says that they may differ from what they were. */
export type LiveTiles = Pick<EventEmitter<{ moved: [] }>, 'on' | 'off'> & {
  of(patches: Tiles['patches']): Tiles;
};

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
  apply: Apply;
  /**
   * Of these people, who is on the way to a door that was paid at since they set out, and does not know it yet; with the
   * account's balance in the same instant.
   */
  paidOnTheWay: (staffIds: readonly number[]) => Promise<
    {
      caseId: number;
      payment: NonNullable<DoorEvent['payment']>;
      staffId: number;
      balancePence: number;
    }[]
  >;
  conversations: Pick<Conversations, 'moved' | 'where'>;
  /** What a change means at the door of its case. */
  doorWords: (event: DoorEvent) => DoorWords;
  log: Log;
  publicUrl: string | null;
  clock?: () => number;
  timing?: Partial<Timing>;
};
