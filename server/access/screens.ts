// Screens on office walls. A screen is no actor: it has no staff id, no role and no patches, and its token opens nothing
// that a person's session opens. It may read the team's tiles, and only routes that require a Screen accept it.
import { createHash, randomBytes } from 'node:crypto';
import { parseCookies } from 'better-auth/cookies';
import type { Sql } from '../../db/connect.ts';

export type Screen = { screenId: string; name: string };
export type ScreenRow = {
  id: string;
  name: string;
  approvedBy: string | null;
  approvedAt: Date;
  lastSeenAt: Date | null;
};

export const screenCookie = 'doorstep.screen';
/** A screen that was off for longer needs a new code. */
const keptDays = 180;
/** What a browser keeps a cookie for at most. */
export const cookieSeconds = 400 * 86_400;
/** An approved screen whose device never came is forgotten after this. */
const comeWithin = '1 hour';

export class Screens {
  readonly #sql: Sql;
  readonly #ended: (screenId: string) => void;

  constructor(sql: Sql, ended: (screenId: string) => void) {
    this.#sql = sql;
    this.#ended = ended;
  }

  /** The screen that sent the request; null where it was not a screen, or one that has ended. */
  async find(headers: Headers): Promise<Screen | null> {
    const token = tokenOf(headers);
    if (!token) return null;
    const [row] = await this.#sql<Screen[]>`
      select id as "screenId", name from auth.screen
      where token_hash = ${hashOf(token)} and ended_at is null and expires_at > now()`;
    return row ?? null;
  }

  /** Extends the expiry of screens in use. Writes at most once a minute for each. */
  async seen(screenIds: readonly string[]): Promise<void> {
    if (screenIds.length === 0) return;
    await this.#sql`
      update auth.screen set last_seen_at = now(), expires_at = now() + ${keptDays} * interval '1 day'
      where id = any(${[...screenIds]}::uuid[]) and ended_at is null
        and (last_seen_at is null or last_seen_at < now() - interval '1 minute')`;
  }

  /** Those of these screens that have ended, in any process, or expired. */
  async endedOf(screenIds: readonly string[]): Promise<string[]> {
    if (screenIds.length === 0) return [];
    const rows = await this.#sql<{ id: string }[]>`
      select open.id from unnest(${[...screenIds]}::uuid[]) as open(id)
      where not exists (
        select from auth.screen s where s.id = open.id and s.ended_at is null and s.expires_at > now())`;
    return rows.map((row) => row.id);
  }

  /** Active screens, by name. */
  async list(): Promise<ScreenRow[]> {
    return this.#sql<ScreenRow[]>`
      select s.id, s.name, staff.name as "approvedBy", s.approved_at as "approvedAt", s.last_seen_at as "lastSeenAt"
      from auth.screen s left join staff on staff.id = s.approved_by
      where s.ended_at is null and s.expires_at > now()
        and (s.token_hash is not null or s.approved_at > now() - ${comeWithin}::interval)
      order by lower(s.name), s.approved_at`;
  }

  /** Ends the screen's access at once and closes its socket. False where there is no such active screen. */
  async end(screenId: string, staffId: number): Promise<boolean> {
    const rows = await this.#sql`
      update auth.screen set ended_at = now(), ended_by = ${staffId}, token_hash = null
      where id = ${screenId} and ended_at is null returning id`;
    if (rows.length > 0) this.#ended(screenId);
    return rows.length > 0;
  }

  /**
   * Reserves a screen for the code that is about to be approved; its device fetches the token with `admit`. False while
   * another manager is approving that code, for at most 10 seconds.
   */
  async expect(deviceCodeId: string, name: string, staffId: number): Promise<boolean> {
    const rows = await this.#sql`
      insert into auth.screen as s (name, device_code_id, approved_by, expires_at)
      values (${name}, ${deviceCodeId}, ${staffId}, now() + ${comeWithin}::interval)
      on conflict (device_code_id) do update
        set name = excluded.name, approved_by = excluded.approved_by, approved_at = excluded.approved_at
        where s.approved_at < now() - interval '10 seconds'
      returning s.id`;
    return rows.length > 0;
  }

  async unexpect(deviceCodeId: string): Promise<void> {
    await this.#sql`delete from auth.screen where device_code_id = ${deviceCodeId} and token_hash is null`;
  }

  /** The token for the device that showed the code, once; null where no approval is reserved for it. */
  async admit(deviceCodeId: string): Promise<string | null> {
    const token = randomBytes(32).toString('base64url');
    const rows = await this.#sql`
      update auth.screen set token_hash = ${hashOf(token)}, device_code_id = null, last_seen_at = now(),
        expires_at = now() + ${keptDays} * interval '1 day'
      where device_code_id = ${deviceCodeId} and ended_at is null and token_hash is null returning id`;
    return rows.length > 0 ? token : null;
  }
}

/** The token in the request's cookie; null where there is none. */
export function tokenOf(headers: Headers): string | null {
  const cookie = headers.get('cookie');
  return (cookie && parseCookies(cookie).get(screenCookie)) || null;
}

// Only the hash is stored, so that a stolen backup gives no access.
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
