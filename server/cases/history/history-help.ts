// Plans, support needs and holds, as entries of a case's history: where they began, and where they ended.
import { addDays, formatDay } from '../../domain/days.ts';
import type { Day, HoldKind, PlanRhythm } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { noon, source } from './history-source.ts';
import { holdNames } from '../../domain/law/holds.ts';
import { rhythmWords } from '../../domain/money/recurring.ts';
import { codeWords } from '../../domain/number-words.ts';

type PlanFacts = { pence: number; rhythm: PlanRhythm; firstDueOn: Day; ordered: boolean; ended: boolean };
type HoldFacts = { kind: HoldKind; reason: string; endsOn: Day | null; ended: boolean };

export const helpHistory = [
  source<PlanFacts>({
    kind: 'plan',
    dayOnly: true,
    rows: `select p.id || case when ending then 'e' else '' end as ref,
      ${noon('case when ending then p.ended_on else p.agreed_on end')} as at,
      case when ending then '' else s.name end as who,
      jsonb_build_object('pence', p.instalment_pence, 'rhythm', p.rhythm, 'firstDueOn', p.first_due_on, 'ordered', p.basis = 'court_ordered',
        'ended', ending) as facts
      from repayment_plan p left join staff s on s.id = p.agreed_by cross join (values (false), (true)) moment(ending)
      where p.rent_account_id = $1 and (p.ended_on is not null or not ending)`,
    say: (plan) =>
      plan.ended
        ? { title: `Plan ended: ${formatPence(plan.pence)} ${rhythmWords[plan.rhythm]}` }
        : {
            title: `${plan.ordered ? 'Plan ordered by the court' : 'Plan agreed'}: ${formatPence(plan.pence)} ${rhythmWords[plan.rhythm]} on top of the rent`,
            text: `First payment due ${formatDay(plan.firstDueOn)}.`,
          },
  }),
  source<HoldFacts>({
    kind: 'hold',
    dayOnly: true,
    // An end that is still to come is no history yet.
    rows: `select h.id || case when ending then 'e' else '' end as ref,
      ${noon('case when ending then h.ends_on else h.starts_on end')} as at,
      case when ending then '' else s.name end as who,
      jsonb_build_object('kind', h.kind, 'reason', h.reason, 'endsOn', h.ends_on, 'ended', ending) as facts
      from hold h left join staff s on s.id = h.created_by cross join (values (false), (true)) moment(ending)
      where h.rent_account_id = $1 and (not ending or h.ends_on <= (now() at time zone $2)::date)`,
    say: (hold) => ({
      title: `Hold ${hold.ended ? 'ended' : 'started'}: ${holdNames[hold.kind].toLowerCase()}`,
      text: hold.ended
        ? ''
        : [hold.reason, hold.endsOn ? `Until ${formatDay(addDays(hold.endsOn, -1))}.` : '']
            .filter(Boolean)
            .join('\n'),
    }),
  }),
  source<{ kind: string; note: string }>({
    kind: 'support',
    dayOnly: true,
    rows: `select n.id::text as ref, ${noon('n.since')} as at, '' as who,
      jsonb_build_object('kind', n.kind, 'note', n.note) as facts
      from rent_account a join support_need n on n.tenancy_id = a.tenancy_id where a.id = $1`,
    say: ({ kind, note }) => ({ title: `Support need added: ${codeWords(kind).toLowerCase()}`, text: note }),
  }),
];
