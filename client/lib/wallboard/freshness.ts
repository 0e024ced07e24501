// Whether a pane's figure is of now, and of when it is if not. A figure is of now while the screen is connected, the
// server can prove it, and the tile has no trouble of its own. Instants are epoch ms by the server's clock.
import { pane as words } from './words.ts';

/** A heartbeat comes every second; without one for this long nothing on the screen is of now. */
export const idleMs = 12_000;

export type ConnectionState = {
  connected: boolean;
  /** When this screen last received anything; by the same clock as `now`. */
  receivedAt: number | null;
  /** The server says that it cannot prove its figures. */
  serverStale: boolean;
  /** Everything committed before this is in the figures. */
  provedAt: number | null;
};
export type TileTimes = { asOf: string; stale: { since: string | null; why: string } | null };
/** `own`: it is this pane's own trouble, and not the whole board's. */
export type PaneFreshness =
  { stale: false } | { stale: true; since: number | null; why: string; own: boolean };

/**
 * Whether the figures are of now: connected, proved by the server, and received lately. `now` in ms by the server’s
 * clock.
 */
export function isLive({ connected, receivedAt, serverStale }: ConnectionState, now: number): boolean {
  return connected && !serverStale && receivedAt !== null && now - receivedAt < idleMs;
}

export function paneFreshness(
  tile: TileTimes | null,
  connection: ConnectionState,
  now: number,
): PaneFreshness {
  if (!tile) return { stale: true, since: null, why: words.noFigure, own: false };
  if (tile.stale)
    return {
      stale: true,
      since: tile.stale.since === null ? null : Date.parse(tile.stale.since),
      why: tile.stale.why,
      own: isLive(connection, now),
    };
  if (isLive(connection, now)) return { stale: false };
  // What was proved after the tile was made was still that figure.
  const since = Math.max(Date.parse(tile.asOf), connection.provedAt ?? 0);
  return {
    stale: true,
    since,
    why: connection.connected ? words.notProved : words.noConnection,
    own: false,
  };
}
