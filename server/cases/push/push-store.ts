// Messages to devices whose app is closed, as the database keeps them: the server's keys, the devices that subscribed, and
// what is to be sent to each. The hub sends (server/hub/push).
import type { Sql } from '../../../db/connect.ts';
import { readBankHolidays, readLandlord } from '../../commands/landlord.ts';
import { quietFrom, quietUntil, standardQuietHours, type QuietHours } from '../../domain/quiet-hours.ts';

export type PushKeys = { publicKey: string; privateKey: string };
/** What a browser gives out when it subscribes. The endpoint is a secret: with it anybody can reach the device. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };
export type NoticeKind = 'stand_down' | 'withdrawn' | 'answer' | 'plan';
export type Notice = {
  kind: NoticeKind;
  /** What it is about: a newer notice about the same replaces one that was not sent yet. */
  about: string;
  /** Which occurrence of it: the same one is sent once, however many hubs notice it. */
  occurrence: string;
  /** It is sent only while the person is on the way to this visit. */
  visitId?: number;
  /** After that many seconds nobody needs it any more. */
  validSeconds: number;
  /** Only for devices that had subscribed by then. */
  subscribedBefore?: string;
};
/** Notices of one kind for one device, which are sent as one. */
export type Due = {
  ids: number[];
  kind: NoticeKind;
  staffId: number;
  subscriptionId: number;
  subscription: Subscription;
  attempts: number;
  /** How many seconds it is still of use. */
  validSeconds: number;
};
export type PushStore = ReturnType<typeof createPushStore>;

/** A hub that took notices and was killed leaves them to the others after this time. */
const leaseSeconds = 60;
const atOnce = 100;
/** One person's devices: the oldest makes room. */
const mostDevices = 10;
/** Kept after they were sent, so that the same occurrence is not sent again. */
const keptDays = 7;

