// Reviews, alerts, evidence, court steps, tasks and refused attempts, as entries of a case's history. The start and
// end of a hold are in history-help.ts.
import { alertWords } from '../../domain/law/alerts.ts';
import { courtStepWords, type CourtStepKind } from '../../domain/law/court.ts';
import { formatDay } from '../../domain/days.ts';
import type { AlertKind, Day, HoldKind } from '../../domain/facts.ts';
import { holdNames } from '../../domain/law/holds.ts';
import { noon, source } from './history-source.ts';
import { codeWords } from '../../domain/number-words.ts';

type Reviewed = { hold: HoldKind; note: string; reviewOn: Day | null };
type Alerted = {
  alert: AlertKind;
  did: 'started' | 'reviewed' | 'ended';
  note: string;
  untilOn: Day | null;
};
type Shown = { says: string; note: string; withdrawn: string | null };
type Stepped = { step: CourtStepKind; hearingOn: Day | null; reference: string; note: string };

const alertDid = { started: 'Alert added', reviewed: 'Alert reviewed', ended: 'Alert removed' } as const;
const lines = (...some: (string | null | false)[]) => some.filter(Boolean).join('\n');

export const lawHistory = [
  source<Reviewed>({
    kind: 'review',
    rows: `select e.id::text as ref, e.happened_at as at, s.name as who,
      jsonb_build_object('hold', h.kind, 'note', e.note, 'reviewOn', e.review_on) as facts
      from law_event e join hold h on h.id = e.hold_id left join staff s on s.id = e.staff_id
      where e.rent_account_id = $1 and e.did = 'reviewed'`,
    say: ({ hold, note, reviewOn }) => ({
      title: `Hold reviewed: ${holdNames[hold].toLowerCase()}`,
      text: lines(note, reviewOn && `Next review ${formatDay(reviewOn)}.`),
    }),
  }),
  source<Alerted>({
    kind: 'alert',
    rows: `select e.id::text as ref, e.happened_at as at, s.name as who,
      jsonb_build_object('alert', c.kind, 'did', e.did, 'note', e.note, 'untilOn', e.until_on) as facts
      from law_event e join cautionary_alert c on c.id = e.alert_id left join staff s on s.id = e.staff_id
      where e.rent_account_id = $1`,
    say: ({ alert, did, note, untilOn }) => ({
      title: `${alertDid[did]}: ${alertWords[alert].toLowerCase()}`,
      text: lines(note, did !== 'ended' && untilOn && `Until ${formatDay(untilOn, true)}.`),
    }),
  }),
  source<Shown>({
    kind: 'evidence',
    dayOnly: true,
    rows: `select e.id::text as ref, ${noon('e.on_day')} as at, s.name as who,
      jsonb_build_object('says', coalesce((select i.says from pre_action_item i, landlord l
          where i.nation = l.nation and i.code = e.item order by i.from_on desc limit 1), e.item),
        'note', e.note, 'withdrawn', case when e.withdrawn_at is not null then e.withdrawn_because end) as facts
      from pre_action_evidence e left join staff s on s.id = e.staff_id where e.rent_account_id = $1`,
    say: ({ says, note, withdrawn }) => ({
      title: `Evidence: ${says.charAt(0).toLowerCase()}${says.slice(1)}`,
      text: lines(note, withdrawn !== null && `Withdrawn: ${withdrawn}`),
    }),
  }),
  source<Stepped>({
    kind: 'court',
    dayOnly: true,
    rows: `select c.id::text as ref, ${noon('c.on_day')} as at, s.name as who,
      jsonb_build_object('step', c.kind, 'hearingOn', c.hearing_on, 'reference', c.reference, 'note', c.note) as facts
      from court_step c left join staff s on s.id = c.staff_id where c.rent_account_id = $1`,
    say: ({ step, hearingOn, reference, note }) => ({
      title: courtStepWords[step],
      text: lines(hearingOn && `Hearing ${formatDay(hearingOn, true)}.`, reference, note),
    }),
  }),
  source<{ what: string; note: string }>({
    kind: 'task',
    rows: `select k.id::text as ref, k.done_at as at, s.name as who,
      jsonb_build_object('what', k.what, 'note', k.done_note) as facts
      from task k left join staff s on s.id = k.done_by where k.rent_account_id = $1 and k.done_at is not null`,
    say: ({ what, note }) => ({ title: `Done: ${what}`, text: note }),
  }),
  source<{ kind: string; reason: string }>({
    kind: 'refused',
    rows: `select r.id::text as ref, r.at, s.name as who,
      jsonb_build_object('kind', r.detail->>'kind', 'reason', r.detail->>'reason') as facts
      from audit_line r left join staff s on s.id = r.staff_id where r.case_id = $1 and r.what = 'mutation.refused'`,
    say: ({ kind, reason }) => ({
      title: `Refused: ${codeWords(kind.replace(/[.-]/g, '_')).toLowerCase()}`,
      text: reason,
    }),
  }),
];
