// Signing a screen in by a code (RFC 8628, better-auth's device authorization): the screen shows a short code, a manager
// types it, the screen asks until then. better-auth would hand the screen a session of that manager; this takes its codes
// and its one-time claim, and issues a screen's token instead (screens.ts).
import { APIError } from 'better-auth/api';
import type { Sql } from '../../db/connect.ts';
import type { Accounts } from './accounts.ts';
import { client, pollSeconds } from './screen-code-plugins.ts';
import type { Screens } from './screens.ts';

export type NewCode = { code: string; deviceCode: string; expiresAt: Date; pollSeconds: number };
export type Redeemed = { state: 'waiting' | 'over' } | { state: 'approved'; token: string };

type Api = Pick<Accounts['api'], 'deviceCode' | 'deviceVerify' | 'deviceApprove' | 'redeemScreenCode'>;

export class ScreenCodes {
  readonly #api: Api;
  readonly #sql: Sql;
  readonly #screens: Screens;

  constructor(api: Api, sql: Sql, screens: Screens) {
    this.#api = api;
    this.#sql = sql;
    this.#screens = screens;
  }

  async begin(): Promise<NewCode> {
    await this.#sql`delete from auth."deviceCode" where "expiresAt" < now() - interval '1 hour'`;
    await this.#sql`
      delete from auth.screen where token_hash is null and ended_at is null and expires_at < now()`;
    const made = await this.#api.deviceCode({ body: { client_id: client } });
    return {
      code: made.user_code,
      deviceCode: made.device_code,
      expiresAt: new Date(Date.now() + made.expires_in * 1000),
      pollSeconds: pollSeconds + 1,
    };
  }

  /** A screen's poll for its token, which is issued once; a screen that polls too often gets `waiting`. */
  async redeem(deviceCode: string): Promise<Redeemed> {
    try {
      const { id } = await this.#api.redeemScreenCode({ body: { deviceCode } });
      const token = await this.#screens.admit(id);
      return token ? { state: 'approved', token } : { state: 'over' };
    } catch (error) {
      if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
      const why = (error.body as { error?: string } | undefined)?.error;
      return { state: why === 'authorization_pending' || why === 'slow_down' ? 'waiting' : 'over' };
    }
  }

  /** A manager approves, with their own session in `headers`. False: no screen shows that code, now or any more. */
  async approve(headers: Headers, typed: string, name: string, staffId: number): Promise<boolean> {
    const code = typed.replace(/[^a-zA-Z0-9]/g, '').toUpperCase();
    const [waiting] = await this.#sql<{ id: string }[]>`
      select "id" as id from auth."deviceCode"
      where "userCode" = ${code} and "status" = 'pending' and "expiresAt" > now()`;
    if (!waiting) return false;
    // Before it is approved: from then on its device may come at any moment, and must be expected.
    if (!(await this.#screens.expect(waiting.id, name, staffId))) return false;
    try {
      await this.#api.deviceVerify({ query: { user_code: code }, headers });
      await this.#api.deviceApprove({ body: { userCode: code }, headers });
      return true;
    } catch (error) {
      // Somebody else was quicker with it, it ran out in this instant, or something is broken.
      const [approved] = await this.#sql`
        select from auth."deviceCode" where "id" = ${waiting.id} and "status" = 'approved'`;
      if (!approved) await this.#screens.unexpect(waiting.id);
      if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
      return false;
    }
  }
}
