// Parts of SQL text that several queries of this room share, so that two figures of the same thing cannot differ.

/** A plan that was in force once, and not made by mistake. */
export const isRealPlan = `coalesce(end_reason, '') not in ('not_in_force', 'mistake')`;

/** The day on which the instalment number `k` of the plan `p`, counted from 0, is due; for any rhythm but a lump sum. */
export const instalmentDay = `case p.rhythm when 'weekly' then p.first_due_on + k * 7
  when 'fortnightly' then p.first_due_on + k * 14 when 'four_weekly' then p.first_due_on + k * 28
  else (p.first_due_on + make_interval(months => k))::date end`;

/** Nobody was in, or nobody opened, at a visit. */
export const foundNobody = `coalesce(met = 'nobody', outcome in ('no_access', 'card_left'), false)`;

/** When the door was tried; for a visit that was recorded later, when it was recorded. */
export const triedAt = 'coalesce(tried_at, met_at, knock_checked_at, ended_at, set_out_at)';
