// Facts of a case that may be evidence for an item of the checklist, so that nothing is entered twice. They are offered,
// never counted automatically: a person confirms that they show what the item requires.
import type { FoundEvidence } from '../../contract/case-law.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Contact, Day, Rhythm } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { rhythmWords } from '../../domain/money/recurring.ts';

type Row =
  | { what: 'contact'; on: Day; facts: { kind: Contact['kind']; reached: boolean; note: string } }
  | { what: 'plan'; on: Day; facts: { pence: number; rhythm: Rhythm } }
  | { what: 'budget'; on: Day; facts: null }
  | { what: 'support'; on: Day; facts: { kind: string } }
  | { what: 'prompt'; on: Day; facts: { code: string } }
  | { what: 'referral'; on: Day; facts: { to: string | null; about: string } };

/** The newest few of each kind of fact, newest first. timeZone: in which days are counted. */
export async function readFoundEvidence(
  sql: Sql,
  caseId: number,
  timeZone: string,
): Promise<FoundEvidence[]> {
  const rows = await sql<Row[]>`
    select * from (
      (select 'contact' as what, (happened_at at time zone ${timeZone})::date as on,
          jsonb_build_object('kind', kind, 'reached', reached, 'note', left(note, 300)) as facts
        from contact where rent_account_id = ${caseId} and coalesce(purpose, 'arrears') = 'arrears'
        order by happened_at desc limit 8)
      union all
      (select 'plan', agreed_on, jsonb_build_object('pence', instalment_pence, 'rhythm', rhythm)
        from repayment_plan where rent_account_id = ${caseId} order by agreed_on desc, id desc limit 2)
      union all
      (select 'budget', (happened_at at time zone ${timeZone})::date, null
        from budget where rent_account_id = ${caseId} order by id desc limit 1)
      union all
      (select 'support', s.since, jsonb_build_object('kind', s.kind) from support_need s
        join rent_account a on a.tenancy_id = s.tenancy_id where a.id = ${caseId} order by s.since desc limit 2)
      union all
      (select 'prompt', (happened_at at time zone ${timeZone})::date, jsonb_build_object('code', code)
        from prompt_answer where rent_account_id = ${caseId} order by happened_at desc limit 2)
      union all
      (select 'referral', (r.happened_at at time zone ${timeZone})::date, jsonb_build_object('to', g.name, 'about', r.about)
        from referral r left join agency g on g.id = r.agency_id
        where r.rent_account_id = ${caseId} order by r.happened_at desc limit 3)
    ) found order by "on" desc`;
  return rows.flatMap((row) => itemsFor(row).map((item) => ({ item, on: row.on, says: textOf(row) })));
}

/** The items that such a fact may show. */
function itemsFor(row: Row): string[] {
  switch (row.what) {
    case 'contact': {
      const written =
        row.facts.kind === 'letter' || row.facts.kind === 'email' || row.facts.kind === 'message';
      const always = ['early_contact', 'after_notice', 'clear_information'];
      return [...always, ...(written ? ['each_in_writing'] : []), ...(row.facts.reached ? ['causes'] : [])];
    }
    case 'plan':
    case 'budget':
      return ['affordable_plan'];
    case 'support':
      return ['vulnerability'];
    case 'prompt':
      return ['benefit_help'];
    case 'referral':
      return row.facts.about === 'benefits' ? ['benefit_help', 'debt_advice'] : ['debt_advice'];
  }
}

const contactWords: Record<Contact['kind'], string> = {
  call: 'Call',
  message: 'Text message',
  letter: 'Letter',
  email: 'Email',
  office: 'Visit to the office',
  visit: 'Visit',
};
const plain = (word: string) => word.replaceAll('_', ' ');

function textOf(row: Row): string {
  switch (row.what) {
    case 'contact': {
      const { kind, reached, note } = row.facts;
      const answered = kind === 'call' || kind === 'visit' ? (reached ? ', reached' : ', not reached') : '';
      return `${contactWords[kind]}${answered}${note ? `: ${note}` : ''}`;
    }
    case 'plan':
      return `Plan agreed: ${formatPence(row.facts.pence)} ${rhythmWords[row.facts.rhythm]}`;
    case 'budget':
      return 'Budget worked out with the tenant';
    case 'support':
      return `Support need added: ${plain(row.facts.kind)}`;
    case 'prompt':
      return `Help checked: ${plain(row.facts.code)}`;
    case 'referral':
      return `Referred to ${row.facts.to ?? 'the money advice team'} about ${plain(row.facts.about)}`;
  }
}
