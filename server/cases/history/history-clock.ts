// Records whose time is doubted, as entries of a case's history, each until its task is closed and after.
import type { TimeDoubt } from '../../domain/device-clock.ts';
import { doubtSentence, longTime, subjectOf } from '../doubtful-times.ts';
import { source } from './history-source.ts';

type Facts = {
  kind: string;
  why: TimeDoubt;
  byMs: number;
  deviceAt: string;
  countedAt: string;
  zone: string;
  checkedBy: string | null;
  note: string;
};

export const clockHistory = [
  source<Facts>({
    kind: 'clock',
    rows: `select d.mutation_id::text as ref, d.counted_at as at, s.name as who,
      jsonb_build_object('kind', d.kind, 'why', d.why, 'byMs', d.off_by_ms, 'deviceAt', d.device_at, 'countedAt', d.counted_at,
        'zone', $2::text, 'checkedBy', c.name, 'note', k.done_note) as facts
      from doubtful_time d join staff s on s.id = d.staff_id join task k on k.id = d.task_id
      left join staff c on c.id = k.done_by where d.rent_account_id = $1`,
    say: ({ kind, why, byMs, deviceAt, countedAt, zone, checkedBy, note }) => ({
      title: `${checkedBy === null ? 'Time to check' : 'Time checked'}: ${subjectOf(kind)}`,
      text: [
        doubtSentence(why, byMs),
        `The device said ${longTime(zone, Date.parse(deviceAt))}. Doorstep counts from ${longTime(zone, Date.parse(countedAt))}.`,
        checkedBy === null ? '' : `Checked by ${checkedBy}.`,
        note,
      ]
        .filter(Boolean)
        .join('\n'),
    }),
  }),
];
