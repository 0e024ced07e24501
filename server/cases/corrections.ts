// Corrections of the people in a home, one field at a time. Edits of different fields are merged; of two edits of one
// field the second gets a conflict, and the history keeps both values.
import { may } from '../access/rights.ts';
import type { Tx } from '../commands/outcome.ts';
import type { ArgsOf } from '../contract/up.ts';
import { checkPersonField, personFieldText, personFieldWords, type PersonField } from '../domain/person.ts';
import { Conflict, Refusal } from '../commands/outcome.ts';
import { tenancyEnded } from './tenancy-ended.ts';
import type { Handlers, Step } from './step.ts';

type Person = {
  name: string;
  role: 'tenant' | 'joint_tenant' | 'household';
  version: number;
  /** The field's present value, and the version in which it last changed; 0 where it never did. */
  value: string | null;
  changedIn: number;
};

async function correct(
  step: Step,
  { personId, field, value: typed }: ArgsOf<'person.correct'>,
): Promise<{ personId: number; version: number; value: string | null }> {
  const { tx, actor, row, baseVersion } = step;
  const checked = checkPersonField(field, typed, step.today);
  if ('problem' in checked) throw new Refusal(checked.problem);
  const { value } = checked;
  if (baseVersion === undefined)
    throw new Refusal('This change was not saved. Open the case again and correct the details.');
  const person = await readPerson(tx, row.id, personId, field);
  if (!person) throw new Refusal('This person no longer lives there.');
  // A conflict's answer must not reveal, nor a write change, what they are not shown (read-referrals.ts, read-home-case.ts).
  if (!may(actor, 'correctEveryField') && (field === 'date_of_birth' || person.role === 'household'))
    throw new Refusal('Your team can correct only the contact details of tenants.');
  // Who sees only the home has no business with people who left it; others may have to reach them about what they owe.
  if (may(actor, 'homes') && !may(actor, 'cases') && (await tenancyEnded(tx, row.id, step.day)))
    throw new Refusal(
      'This tenancy has ended. Only the rent team can correct the details of people who left.',
    );
  if (person.value === value) return { personId, version: person.version, value };

  const [last] = await tx<{ staff_id: number; name: string; at: Date }[]>`
    select c.staff_id, s.name, c.happened_at as at from person_correction c join staff s on s.id = c.staff_id
    where c.person_id = ${personId} and c.field = ${field} and c.applied and c.value is not distinct from ${person.value}
    order by c.id desc limit 1`;
  // One's own earlier change, made on the same page or on another device, is no conflict.
  if (person.changedIn > baseVersion && last?.staff_id !== actor.staffId) {
    const what = `${personFieldWords[field]} of ${person.name}`;
    const by = last?.name ?? '';
    throw new Conflict(
      `${by || 'A colleague'} has just changed the ${what}. Choose which is right.`,
      {
        what,
        theirs: inWords(field, person.value),
        mine: inWords(field, value),
        by,
        at: last?.at.toISOString() ?? null,
        version: person.version,
      },
      (outside) => note(outside, step, { personId, field, was: person.value, value, applied: false }),
    );
  }
  const [changed] = await tx<{ version: number }[]>`
    update person set ${tx({ [field]: value })} where id = ${personId} returning version`;
  await note(tx, step, { personId, field, was: person.value, value, applied: true });
  return { personId, version: changed!.version, value };
}

/** Reads a person of this case's home, and locks the row: the same person may be on another tenancy too. */
async function readPerson(
  tx: Tx,
  caseId: number,
  personId: number,
  field: PersonField,
): Promise<Person | null> {
  const [person] = await tx<Person[]>`
    select p.name, tp.role, p.version, p.${tx(field)}::text as value,
      coalesce((p.field_versions ->> ${field})::int, 0) as "changedIn"
    from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id join person p on p.id = tp.person_id
    where a.id = ${caseId} and p.id = ${personId} for update of p`;
  return person ?? null;
}

type Given = {
  personId: number;
  field: PersonField;
  was: string | null;
  value: string | null;
  applied: boolean;
};

async function note(tx: Tx, { actor, row, at }: Step, given: Given): Promise<void> {
  const { personId, field, was, value, applied } = given;
  await tx`insert into person_correction
      (rent_account_id, person_id, field, was, value, applied, staff_id, happened_at)
    values (${row.id}, ${personId}, ${field}, ${was}, ${value}, ${applied}, ${actor.staffId}, ${new Date(at)})`;
}

const inWords = (field: PersonField, value: string | null): string =>
  value === null ? '' : personFieldText(field, value);

export const correctionHandlers = {
  'person.correct': { do: correct },
} satisfies Partial<Handlers>;
