// People and patches, changed by administrators. A person is never deleted: their access ends, and what they did stays
// under their name. How a person signs in is not set here (`npm run person`, or the landlord's own sign-in by e-mail).
import { holdsPatches } from '../../access/rights.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Role } from '../../contract/me.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { notYourself, rowOf, type RowVersion, type Summary, type Step } from './step.ts';

const roleWords: Record<Role, string> = {
  officer: 'income officer',
  manager: 'team manager',
  repairs: 'repairs team',
  money_advice: 'money advice team',
  admin: 'administrator',
};

/** Adds a person to the staff. Refuses an e-mail address that is there already, in whatever case it is written. */
export async function addPerson(
  step: Step,
  given: { name: string; email: string; role: Role },
): Promise<Summary> {
  const email = given.email.toLowerCase();
  const [there] = await step.tx<{ name: string; active: boolean }[]>`
    select name, active from staff where email = ${email}`;
  if (there)
    throw new Refusal(
      `${there.name} already has this email address.${there.active ? '' : ' Give them access again instead.'}`,
    );
  await step.tx`insert into staff (name, email, role) values (${given.name}, ${email}, ${given.role})`;
  return {
    words: `${given.name} added: ${roleWords[given.role]}.`,
    notes: [
      'They sign in with your organisation’s account for this email address, or with a password from the command “npm run person”.',
      ...(holdsPatches(given.role) ? ['They see no cases until they hold a patch.'] : []),
    ],
  };
}

/** Changes name, role and access. Refuses a change of one’s own role or access: an administrator must always remain. */
export async function changePerson(
  step: Step,
  at: RowVersion,
  given: { name: string; role: Role; active: boolean },
): Promise<Summary> {
  type Row = { id: number; name: string; role: Role; active: boolean };
  const was = await rowOf<Row>(step.tx, 'person', at);
  if (was.id === step.who.staffId && (given.role !== was.role || !given.active))
    throw new Refusal(notYourself);
  await step.tx`update staff set name = ${given.name}, role = ${given.role}, active = ${given.active} where id = ${was.id}`;
  const did: string[] = [];
  if (given.name !== was.name) did.push(`is now called ${given.name}`);
  if (given.role !== was.role) did.push(`is now ${roleWords[given.role]}`);
  if (given.active !== was.active) did.push(given.active ? 'has access again' : 'no longer has access');
  const holds = given.active && holdsPatches(given.role) ? [] : await heldBy(step, was.id);
  return {
    words: `${was.name} ${did.join(' and ') || 'was not changed'}.`,
    notes: holds.map(
      ({ patch, end_date }) =>
        `${given.name} still holds ${patch}${end_date ? ` until ${formatDay(end_date, true)}` : ''}. Hand over the patch.`,
    ),
  };
}

async function heldBy(
  { tx, today }: Step,
  staffId: number,
): Promise<{ patch: string; end_date: Day | null }[]> {
  return tx`select p.name as patch, t.end_date from stint t join patch p on p.id = t.patch_id
    where t.staff_id = ${staffId} and (t.end_date is null or t.end_date > ${today}) order by p.name`;
}

export async function addPatch(step: Step, name: string): Promise<Summary> {
  await nameFree(step, name, 0);
  await step.tx`insert into patch (name) values (${name})`;
  return { words: `New patch: ${name}.`, notes: [`${name} has no officer and no homes yet.`] };
}

export async function changePatch(step: Step, at: RowVersion, name: string): Promise<Summary> {
  const was = await rowOf<{ id: number; name: string }>(step.tx, 'patch', at);
  await nameFree(step, name, was.id);
  await step.tx`update patch set name = ${name} where id = ${was.id}`;
  return { words: `The patch ${was.name} is now called ${name}.`, notes: [] };
}

async function nameFree({ tx }: Step, name: string, exceptId: number): Promise<void> {
  const [there] = await tx`select 1 from patch where lower(name) = lower(${name}) and id <> ${exceptId}`;
  if (there) throw new Refusal(`There is already a patch called ${name}.`);
}
