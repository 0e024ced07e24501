// Budgets, answers to prompts, and referrals with their outcome, as entries of a case's history.
import { source } from './history-source.ts';
import { codeWords } from '../../domain/number-words.ts';

const outcomes: Record<string, string> = {
  helped: 'helped',
  more_income: 'more income found',
  debt_solution: 'debt solution agreed',
  passed_on: 'passed to another service',
  no_contact: 'not reached',
  declined: 'did not want help',
  other: 'see the note',
};
const answers: Record<string, string> = {
  claiming: 'claiming it',
  has_it: 'already has it',
  not_entitled: 'not entitled',
  declined: 'does not want it',
  later: 'ask again later',
};
type Referral = {
  about: string;
  agency: string | null;
  reason: string;
  outcome: string | null;
  note: string;
};

export const referralHistory = [
  // One sitting at the form is one budget, however often it was saved.
  source<{ note: string }>({
    kind: 'budget',
    rows: `select distinct on (b.sitting) b.id::text as ref, b.happened_at as at, s.name as who,
      jsonb_build_object('note', b.note) as facts
      from budget b left join staff s on s.id = b.staff_id where b.rent_account_id = $1 order by b.sitting, b.id desc`,
    say: ({ note }) => ({ title: 'Budget saved', text: note }),
  }),
  source<{ code: string; answer: string; note: string }>({
    kind: 'prompt',
    rows: `select p.id::text as ref, p.happened_at as at, s.name as who,
      jsonb_build_object('code', p.code, 'answer', p.answer, 'note', p.note) as facts
      from prompt_answer p left join staff s on s.id = p.staff_id where p.rent_account_id = $1`,
    say: ({ code, answer, note }) => ({
      title: `Help checked, ${codeWords(code).toLowerCase()}: ${answers[answer] ?? codeWords(answer).toLowerCase()}`,
      text: note,
    }),
  }),
  source<Referral>({
    kind: 'referral',
    rows: `select r.id || case when closed then 'e' else '' end as ref,
      case when closed then r.outcome_at else r.happened_at end as at, s.name as who,
      jsonb_build_object('about', r.about, 'agency', g.name, 'reason', r.reason,
        'outcome', case when closed then r.outcome end, 'note', r.outcome_note) as facts
      from referral r cross join (values (false), (true)) moment(closed)
      left join agency g on g.id = r.agency_id
      left join staff s on s.id = case when closed then r.outcome_by else r.made_by end
      where r.rent_account_id = $1 and (not closed or r.outcome_at is not null)`,
    say: ({ about, agency, reason, outcome, note }) => {
      const to = agency ?? 'the money advice team';
      return outcome
        ? { title: `Referral to ${to}: ${outcomes[outcome] ?? codeWords(outcome).toLowerCase()}`, text: note }
        : { title: `Referred to ${to} about ${codeWords(about).toLowerCase()}`, text: reason };
    },
  }),
];
