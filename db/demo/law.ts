// Holds and law of the demo: the story of each hold, evidence and court steps where much is owed, tasks, and a few
// attempts that were refused. Made from the rows that are loaded already, by their ids alone: the same landlord, the
// same law.
import type postgres from 'postgres';

/** How far the case has come of each tenant who owes nine weeks' rent or more, in turn. */
const stages = ['some evidence', 'ready for a notice', 'notice served', 'in court'] as const;

/** [item, what there is to show, days before the notice or today]. The order is the checklist's. */
const evidence: [string, string, number][] = [
  ['early_contact', 'Rang in the second week; talked about how it came about', 96],
  ['each_in_writing', 'Letter to the tenant by name, copy in the file', 90],
  ['causes', 'Hours cut at work; no benefit claim yet at that time', 88],
  ['affordable_plan', 'Budget gone through together; £5.00 a week offered, not kept', 74],
  ['rent_statement', 'Statement of 13 weeks posted', 24],
  ['vulnerability', 'Asked about support needs at the visit', 62],
  ['benefit_help', 'Helped with the housing costs in the claim', 60],
  ['debt_advice', 'Named Citizens Advice and StepChange, leaflet left', 60],
];
const afterNotice: [string, string, number][] = [
  ['after_notice', 'Called and left a message; card at the door', 12],
  ['no_claim_undecided', 'The council says that no claim is open', 9],
  ['last_resort', 'Talked over with the team manager: nothing else has helped', 5],
];

