// Claims, corrections of people and confirmed households, as entries of a case's history; also values that lost to a
// colleague's.
import { formatDay } from '../../domain/days.ts';
import { personFieldText, personFieldWords, type PersonField } from '../../domain/person.ts';
import { dayIn, timeIn } from '../../domain/zone.ts';
import { source } from './history-source.ts';
import { codeWords } from '../../domain/number-words.ts';

type Corrected = {
  person: string;
  field: PersonField;
  was: string | null;
  value: string | null;
  applied: boolean;
};
type Claimed = { until: number; why: string | null; ended: number | null; by: string | null; zone: string };

const shown = (field: PersonField, value: string | null): string =>
  value === null ? 'not known' : personFieldText(field, value);

const ends: Record<string, (by: string) => string> = {
  released: (by) => `Released by ${by}`,
  handed_over: (by) => `Handed over by ${by}`,
  taken_over: (by) => `Taken over by ${by}`,
  expired: () => 'Ended',
};

const clockWords = (zone: string, at: number) => `${formatDay(dayIn(zone, at))}, ${timeIn(zone, at)}`;

export const togetherHistory = [
  source<Corrected>({
    kind: 'correction',
    rows: `select c.id::text as ref, c.happened_at as at, s.name as who, jsonb_build_object('person', p.name,
        'field', c.field, 'was', c.was, 'value', c.value, 'applied', c.applied) as facts
      from person_correction c join person p on p.id = c.person_id join staff s on s.id = c.staff_id
      where c.rent_account_id = $1`,
    say: ({ person, field, was, value, applied }) => ({
      title: `${codeWords(personFieldWords[field])} of ${person}: ${applied ? '' : 'not changed to '}${shown(field, value)}`,
      text: applied
        ? was === null
          ? 'It was empty before.'
          : `It was ${shown(field, was)}.`
        : `A colleague had already changed it to ${shown(field, was)}.`,
    }),
  }),
  source<{ added: string[] }>({
    kind: 'household',
    rows: `select h.id::text as ref, h.happened_at as at, s.name as who, jsonb_build_object('added', h.added) as facts
      from household_confirmation h join staff s on s.id = h.staff_id where h.rent_account_id = $1`,
    say: ({ added }) => ({
      title: 'Who lives here confirmed',
      text: added.length > 0 ? `Added: ${added.join(', ')}.` : '',
    }),
  }),
  source<Claimed>({
    kind: 'claim',
    rows: `select c.id::text as ref, c.taken_at as at, s.name as who, jsonb_build_object('why', c.why_ended,
        'until', (extract(epoch from c.until_at) * 1000)::bigint, 'ended', (extract(epoch from c.ended_at) * 1000)::bigint,
        'by', e.name, 'zone', $2::text) as facts
      from case_claim c join staff s on s.id = c.staff_id left join staff e on e.id = c.ended_by
      where c.rent_account_id = $1`,
    say: ({ until, why, ended, by, zone }) => ({
      title: `Took this case until ${clockWords(zone, until)}`,
      text:
        why === null || ended === null ? '' : `${ends[why]!(by ?? 'nobody')}: ${clockWords(zone, ended)}.`,
    }),
  }),
];
