// Repairs of the home while this tenancy lasted, as entries of a case's history: reported, and done.
import { noon, sayWord, source } from './history-source.ts';

type Facts = { category: string; description: string; status: string; done: boolean };

export const repairHistory = [
  source<Facts>({
    kind: 'repair',
    rows: `select r.id || case when done then 'e' else '' end as ref,
      case when done then r.completed_at else r.reported_at end as at, '' as who,
      jsonb_build_object('category', r.category, 'description', r.description, 'status', r.status, 'done', done) as facts
      from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
      cross join (values (false), (true)) moment(done)
      where a.id = $1 and (r.completed_at is not null or not done) and r.reported_at >= ${noon('t.start_date')}
        and $2::text is not null`,
    say: ({ category, description, status, done }) => {
      const name = category === 'damp_mould' ? 'Damp and mould' : sayWord(category);
      return done
        ? { title: `${name}: repair ${status === 'cancelled' ? 'cancelled' : 'completed'}` }
        : { title: `${name}: repair reported`, text: description };
    },
  }),
];
