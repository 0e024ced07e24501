// Repairs of the home during the tenancy, notes on them, and messages with the repairs team, as entries of a case's history.
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { noon, source } from './history-source.ts';
import { sentence } from '../../domain/checks.ts';
import { codeWords } from '../../domain/number-words.ts';

const repairName = (category: string): string =>
  category === 'damp_mould' ? 'Damp and mould' : codeWords(category);
const statusWords = (status: string): string => codeWords(status).toLowerCase();

type Message = { subject: string; body: string; team: 'income' | 'repairs'; promisedOn: Day | null };

type Repair = { category: string; description: string; status: string; done: boolean };

export const messageHistory = [
  source<Message>({
    kind: 'message',
    // By way of the threads: few a case, and indexed by it.
    rows: `select m.id::text as ref, m.happened_at as at, s.name as who,
      jsonb_build_object('subject', t.subject, 'body', m.body, 'team', m.team, 'promisedOn', m.promised_on) as facts
      from thread t join message m on m.thread_id = t.id join staff s on s.id = m.staff_id where t.rent_account_id = $1`,
    say: ({ subject, body, team, promisedOn }) => ({
      title: promisedOn
        ? `The repairs team promised ${formatDay(promisedOn)}: ${subject}`
        : `Message ${team === 'repairs' ? 'from' : 'to'} the repairs team: ${subject}`,
      text: body,
    }),
  }),
  // A note that came from a message, or went into one, is there already.
  source<{ category: string; note: string }>({
    kind: 'repair_note',
    rows: `select n.id::text as ref, n.happened_at as at, s.name as who,
      jsonb_build_object('category', r.category, 'note', n.note) as facts
      from repair_note n join repair r on r.id = n.repair_id join staff s on s.id = n.staff_id
      where n.rent_account_id = $1 and n.message_id is null`,
    say: ({ category, note }) => ({
      title: `Note about a repair (${codeWords(category).toLowerCase()})`,
      text: note,
    }),
  }),
  source<{ category: string; was: string; status: string; reason: string }>({
    kind: 'repair_status',
    rows: `select c.id::text as ref, c.happened_at as at, s.name as who,
      jsonb_build_object('category', r.category, 'was', c.was, 'status', c.status, 'reason', c.reason) as facts
      from repair_status_change c join repair r on r.id = c.repair_id join staff s on s.id = c.staff_id
      where c.rent_account_id = $1`,
    say: ({ category, was, status, reason }) => ({
      title: `${repairName(category)}: repair status changed to ${statusWords(status)}`,
      text: `It was ${statusWords(was)}.${reason === '' ? '' : ` Steps of the law were still open: ${sentence(reason)}`}`,
    }),
  }),
  source<Repair>({
    kind: 'repair',
    rows: `select r.id || case when done then 'e' else '' end as ref,
      case when done then r.completed_at else r.reported_at end as at, '' as who,
      jsonb_build_object('category', r.category, 'description', r.description, 'status', r.status, 'done', done) as facts
      from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
      cross join (values (false), (true)) moment(done)
      where a.id = $1 and (not done or (r.completed_at is not null and not exists (select from repair_status_change c
          where c.repair_id = r.id and c.rent_account_id = $1 and c.status = 'completed' and c.happened_at = r.completed_at))) and r.reported_at >= ${noon('t.start_date')}
        and $2::text is not null`,
    say: ({ category, description, status, done }) => {
      const name = repairName(category);
      return done
        ? { title: `${name}: repair ${status === 'cancelled' ? 'cancelled' : 'completed'}` }
        : { title: `${name}: repair reported`, text: description };
    },
  }),
];
