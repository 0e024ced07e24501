// Visits and contacts, as entries of a case's history.
import { formatDay } from '../../domain/days.ts';
import type { Contact, Day } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { visitStepFacts, visitStepLines, type VisitStepFacts } from './history-checks.ts';
import { source } from './history-source.ts';
import { codeWords } from '../../domain/number-words.ts';

const outcomes: Record<string, string> = {
  seen_tenant: 'spoke to the tenant',
  seen_other: 'spoke to another person',
  promise: 'promise to pay',
  paid_at_door: 'paid at the door',
  no_access: 'no answer',
  card_left: 'no answer, left a card',
  refused: 'did not want to talk',
  unsafe: 'did not feel safe',
};
const states: Record<string, string> = {
  planned: 'Visit planned',
  on_the_way: 'On the way to a visit',
  done: 'Visit',
  stood_down: 'Visit stopped: tenant paid',
  cancelled: 'Visit not made',
};
const ways: Record<Contact['kind'], string> = {
  call: 'Call',
  message: 'Message',
  letter: 'Letter',
  email: 'Email',
  office: 'At the office',
  visit: 'Visit',
};

type VisitFacts = VisitStepFacts & {
  state: string;
  plannedFor: Day;
  outcome: string | null;
  note: string;
  goAnyway: string | null;
  promisePence: number | null;
  promiseOn: Day | null;
};
type ContactFacts = Pick<VisitFacts, 'note' | 'promisePence' | 'promiseOn'> & {
  by: Contact['kind'];
  reached: boolean;
  nextStep: string | null;
  nextOn: Day | null;
};
/** After "Next: ". */
const nextSteps: Record<string, string> = {
  call: 'call again',
  message: 'send a message',
  visit: 'visit',
  review: 'review the case',
};
const promiseLine = ({ promisePence, promiseOn }: Pick<VisitFacts, 'promisePence' | 'promiseOn'>): string =>
  promisePence !== null && promiseOn !== null
    ? `Promised ${formatPence(promisePence)} by ${formatDay(promiseOn)}.`
    : '';
/** A message is sent; whether it reached anybody is not known. */
const written: ReadonlySet<string> = new Set(['message', 'letter', 'email']);

export const visitHistory = [
  source<VisitFacts>({
    kind: 'visit',
    rows: `select v.id::text as ref, coalesce(v.ended_at, v.set_out_at, v.created_at) as at, s.name as who,
      jsonb_build_object('state', v.state, 'plannedFor', v.planned_for, 'outcome', v.outcome, 'note', v.note,
        'goAnyway', v.go_anyway_reason, 'promisePence', v.promise_pence, 'promiseOn', v.promise_on) || ${visitStepFacts} as facts
      from visit v join staff s on s.id = v.staff_id where v.rent_account_id = $1`,
    say: (visit) => {
      const title = states[visit.state] ?? codeWords(visit.state);
      const outcome = visit.outcome && (outcomes[visit.outcome] ?? codeWords(visit.outcome).toLowerCase());
      const lines = [
        promiseLine(visit),
        visit.goAnyway ? `Visited after payment: ${visit.goAnyway}` : '',
        visit.note,
        ...visitStepLines(visit),
      ];
      return {
        title:
          visit.state === 'planned'
            ? `${title} for ${formatDay(visit.plannedFor)}`
            : outcome
              ? `${title}: ${outcome}`
              : title,
        text: lines.filter(Boolean).join('\n'),
      };
    },
  }),
  // Without the contacts that belong to a visit: the visit's own entry has more.
  source<ContactFacts>({
    kind: 'contact',
    rows: `select c.id::text as ref, c.happened_at as at, s.name as who,
      jsonb_build_object('by', c.kind, 'reached', c.reached, 'note', c.note, 'promisePence', c.promise_pence,
        'promiseOn', c.promise_on, 'nextStep', c.next_step, 'nextOn', c.next_on) as facts
      from contact c left join staff s on s.id = c.staff_id
      where c.rent_account_id = $1 and not (c.kind = 'visit' and exists (
        select from visit v where v.rent_account_id = c.rent_account_id and v.ended_at = c.happened_at and c.note in ('', v.note)))`,
    say: ({ by, reached, note, nextStep, nextOn, ...promise }) => ({
      title: `${ways[by] ?? codeWords(by)}${written.has(by) ? ' sent' : reached ? ', reached' : ', not reached'}`,
      text: [
        promiseLine(promise),
        note,
        nextStep && nextOn
          ? `Next: ${nextSteps[nextStep] ?? codeWords(nextStep)} on ${formatDay(nextOn)}.`
          : '',
      ]
        .filter(Boolean)
        .join('\n'),
    }),
  }),
];