export function createPushStore(sql: Sql, clock: () => number) {
  async function quietHours(staffId: number): Promise<QuietHours> {
    const [row] = await sql<QuietHours[]>`
      select to_char(begins, 'HH24:MI') as begins, to_char(ends, 'HH24:MI') as ends,
        working_days_only as "workingDaysOnly"
      from push_quiet_hours where staff_id = ${staffId}`;
    return row ?? standardQuietHours;
  }
  return {
    /** The keys of this landlord; `make` is called where there are none yet. */
    async keys(make: () => PushKeys): Promise<PushKeys> {
      const read = () => sql<PushKeys[]>`
        select public_key as "publicKey", private_key as "privateKey" from auth.push_key`;
      const [known] = await read();
      if (known) return known;
      const { publicKey, privateKey } = make();
      // Two hubs may start at the same time: the first wins.
      await sql`insert into auth.push_key (public_key, private_key) values (${publicKey}, ${privateKey})
        on conflict do nothing`;
      return (await read())[0]!;
    },

    /** The device of this session is sent notices from now on; it may have been another person's before. */
    async subscribe(staffId: number, sessionId: string, { endpoint, keys }: Subscription): Promise<void> {
      await sql.begin(async (tx) => {
        await tx`delete from push_subscription where endpoint = ${endpoint} and staff_id <> ${staffId}`;
        await tx`
          insert into push_subscription (staff_id, session_id, endpoint, p256dh, auth)
          values (${staffId}, ${sessionId}, ${endpoint}, ${keys.p256dh}, ${keys.auth})
          on conflict (endpoint) do update
            set session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth`;
        await tx`delete from push_subscription where id in (
          select id from push_subscription where staff_id = ${staffId} order by id desc offset ${mostDevices})`;
      });
    },

    /** Only a person's own devices. */
    async unsubscribe(staffId: number, endpoint: string): Promise<void> {
      await sql`delete from push_subscription where staff_id = ${staffId} and endpoint = ${endpoint}`;
    },

    /** A device that its push service does not know any more. */
    async remove(subscriptionId: number): Promise<void> {
      await sql`delete from push_subscription where id = ${subscriptionId}`;
    },

    /** The people with at least one device. */
    async people(): Promise<number[]> {
      const rows = await sql<{ id: number }[]>`
        select distinct p.staff_id as id from push_subscription p join auth."session" s on s."id" = p.session_id
        where s."expiresAt" > now()`;
      return rows.map(({ id }) => id);
    },

    /** Puts a notice in the queue of each of the person's devices, and returns how many were not there yet. */
    async add(staffId: number, notice: Notice): Promise<number> {
      const { kind, about, occurrence, visitId = null, validSeconds, subscribedBefore = null } = notice;
      const added = await sql`
        insert into push_notice (subscription_id, kind, about, occurrence, visit_id, expires_at)
        select p.id, ${kind}, ${about}, ${occurrence}, ${visitId}, now() + make_interval(secs => ${validSeconds})
        from push_subscription p
        where p.staff_id = ${staffId} and p.created_at <= coalesce(${subscribedBefore}::timestamptz, 'infinity')
        on conflict (subscription_id, about, occurrence) do nothing returning id`;
      if (added.length > 0)
        await sql`
          update push_notice n set done_at = now() from push_subscription p
          where p.id = n.subscription_id and p.staff_id = ${staffId} and n.about = ${about}
            and n.occurrence <> ${occurrence} and n.done_at is null and n.id < ${added[0]!['id'] as number}`;
      return added.length;
    },

    /** Takes what is due, for a minute: no other hub has it meanwhile. What nobody needs any more is dropped. */
    async take(): Promise<Due[]> {
      await sql`
        update push_notice n set done_at = now()
        where done_at is null and due_at <= now() and (expires_at <= now() or (visit_id is not null and not exists (
          select from visit v where v.id = n.visit_id and v.state = 'on_the_way')))`;
      const rows = await sql<
        {
          id: number;
          kind: NoticeKind;
          staffId: number;
          subscriptionId: number;
          endpoint: string;
          p256dh: string;
          auth: string;
          attempts: number;
          validSeconds: number;
        }[]
      >`
        with due as (
          select n.id from push_notice n join push_subscription p on p.id = n.subscription_id
            join auth."session" s on s."id" = p.session_id and s."expiresAt" > now()
          where n.done_at is null and n.due_at <= now() order by n.due_at limit ${atOnce} for update of n skip locked
        )
        update push_notice n set due_at = now() + make_interval(secs => ${leaseSeconds}), attempts = n.attempts + 1
        from due, push_subscription p where n.id = due.id and p.id = n.subscription_id
        returning n.id, n.kind, p.staff_id as "staffId", p.id as "subscriptionId", p.endpoint, p.p256dh, p.auth,
          n.attempts, extract(epoch from n.expires_at - now())::int as "validSeconds"`;
      const groups = Map.groupBy(rows, ({ subscriptionId, kind }) => `${subscriptionId} ${kind}`);
      return [...groups.values()].map((all) => {
        const { kind, staffId, subscriptionId, endpoint, p256dh, auth } = all[0]!;
        return {
          ...{ kind, staffId, subscriptionId },
          ids: all.map(({ id }) => id),
          subscription: { endpoint, keys: { p256dh, auth } },
          attempts: Math.max(...all.map(({ attempts }) => attempts)),
          validSeconds: Math.max(...all.map(({ validSeconds }) => validSeconds)),
        };
      });
    },

    async done(ids: readonly number[]): Promise<void> {
      await sql`update push_notice set done_at = now() where id = any(${ids as number[]}::bigint[])`;
    },

    /** They are due again in that many seconds. `wasTried`: it counts as an attempt. */
    async later(ids: readonly number[], seconds: number, wasTried: boolean): Promise<void> {
      await sql`
        update push_notice set due_at = now() + make_interval(secs => ${seconds}),
          attempts = attempts - ${wasTried ? 0 : 1}
        where id = any(${ids as number[]}::bigint[])`;
    },

    /** Removes what was sent long ago. */
    async prune(): Promise<void> {
      await sql`delete from push_notice where expires_at < now() - make_interval(days => ${keptDays})`;
    },

    quietHours,

    async setQuietHours(staffId: number, { begins, ends, workingDaysOnly }: QuietHours): Promise<void> {
      await sql`
        insert into push_quiet_hours (staff_id, begins, ends, working_days_only)
        values (${staffId}, ${begins}, ${ends}, ${workingDaysOnly})
        on conflict (staff_id) do update set begins = excluded.begins, ends = excluded.ends,
          working_days_only = excluded.working_days_only`;
    },

    /** `waitSeconds`: until the person may be sent notices, 0 for now; `openSeconds`: from then until quiet hours begin. */
    async untilQuiet(staffId: number): Promise<{ waitSeconds: number; openSeconds: number }> {
      const now = clock();
      const hours = await quietHours(staffId);
      const { timeZone } = await readLandlord(sql, now);
      const calendar = { timeZone, bankHolidays: await readBankHolidays(sql) };
      const open = quietUntil(hours, now, calendar);
      const quiet = quietFrom(hours, open, calendar);
      return {
        waitSeconds: Math.ceil((open - now) / 1_000),
        openSeconds: Math.ceil((quiet - open) / 1_000),
      };
    },
  };
}
