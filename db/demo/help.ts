// Help in the demo: agencies and guideline figures (all invented), budgets of households in debt, complete plans, referrals
// and answers to prompts. Made from the loaded rows and a random number for each account: the same landlord has the same
// help.
import type postgres from 'postgres';
import { Random, uuidOf } from './random.ts';

type Tx = postgres.TransactionSql;

/** The rows of a table that is written as lines, with | between their cells. */
const table = <Row extends string[]>(text: string): Row[] =>
  text
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()) as Row);

/** Fictional: names say what they are for, numbers are from those kept for drama, addresses go nowhere. */
const agencies = table<
  [name: string, kind: string, helps: string, phone: string, web: string, opens: string]
>(`
  Citizens Advice, Example Town | benefits | Benefits, debts, rights; forms filled in together | 01632 960401 | citizensadvice.example | Mon to Fri, 10 to 4; drop in on Tuesdays
  StepChange (demo details) | debt | Debt advice by telephone and online, a plan for all debts at once | 01632 960402 | stepchange.example | Mon to Fri, 8 to 8
  Harbour Street Food Pantry | food | A week’s food for £4.00; no voucher needed | 01632 960403 | pantry.example | Wed and Sat mornings
  Warm Homes Helpline | energy | Prepayment top-ups, draughts, arrears with energy companies | 01632 960404 | warmhomes.example | Mon to Fri, 9 to 5
  Time to Grieve | bereavement | Someone to talk to after a death; help with what has to be done | 01632 960405 | grieve.example | Every day, 9 to 9
  Steady Mind | mental_health | Counselling, groups, help in a crisis | 01632 960406 | steadymind.example | Crisis line day and night
  Safe Door | domestic_abuse | For anybody who is afraid at home | 0808 157 0407 | safedoor.example | Day and night
  Back to Work, Example Town | work | CVs, courses, travel to interviews | 01632 960408 | backtowork.example | Mon to Thu, 9 to 3
`);

/** Monthly, in pence: first and further adult, child under 14, child of 14 to 17. */
const guidelines: Record<string, [number, number, number, number]> = {
  food_housekeeping: [24_000, 17_000, 9_000, 12_500],
  communications_leisure: [9_500, 6_000, 2_500, 3_500],
  personal: [5_500, 4_500, 3_000, 4_000],
};
const persons = ['first_adult', 'further_adult', 'child_under_14', 'child_14_to_17'];
const perPerson = Object.entries(guidelines).flatMap(([category, pence]) =>
  persons.map((person, i) => [category, person, pence[i]!] as const),
);

const reasons: [string, string][] = [
  ['debt', 'Three loans and a catalogue, letters from bailiffs; does not open the post any more'],
  ['benefits', 'Hours were cut in summer and no claim was made; unsure what to claim'],
  ['benefits', 'Disability benefit was refused; wants help to ask for another look'],
  ['budgeting', 'New tenancy, first time on their own; money is gone a week before payday'],
  ['energy', 'Prepayment meter takes £9.00 a week for old debt'],
  ['debt', 'Council tax arrears and a court fine besides the rent'],
];
const outcomes: [string, string][] = [
  ['more_income', 'Council tax reduction and a backdated claim: about £19 a week more'],
  ['debt_solution', 'One affordable payment for all the other debts from next month'],
  ['helped', 'Budget gone through, direct debits moved to the day after payday'],
  ['no_contact', 'Three calls and a letter; left the door open'],
];

/** After the accounts have their balances. Returns how many rows it wrote. */
export async function loadHelp(tx: Tx, { seed, today }: { seed: number; today: string }): Promise<number> {
  for (const [name, kind, helps, phone, web, opens] of agencies)
    await tx`insert into agency (name, kind, helps_with, phone, web, opens, from_on, made_up)
      values (${name}, ${kind}, ${helps}, ${phone}, ${web}, ${opens}, date '2024-01-01', true)`;
  for (const [category, person, pence] of perPerson)
    await tx`insert into budget_guideline (category, person, amount_pence, from_on, source, made_up)
      values (${category}, ${person}, ${pence}, date '2024-01-01', 'Made up for the demo', true)`;
  const debtors = await readDebtors(tx);
  const rows = [
    await plansInFull(tx),
    await budgetsOf(tx, seed, today, debtors),
    await referralsOf(tx, seed, today, debtors),
  ];
  return rows.reduce((sum, n) => sum + n, agencies.length + perPerson.length);
}

