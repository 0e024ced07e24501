// The wallboard's own messages: signing a screen in by a code, the list of screens, and what the socket's namespace
// /wallboard sends. Nothing here names a tenant, an address or one of the staff to a screen.
import { z } from 'zod';
import { instant } from './scalars.ts';
import { nameOf } from './mutations/parts.ts';
import { down } from './down.ts';
import { calculatingWeeks } from './performance/bridge.ts';
import { measureNames } from '../domain/statistics/measures.ts';

/** The socket's namespace for screens: it sends `screenDown` and receives nothing. */
export const wallboardNamespace = '/wallboard';

const keepable = (text: string) => !text.includes('\0');
const lost = 'has a character that cannot be saved';
export const screenName = nameOf(60);

/**
 * POST /api/wallboard/code: the code that a screen without a session shows, and the secret that it polls with until a manager
 * approves.
 */
export const screenCode = z.object({
  /** Eight letters and digits, none that could be taken for another. Shown in two halves. */
  code: z.string(),
  /** The screen's own secret: never shown. */
  deviceCode: z.string(),
  expiresAt: instant,
  /** The shortest interval between polls. */
  pollSeconds: z.int(),
  /** Where a manager types the code. */
  address: z.string(),
});
export type ScreenCode = z.infer<typeof screenCode>;

export const screenCodeRequest = z.object({ deviceCode: z.string().min(1).max(191).refine(keepable, lost) });

/** POST /api/wallboard/token. `approved` comes once, with the cookie; `over`: expired, used or unknown: request another code. */
export const screenCodeState = z.object({ state: z.enum(['waiting', 'approved', 'over']) });
export type ScreenCodeState = z.infer<typeof screenCodeState>;

/** GET /api/wallboard/me: what the page needs before it can show anything. Needs no session; holds no personal data. */
export const wallboardMe = z.object({
  /** `screen`: approved. `preview`: one of the staff who may see the team's tiles. null: show a code. */
  as: z.enum(['screen', 'preview']).nullable(),
  /** The screen's name; empty in a preview. */
  name: z.string(),
  landlord: z.string(),
  timeZone: z.string(),
});
export type WallboardMe = z.infer<typeof wallboardMe>;

/** POST /api/wallboard/screens: a manager approves. The code as typed: small letters, spaces and dashes do no harm. */
export const screenApproval = z.object({ code: z.string().min(1).max(40), name: screenName });

export const screenListed = z.object({
  id: z.uuid(),
  name: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: instant,
  /** null: approved, but its device has not connected yet. */
  lastSeenAt: instant.nullable(),
  connected: z.boolean(),
});
export type ScreenListed = z.infer<typeof screenListed>;
export const screenList = z.object({ asOf: instant, screens: z.array(screenListed) });
export type ScreenList = z.infer<typeof screenList>;

/** A weekly figure of the whole team, to compare the day's with. In the measure's own unit (domain/statistics/measures.ts). */
export const wallboardGoal = z.object({
  measure: z.enum(measureNames),
  /** Of the last week that is closed, and of the week four weeks before it; null where that week has no figure. */
  value: z.number(),
  before: z.number().nullable(),
  /** Its average. */
  usual: z.number().nullable(),
  /** null: the landlord has set none. */
  target: z.number().nullable(),
  /** Of a percentage: its change in four weeks and in a year, in words, as on Today and Trend. */
  changes: z.string().optional(),
});
export type WallboardGoal = z.infer<typeof wallboardGoal>;

/** GET /api/wallboard/day: the day so far in quarters of an hour, by when each ended; and what it usually is by then. */
export const wallboardDay = z.object({
  asOf: instant,
  startsAt: instant,
  endsAt: instant,
  /** collectedPence: null for what is still to come. usualPence: null where the weeks before say too little. */
  points: z.array(
    z.object({ at: instant, collectedPence: z.int().nullable(), usualPence: z.int().nullable() }),
  ),
  /** Weekly measures; none before a first week is closed. */
  goals: z.array(wallboardGoal),
  /** While past weeks are worked out the goals are of an old week; null or left out: they are of the last closed one. */
  calculating: calculatingWeeks.nullable().optional(),
});
export type WallboardDay = z.infer<typeof wallboardDay>;
export type WallboardPoint = WallboardDay['points'][number];

export const screenDown = {
  tiles: down.tiles,
  heartbeat: down.heartbeat,
  'session:ended': down['session:ended'],
} as const;
export type ScreenDown = { [K in keyof typeof screenDown]: z.infer<(typeof screenDown)[K]> };
export type ScreenDownEvents = { [K in keyof ScreenDown]: (message: ScreenDown[K]) => void };
