// Referrals: to the money advice team, who answer here, and to agencies outside, whose answer an officer notes. What is
// shared is frozen when it is made: that version of the budget, those figures, as the tenant agreed. The money-advice
// team acts on what was referred to them and on nothing else of the case.
import { may, mayAll } from '../../access/rights.ts';
import type { ReferralOutcome } from '../../contract/mutations/help.ts';
import { referralOutcomeNames } from '../../domain/help/referrals.ts';
import type { QueuedReferral } from '../../contract/referral.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { Conflict, Refusal } from '../../commands/outcome.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';

async function make(step: Step, args: ArgsOf<'referral.make'>): Promise<{ referralId: number }> {
  const { tx, actor, row, at, day } = step;
  const { referralId, agencyId, budgetId } = args;
  if (agencyId !== undefined) {
    const [agency] = await tx`
      select 1 from agency where id = ${agencyId} and from_on <= ${day} and (until_on is null or until_on > ${day})`;
    if (!agency) throw new Refusal('This agency is no longer on the list. Choose another one.');
  }
  const shared = args.sharedArrearsPence ?? null;
  await tx`
    insert into referral (rent_account_id, ref, agency_id, about, reason, agreed, urgent, consent, budget_id,
      shared_arrears_pence, shared_weekly_rent_pence, made_by, happened_at)
    values (${row.id}, ${referralId}, ${agencyId ?? null}, ${args.about}, ${args.reason}, ${args.agreed}, ${args.urgent},
      ${args.consent}, (select id from budget where ref = ${budgetId ?? null} and rent_account_id = ${row.id}),
      ${shared}, case when ${shared}::bigint is not null then (select weekly_rent_pence from rent_account where id = ${row.id}) end, ${actor.staffId}, ${new Date(at)})
    on conflict (ref) do nothing`;
  return { referralId: (await find(step, referralId)).id };
}

type Row = {
  id: number;
  version: number;
  state: QueuedReferral['state'];
  agencyId: number | null;
  takenBy: number | null;
  taker: string | null;
  outcome: ReferralOutcome | null;
  outcomeBy: number | null;
  outcomeName: string | null;
  outcomeAt: Date | null;
};

async function find({ tx, row }: Step, ref: string): Promise<Row> {
  const [found] = await tx<Row[]>`
    select r.id, r.version, r.state, r.agency_id as "agencyId", r.taken_by as "takenBy", t.name as taker, r.outcome,
      r.outcome_by as "outcomeBy", o.name as "outcomeName", r.outcome_at as "outcomeAt"
    from referral r left join staff t on t.id = r.taken_by left join staff o on o.id = r.outcome_by
    where r.ref = ${ref} and r.rent_account_id = ${row.id}`;
  if (!found) throw new Refusal('This referral is not in this case.');
  return found;
}

async function take(
  step: Step,
  { referralId, mine }: ArgsOf<'referral.take'>,
): Promise<{ referralId: number }> {
  const { tx, actor, at } = step;
  const found = await find(step, referralId);
  if (found.agencyId !== null) throw new Refusal('This referral went to an outside agency.');
  if (found.state === 'closed') throw new Refusal('This referral is already closed.');
  const isMine = found.takenBy === actor.staffId;
  if (mine && found.takenBy !== null && !isMine)
    throw new Refusal(`${found.taker ?? 'A colleague'} has already taken this referral.`);
  if (!mine && found.takenBy !== null && !isMine && !mayAll(actor, 'colleaguesWork'))
    throw new Refusal(`${found.taker ?? 'A colleague'} has this referral. Only they can release it.`);
  if (mine === (found.takenBy !== null)) return { referralId: found.id };
  await tx`update referral set state = ${mine ? 'taken' : 'sent'}, taken_by = ${mine ? actor.staffId : null},
    taken_at = ${mine ? new Date(at) : null}, version = version + 1 where id = ${found.id}`;
  return { referralId: found.id };
}

async function close(
  step: Step,
  { referralId, outcome, note }: ArgsOf<'referral.outcome'>,
): Promise<{ referralId: number }> {
  const { tx, actor, at, baseVersion } = step;
  const found = await find(step, referralId);
  if (found.agencyId === null && !may(actor, 'referrals'))
    throw new Refusal('Only the money advice team can record the outcome of this referral.');
  if (found.agencyId !== null && !may(actor, 'agencyOutcomes'))
    throw new Refusal('This referral went to an outside agency.');
  const another = found.outcomeBy !== null && found.outcomeBy !== actor.staffId;
  if (another && found.outcome !== outcome && baseVersion !== found.version) {
    throw new Conflict(
      `${found.outcomeName ?? 'A colleague'} has just closed this referral. Choose which outcome is right.`,
      {
        what: 'outcome of the referral',
        theirs: words[found.outcome!],
        mine: words[outcome],
        by: found.outcomeName ?? '',
        at: found.outcomeAt?.toISOString() ?? null,
        version: found.version,
      },
    );
  }
  const [before] = await tx<{ note: string | null }[]>`
    select outcome_note as note from referral where id = ${found.id}`;
  await keepSuperseded(step, 'referral.outcome', before!.note, note);
  await tx`update referral set state = 'closed', outcome = ${outcome}, outcome_note = ${note},
    outcome_by = ${actor.staffId}, outcome_at = ${new Date(at)}, version = version + 1 where id = ${found.id}`;
  return { referralId: found.id };
}

const words: Record<ReferralOutcome, string> = referralOutcomeNames;

/** Days after its end for which the team can still read and write to a referral. */
export const closedDaysKept = 90;

/** The money advice team works on what was referred to it, and on no other case. */
export async function wasReferred(tx: Step['tx'], caseId: number): Promise<boolean> {
  const rows = await tx`
    select 1 from referral where rent_account_id = ${caseId} and agency_id is null
      and (state <> 'closed' or outcome_at > now() - make_interval(days => ${closedDaysKept})) limit 1`;
  return rows.length > 0;
}

export const referralHandlers = {
  'referral.make': { do: make },
  'referral.take': { do: take },
  'referral.outcome': { do: close },
} satisfies Partial<Handlers>;
