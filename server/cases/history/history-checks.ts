// What was found at a visit, as entries of a case's history: one a visit, with what still counts; and the lines that a
// visit's own steps add to its entry.
import type { NextStep, NoAccessReason } from '../../contract/mutations/checks.ts';
import { checkSentence, sentence, type CheckFound } from '../../domain/checks.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { source } from './history-source.ts';

type Facts = { checks: (CheckFound & { photos: number; raised: boolean })[] };

export const checkHistory = [
  source<Facts>({
    kind: 'check',
    rows: `select coalesce(c.visit_id::text, min(c.id::text)) as ref, max(c.happened_at) as at, min(s.name) as who,
      jsonb_build_object('checks', jsonb_agg(jsonb_build_object('kind', c.kind, 'room', c.room, 'finding', c.finding,
        'severity', c.severity, 'note', c.note, 'raised', c.repair_id is not null,
        'photos', (select count(*) from check_photo p where p.check_id = c.id)) order by c.finding = 'fine', c.happened_at, c.kind, c.room, c.id)) as facts
      from home_check c join staff s on s.id = c.staff_id
      where c.rent_account_id = $1 and $2::text is not null
        and not exists (select from home_check later where later.replaces = c.id and later.rent_account_id = c.rent_account_id)
      group by c.visit_id, case when c.visit_id is null then c.id end`,
    say: ({ checks }) => {
      const looked = checks.filter((one) => one.finding !== 'not_checked');
      const wrong = looked.filter((one) => one.finding !== 'fine' && one.finding !== 'not_needed');
      const lines = wrong.map((one) => {
        const more = [
          sentence(one.note),
          one.photos > 0 ? `${one.photos} ${one.photos === 1 ? 'photo' : 'photos'}.` : '',
          one.raised ? 'Repair raised.' : '',
        ];
        return [`${checkSentence(one)}.`, ...more].filter(Boolean).join(' ');
      });
      const fine = looked.filter((one) => !wrong.includes(one));
      if (fine.length > 0) lines.push(`${fine.map(checkSentence).join('. ')}.`);
      const title =
        wrong.length === 0
          ? 'Home checked: all fine'
          : `Home checked: ${wrong.length} ${wrong.length === 1 ? 'problem' : 'problems'} found`;
      return { title, text: lines.join('\n') };
    },
  }),
];

/** The SQL of a visit's steps as JSON; `v` is the visit. */
export const visitStepFacts = `jsonb_build_object('met', v.met, 'metOther', v.met_other, 'metNote', v.met_note,
  'metPeople', (select string_agg(p.name, ', ' order by p.id) from person p where p.id = any(v.met_people)),
  'confirmed', (select string_agg(p.name, ', ' order by p.id) from person p where p.id = any(v.details_confirmed)),
  'noAccess', v.no_access_reason, 'cardLeft', v.card_left, 'nextStep', v.next_step, 'nextOn', v.next_on, 'nextNote', v.next_note)`;
export type VisitStepFacts = {
  met: 'tenant' | 'other' | 'nobody' | null;
  metOther: string;
  metNote: string;
  metPeople: string | null;
  confirmed: string | null;
  noAccess: NoAccessReason | null;
  cardLeft: boolean | null;
  nextStep: NextStep | null;
  nextOn: Day | null;
  nextNote: string;
};

const whyNot: Record<NoAccessReason, string> = {
  no_answer: 'No answer',
  not_home: 'The tenant was not at home',
  turned_away: 'The tenant did not want to talk',
  unsafe: 'It did not feel safe',
  no_way_in: 'No way into the building',
  other: 'No contact',
};
const nextWords: Record<NextStep, string> = {
  visit: 'visit again',
  call: 'call',
  message: 'send a message',
  wait: 'wait for a payment',
  review: 'review the case',
  refer: 'refer to another team',
  nothing: 'nothing more to do',
};

/** Plain sentences, empty where nothing was recorded. */
export function visitStepLines(visit: VisitStepFacts): string[] {
  const people = [visit.metPeople, visit.metOther].filter(Boolean).join(', ');
  const met =
    visit.met === 'nobody'
      ? `${whyNot[visit.noAccess ?? 'other']}${visit.cardLeft ? ', card left' : ''}.`
      : people
        ? `Met ${people}.`
        : '';
  const next = visit.nextStep
    ? `Next: ${nextWords[visit.nextStep]}${visit.nextOn ? ` ${visit.nextStep === 'wait' ? 'until' : 'on'} ${formatDay(visit.nextOn)}` : ''}.`
    : '';
  const confirmed = visit.confirmed ? `Contact details confirmed: ${visit.confirmed}.` : '';
  return [met, visit.metNote, confirmed, next, visit.nextNote].filter(Boolean);
}