/** What each plan was for: what was owed when it was agreed, as the ledger has it. Who agreed is the first tenant. */
async function plansInFull(tx: Tx): Promise<number> {
  const done = await tx`
    with owed as (
      select p.id, a.balance_pence
        - (select coalesce(sum(amount_pence), 0) from charge where rent_account_id = a.id and due_on > p.agreed_on)
        - (select coalesce(sum(amount_pence), 0) from adjustment where rent_account_id = a.id and effective_on > p.agreed_on)
        + (select coalesce(sum(amount_pence), 0) from payment where rent_account_id = a.id and value_date >= p.agreed_on) as pence,
        (select pe.name from tenancy_person tp join person pe on pe.id = tp.person_id
          where tp.tenancy_id = a.tenancy_id order by tp.role <> 'tenant', pe.id limit 1) as tenant
      from repayment_plan p join rent_account a on a.id = p.rent_account_id
    ), counted as (
      select o.*, ceil(o.pence::numeric / p.instalment_pence)::int - 1 as more
      from owed o join repayment_plan p on p.id = o.id where o.pence >= p.instalment_pence
    )
    update repayment_plan p set total_pence = c.pence, agreed_with = c.tenant, consent = 'spoken',
      agreed_how = (array['visit', 'visit', 'call', 'office'])[1 + p.id % 4],
      happened_at = p.agreed_on + interval '11 hours 20 minutes',
      ends_on = case p.rhythm when 'monthly' then (p.first_due_on + make_interval(months => c.more))::date
        else p.first_due_on + c.more * case p.rhythm when 'weekly' then 7 when 'fortnightly' then 14 else 28 end end
    from counted c where c.id = p.id`;
  await tx`update repayment_plan set end_reason = case when id % 3 = 0 then 'broken' else 'completed' end,
    ended_by = agreed_by, ended_at = ended_on + interval '15 hours' where ended_on is not null`;
  return done.count;
}

type Debtor = {
  id: number;
  rent: number;
  owed: number;
  tenants: number;
  planned: boolean;
  credit: boolean;
  holder: number;
};

/** Current tenancies that owe two weeks' rent or more, or have a plan. */
function readDebtors(tx: Tx): Promise<Debtor[]> {
  return tx<Debtor[]>`
    select a.id, a.weekly_rent_pence::int as rent, a.balance_pence::int as owed, p.id is not null as planned,
      (select count(*) from tenancy_person where tenancy_id = t.id and role <> 'household')::int as tenants,
      exists (select from expected_income where rent_account_id = a.id and method in ('universal_credit', 'housing_benefit')) as credit,
      (select s.staff_id from stint s where s.patch_id = h.patch_id and s.end_date is null order by s.id limit 1) as holder
    from rent_account a join tenancy t on t.id = a.tenancy_id join property h on h.id = t.property_id
    left join repayment_plan p on p.rent_account_id = a.id and p.ended_on is null
    where t.end_date is null and (a.balance_pence >= 2 * a.weekly_rent_pence or p.id is not null)
    order by a.id`;
}

const line = (code: string, amountPence: number, period: string, more: object = {}) => ({
  code,
  amountPence: Math.max(0, Math.round(amountPence)),
  period,
  ...more,
});

