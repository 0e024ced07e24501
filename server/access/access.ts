// Authentication: the rest of the server passes a request's headers (a session cookie or a bearer token) and gets the
// Actor, or null for a request that must be refused.
import type { Actor } from './rights.ts';
import type { DemoPerson } from '../contract/me.ts';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Pool } from 'pg';
import type { Sql } from '../../db/connect.ts';
import { openPool } from '../../db/pg-clients.ts';
import { trackedSocket, serverOf } from '../../db/idle-sockets.ts';
import { createAccounts, type AccountOptions, type Accounts } from './accounts.ts';
import { Actors } from './actors.ts';
import { GuessLimiter, KnownDevices } from './guess-limiter.ts';
import { PasswordQueue } from './password-queue.ts';
import { ScreenCodes } from './screen-codes.ts';
import { Screens } from './screens.ts';
import { closeDemoAccounts, demoPeople, openDemoAccounts } from './demo-people.ts';

export type SignedIn = { actor: Actor; sessionId: string };

type Options = Pick<AccountOptions, 'baseUrl' | 'publicUrl' | 'demo' | 'oidc'> & {
  url: string;
  sql: Sql;
  clock?: () => number;
};

export class Access extends EventEmitter<{
  ended: [sessionId: string];
  'screen-ended': [screenId: string];
}> {
  readonly guesses: GuessLimiter;
  readonly devices: KnownDevices;
  readonly passwords = new PasswordQueue();
  readonly demo: boolean;
  readonly screens: Screens;
  readonly screenCodes: ScreenCodes;
  readonly #accounts: Accounts;
  readonly #actors: Actors;
  readonly #sql: Sql;
  readonly #clock: () => number;
  readonly #pool: Pool;

  private constructor(options: Options, pool: Pool, secret: string) {
    super();
    this.#sql = options.sql;
    this.#pool = pool;
    this.demo = options.demo;
    const clock = options.clock ?? Date.now;
    this.#clock = clock;
    this.guesses = new GuessLimiter(clock);
    this.devices = new KnownDevices(secret);
    this.#actors = new Actors({ sql: options.sql, clock });
    this.#accounts = createAccounts({
      ...options,
      pool,
      secret,
      staffByEmail: async (email) => {
        const [row] = await this.#sql<
          { id: number }[]
        >`select id from staff where email = ${email} and active`;
        return row?.id ?? null;
      },
      isActive: async (userId) => {
        const [row] = await this.#sql`
          select from auth."user" u join staff s on s.id = u."staffId" where u."id" = ${userId} and s.active`;
        return row !== undefined;
      },
      onSessionEnded: (id) => void this.emit('ended', id),
    });
    this.screens = new Screens(options.sql, (id) => void this.emit('screen-ended', id));
    this.screenCodes = new ScreenCodes(this.#accounts.api, options.sql, this.screens);
  }

  static async open(options: Options): Promise<Access> {
    // Its own few connections: better-auth needs the pg client, and signing in must not wait for the worklist's reads.
    const pool = openPool({
      connectionString: options.url,
      max: 4,
      connectionTimeoutMillis: 5_000,
      stream: () => trackedSocket(serverOf(options.url)),
      options: '-c search_path=auth',
      application_name: 'doorstep access',
    });
    if (options.demo) await openDemoAccounts(options.sql);
    else await closeDemoAccounts(options.sql);
    return new Access(options, pool, await keptSecret(options.sql));
  }

  /** Everything below /api/auth. */
  handle(request: Request): Promise<Response> {
    return this.#accounts.handler(request);
  }

  async actorFromHeaders(headers: Headers): Promise<Actor | null> {
    return (await this.signedIn(headers))?.actor ?? null;
  }

  async signedIn(headers: Headers): Promise<SignedIn | null> {
    if (!headers.has('cookie') && !headers.has('authorization')) return null;
    const found = await this.#accounts.api.getSession({ headers });
    if (!found) return null;
    const actor = await this.#actors.get(found.user.staffId);
    return actor && { actor, sessionId: found.session.id };
  }

  /** The actor with their present rights; null when they are no longer on the staff. */
  actor(staffId: number): Promise<Actor | null> {
    return this.#actors.get(staffId);
  }

  /** Empties the cache of actors, after stints, staff or roles changed. */
  forgetRights(): void {
    this.#actors.forget();
  }

  /** Those of these sessions that have ended, in any process, or expired. */
  async endedOf(sessionIds: string[]): Promise<string[]> {
    if (sessionIds.length === 0) return [];
    const rows = await this.#sql<{ id: string }[]>`
      select open.id from unnest(${sessionIds}::text[]) as open(id)
      where not exists (select 1 from auth."session" s where s."id" = open.id and s."expiresAt" > now())`;
    return rows.map((row) => row.id);
  }

  /** This person's sessions, newest first; `current` marks the session of the request. */
  async sessionsOf({ actor, sessionId }: SignedIn) {
    const rows = await this.#sql<{ id: string; started: Date; used: Date; device: string | null }[]>`
      select s."id" as id, s."createdAt" as started, s."updatedAt" as used, s."userAgent" as device
      from auth."session" s join auth."user" u on u."id" = s."userId"
      where u."staffId" = ${actor.staffId} and s."expiresAt" > now() order by s."createdAt" desc`;
    return rows.map(({ id, started, used, device }) => ({
      id,
      startedAt: started.toISOString(),
      lastUsedAt: used.toISOString(),
      device: device ?? '',
      current: id === sessionId,
    }));
  }

  /** Ends one session of this person, or all but one. Returns how many ended; sessions of others are never ended. */
  async endSessions({ actor }: SignedIn, which: { only: string } | { except: string }): Promise<number> {
    const chosen = 'only' in which ? this.#sql`s."id" = ${which.only}` : this.#sql`s."id" <> ${which.except}`;
    const ended = await this.#sql<{ id: string }[]>`
      delete from auth."session" s using auth."user" u
      where u."id" = s."userId" and u."staffId" = ${actor.staffId} and ${chosen} returning s."id" as id`;
    for (const { id } of ended) this.emit('ended', id);
    return ended.length;
  }

  demoPeople(): Promise<DemoPerson[]> {
    return demoPeople(this.#sql, this.#clock());
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }
}

async function keptSecret(sql: Sql): Promise<string> {
  await sql`insert into auth.secret (value) values (${randomBytes(32).toString('base64url')}) on conflict do nothing`;
  const [row] = await sql<{ value: string }[]>`select value from auth.secret`;
  return row!.value;
}
