// The first people of a real landlord: a member of staff with a password, and an officer's patch. Everybody after
// them can come through the landlord's own sign-in (OIDC) by the e-mail address that is recorded here.
import { hashPassword } from 'better-auth/crypto';
import type { Sql } from '../../db/connect.ts';
import type { Role } from '../contract/me.ts';

export type NewPerson = { name: string; email: string; role: Role; patch: string | null; password: string };

/**
 * Adds one of the staff, or gives one who is there already a new password (and the patch). Returns the staff id.
 * Refuses a patch that does not exist and a password shorter than 10 characters, by throwing with the reason.
 */
export async function addPerson(sql: Sql, person: NewPerson, today: string): Promise<number> {
  if (person.password.length < 10) throw new Error('The password needs at least 10 characters.');
  const hash = await hashPassword(person.password);
  const email = person.email.toLowerCase();
  return sql.begin(async (tx) => {
    const [staff] = await tx<{ id: number }[]>`
      insert into staff (name, email, role) values (${person.name}, ${email}, ${person.role})
      on conflict (email) do update set name = excluded.name, role = excluded.role, active = true
      returning id`;
    await tx`delete from auth."user" where "staffId" = ${staff!.id}`;
    await tx`
      with created as (
        insert into auth."user" ("id", "name", "email", "emailVerified", "staffId")
        values (gen_random_uuid(), ${person.name}, ${email}, true, ${staff!.id}) returning "id"
      )
      insert into auth."account" ("id", "accountId", "providerId", "userId", "password", "updatedAt")
      select gen_random_uuid(), "id", 'credential', "id", ${hash}, now() from created`;
    if (person.patch !== null) {
      const [patch] = await tx<{ id: number }[]>`select id from patch where name = ${person.patch}`;
      if (!patch) throw new Error(`There is no patch called "${person.patch}".`);
      await tx`
        insert into stint (staff_id, patch_id, start_date)
        select ${staff!.id}, ${patch.id}, ${today}::date
        where not exists (select from stint where staff_id = ${staff!.id} and patch_id = ${patch.id}
          and start_date <= ${today}::date and (end_date is null or end_date > ${today}::date))`;
    }
    return staff!.id;
  });
}

/** False while there is no account, and so no way to sign in with a password. */
export async function anybodyCanSignIn(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ some: boolean }[]>`select exists (select from auth."user") as some`;
  return row!.some;
}