/** After the accounts have their balances. today: 'YYYY-MM-DD'. Returns how many rows it wrote. */
export async function loadLaw(tx: postgres.TransactionSql, today: string): Promise<number> {
  const counts = [
    await holdStories(tx, today),
    await debtors(tx, today),
    await evidenceOf(tx, today),
    await stepsOf(tx, today),
    await tasksOf(tx, today),
    await refusals(tx, today),
  ];
  await tx`drop table demo_debtor`;
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Who works in the patch of an account now. */
const holder = (tx: postgres.TransactionSql) => tx`(
  select s.staff_id from stint s join property p on p.patch_id = s.patch_id join tenancy t on t.property_id = p.id
  join rent_account a on a.tenancy_id = t.id
  where a.id = x.rent_account_id and s.end_date is null order by s.id limit 1)`;

async function holdStories(tx: postgres.TransactionSql, today: string): Promise<number> {
  await tx`update hold x set created_by = ${holder(tx)}, received_at = x.starts_on + interval '10 hours',
    reference = case when kind = 'breathing_space' then 'BSS-' || lpad((id::bigint * 7919 % 10000000)::text, 7, '0') else '' end`;
  const begun = await tx`
    insert into law_event (rent_account_id, hold_id, did, note, review_on, until_on, staff_id, happened_at, received_at)
    select rent_account_id, id, 'started', reason, review_on, ends_on, created_by, received_at, received_at
    from hold order by id`;
  // Of those whose review has passed, two in three were reviewed in time.
  const reviewed = await tx`
    with done as (
      update hold set review_on = null, version = version + 1
      where kind = 'breathing_space' and review_on < ${today} and id % 3 > 0 returning *)
    insert into law_event (rent_account_id, hold_id, did, note, until_on, staff_id, happened_at, received_at)
    select rent_account_id, id, 'reviewed', 'The debt qualifies; nothing to object to', ends_on, created_by,
      starts_on + interval '28 days 11 hours', starts_on + interval '28 days 11 hours'
    from done order by id`;
  // Four in five alerts were looked at when they should have been.
  const alerts = await tx`
    update cautionary_alert set review_on = least(expires_on, ${today}::date + 9 + (id * 37 % 150)::int), version = version + 1
    where review_on < ${today} and expires_on >= ${today} and id % 5 > 0`;
  // The tasks of ended holds are completed, except the newest.
  const settled = await tx`
    insert into task (id, rent_account_id, what, due_on, because, made_at, received_at, done_at, done_by, done_note)
    select demo_truth.uuid_of('hold-ended:' || id), rent_account_id, 'Decided what comes after the hold', ends_on, 'hold-ended:' || id,
      ends_on, ends_on, ends_on + interval '2 days', created_by, 'Rang; the rent is paid as it falls due'
    from hold where ends_on < ${today}::date - 12 order by id`;
  return begun.count + reviewed.count + alerts.count + settled.count;
}

async function debtors(tx: postgres.TransactionSql, today: string): Promise<number> {
  await tx`
    create temporary table demo_debtor on commit drop as
    select x.id as rent_account_id, x.tenancy_id, (row_number() over (order by x.id) % ${stages.length})::int as stage,
      ${today}::date - 34 - (x.id % 9)::int as notice_on
    from rent_account x join tenancy t on t.id = x.tenancy_id
    where t.end_date is null and x.balance_pence >= 9 * x.weekly_rent_pence
      and not exists (select from hold h where h.rent_account_id = x.id and h.starts_on <= ${today}
        and (h.ends_on is null or h.ends_on > ${today}::date - 100))`;
  return 0;
}

async function evidenceOf(tx: postgres.TransactionSql, today: string): Promise<number> {
  const columns = (rows: [string, string, number][]) =>
    [rows.map((r) => r[0]), rows.map((r) => r[1]), rows.map((r) => r[2])] as const;
  const [items, notes, days] = columns(evidence);
  const before = await tx`
    insert into pre_action_evidence (id, rent_account_id, item, on_day, note, person_id, staff_id, happened_at, received_at)
    select demo_truth.uuid_of('evidence:' || x.rent_account_id || e.item || coalesce(p.person_id, 0)), x.rent_account_id, e.item,
      d.day, e.note, p.person_id, ${holder(tx)}, d.day + interval '15 hours', d.day + interval '15 hours'
    from demo_debtor x
    cross join unnest(${items as string[]}::text[], ${notes as string[]}::text[], ${days as number[]}::int[])
      with ordinality e(item, note, days, place)
    cross join lateral (select ${today}::date - (e.days + case when x.stage >= 2 and e.days > 30 then 40 else 0 end) as day) d
    left join tenancy_person p on e.item = 'each_in_writing' and p.tenancy_id = x.tenancy_id and p.role in ('tenant', 'joint_tenant')
    where x.stage > 0 or e.place in (1, 3, 8)`;
  const [laterItems, laterNotes, laterDays] = columns(afterNotice);
  // One of the steps before court is still missing where the notice alone was served.
  const after = await tx`
    insert into pre_action_evidence (id, rent_account_id, item, on_day, note, staff_id, happened_at, received_at)
    select demo_truth.uuid_of('evidence:' || x.rent_account_id || e.item), x.rent_account_id, e.item, d.day, e.note, ${holder(tx)},
      d.day + interval '15 hours', d.day + interval '15 hours'
    from demo_debtor x
    cross join unnest(${laterItems as string[]}::text[], ${laterNotes as string[]}::text[], ${laterDays as number[]}::int[])
      with ordinality e(item, note, days, place)
    cross join lateral (select ${today}::date - e.days as day) d
    where x.stage = 3 or (x.stage = 2 and e.place = 1)`;
  return before.count + after.count;
}

async function stepsOf(tx: postgres.TransactionSql, today: string): Promise<number> {
  const steps = await tx`
    insert into court_step (id, rent_account_id, kind, on_day, hearing_on, reference, note, staff_id, happened_at, received_at)
    select demo_truth.uuid_of('step:' || x.rent_account_id || k.kind), x.rent_account_id, k.kind, k.on_day, k.hearing_on, k.reference,
      k.note, ${holder(tx)}, k.on_day + interval '16 hours', k.on_day + interval '16 hours'
    from demo_debtor x
    cross join lateral (values
      (2, 'notice_served', x.notice_on, null::date, '', 'By hand, through the door'),
      (3, 'application_made', ${today}::date - 4, null, 'C-' || lpad((x.rent_account_id::bigint * 31 % 10000000)::text, 7, '0'), 'Online'),
      (3, 'hearing_listed', ${today}::date - 2, ${today}::date + 24, '', 'The county court wrote')
    ) k(from_stage, kind, on_day, hearing_on, reference, note)
    where x.stage >= k.from_stage`;
  return steps.count;
}

async function tasksOf(tx: postgres.TransactionSql, today: string): Promise<number> {
  const tasks = await tx`
    insert into task (id, rent_account_id, what, due_on, for_role, made_by, made_at, received_at)
    select demo_truth.uuid_of('task:' || x.rent_account_id || k.what), x.rent_account_id, k.what, ${today}::date + k.days, k.for_role,
      ${holder(tx)}, ${today}::date - 3, ${today}::date - 3
    from demo_debtor x
    cross join lateral (values
      (0, 'Go through the budget with the tenant', 4, 'officer'),
      (1, 'Read the draft of the notice with a second person', 2, 'manager'),
      (2, 'Ask again whether a benefit claim is undecided', -1, 'officer'),
      (3, 'Send the rent statement for the hearing', 10, 'officer')
    ) k(stage, what, days, for_role)
    where x.stage = k.stage`;
  return tasks.count;
}

/** Every third breathing space in force saw somebody set out all the same. */
async function refusals(tx: postgres.TransactionSql, today: string): Promise<number> {
  const lines = await tx`
    insert into audit_line (staff_id, what, case_id, detail, at)
    select created_by, 'mutation.refused', rent_account_id, jsonb_build_object('kind', 'visit.set-out',
        'reason', 'Breathing space until ' || to_char(ends_on - 1, 'FMDy FMDD Mon') || ': no visit about arrears.',
        'words', '{}'::jsonb, 'madeAt', starts_on + interval '5 days 9 hours'),
      starts_on + interval '5 days 9 hours'
    from hold where kind = 'breathing_space' and starts_on + 5 < ${today}::date and ends_on > ${today} and id % 3 = 0 order by id`;
  return lines.count;
}