async function budgetsOf(tx: Tx, seed: number, today: string, debtors: readonly Debtor[]): Promise<number> {
  const made = debtors.flatMap((one) => {
    const random = new Random(seed, 61, one.id);
    if (!random.chance(one.planned ? 0.8 : 0.35)) return [];
    const children = random.weighted({ 0: 55, 1: 20, 2: 18, 3: 7 });
    const small = Number(children);
    const adults = Math.max(1, one.tenants);
    const pay = after(today, random.whole(1, 27));
    const pounds = (low: number, high: number) => random.whole(low, high) * 100;
    const lines = [
      one.credit
        ? line('universal_credit', pounds(520, 640) + small * 24_000, 'monthly', { nextOn: pay })
        : line('earnings', one.rent * 4.33 + pounds(380, 560) * (1 + (adults - 1) * 0.45), 'monthly', {
            nextOn: pay,
          }),
      ...(small > 0 ? [line('child_benefit', 2_600 + (small - 1) * 1_720, 'weekly')] : []),
      line('rent', one.rent, 'weekly'),
      line('council_tax', pounds(60, 130), 'monthly'),
      line('gas', pounds(8, 20), 'weekly'),
      line('electricity', pounds(10, 24), 'weekly'),
      line('water', pounds(22, 44), 'monthly'),
      line('food', pounds(45, 70) + small * 2_000, 'weekly'),
      line('phone_internet', pounds(28, 70), 'monthly'),
      line('clothing', pounds(10, 30), 'monthly'),
      ...(random.chance(0.4)
        ? [line('vehicle', pounds(80, 160), 'monthly')]
        : [line('public_transport', pounds(8, 22), 'weekly')]),
      ...(random.chance(0.45)
        ? [line('credit_card', pounds(20, 60), 'monthly', { owedPence: pounds(300, 2800) })]
        : []),
      ...(random.chance(0.25) ? [line('energy_arrears', pounds(4, 10), 'weekly')] : []),
      ...(random.chance(0.2) ? [line('council_tax_arrears', pounds(15, 40), 'monthly')] : []),
    ];
    const household = { adults, childrenUnder14: small, children14to17: 0 };
    return [
      {
        id: one.id,
        staff: one.holder,
        ref: uuidOf(seed, 'budget', one.id),
        household,
        lines,
        ago: random.whole(1, 70),
      },
    ];
  });
  await tx`
    insert into budget (rent_account_id, ref, sitting, household, lines, staff_id, happened_at, received_at)
    select id, ref, ref, household, lines, staff, happened, happened
    from (select x.*, ${today}::date - ago + interval '14 hours 10 minutes' as happened
      from jsonb_to_recordset(${tx.json(made)}::jsonb)
        as x(id int, staff int, ref uuid, household jsonb, lines jsonb, ago int)) made order by id`;
  return made.length;
}

async function referralsOf(tx: Tx, seed: number, today: string, debtors: readonly Debtor[]): Promise<number> {
  const [adviser] = await tx<
    { id: number }[]
  >`select id from staff where role = 'money_advice' and active order by id limit 1`;
  const made = debtors.flatMap((one) => {
    const random = new Random(seed, 62, one.id);
    if (one.owed < 3 * one.rent || !random.chance(0.12)) return [];
    const [about, reason] = random.pick(reasons);
    const inside = random.chance(0.75);
    const state = inside
      ? random.weighted({ sent: 45, taken: 25, closed: 30 })
      : random.weighted({ sent: 60, closed: 40 });
    const [outcome, outcomeNote] = random.pick(outcomes);
    const closed = state === 'closed';
    return [
      {
        id: one.id,
        staff: one.holder,
        ref: uuidOf(seed, 'referral', one.id),
        about,
        reason,
        state,
        agency: inside ? null : random.pick(agencies)[0],
        agreed: inside
          ? 'The team rings within a week; a text first'
          : 'They ring themselves; number and times left with them',
        urgent: random.chance(0.12),
        shares: random.chance(0.85),
        owed: one.owed,
        rent: one.rent,
        taken: state !== 'sent' && inside,
        outcome: closed ? outcome : null,
        note: closed ? outcomeNote : '',
        ago: closed ? random.whole(20, 60) : random.whole(0, 12),
      },
    ];
  });
  await tx`
    insert into referral (rent_account_id, ref, agency_id, about, reason, agreed, urgent, consent, budget_id,
      shared_arrears_pence, shared_weekly_rent_pence, made_by, happened_at, received_at, state, taken_by, taken_at,
      outcome, outcome_note, outcome_by, outcome_at)
    select x.id, x.ref, g.id, x.about, x.reason, x.agreed, x.urgent, 'spoken',
      case when x.shares then (select max(b.id) from budget b where b.rent_account_id = x.id) end,
      case when x.shares then x.owed end, case when x.shares then x.rent end, x.staff, at, at, x.state,
      case when x.taken then ${adviser?.id ?? null}::int end, case when x.taken then at + interval '20 hours' end,
      x.outcome, x.note, case when x.outcome is not null then ${adviser?.id ?? null}::int end,
      case when x.outcome is not null then at + interval '12 days' end
    from (select r.*, ${today}::date - ago - interval '10 hours' + make_interval(mins => id % 300) as at
      from jsonb_to_recordset(${tx.json(made)}::jsonb) as r(id int, staff int, ref uuid, about text, reason text, state text,
        agency text, agreed text, urgent boolean, shares boolean, owed bigint, rent bigint, taken boolean, outcome text,
        note text, ago int)) x
    left join agency g on g.name = x.agency order by x.id`;
  return made.length;
}

function after(today: string, days: number): string {
  return new Date(Date.parse(`${today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
