// What the money-advice team reads: the referrals that were made to it, and of each what they need for their work: who,
// where, how to reach them, why, what was agreed, and what the tenant agreed to share (that version of the budget, those
// figures as they were), and whether who lives there and access are recorded. No ledger, no assessment, no visits, no messages, no needs and no alerts: nothing else of the case
// is in these queries, and a closed one is gone after 90 days.
import { readLandlord } from '../../commands/landlord.ts';
import { may, type Actor } from '../../access/rights.ts';
import type { OpenReferral, QueuedReferral } from '../../contract/referral.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Guideline } from '../../domain/help/budget.ts';
import type { Day } from '../../domain/facts.ts';
import { closedDaysKept } from './referrals.ts';
import { guidelinesOn, tenantNames } from '../sql-parts.ts';

export type Referrals = {
  /** Unanswered first, the urgent and then the oldest of them at the head. Null: not for this person. */
  queue(actor: Actor): Promise<QueuedReferral[] | null>;
  /** Null also if it does not exist or is over. Leaves an audit line. */
  read(actor: Actor, ref: string): Promise<OpenReferral | null>;
};

/** The reads of the money-advice team, each by the right `referrals`. */
export function createReferrals({ sql, clock = Date.now }: { sql: Sql; clock?: () => number }): Referrals {
  return {
    queue: async (actor) => (may(actor, 'referrals') ? queued(sql, actor, null) : null),
    async read(actor, ref) {
      if (!may(actor, 'referrals')) return null;
      const [row] = await queued(sql, actor, ref);
      if (!row) return null;
      await sql`insert into audit_line (staff_id, what, case_id) values (${actor.staffId}, 'referral.read', ${row.caseId})`;
      const { today } = await readLandlord(sql, clock());
      return { ...row, ...(await whole(sql, ref, today)) };
    },
  };
}

type Dated = Omit<QueuedReferral, 'at' | 'outcomeAt'> & { at: Date; outcomeAt: Date | null };

async function queued(sql: Sql, actor: Actor, ref: string | null): Promise<QueuedReferral[]> {
  const rows = await sql<Dated[]>`
    select r.ref, r.rent_account_id as "caseId", r.about, r.reason, r.urgent, m.name as by, r.happened_at as at, r.state,
      coalesce(t.name, '') as "takenBy", coalesce(r.taken_by = ${actor.staffId}, false) as mine, r.outcome,
      r.outcome_at as "outcomeAt", r.budget_id is not null as "withBudget", r.version,
      ${tenantNames(sql, sql`a.tenancy_id`)} as tenant
    from referral r join rent_account a on a.id = r.rent_account_id join staff m on m.id = r.made_by left join staff t on t.id = r.taken_by
    where r.agency_id is null and (${ref}::uuid is null or r.ref = ${ref}::uuid)
      and (r.state <> 'closed' or r.outcome_at > now() - make_interval(days => ${closedDaysKept}))
    order by r.state = 'closed', r.state <> 'sent', case when r.state = 'closed' then null else not r.urgent end,
      case when r.state = 'closed' then -extract(epoch from r.outcome_at) else extract(epoch from r.happened_at) end, r.id
    limit 500`;
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    outcomeAt: row.outcomeAt?.toISOString() ?? null,
  }));
}

type Whole = Omit<OpenReferral, keyof QueuedReferral>;
type Home = Omit<Whole['home'], 'householdConfirmedAt' | 'accessCheckedAt'> & {
  householdConfirmedAt: Date | null;
  accessCheckedAt: Date | null;
};

async function whole(sql: Sql, ref: string, today: Day): Promise<Whole> {
  const [row] = await sql<
    (Omit<Whole, 'takenAt' | 'guidelines' | 'people' | 'home'> &
      Home & {
        takenAt: Date | null;
        guidelines: Guideline[] | null;
        people: Whole['people'] | null;
      })[]
  >`
    select r.agreed, r.consent, r.taken_at as "takenAt", r.outcome_note as "outcomeNote", coalesce(o.name, '') as "outcomeBy",
      r.shared_arrears_pence as "sharedArrearsPence", r.shared_weekly_rent_pence as "sharedWeeklyRentPence",
      p.address, p.postcode,
      (select json_build_object('id', b.id, 'ref', b.ref, 'sitting', b.sitting, 'household', b.household, 'lines', b.lines,
          'note', b.note, 'by', coalesce(s.name, ''), 'at', to_char(b.happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from budget b left join staff s on s.id = b.staff_id where b.id = r.budget_id) as budget,
      ${guidelinesOn(sql, today)} as guidelines,
      (select json_agg(json_build_object('id', pe.id, 'name', pe.name, 'role', tp.role, 'version', pe.version, 'phone', pe.phone, 'email', pe.email,
          'preferredContact', pe.preferred_contact, 'language', pe.language) order by tp.role <> 'tenant', pe.id)
        from tenancy_person tp join person pe on pe.id = tp.person_id
        where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as people,
      t.end_date as "tenancyEndsOn",
      coalesce((select json_agg(pe.name order by pe.id) from tenancy_person tp join person pe on pe.id = tp.person_id
        where tp.tenancy_id = t.id and tp.role = 'household'), '[]') as others,
      (select max(happened_at) from household_confirmation where rent_account_id = a.id) as "householdConfirmedAt",
      (select max(happened_at) from home_check
        where rent_account_id = a.id and kind = 'access' and finding <> 'not_checked') as "accessCheckedAt"
    from referral r join rent_account a on a.id = r.rent_account_id join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id left join staff o on o.id = r.outcome_by
    where r.ref = ${ref}`;
  const { takenAt, guidelines, people, ...home } = row!;
  const { tenancyEndsOn, others, householdConfirmedAt, accessCheckedAt, ...rest } = home;
  return {
    ...rest,
    takenAt: takenAt?.toISOString() ?? null,
    guidelines: guidelines ?? [],
    people: people ?? [],
    home: {
      tenancyEndsOn,
      others,
      householdConfirmedAt: householdConfirmedAt?.toISOString() ?? null,
      accessCheckedAt: accessCheckedAt?.toISOString() ?? null,
    },
  };
}
